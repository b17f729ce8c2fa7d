/*
 * test_scanner.c - the real rondo-scanner in its sandbox, as the player starts it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>

#include "shmring/child.h"
#include "shmring/layers.h"
#include "shmring/packet.h"
#include "shmring/scans.h"
#include "tests/unit/child_process.h"

struct bench {
    pid_t pid;
    int socket;
};

static int start(void **state)
{
    static struct bench bench;
    char player[16];
    int pair[2];

    snprintf(player, sizeof(player), "%d", getpid());
    assert_int_equal(packet_socketpair(pair), 0);
    bench.socket = pair[0];
    bench.pid = child_fork();
    if (bench.pid == 0) {
        if (pair[1] == CHILD_CHANNEL)
            fcntl(pair[1], F_SETFD, 0);
        else
            dup2(pair[1], CHILD_CHANNEL);
        execl(PROGRAMS_DIR "/rondo-scanner", "rondo-scanner", "-1", "-1", "-1", "-1", player, "3",
              (char *)NULL);
        _exit(127);
    }
    close(pair[1]);
    *state = &bench;
    return 0;
}

/* Closing the socket ends it, and it says that all was well. */
static int stop(void **state)
{
    struct bench *bench = *state;

    close(bench->socket);
    return child_wait(bench->pid);
}

static void ask_of(const struct bench *bench, const struct scan *scan, const char *path)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);

    assert_true(file >= 0);
    assert_int_equal(scans_send(bench->socket, scan, file), 0);
    close(file);
}

static struct scan_reply next_reply(const struct bench *bench)
{
    struct pollfd some = {.fd = bench->socket, .events = POLLIN};
    struct scan_reply reply;

    do {
        assert_true(poll(&some, 1, -1) > 0);
        assert_int_equal(scans_receive_reply(bench->socket, &reply), 0);
    } while (reply.kind == SCAN_PROGRESS);
    return reply;
}

static const char *sample(const char *name)
{
    static char path[512];

    snprintf(path, sizeof(path), "%s/%s", SAMPLES_DIR, name);
    return path;
}

static void every_kind_of_file_is_read_and_measured_inside(void **state)
{
    const char *const names[] = {"rondo-s16.wav", "rondo-s24.flac", "rondo.ogg",     "rondo.opus",
                                 "rondo.mp3",     "rondo-f32.aiff", "surround.flac", "96k.wav"};

    for (uint32_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        struct scan_reply reply;

        ask_of(*state, &(struct scan){.kind = SCAN_TAGS, .id = i}, sample(names[i]));
        reply = next_reply(*state);
        assert_int_equal(reply.kind, SCAN_TAGGED);
        assert_int_equal(reply.id, i);
        assert_int_equal(reply.tags.sources, 0);
        ask_of(*state, &(struct scan){.kind = SCAN_MEASURE, .id = 100 + i}, sample(names[i]));
        reply = next_reply(*state);
        assert_int_equal(reply.kind, SCAN_MEASURED);
        assert_int_equal(reply.id, 100 + i);
        assert_in_range(-reply.loudness.integrated, 5000, 40000);
        assert_true(reply.loudness.true_peak >= reply.loudness.sample_peak);
        assert_in_range(reply.wave.count, SCANS_WAVE / 2, SCANS_WAVE);
    }
}

/* Asked for while it is stopped, so all of it is there when it looks. */
static void tags_and_what_is_more_urgent_overtake(void **state)
{
    const uint32_t order[] = {4, 3, 2, 1};
    const struct bench *bench = *state;

    child_stop(bench->pid);
    ask_of(bench, &(struct scan){.kind = SCAN_MEASURE, .id = 1}, sample("rondo.ogg"));
    ask_of(bench, &(struct scan){.kind = SCAN_MEASURE, .id = 2, .priority = 1},
           sample("rondo.mp3"));
    ask_of(bench, &(struct scan){.kind = SCAN_MEASURE, .id = 3, .priority = 2},
           sample("rondo.mp3"));
    ask_of(bench, &(struct scan){.kind = SCAN_TAGS, .id = 4}, sample("rondo.mp3"));
    kill(bench->pid, SIGCONT);
    for (int i = 0; i < 4; i++)
        assert_int_equal(next_reply(bench).id, order[i]);
}

static void what_is_forgotten_gets_no_answer(void **state)
{
    const struct bench *bench = *state;

    child_stop(bench->pid);
    ask_of(bench, &(struct scan){.kind = SCAN_MEASURE, .id = 1, .priority = 9},
           sample("rondo.ogg"));
    ask_of(bench, &(struct scan){.kind = SCAN_MEASURE, .id = 2}, sample("rondo.mp3"));
    assert_int_equal(scans_send(bench->socket, &(struct scan){.kind = SCAN_FORGET, .id = 1}, -1),
                     0);
    kill(bench->pid, SIGCONT);
    assert_int_equal(next_reply(bench).id, 2);
}

static void what_cannot_be_done_is_told(void **state)
{
    const struct bench *bench = *state;
    struct scan_reply reply;

    ask_of(bench, &(struct scan){.kind = SCAN_MEASURE, .id = 1}, "/dev/null");
    reply = next_reply(bench);
    assert_int_equal(reply.kind, SCAN_FAILED);
    assert_string_equal(reply.text, "it is empty");
    assert_int_equal(scans_send(bench->socket, &(struct scan){.kind = SCAN_TAGS, .id = 2}, -1), 0);
    assert_string_equal(next_reply(bench).text, "its file did not reach the scanner");
    child_stop(bench->pid);
    for (uint32_t i = 0; i <= SCANS_LINE; i++)
        ask_of(bench, &(struct scan){.kind = SCAN_TAGS, .id = i}, sample("rondo.mp3"));
    kill(bench->pid, SIGCONT);
    reply = next_reply(bench);
    assert_int_equal(reply.id, SCANS_LINE);
    assert_string_equal(reply.text, "too many files at once");
    for (uint32_t i = 0; i < SCANS_LINE; i++)
        assert_int_equal(next_reply(bench).id, i);
}

static void it_works_niced_and_behind_the_filter(void **state)
{
    const struct bench *bench = *state;
    char path[64], line[256];
    int filtered = -1;
    FILE *file;

    ask_of(bench, &(struct scan){.kind = SCAN_TAGS}, sample("rondo.mp3"));
    next_reply(bench); /* it is inside now */
    assert_int_equal(sched_getscheduler(bench->pid), SCHED_BATCH);
    snprintf(path, sizeof(path), "/proc/%d/status", bench->pid);
    file = fopen(path, "re");
    assert_non_null(file);
    while (fgets(line, sizeof(line), file))
        sscanf(line, "Seccomp: %d", &filtered);
    fclose(file);
#ifndef RONDO_SANITIZE
    assert_int_equal(filtered, layers_seccomp() ? 2 : 0);
#endif
}

#define WITH_SCANNER(test) cmocka_unit_test_setup_teardown(test, start, stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_SCANNER(every_kind_of_file_is_read_and_measured_inside),
        WITH_SCANNER(tags_and_what_is_more_urgent_overtake),
        WITH_SCANNER(what_is_forgotten_gets_no_answer),
        WITH_SCANNER(what_cannot_be_done_is_told),
        WITH_SCANNER(it_works_niced_and_behind_the_filter),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
