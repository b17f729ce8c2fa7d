/*
 * test_hostile.c - clients that mean no good, written with msgsnd alone: they send garbage, halves
 * and requests in the name of others, never read an answer, and fill the reply queue. The sound
 * does not suffer, others are answered, and the player still does what it is told.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/msg.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/e2e/stage_control.h"
#include "tests/e2e/stage_queue.h"
#include "tests/e2e/stage_sound.h"

/* More living clients than the player tells apart when it has to make room. */
enum { SILENT = 80, GARBAGE_SEED = 12345 };

static const char sample[] = "rondo-s16.flac";

struct message {
    long type;
    char text[QUEUE_MESSAGE_MAX];
};

/* In whose name the requests are sent: they live, and never read. */
static pid_t silent[SILENT];

static pid_t start(void (*act)(const struct queue *queue), const struct queue *queue)
{
    pid_t pid = fork();

    assert_true(pid >= 0);
    if (pid > 0)
        return pid;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    act(queue);
    _exit(0);
}

static void end(pid_t pid)
{
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
}

static void be_silent(const struct queue *queue)
{
    (void)queue;
    while (true)
        pause();
}

/* Sleeps while the queue is full; until it is gone. */
static void send_for_ever(int queue, struct message *message,
                          size_t (*compose)(struct message *message, unsigned i))
{
    for (unsigned i = 0;; i++) {
        size_t bytes = compose(message, i);

        if (msgsnd(queue, message, bytes, 0) < 0 && errno != EINTR)
            return;
    }
}

static size_t compose_garbage(struct message *message, unsigned i)
{
    static const char *const halves[] = {"",    "1",           "1 2",       "1 2 ",
                                         " \n", "-1 2 status", "1 2 st\\at"};
    static unsigned random = GARBAGE_SEED;
    size_t bytes;

    random = random * 1103515245 + 12345;
    message->type = 1 + (long)(random >> 16) % 5;
    if (i % 2 == 0) {
        const char *half = halves[i / 2 % (sizeof(halves) / sizeof(halves[0]))];

        bytes = strlen(half);
        memcpy(message->text, half, bytes);
        return bytes;
    }
    bytes = (random >> 8) % (i % 64 == 1 ? QUEUE_MESSAGE_MAX : 64);
    for (size_t k = 0; k < bytes; k++) {
        random = random * 1103515245 + 12345;
        message->text[k] = (char)(random >> 16);
    }
    return bytes;
}

static void send_garbage(const struct queue *queue)
{
    static struct message message;

    send_for_ever(queue->requests, &message, compose_garbage);
}

static size_t compose_foreign(struct message *message, unsigned i)
{
    message->type = 1 + i % 3;
    return (size_t)snprintf(message->text, sizeof(message->text), "%d %u status",
                            (int)silent[i % SILENT], i);
}

static void ask_for_others(const struct queue *queue)
{
    static struct message message;

    send_for_ever(queue->requests, &message, compose_foreign);
}

static size_t compose_reply(struct message *message, unsigned i)
{
    (void)i;
    message->type = silent[0];
    return 100;
}

static void fill_replies(const struct queue *queue)
{
    static struct message message;

    send_for_ever(queue->replies, &message, compose_reply);
}

/* With all that a busy machine needs to play on by itself. */
static struct stage_process *play(struct stage *stage, struct queue *ret_queue)
{
    char path[PATH_MAX];
    struct stage_process *rondo =
        stage_play(stage, "-q", "--latency", "1000", "-o", "sim,record=out.wav,report=report",
                   stage_sample(sample, path), NULL);

    queue_open(rondo, ret_queue);
    stage_await_ready(rondo);
    for (int i = 0; i < SILENT; i++)
        silent[i] = start(be_silent, ret_queue);
    return rondo;
}

static void end_silent(void)
{
    for (int i = 0; i < SILENT; i++)
        end(silent[i]);
}

/* What was heard until it ended is the file's beginning, without a gap. */
static void assert_undisturbed(struct stage *stage, double seconds)
{
    char path[PATH_MAX];
    struct sound sound = sound_decode(stage, stage_sample(sample, path));
    uint64_t frames = sound_assert_wav_begins(stage, &sound, "out.wav");
    size_t size;
    char *report = (char *)stage_read(stage, "report", &size);

    assert_true((double)frames >= seconds * sound.rate);
    if (!strstr(report, "underruns 0, stalls 0\n"))
        fail_msg("%s", report);
    free(report);
    sound_free(&sound);
}

static void bad_clients_delay_no_sound_and_shut_nobody_out(void **state)
{
    static const double seconds = 2;
    struct stage *stage = *state;
    struct queue queue;
    struct stage_process *rondo = play(stage, &queue);
    pid_t garbage = start(send_garbage, &queue);
    pid_t foreign = start(ask_for_others, &queue);
    struct stage_process *asked;
    unsigned answers = 0;

    do {
        asked = stage_ctl(rondo, "status", NULL);
        assert_string_equal(stage_errors(asked), "");
        assert_int_equal(asked->status, 0);
        answers++;
    } while (stage_number(stage_out(asked), "position") < seconds);
    print_message("%u answers, %.0f requests that were none, %.0f answers thrown away\n", answers,
                  stage_number(stage_out(asked), "malformed_requests"),
                  stage_number(stage_out(asked), "dropped_replies"));
    assert_true(stage_number(stage_out(asked), "malformed_requests") > 0);
    assert_true(stage_number(stage_out(asked), "dropped_replies") > 0);
    assert_int_equal(stage_number(stage_out(asked), "restarts.consumer"), 0);
    assert_int_equal(stage_number(stage_out(asked), "restarts.producer"), 0);

    assert_int_equal(stage_ctl(rondo, "quit", NULL)->status, 0);
    assert_int_equal(stage_wait(rondo), 0);
    assert_string_equal(stage_errors(rondo), "");
    assert_undisturbed(stage, seconds);
    end(garbage);
    end(foreign);
    end_silent();
}

static void whoever_fills_the_replies_keeps_the_player_from_nothing(void **state)
{
    struct stage *stage = *state;
    struct queue queue;
    struct stage_process *rondo = play(stage, &queue);
    pid_t filler = start(fill_replies, &queue);
    pid_t foreign = start(ask_for_others, &queue);

    stage_await_number(rondo, "dropped_replies", 1000);
    end(filler);
    end(foreign);
    assert_int_equal(stage_ctl(rondo, "pause", NULL)->status, 0);
    stage_await_text(rondo, "state", "paused");
    filler = start(fill_replies, &queue);
    foreign = start(ask_for_others, &queue);
    control_signal(rondo, SIGTERM);
    assert_int_equal(stage_wait(rondo), 0);
    end(filler);
    end(foreign);
    end_silent();
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_STAGE(bad_clients_delay_no_sound_and_shut_nobody_out),
        ON_STAGE(whoever_fills_the_replies_keeps_the_player_from_nothing),
    };

    return cmocka_run_group_tests_name("hostile", tests, NULL, NULL);
}
