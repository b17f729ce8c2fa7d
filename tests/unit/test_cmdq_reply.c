/*
 * test_cmdq_reply.c - replies: whose they are, and who loses his when there is no room.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/msg.h>
#include <unistd.h>

#include "tests/unit/child_process.h"
#include "tests/unit/cmdq_fixture.h"

enum { LONG_MS = 60000 };

/* Takes the oldest reply of a client out; its text, or NULL when none waits. */
static const char *next_reply(const struct cmdq *queues, pid_t client)
{
    static struct {
        long type;
        char text[CMDQ_TEXT_MAX];
    } message;
    ssize_t bytes = msgrcv(queues->replies, &message, CMDQ_TEXT_MAX - 1, client, IPC_NOWAIT);

    if (bytes < 0)
        return NULL;
    message.text[bytes] = '\0';
    return message.text;
}

static uint32_t waiting_replies(const struct cmdq *queues)
{
    struct msqid_ds status;

    assert_int_equal(msgctl(queues->replies, IPC_STAT, &status), 0);
    return (uint32_t)status.msg_qnum;
}

/* Replies {"id":"FIRST"}, ... to a client until one more would not fit; returns how many. */
static uint32_t fill(struct cmdq *queues, pid_t client)
{
    struct msqid_ds status;
    uint32_t sent = 0;
    char json[64];

    for (;;) {
        snprintf(json, sizeof(json), "{\"id\":\"%08u\", \"padding\":\"0123456789\"}", sent);
        assert_int_equal(msgctl(queues->replies, IPC_STAT, &status), 0);
        if (status.__msg_cbytes + strlen(json) > status.msg_qbytes)
            return sent;
        assert_int_equal(cmdq_reply(queues, client, json), 0);
        sent++;
    }
}

static void a_reply_is_for_its_client_alone(void **state)
{
    struct cmdq *queues = *state;
    char json[CMDQ_TEXT_MAX];

    assert_int_equal(cmdq_reply(queues, 1, "{\"id\":\"a\",\"for\":\"another\"}"), 0);
    assert_int_equal(cmdq_reply(queues, getpid(), "{\"id\":\"a\",\"for\":\"me\"}"), 0);
    assert_int_equal(cmdq_await(queues, "a", LONG_MS, json), 0);
    assert_string_equal(json, "{\"id\":\"a\",\"for\":\"me\"}");
    assert_int_equal(waiting_replies(queues), 1);
}

static void a_client_that_never_reads_costs_no_other_client_its_reply(void **state)
{
    struct cmdq *queues = *state;
    pid_t deaf = child_idle();
    char json[CMDQ_TEXT_MAX];

    assert_int_equal(cmdq_reply(queues, getpid(), "{\"id\":\"first\"}"), 0);
    while (queues->dropped < 1000)
        assert_int_equal(cmdq_reply(queues, deaf, "{\"id\":\"x\",\"padding\":\"0123456789\"}"), 0);
    fill(queues, deaf);
    assert_int_equal(cmdq_reply(queues, getpid(), "{\"id\":\"second\",\"more\":\"0123456789\"}"),
                     0);
    assert_int_equal(cmdq_await(queues, "first", LONG_MS, json), 0);
    assert_int_equal(cmdq_await(queues, "second", LONG_MS, json), 0);
    child_kill(deaf);
}

static void replies_to_the_dead_go_first(void **state)
{
    struct cmdq *queues = *state;
    pid_t client = child_idle();
    pid_t gone = child_dead();
    uint32_t sent;
    char expected[32];

    for (int i = 0; i < 3; i++)
        assert_int_equal(cmdq_reply(queues, gone, "{\"id\":\"gone\",\"padding\":\"01234\"}"), 0);
    sent = fill(queues, client);
    assert_int_equal(cmdq_reply(queues, getpid(), "{\"id\":\"mine\",\"padding\":\"0123456\"}"), 0);
    assert_int_equal(queues->dropped, 3);
    assert_null(next_reply(queues, gone));
    assert_non_null(next_reply(queues, getpid()));
    for (uint32_t i = 0; i < sent; i++) {
        snprintf(expected, sizeof(expected), "{\"id\":\"%08u", i);
        assert_memory_equal(next_reply(queues, client), expected, strlen(expected));
    }
    assert_null(next_reply(queues, client));
    child_kill(client);
}

static void send_many(struct cmdq *queues, pid_t client, int count)
{
    for (int i = 0; i < count; i++)
        assert_int_equal(cmdq_reply(queues, client, "{\"id\":\"many\"}"), 0);
}

static void who_has_most_replies_waiting_loses_them_and_nobody_else(void **state)
{
    struct cmdq *queues = *state;
    pid_t some = child_idle();
    pid_t most = child_idle();
    pid_t few = child_idle();
    uint32_t sent;

    send_many(queues, some, 20);
    send_many(queues, most, 5);
    send_many(queues, few, 10);
    sent = 5 + fill(queues, most);
    assert_int_equal(cmdq_reply(queues, getpid(), "{\"id\":\"mine\",\"padding\":\"0123456\"}"), 0);
    assert_int_equal(queues->dropped, sent);
    assert_null(next_reply(queues, most));
    assert_int_equal(waiting_replies(queues), 20 + 10 + 1);
    child_kill(some);
    child_kill(most);
    child_kill(few);
}

static void a_reply_to_who_has_most_waiting_is_the_one_that_stays(void **state)
{
    struct cmdq *queues = *state;
    pid_t client = child_idle();

    fill(queues, client);
    assert_int_equal(cmdq_reply(queues, client, "{\"id\":\"new\",\"padding\":\"012345678901\"}"),
                     0);
    assert_string_equal(next_reply(queues, client),
                        "{\"id\":\"new\",\"padding\":\"012345678901\"}");
    assert_null(next_reply(queues, client));
    child_kill(client);
}

static void a_reply_that_never_fits_costs_nobody_anything(void **state)
{
    struct cmdq *queues = *state;
    char json[CMDQ_TEXT_MAX + 1];
    struct msqid_ds status;

    memset(json, 'x', sizeof(json));
    json[CMDQ_TEXT_MAX] = '\0';
    assert_int_equal(cmdq_reply(queues, getpid(), json), -E2BIG);
    assert_int_equal(cmdq_reply(queues, 0, "{}"), -EINVAL);
    assert_int_equal(cmdq_reply(queues, -1, "{}"), -EINVAL);

    assert_int_equal(msgctl(queues->replies, IPC_STAT, &status), 0);
    status.msg_qbytes = 100;
    assert_int_equal(msgctl(queues->replies, IPC_SET, &status), 0);
    assert_int_equal(cmdq_reply(queues, getpid(), "{\"id\":\"kept\"}"), 0);
    json[101] = '\0';
    assert_int_equal(cmdq_reply(queues, getpid(), json), -E2BIG);
    assert_int_equal(waiting_replies(queues), 1);
    assert_int_equal(queues->dropped, 0);
}

static void a_reply_to_removed_queues_says_so(void **state)
{
    struct cmdq *queues = *state;

    assert_int_equal(cmdq_remove(queues), 0);
    assert_int_equal(cmdq_reply(queues, getpid(), "{\"id\":\"a\"}"), -EIDRM);
}

int main(void)
{
#define WITH_QUEUES(test)                                                                          \
    cmocka_unit_test_setup_teardown(test, cmdq_open_queues, cmdq_remove_queues)
    static const struct CMUnitTest tests[] = {
        WITH_QUEUES(a_reply_is_for_its_client_alone),
        WITH_QUEUES(a_client_that_never_reads_costs_no_other_client_its_reply),
        WITH_QUEUES(replies_to_the_dead_go_first),
        WITH_QUEUES(who_has_most_replies_waiting_loses_them_and_nobody_else),
        WITH_QUEUES(a_reply_to_who_has_most_waiting_is_the_one_that_stays),
        WITH_QUEUES(a_reply_that_never_fits_costs_nobody_anything),
        WITH_QUEUES(a_reply_to_removed_queues_says_so),
    };
    return cmocka_run_group_tests_name("cmdq_reply", tests, NULL, NULL);
}
