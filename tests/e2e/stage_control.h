/*
 * stage_control.h - signals to a rondo, what /proc tells of it, and whether the card is silent.
 *
 * The card's log has its clock, CLOCK_MONOTONIC in milliseconds, and so has stage_now_ms().
 */
#ifndef TESTS_E2E_STAGE_CONTROL_H
#define TESTS_E2E_STAGE_CONTROL_H

#include "tests/e2e/stage.h"

/* Sends a signal; SIGRTMIN + offset with a value, as kill -q does. */
void control_signal(struct stage_process *rondo, int number);
void control_signal_value(struct stage_process *rondo, int offset, int value);

/* Until a process is in one of these states of /proc/PID/stat: "T" for stopped, "RS". */
void control_await_state(pid_t pid, const char *states);

/* The status' pids: of rondo, its producer and its consumer. */
struct control_pids {
    pid_t rondo;
    pid_t producer;
    pid_t consumer;
};
struct control_pids control_pids(struct stage_process *rondo);

/* How often all threads of these three have gone to sleep so far. */
uint64_t control_sleeps(const struct control_pids *pids);

/* Until the card has played so many bytes more than now. */
void control_await_more(struct stage *stage, size_t bytes);

/* The card's latest event of that name: when it was, and how many frames had been played. */
struct control_event {
    uint64_t ms;
    uint64_t frames;
};
struct control_event control_last(struct stage *stage, const char *event);

/* Until the card plays no more, and stays so for a while. Returns the bytes recorded. */
size_t control_await_silence(struct stage *stage);

#endif
