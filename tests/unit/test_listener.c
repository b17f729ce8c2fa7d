/*
 * test_listener.c - from the queue of requests to a descriptor that can be polled.
 */
#include <errno.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/msg.h>
#include <unistd.h>

#include <cmocka.h>

#include "player/listener.h"

enum { PATIENCE_MS = 30000 };

struct desk {
    struct cmdq queues;
    struct listener listener;
    bool listening;
};

static int open_desk(void **state)
{
    static struct desk desk;

    desk = (struct desk){0};
    *state = &desk;
    return cmdq_create(IPC_PRIVATE, IPC_PRIVATE, &desk.queues);
}

static int close_desk(void **state)
{
    struct desk *desk = *state;
    int error = cmdq_remove(&desk->queues);

    if (desk->listening)
        listener_stop(&desk->listener);
    return error;
}

static void start(struct desk *desk)
{
    assert_int_equal(listener_start(&desk->listener, &desk->queues), 0);
    desk->listening = true;
}

/* The next packet, once there is one. */
static ssize_t take(struct desk *desk, char *text)
{
    struct pollfd outside = {.fd = desk->listener.outside, .events = POLLIN};

    assert_int_equal(poll(&outside, 1, PATIENCE_MS), 1);
    return listener_take(&desk->listener, text);
}

/* A message as a stranger may send it. */
static void send_raw(const struct desk *desk, long type, const char *text, size_t bytes)
{
    struct {
        long type;
        char text[8192];
    } message = {.type = type};

    memcpy(message.text, text, bytes);
    assert_int_equal(msgsnd(desk->queues.requests, &message, bytes, 0), 0);
}

static void with_nothing_waiting_it_says_so_at_once(void **state)
{
    struct desk *desk = *state;
    char text[CMDQ_TEXT_MAX];

    start(desk);
    assert_int_equal(listener_take(&desk->listener, text), -EAGAIN);
}

static void a_request_comes_through_as_it_was_sent(void **state)
{
    struct desk *desk = *state;
    char text[CMDQ_TEXT_MAX], expected[64];

    start(desk);
    assert_int_equal(cmdq_send(&desk->queues, "a1", "seek", "+10"), 0);
    snprintf(expected, sizeof(expected), "%d a1 seek +10\n", getpid());
    assert_int_equal(take(desk, text), strlen(expected));
    assert_string_equal(text, expected);
    assert_int_equal(listener_take(&desk->listener, text), -EAGAIN);
}

static void requests_come_in_order_the_urgent_ones_first(void **state)
{
    static const char *const expected[] = {"1 a stop", "1 b quit", "1 c next", "1 d status",
                                           "1 e status"};
    struct desk *desk = *state;
    char text[CMDQ_TEXT_MAX];

    send_raw(desk, CMDQ_OTHER, "1 d status", 10);
    send_raw(desk, CMDQ_TRANSPORT, "1 c next", 8);
    send_raw(desk, CMDQ_OTHER, "1 e status", 10);
    send_raw(desk, CMDQ_STOP, "1 a stop", 8);
    send_raw(desk, CMDQ_STOP, "1 b quit", 8);
    start(desk);
    for (int i = 0; i < 5; i++) {
        assert_int_equal(take(desk, text), strlen(expected[i]));
        assert_string_equal(text, expected[i]);
    }
}

static void the_longest_request_fits_and_a_longer_one_is_told(void **state)
{
    struct desk *desk = *state;
    char sent[8192], text[CMDQ_TEXT_MAX];

    memset(sent, 'x', sizeof(sent));
    start(desk);
    send_raw(desk, CMDQ_OTHER, sent, CMDQ_TEXT_MAX - 1);
    assert_int_equal(take(desk, text), CMDQ_TEXT_MAX - 1);
    assert_memory_equal(text, sent, CMDQ_TEXT_MAX - 1);
    assert_int_equal(text[CMDQ_TEXT_MAX - 1], '\0');
    send_raw(desk, CMDQ_OTHER, sent, CMDQ_TEXT_MAX);
    assert_int_equal(take(desk, text), -E2BIG);
    send_raw(desk, CMDQ_OTHER, "1 a status", 10);
    assert_int_equal(take(desk, text), 10);
}

static void an_empty_request_is_a_packet_too(void **state)
{
    struct desk *desk = *state;
    char text[CMDQ_TEXT_MAX] = "x";

    start(desk);
    send_raw(desk, CMDQ_OTHER, "", 0);
    assert_int_equal(take(desk, text), 0);
    assert_string_equal(text, "");
}

static void a_removed_queue_is_told_and_goes_on_being_told(void **state)
{
    struct desk *desk = *state;
    char text[CMDQ_TEXT_MAX];

    start(desk);
    assert_int_equal(cmdq_send(&desk->queues, "a", "status", NULL), 0);
    assert_true(take(desk, text) > 0);
    assert_int_equal(cmdq_remove(&desk->queues), 0);
    assert_int_equal(take(desk, text), -EIDRM);
    listener_stop(&desk->listener);
    desk->listening = false;
}

static void a_flood_that_nobody_takes_does_not_keep_it_from_ending(void **state)
{
    struct desk *desk = *state;
    char text[CMDQ_TEXT_MAX];
    struct {
        long type;
        char text[4000];
    } message = {.type = CMDQ_OTHER};
    int sent = 0;

    start(desk);
    /* Until the socket is full, the thread sleeps on it, and the queue is full too. */
    for (int idle = 0; idle < 50;) {
        if (msgsnd(desk->queues.requests, &message, sizeof(message.text), IPC_NOWAIT) == 0) {
            sent++;
            idle = 0;
        } else {
            idle++;
            poll(NULL, 0, 1);
        }
    }
    assert_true(sent > 8);
    assert_int_equal(take(desk, text), sizeof(message.text));
    /* close_desk() removes the queue and awaits the thread */
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(with_nothing_waiting_it_says_so_at_once, open_desk,
                                        close_desk),
        cmocka_unit_test_setup_teardown(a_request_comes_through_as_it_was_sent, open_desk,
                                        close_desk),
        cmocka_unit_test_setup_teardown(requests_come_in_order_the_urgent_ones_first, open_desk,
                                        close_desk),
        cmocka_unit_test_setup_teardown(the_longest_request_fits_and_a_longer_one_is_told,
                                        open_desk, close_desk),
        cmocka_unit_test_setup_teardown(an_empty_request_is_a_packet_too, open_desk, close_desk),
        cmocka_unit_test_setup_teardown(a_removed_queue_is_told_and_goes_on_being_told, open_desk,
                                        close_desk),
        cmocka_unit_test_setup_teardown(a_flood_that_nobody_takes_does_not_keep_it_from_ending,
                                        open_desk, close_desk),
    };
    return cmocka_run_group_tests_name("listener", tests, NULL, NULL);
}
