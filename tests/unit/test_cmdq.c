/*
 * test_cmdq.c - the queues: made, found, removed; and how requests travel.
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

/* Any key that is free now; the queues of a test are made with IPC_EXCL. */
static key_t free_key(void)
{
    static key_t next = 0x3b000000;

    while (msgget(++next, 0) >= 0 || errno != ENOENT)
        continue;
    return next;
}

static void send_text(const struct cmdq *queues, long type, const void *text, size_t bytes)
{
    struct {
        long type;
        char text[CMDQ_TEXT_MAX + 100];
    } message = {.type = type};

    assert_true(bytes <= sizeof(message.text));
    memcpy(message.text, text, bytes);
    assert_int_equal(msgsnd(queues->requests, &message, bytes, IPC_NOWAIT), 0);
}

static void queues_are_for_their_user_alone(void **state)
{
    const struct cmdq *queues = *state;
    struct msqid_ds status;

    assert_int_equal(msgctl(queues->requests, IPC_STAT, &status), 0);
    assert_int_equal(status.msg_perm.mode & 0777, 0600);
    assert_int_equal(msgctl(queues->replies, IPC_STAT, &status), 0);
    assert_int_equal(status.msg_perm.mode & 0777, 0600);
}

static void a_taken_key_is_refused_and_leaves_no_queue(void **state)
{
    key_t taken = free_key();
    key_t other = free_key();
    int id = msgget(taken, IPC_CREAT | IPC_EXCL | 0600);
    struct cmdq queues;

    (void)state;
    assert_int_equal(cmdq_create(taken, other, &queues), -EEXIST);
    assert_int_equal(msgget(other, 0), -1);
    assert_int_equal(cmdq_create(other, taken, &queues), -EEXIST);
    assert_int_equal(msgget(other, 0), -1);
    assert_int_equal(msgctl(id, IPC_RMID, NULL), 0);
}

static void queues_are_found_until_they_are_removed(void **state)
{
    key_t keys[2] = {free_key(), free_key()};
    struct cmdq made, found;

    (void)state;
    assert_int_equal(cmdq_open(keys[0], keys[1], &found), -ENOENT);
    assert_int_equal(cmdq_create(keys[0], keys[1], &made), 0);
    assert_int_equal(cmdq_open(keys[0], keys[1], &found), 0);
    assert_int_equal(found.requests, made.requests);
    assert_int_equal(found.replies, made.replies);
    assert_int_equal(cmdq_remove(&made), 0);
    assert_int_equal(cmdq_remove(&made), 0);
    assert_int_equal(cmdq_open(keys[0], keys[1], &found), -ENOENT);
}

static void a_request_travels_unchanged(void **state)
{
    static const char *const table[] = {NULL, "", "+30", " two  words ", "/\xc3\xa4/a\nb.flac",
                                        "\n"};
    const struct cmdq *queues = *state;
    struct cmdq_request request;
    char text[CMDQ_TEXT_MAX];

    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        assert_int_equal(cmdq_send(queues, "id-1", "add", table[i]), 0);
        ssize_t bytes = cmdq_receive(queues, text);
        assert_int_equal(bytes, strlen(text));
        assert_int_equal(cmdq_parse(text, (size_t)bytes, &request), 0);
        assert_int_equal(request.client, getpid());
        assert_string_equal(request.id, "id-1");
        assert_string_equal(request.verb, "add");
        assert_string_equal(request.arguments, table[i] ? table[i] : "");
    }
}

static void urgent_requests_overtake(void **state)
{
    static const char *const sent[] = {"status", "next", "stop", "add", "pause", "quit"};
    static const char *const expected[] = {"stop", "quit", "next", "pause", "status", "add"};
    const struct cmdq *queues = *state;
    struct cmdq_request request;
    char text[CMDQ_TEXT_MAX];

    for (size_t i = 0; i < 6; i++)
        assert_int_equal(cmdq_send(queues, "i", sent[i], NULL), 0);
    for (size_t i = 0; i < 6; i++) {
        ssize_t bytes = cmdq_receive(queues, text);
        assert_int_equal(cmdq_parse(text, (size_t)bytes, &request), 0);
        assert_string_equal(request.verb, expected[i]);
    }
}

static void a_message_of_any_type_is_taken_out(void **state)
{
    const struct cmdq *queues = *state;
    char text[CMDQ_TEXT_MAX];

    send_text(queues, 4711, "1 a stop", 8);
    assert_int_equal(cmdq_send(queues, "i", "status", NULL), 0);
    assert_int_not_equal(cmdq_receive(queues, text), 8);
    assert_int_equal(cmdq_receive(queues, text), 8);
    assert_string_equal(text, "1 a stop");
}

static void a_message_that_is_too_long_is_thrown_away_and_reported(void **state)
{
    const struct cmdq *queues = *state;
    char text[CMDQ_TEXT_MAX + 100];

    memset(text, 'x', sizeof(text));
    send_text(queues, CMDQ_STOP, text, CMDQ_TEXT_MAX + 100);
    assert_int_equal(cmdq_receive(queues, text), -E2BIG);
    send_text(queues, CMDQ_STOP, text, CMDQ_TEXT_MAX);
    assert_int_equal(cmdq_receive(queues, text), -E2BIG);
    send_text(queues, CMDQ_STOP, text, CMDQ_TEXT_MAX - 1);
    assert_int_equal(cmdq_receive(queues, text), CMDQ_TEXT_MAX - 1);
    assert_int_equal(strlen(text), CMDQ_TEXT_MAX - 1);
}

static void what_cannot_be_sent_is_refused(void **state)
{
    const struct cmdq *queues = *state;
    char argument[CMDQ_TEXT_MAX];
    char text[CMDQ_TEXT_MAX];
    int around = snprintf(text, sizeof(text), "%d i add \n", getpid());
    struct msqid_ds status;

    assert_int_equal(cmdq_send(queues, "", "stop", NULL), -EINVAL);
    assert_int_equal(cmdq_send(queues, "a b", "stop", NULL), -EINVAL);
    assert_int_equal(cmdq_send(queues, "a", "st\"op", NULL), -EINVAL);
    memset(argument, 'x', sizeof(argument));
    argument[CMDQ_TEXT_MAX - around] = '\0';
    assert_int_equal(cmdq_send(queues, "i", "add", argument), -E2BIG);
    assert_int_equal(msgctl(queues->requests, IPC_STAT, &status), 0);
    assert_int_equal(status.msg_qnum, 0);
    argument[CMDQ_TEXT_MAX - around - 1] = '\0';
    assert_int_equal(cmdq_send(queues, "i", "add", argument), 0);
    assert_int_equal(cmdq_receive(queues, text), CMDQ_TEXT_MAX - 1);
}

static void a_full_queue_refuses_a_request_instead_of_sleeping(void **state)
{
    const struct cmdq *queues = *state;
    char text[CMDQ_TEXT_MAX];
    int error;

    while ((error = cmdq_send(queues, "i", "status", NULL)) == 0)
        continue;
    assert_int_equal(error, -EAGAIN);
    assert_true(cmdq_receive(queues, text) > 0);
    assert_int_equal(cmdq_send(queues, "i", "status", NULL), 0);
}

static void removal_wakes_the_player_that_waits_for_requests(void **state)
{
    const struct cmdq *queues = *state;
    char text[CMDQ_TEXT_MAX];
    pid_t child = child_fork();

    if (child == 0)
        _exit(cmdq_receive(queues, text) == -EIDRM ? 0 : 1);
    child_wait_asleep(child);
    assert_int_equal(cmdq_remove(queues), 0);
    assert_int_equal(child_wait(child), 0);
    assert_int_equal(cmdq_receive(queues, text), -EIDRM);
    assert_int_equal(cmdq_send(queues, "i", "stop", NULL), -EIDRM);
}

int main(void)
{
#define WITH_QUEUES(test)                                                                          \
    cmocka_unit_test_setup_teardown(test, cmdq_open_queues, cmdq_remove_queues)
    static const struct CMUnitTest tests[] = {
        WITH_QUEUES(queues_are_for_their_user_alone),
        cmocka_unit_test(a_taken_key_is_refused_and_leaves_no_queue),
        cmocka_unit_test(queues_are_found_until_they_are_removed),
        WITH_QUEUES(a_request_travels_unchanged),
        WITH_QUEUES(urgent_requests_overtake),
        WITH_QUEUES(a_message_of_any_type_is_taken_out),
        WITH_QUEUES(a_message_that_is_too_long_is_thrown_away_and_reported),
        WITH_QUEUES(what_cannot_be_sent_is_refused),
        WITH_QUEUES(a_full_queue_refuses_a_request_instead_of_sleeping),
        WITH_QUEUES(removal_wakes_the_player_that_waits_for_requests),
    };
    return cmocka_run_group_tests_name("cmdq", tests, NULL, NULL);
}
