/*
 * test_clients.c - many clients at once: rondoctl beside itself, beside one that floods the
 * player and never reads an answer, and what its exit status says.
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
#include "tests/e2e/stage_numbers.h"
#include "tests/e2e/stage_queue.h"

enum { FRAMES = 60 * NUMBERS_RATE, SOME = NUMBERS_RATE / 10, AT_ONCE = 12, FLOOD = 10000 };

static struct stage_process *play(struct stage *stage, struct queue *ret_queue)
{
    struct stage_process *rondo;

    stage_card(stage, &(struct card_options){0});
    numbers_write(stage, "numbers.wav", 0, FRAMES);
    rondo = stage_play(stage, "-q", "-o", "portaudio", "numbers.wav", NULL);
    queue_open(rondo, ret_queue);
    numbers_await_run(stage, 1, SOME);
    return rondo;
}

static void start_ctl(struct stage_process *rondo, struct stage_process *asked, const char *verb)
{
    stage_start(asked, "rondoctl", "--timeout", "20", "-n", rondo->name, verb, NULL);
}

static void rondoctl_beside_rondoctl_each_gets_its_own_answer(void **state)
{
    static const char *const verbs[] = {"status", "pause", "play", "next"};
    enum { VERBS = sizeof(verbs) / sizeof(verbs[0]) };
    struct stage *stage = *state;
    struct stage_process *asked[AT_ONCE];
    struct queue queue;
    struct stage_process *rondo = play(stage, &queue);

    for (int i = 0; i < AT_ONCE; i++) {
        asked[i] = stage_prepare(stage);
        start_ctl(rondo, asked[i], verbs[i % VERBS]);
    }
    for (int i = 0; i < AT_ONCE; i++) {
        bool next = strcmp(verbs[i % VERBS], "next") == 0;
        bool status = strcmp(verbs[i % VERBS], "status") == 0;

        assert_int_equal(stage_wait(asked[i]), next ? 1 : 0);
        assert_int_equal(strncmp(stage_out(asked[i]), "{\"name\":", 8) == 0, status);
        assert_string_equal(stage_errors(asked[i]),
                            next ? "rondoctl: next: this is the last track\n" : "");
    }
    assert_int_equal(stage_ctl(rondo, "quit", NULL)->status, 0);
    assert_int_equal(stage_wait(rondo), 0);
    NUMBERS_ASSERT(stage, {0, 0, 0});
}

/* Sends so many requests (0: for ever) as fast as the queue takes them, and reads no answer. */
static pid_t start_flood(const struct queue *queue, unsigned count)
{
    struct {
        long type;
        char text[64];
    } message = {.type = QUEUE_OTHER};
    pid_t pid = fork();

    assert_true(pid >= 0);
    if (pid > 0)
        return pid;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    for (unsigned i = 1; count == 0 || i <= count; i++) {
        int bytes = snprintf(message.text, sizeof(message.text), "%d %u status", (int)getpid(), i);

        if (msgsnd(queue->requests, &message, (size_t)bytes, 0) < 0)
            _exit(errno == EIDRM || errno == EINVAL ? 1 : 2);
    }
    _exit(0);
}

static int end_of(pid_t pid)
{
    int status;

    assert_int_equal(waitpid(pid, &status, 0), pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

static void a_flood_keeps_no_other_client_from_its_answer_nor_the_music_from_playing(void **state)
{
    struct stage *stage = *state;
    struct queue queue;
    struct stage_process *rondo = play(stage, &queue);
    pid_t flood = start_flood(&queue, FLOOD);
    uint64_t worst_ms = 0;
    siginfo_t end = {0};

    while (waitid(P_PID, (id_t)flood, &end, WEXITED | WNOHANG | WNOWAIT) == 0 && end.si_pid == 0) {
        uint64_t begin_ms = stage_now_ms();

        struct stage_process *asked = stage_ctl(rondo, "status", NULL);
        if (asked->status != 0)
            fail_msg("rondoctl status: %d, %s", asked->status, stage_errors(asked));
        worst_ms = stage_now_ms() - begin_ms > worst_ms ? stage_now_ms() - begin_ms : worst_ms;
    }
    print_message("beside a flood: answered after %llu ms at the most\n",
                  (unsigned long long)worst_ms);
    assert_int_equal(end_of(flood), 0);
    assert_int_equal(stage_ctl(rondo, "seek", "59", NULL)->status, 0);
    assert_int_equal(stage_wait(rondo), 0);
    NUMBERS_ASSERT(stage, {0, 0, 0}, {0, 59 * NUMBERS_RATE, NUMBERS_RATE});
}

static void a_flood_without_end_does_not_keep_it_from_stopping(void **state)
{
    struct stage *stage = *state;
    struct queue queue;
    struct stage_process *rondo = play(stage, &queue);
    pid_t flood = start_flood(&queue, 0);

    control_await_more(stage, NUMBERS_SECOND_BYTES / 2);
    control_signal(rondo, SIGINT);
    control_await_silence(stage);
    control_signal(rondo, SIGTERM);
    assert_int_equal(stage_wait(rondo), 0);
    assert_int_equal(end_of(flood), 1);
    NUMBERS_ASSERT(stage, {0, 0, 0});
}

/* It ended so, and said one line that begins like this, or nothing. */
static void assert_ctl(struct stage_process *asked, int status, const char *error)
{
    const char *said = stage_errors(asked);

    assert_int_equal(stage_wait(asked), status);
    assert_string_equal(stage_out(asked), "");
    if (strncmp(said, error, strlen(error)) != 0)
        fail_msg("it said: %s", said);
    assert_int_equal(strcspn(said, "\n") + (*error ? 1 : 0), strlen(said));
}

static void the_exit_status_says_what_became_of_it(void **state)
{
    struct stage *stage = *state;
    struct queue queue;
    struct stage_process *rondo = play(stage, &queue);
    char error[256];

    assert_ctl(stage_ctl(rondo, "volume", "50", NULL), 0, "");
    assert_ctl(stage_ctl(rondo, "volume", "500", NULL), 1,
               "rondoctl: volume: '500' is not a number from 0 to 130, nor one like +5 or -5");
    assert_ctl(stage_ctl(rondo, "dance", NULL), 2,
               "rondoctl: unknown verb \"dance\"; accepted: play pause ");
    assert_ctl(stage_ctl(rondo, "seek", NULL), 2, "rondoctl: accepted: seek TIME");
    snprintf(error, sizeof(error), "rondoctl: no instance \"nobody\" is running; running: %s",
             rondo->name);
    assert_ctl(stage_run(stage, "rondoctl", "-n", "nobody", "play", NULL), 3, error);
    control_signal(rondo, SIGSTOP);
    snprintf(error, sizeof(error), "rondoctl: instance \"%s\" did not answer within 0.2 s",
             rondo->name);
    assert_ctl(stage_run(stage, "rondoctl", "--timeout", "0.2", "-n", rondo->name, "next", NULL), 4,
               error);
    control_signal(rondo, SIGCONT);
    assert_ctl(stage_ctl(rondo, "stop", NULL), 0, "");
    assert_int_equal(stage_wait(rondo), 0);
    snprintf(error, sizeof(error), "rondoctl: no instance \"%s\" is running; none is", rondo->name);
    assert_ctl(stage_ctl(rondo, "stop", NULL), 3, error);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_STAGE(rondoctl_beside_rondoctl_each_gets_its_own_answer),
        ON_STAGE(the_exit_status_says_what_became_of_it),
        ON_STAGE(a_flood_keeps_no_other_client_from_its_answer_nor_the_music_from_playing),
        ON_STAGE(a_flood_without_end_does_not_keep_it_from_stopping),
    };

    return cmocka_run_group_tests_name("clients", tests, NULL, NULL);
}
