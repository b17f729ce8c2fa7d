/*
 * test_cmdq_await.c - how a client waits for room and for its reply, and what ends the wait.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <sys/msg.h>
#include <sys/ptrace.h>
#include <sys/time.h>

#include "tests/unit/child_process.h"
#include "tests/unit/cmdq_fixture.h"

enum { LONG_MS = 60000 };

/* More than cmdq_reply() ever sends, and with the right beginning. */
static void send_too_long(const struct cmdq *queues, const char *beginning)
{
    struct {
        long type;
        char text[CMDQ_TEXT_MAX + 100];
    } message = {.type = getpid()};

    memset(message.text, 'x', sizeof(message.text));
    memcpy(message.text, beginning, strlen(beginning));
    assert_int_equal(msgsnd(queues->replies, &message, sizeof(message.text), IPC_NOWAIT), 0);
}

static void the_reply_with_the_id_is_found_and_others_thrown_away(void **state)
{
    static const char *const others[] = {
        "{\"id\":\"old\"}",
        "{\"ok\":true,\"id\":\"new\"}",
        "{\"id\":\"new2\"}",
        "{\"id\":\"ne\"}",
        "",
        "new",
        "{\"id\":\"x\",\"text\":\"\\\"id\\\":\\\"new\\\"\"}",
    };
    struct cmdq *queues = *state;
    char json[CMDQ_TEXT_MAX];

    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
        assert_int_equal(cmdq_reply(queues, getpid(), others[i]), 0);
    send_too_long(queues, "{\"id\":\"new\", ");
    assert_int_equal(cmdq_reply(queues, getpid(), " { \"id\" : \"new\" , \"ok\" : true }"), 0);
    assert_int_equal(cmdq_await(queues, "new", LONG_MS, json), 0);
    assert_string_equal(json, " { \"id\" : \"new\" , \"ok\" : true }");
    assert_int_equal(cmdq_await(queues, "new", 0, json), -ETIMEDOUT);
}

static void a_reply_wakes_the_client_that_waits(void **state)
{
    struct cmdq *queues = *state;
    char json[CMDQ_TEXT_MAX];
    pid_t child = child_fork();

    if (child == 0)
        _exit(cmdq_await(queues, "a", LONG_MS, json) == 0 ? 0 : 1);
    child_wait_asleep(child);
    assert_int_equal(cmdq_reply(queues, child, "{\"id\":\"b\"}"), 0);
    assert_int_equal(cmdq_reply(queues, child, "{\"id\":\"a\"}"), 0);
    assert_int_equal(child_wait(child), 0);
}

static void a_client_stops_waiting_when_its_time_is_over(void **state)
{
    const struct cmdq *queues = *state;
    char json[CMDQ_TEXT_MAX] = "untouched";

    for (uint32_t i = 0; i < 100; i++)
        assert_int_equal(cmdq_await(queues, "a", i % 4, json), -ETIMEDOUT);
    assert_string_equal(json, "untouched");
}

static void fill(const struct cmdq *queues)
{
    int error;

    while ((error = cmdq_send(queues, "i", "status", NULL)) == 0)
        continue;
    assert_int_equal(error, -EAGAIN);
}

static void a_client_waits_for_room_in_a_full_queue(void **state)
{
    const struct cmdq *queues = *state;
    char text[CMDQ_TEXT_MAX];
    pid_t child;

    fill(queues);
    child = child_fork();
    if (child == 0)
        _exit(cmdq_send_within(queues, "i", "stop", NULL, LONG_MS) == 0 ? 0 : 1);
    child_wait_asleep(child);
    assert_true(cmdq_receive(queues, text) > 0);
    assert_int_equal(child_wait(child), 0);
    assert_true(cmdq_receive(queues, text) > 0);
    assert_non_null(strstr(text, " i stop\n"));
}

static void a_client_stops_waiting_for_room_when_its_time_is_over(void **state)
{
    const struct cmdq *queues = *state;

    fill(queues);
    for (uint32_t i = 0; i < 20; i++)
        assert_int_equal(cmdq_send_within(queues, "a", "stop", NULL, i % 4), -EAGAIN);
    assert_int_equal(cmdq_send_within(queues, "a b", "stop", NULL, LONG_MS), -EINVAL);
}

static void removal_wakes_the_client_that_waits_for_room(void **state)
{
    const struct cmdq *queues = *state;
    pid_t child;

    fill(queues);
    child = child_fork();
    if (child == 0)
        _exit(cmdq_send_within(queues, "a", "stop", NULL, LONG_MS) == -EIDRM ? 0 : 1);
    child_wait_asleep(child);
    assert_int_equal(cmdq_remove(queues), 0);
    assert_int_equal(child_wait(child), 0);
}

static void removal_wakes_the_client_that_waits(void **state)
{
    const struct cmdq *queues = *state;
    char json[CMDQ_TEXT_MAX];
    pid_t child = child_fork();

    if (child == 0)
        _exit(cmdq_await(queues, "a", LONG_MS, json) == -EIDRM ? 0 : 1);
    child_wait_asleep(child);
    assert_int_equal(cmdq_remove(queues), 0);
    assert_int_equal(child_wait(child), 0);
    assert_int_equal(cmdq_await(queues, "a", LONG_MS, json), -EIDRM);
}

static int told;

static void on_signal(int number)
{
    if (write(told, &number, 1) != 1)
        _exit(1);
}

static void another_signal_does_not_end_the_wait(void **state)
{
    struct cmdq *queues = *state;
    char json[CMDQ_TEXT_MAX];
    int ends[2];
    pid_t child;

    assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
    child = child_fork();
    if (child == 0) {
        told = ends[1];
        signal(SIGUSR1, on_signal);
        on_signal(SIGUSR1);
        _exit(cmdq_await(queues, "a", LONG_MS, json) == 0 ? 0 : 1);
    }
    assert_int_equal(read(ends[0], json, 1), 1);
    child_wait_asleep(child);
    assert_int_equal(kill(child, SIGUSR1), 0);
    assert_int_equal(read(ends[0], json, 1), 1);
    assert_int_equal(cmdq_reply(queues, child, "{\"id\":\"a\"}"), 0);
    assert_int_equal(child_wait(child), 0);
    close(ends[0]);
    close(ends[1]);
}

/* A tracer swallows the first alarm, as if it had come just before the client fell asleep. */
static void a_lost_alarm_is_followed_by_another(void **state)
{
    const struct cmdq *queues = *state;
    char json[CMDQ_TEXT_MAX];
    int status;
    pid_t child = child_fork();

    if (child == 0) {
        if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) < 0)
            _exit(1);
        raise(SIGSTOP);
        _exit(cmdq_await(queues, "a", 1, json) == -ETIMEDOUT ? 0 : 1);
    }
    status = child_wait(child);
    if (!WIFSTOPPED(status))
        skip(); /* tracing is forbidden here */
    for (int alarms = 0; alarms < 2; alarms++) {
        ptrace(PTRACE_CONT, child, NULL, NULL);
        status = child_wait(child);
        assert_true(WIFSTOPPED(status));
        assert_int_equal(WSTOPSIG(status), SIGALRM);
    }
    ptrace(PTRACE_CONT, child, NULL, (void *)(intptr_t)SIGALRM);
    assert_int_equal(child_wait(child), 0);
}

static void waiting_leaves_signals_and_timer_as_they_were(void **state)
{
    const struct cmdq *queues = *state;
    const struct itimerval none = {0};
    struct sigaction mine = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
    struct sigaction after;
    struct itimerval timer = {.it_value.tv_sec = 1000, .it_interval.tv_sec = 7};
    sigset_t alarm, mask;
    char json[CMDQ_TEXT_MAX];

    sigemptyset(&alarm);
    sigaddset(&alarm, SIGALRM);
    assert_int_equal(sigprocmask(SIG_BLOCK, &alarm, NULL), 0);
    assert_int_equal(sigaction(SIGALRM, &mine, NULL), 0);
    assert_int_equal(setitimer(ITIMER_REAL, &timer, NULL), 0);

    assert_int_equal(cmdq_await(queues, "a", 1, json), -ETIMEDOUT);

    assert_int_equal(setitimer(ITIMER_REAL, &none, &timer), 0);
    assert_true(timer.it_value.tv_sec >= 900 && timer.it_value.tv_sec <= 1000);
    assert_int_equal(timer.it_interval.tv_sec, 7);
    assert_int_equal(sigaction(SIGALRM, NULL, &after), 0);
    assert_ptr_equal(after.sa_handler, on_signal);
    assert_int_equal(sigprocmask(SIG_UNBLOCK, &alarm, &mask), 0);
    assert_int_equal(sigismember(&mask, SIGALRM), 1);
    signal(SIGALRM, SIG_DFL);
}

int main(void)
{
#define WITH_QUEUES(test)                                                                          \
    cmocka_unit_test_setup_teardown(test, cmdq_open_queues, cmdq_remove_queues)
    static const struct CMUnitTest tests[] = {
        WITH_QUEUES(the_reply_with_the_id_is_found_and_others_thrown_away),
        WITH_QUEUES(a_reply_wakes_the_client_that_waits),
        WITH_QUEUES(a_client_stops_waiting_when_its_time_is_over),
        WITH_QUEUES(a_client_waits_for_room_in_a_full_queue),
        WITH_QUEUES(a_client_stops_waiting_for_room_when_its_time_is_over),
        WITH_QUEUES(removal_wakes_the_client_that_waits_for_room),
        WITH_QUEUES(removal_wakes_the_client_that_waits),
        WITH_QUEUES(another_signal_does_not_end_the_wait),
        WITH_QUEUES(a_lost_alarm_is_followed_by_another),
        WITH_QUEUES(waiting_leaves_signals_and_timer_as_they_were),
    };
    return cmocka_run_group_tests_name("cmdq_await", tests, NULL, NULL);
}
