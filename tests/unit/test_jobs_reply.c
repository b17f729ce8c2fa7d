/*
 * test_jobs_reply.c - replies of a producer that may be under a hostile file's control.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/jobs_fixture.h"

static void assert_reply_refused(int *sockets, const struct job_reply *reply)
{
    struct job_reply received;

    memset(&received, MARK, sizeof(received));
    jobs_send_raw(sockets[PRODUCER], reply, sizeof(*reply), NULL, 0);
    assert_int_equal(jobs_receive_reply(sockets[PLAYER], &received), -EBADMSG);
    for (size_t i = 0; i < sizeof(received); i++)
        assert_int_equal(((unsigned char *)&received)[i], MARK);
}

static void a_reply_arrives_whole(void **state)
{
    const int *sockets = *state;
    struct job_reply reply;

    assert_int_equal(jobs_receive_reply(sockets[PLAYER], &reply), -EAGAIN);
    assert_int_equal(jobs_send_reply(sockets[PRODUCER], &jobs_opened), 0);
    assert_int_equal(jobs_receive_reply(sockets[PLAYER], &reply), 0);
    assert_memory_equal(&reply, &jobs_opened, sizeof(reply));
    assert_int_equal(jobs_receive_reply(sockets[PLAYER], &reply), -EAGAIN);
}

static void strings_of_a_reply_always_end(void **state)
{
    const int *sockets = *state;
    struct job_reply reply = jobs_opened;

    memset(reply.codec, 'x', sizeof(reply) - offsetof(struct job_reply, codec));
    assert_int_equal(jobs_send_reply(sockets[PRODUCER], &reply), 0);
    assert_int_equal(jobs_receive_reply(sockets[PLAYER], &reply), 0);
    assert_int_equal(strlen(reply.codec), sizeof(reply.codec) - 1);
    assert_int_equal(strlen(reply.title), JOBS_TEXT_MAX - 1);
    assert_int_equal(strlen(reply.artist), JOBS_TEXT_MAX - 1);
    assert_int_equal(strlen(reply.album), JOBS_TEXT_MAX - 1);
    assert_int_equal(strlen(reply.date), sizeof(reply.date) - 1);
    assert_int_equal(strlen(reply.number), sizeof(reply.number) - 1);
    assert_int_equal(strlen(reply.text), JOBS_TEXT_MAX - 1);
}

static void impossible_facts_are_refused(void **state)
{
    int *sockets = *state;
    struct job_reply reply;

#define REFUSED(field, value)                                                                      \
    do {                                                                                           \
        reply = jobs_opened;                                                                       \
        reply.field = (value);                                                                     \
        assert_reply_refused(sockets, &reply);                                                     \
    } while (0)

    REFUSED(kind, 0);
    REFUSED(kind, JOB_ASKED + 1);
    REFUSED(rate, 0);
    REFUSED(rate, BLOCK_RATE_MIN - 1);
    REFUSED(rate, BLOCK_RATE_MAX + 1);
    REFUSED(channels, 0);
    REFUSED(channels, BLOCK_CHANNELS_MAX + 1);
    REFUSED(format, SAMPLE_NONE);
    REFUSED(format, SAMPLE_FORMATS);
    REFUSED(frames, (uint64_t)INT64_MAX + 1);
    REFUSED(source_rate, 0);
    REFUSED(source_rate, BLOCK_RATE_MAX + 1);
    REFUSED(source_channels, 0);
    REFUSED(source_channels, BLOCK_CHANNELS_MAX + 1);
    REFUSED(source_format, SAMPLE_NONE);
    REFUSED(source_format, SAMPLE_FORMATS);
    REFUSED(changes, JOB_CHANGES + 1);
#undef REFUSED
}

static void a_failure_needs_no_facts_but_no_false_ones_either(void **state)
{
    int *sockets = *state;
    struct job_reply reply = {.kind = JOB_FAILED, .text = "it is no audio file"};
    struct job_reply received;

    assert_int_equal(jobs_send_reply(sockets[PRODUCER], &reply), 0);
    assert_int_equal(jobs_receive_reply(sockets[PLAYER], &received), 0);
    assert_string_equal(received.text, reply.text);
    reply.channels = BLOCK_CHANNELS_MAX + 1;
    assert_reply_refused(sockets, &reply);
    reply.kind = JOB_DONE;
    assert_reply_refused(sockets, &reply);
}

static void replies_of_another_size_are_refused(void **state)
{
    const int *sockets = *state;
    struct {
        struct job_reply reply;
        char more;
    } longer = {.reply = jobs_opened};
    struct job_reply received;

    jobs_send_raw(sockets[PRODUCER], &jobs_opened, sizeof(jobs_opened) - 1, NULL, 0);
    jobs_send_raw(sockets[PRODUCER], &longer, sizeof(jobs_opened) + 1, NULL, 0);
    assert_int_equal(jobs_receive_reply(sockets[PLAYER], &received), -EBADMSG);
    assert_int_equal(jobs_receive_reply(sockets[PLAYER], &received), -EBADMSG);
    assert_int_equal(jobs_receive_reply(sockets[PLAYER], &received), -EAGAIN);
}

static void files_that_a_producer_attaches_to_a_reply_are_closed(void **state)
{
    const int *sockets = *state;
    int before = jobs_open_descriptors();
    int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
    struct job_reply received;

    jobs_send_raw(sockets[PRODUCER], &jobs_opened, sizeof(jobs_opened), &null, 1);
    assert_int_equal(jobs_receive_reply(sockets[PLAYER], &received), 0);
    close(null);
    assert_int_equal(jobs_open_descriptors(), before);
}

static void a_dead_producer_is_noticed_after_its_last_reply(void **state)
{
    int *sockets = *state;
    struct job_reply reply;

    assert_int_equal(jobs_send(sockets[PLAYER], &jobs_play, -1), 0);
    assert_int_equal(jobs_send_reply(sockets[PRODUCER], &jobs_opened), 0);
    jobs_close_side(sockets, PRODUCER);
    assert_int_equal(jobs_receive_reply(sockets[PLAYER], &reply), 0);
    assert_int_equal(jobs_receive_reply(sockets[PLAYER], &reply), -EPIPE);
    assert_int_equal(jobs_send(sockets[PLAYER], &jobs_play, -1), -EPIPE);
}

int main(void)
{
#define WITH_PAIR(test) cmocka_unit_test_setup_teardown(test, jobs_open_pair, jobs_close_pair)
    static const struct CMUnitTest tests[] = {
        WITH_PAIR(a_reply_arrives_whole),
        WITH_PAIR(strings_of_a_reply_always_end),
        WITH_PAIR(impossible_facts_are_refused),
        WITH_PAIR(a_failure_needs_no_facts_but_no_false_ones_either),
        WITH_PAIR(replies_of_another_size_are_refused),
        WITH_PAIR(files_that_a_producer_attaches_to_a_reply_are_closed),
        WITH_PAIR(a_dead_producer_is_noticed_after_its_last_reply),
    };
    return cmocka_run_group_tests_name("jobs_reply", tests, NULL, NULL);
}
