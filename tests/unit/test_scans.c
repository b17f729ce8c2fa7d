/*
 * test_scans.c - requests to the scanner and its answers: whole, with their file, and bounded.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sys/mman.h>

#include "shmring/scans.h"
#include "tests/unit/jobs_fixture.h"

static const struct scan_reply measured = {
    .kind = SCAN_MEASURED,
    .id = 9,
    .loudness = {.integrated = -23000,
                 .range = 5000,
                 .true_peak = 500000,
                 .sample_peak = 499999,
                 .frames = 441000,
                 .rate = 44100,
                 .bins = {[470] = 97}},
    .wave = {.count = 2, .frames = 220500, .peak = {127, 3}},
};

static int receive(const int *sockets, const struct scan_reply *sent, struct scan_reply *ret_reply)
{
    assert_int_equal(scans_send_reply(sockets[PRODUCER], sent), 0);
    return scans_receive_reply(sockets[PLAYER], ret_reply);
}

static void a_request_arrives_whole_with_its_file(void **state)
{
    const int *sockets = *state;
    const struct scan sent = {.kind = SCAN_MEASURE, .id = 4, .priority = 2, .range = {1, 9, 75, 0}};
    int given = memfd_create("track", 0), file = -1;
    struct scan scan;

    assert_int_equal(scans_send(sockets[PLAYER], &sent, given), 0);
    assert_int_equal(scans_receive(sockets[PRODUCER], true, &scan, &file), 0);
    assert_memory_equal(&scan, &sent, sizeof(scan));
    assert_true(file >= 0 && file != given);
    close(file);
    close(given);
}

static void a_request_that_is_none_is_refused_and_its_file_closed(void **state)
{
    const int *sockets = *state;
    const struct scan bad = {.kind = SCAN_FORGET + 1};
    int before = jobs_open_descriptors(), file = -7;
    struct scan scan;

    assert_int_equal(scans_send(sockets[PLAYER], &bad, sockets[PLAYER]), 0);
    assert_int_equal(scans_receive(sockets[PRODUCER], true, &scan, &file), -EBADMSG);
    assert_int_equal(
        scans_send(sockets[PLAYER], &(struct scan){.kind = SCAN_FORGET}, sockets[PLAYER]), 0);
    assert_int_equal(scans_receive(sockets[PRODUCER], true, &scan, &file), 0);
    assert_int_equal(file, -1);
    assert_int_equal(jobs_open_descriptors(), before);
}

static void an_answer_arrives_whole(void **state)
{
    struct scan_reply reply;

    assert_int_equal(receive(*state, &measured, &reply), 0);
    assert_memory_equal(&reply, &measured, sizeof(reply));
}

static void an_answer_out_of_bounds_is_refused(void **state)
{
    struct scan_reply bad[11], reply;
    int count = sizeof(bad) / sizeof(bad[0]);

    for (int i = 0; i < count; i++)
        bad[i] = measured;
    bad[0].kind = 0;
    bad[1].kind = SCAN_FAILED + 1;
    bad[2].loudness.integrated = 1000000;
    bad[3].loudness.range = -1;
    bad[4].loudness.true_peak = SCANS_PEAK_MAX + 1;
    bad[5].loudness.rate = 0;
    bad[6].loudness.frames = UINT64_MAX;
    bad[7].wave.count = SCANS_WAVE + 1;
    bad[8].wave.frames = 0;
    bad[9] = (struct scan_reply){.kind = SCAN_TAGGED, .tags = {.track_gain = SCANS_GAIN_MAX + 1}};
    bad[10] = (struct scan_reply){.kind = SCAN_PROGRESS, .done = 1001};
    for (int i = 0; i < count; i++)
        if (receive(*state, &bad[i], &reply) != -EBADMSG)
            fail_msg("answer %d is taken", i);
}

static void a_reason_without_an_end_gets_one(void **state)
{
    struct scan_reply endless = {.kind = SCAN_FAILED}, reply;

    memset(endless.text, 'x', sizeof(endless.text));
    assert_int_equal(receive(*state, &endless, &reply), 0);
    assert_int_equal(strlen(reply.text), sizeof(reply.text) - 1);
}

static void an_answer_brings_no_descriptor_in(void **state)
{
    const int *sockets = *state;
    struct scan_reply reply;
    int before = jobs_open_descriptors();

    jobs_send_raw(sockets[PRODUCER], &measured, sizeof(measured), sockets, 2);
    assert_int_equal(scans_receive_reply(sockets[PLAYER], &reply), 0);
    assert_int_equal(jobs_open_descriptors(), before);
}

static void a_dead_scanner_is_told(void **state)
{
    int *sockets = *state;
    struct scan_reply reply;

    assert_int_equal(scans_receive_reply(sockets[PLAYER], &reply), -EAGAIN);
    jobs_close_side(sockets, PRODUCER);
    assert_int_equal(scans_receive_reply(sockets[PLAYER], &reply), -EPIPE);
    assert_int_equal(scans_send(sockets[PLAYER], &(struct scan){.kind = SCAN_FORGET}, -1), -EPIPE);
}

#define IN_PAIR(test) cmocka_unit_test_setup_teardown(test, jobs_open_pair, jobs_close_pair)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PAIR(a_request_arrives_whole_with_its_file),
        IN_PAIR(a_request_that_is_none_is_refused_and_its_file_closed),
        IN_PAIR(an_answer_arrives_whole),
        IN_PAIR(an_answer_out_of_bounds_is_refused),
        IN_PAIR(a_reason_without_an_end_gets_one),
        IN_PAIR(an_answer_brings_no_descriptor_in),
        IN_PAIR(a_dead_scanner_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
