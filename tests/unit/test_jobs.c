/*
 * test_jobs.c - jobs to the producer: whole, in order, and without a descriptor leaking.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "tests/unit/jobs_fixture.h"

static void assert_nothing_received(int socket, int expected)
{
    struct job job;
    int file = -77;

    memset(&job, MARK, sizeof(job));
    assert_int_equal(jobs_receive(socket, false, &job, &file), expected);
    assert_int_equal(file, -77);
    for (size_t i = 0; i < sizeof(job); i++)
        assert_int_equal(((unsigned char *)&job)[i], MARK);
}

static void both_sockets_are_closed_on_exec(void **state)
{
    const int *sockets = *state;

    for (int i = 0; i < 2; i++)
        assert_int_equal(fcntl(sockets[i], F_GETFD), FD_CLOEXEC);
}

static void a_job_arrives_whole_with_its_file(void **state)
{
    const int *sockets = *state;
    struct job job;
    int sent = memfd_create("track", 0);
    int file;
    struct stat one, other;

    assert_int_equal(jobs_send(sockets[PLAYER], &jobs_play, sent), 0);
    assert_int_equal(jobs_receive(sockets[PRODUCER], true, &job, &file), 0);
    assert_memory_equal(&job, &jobs_play, sizeof(job));
    assert_int_not_equal(file, sent);
    assert_int_equal(fcntl(file, F_GETFD), FD_CLOEXEC);
    assert_int_equal(fstat(sent, &one), 0);
    assert_int_equal(fstat(file, &other), 0);
    assert_int_equal(one.st_ino, other.st_ino);
    close(file);
    close(sent);
}

static void a_job_without_a_file_says_so(void **state)
{
    const int *sockets = *state;
    struct job forget = {.kind = JOB_FORGET, .epoch = 8};
    struct job job;
    int file;

    assert_int_equal(jobs_send(sockets[PLAYER], &forget, -1), 0);
    assert_int_equal(jobs_receive(sockets[PRODUCER], false, &job, &file), 0);
    assert_int_equal(job.kind, JOB_FORGET);
    assert_int_equal(job.epoch, 8);
    assert_int_equal(file, -1);
}

static void jobs_arrive_in_order(void **state)
{
    const int *sockets = *state;
    struct job job = jobs_play;
    int file;

    for (job.track = 0; job.track < 5; job.track++)
        assert_int_equal(jobs_send(sockets[PLAYER], &job, -1), 0);
    for (uint32_t i = 0; i < 5; i++) {
        assert_int_equal(jobs_receive(sockets[PRODUCER], true, &job, &file), 0);
        assert_int_equal(job.track, i);
    }
}

static void surplus_files_are_closed(void **state)
{
    const int *sockets = *state;
    int before = jobs_open_descriptors();
    int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
    int files[4] = {null, null, null, null};
    struct job job;
    int file;

    for (size_t count = 2; count <= 4; count++) {
        jobs_send_raw(sockets[PLAYER], &jobs_play, sizeof(jobs_play), files, count);
        assert_int_equal(jobs_receive(sockets[PRODUCER], true, &job, &file), 0);
        assert_int_equal(jobs_open_descriptors(), before + 2);
        close(file);
    }
    close(null);
    assert_int_equal(jobs_open_descriptors(), before);
}

static void a_file_with_a_job_that_wants_none_is_closed(void **state)
{
    const int *sockets = *state;
    int before = jobs_open_descriptors();
    int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
    struct job job = {.kind = JOB_FORGET};
    int file;

    jobs_send_raw(sockets[PLAYER], &job, sizeof(job), &null, 1);
    assert_int_equal(jobs_receive(sockets[PRODUCER], true, &job, &file), 0);
    assert_int_equal(file, -1);
    close(null);
    assert_int_equal(jobs_open_descriptors(), before);
}

static void a_job_arrives_even_where_its_file_finds_no_descriptor(void **state)
{
    const int *sockets = *state;
    int before = jobs_open_descriptors();
    struct rlimit limit, low;
    struct job job;
    int file;

    assert_int_equal(jobs_send(sockets[PLAYER], &jobs_play, STDIN_FILENO), 0);
    file = dup(STDIN_FILENO);
    close(file);
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &limit), 0);
    low = limit;
    low.rlim_cur = (rlim_t)file;
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &low), 0);
    assert_int_equal(jobs_receive(sockets[PRODUCER], true, &job, &file), 0);
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &limit), 0);
    assert_int_equal(job.track, jobs_play.track);
    assert_int_equal(file, -1);
    assert_int_equal(jobs_open_descriptors(), before);
}

static void what_is_not_a_job_is_refused_and_its_file_closed(void **state)
{
    const int *sockets = *state;
    int before = jobs_open_descriptors();
    int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
    char bytes[sizeof(struct job) + 1] = {JOB_PLAY};
    const struct job wrong = {.kind = JOB_TAIL + 1};

    jobs_send_raw(sockets[PLAYER], bytes, sizeof(struct job) - 1, &null, 1);
    assert_nothing_received(sockets[PRODUCER], -EBADMSG);
    jobs_send_raw(sockets[PLAYER], bytes, sizeof(struct job) + 1, &null, 1);
    assert_nothing_received(sockets[PRODUCER], -EBADMSG);
    jobs_send_raw(sockets[PLAYER], &wrong, sizeof(wrong), &null, 1);
    assert_nothing_received(sockets[PRODUCER], -EBADMSG);
    assert_nothing_received(sockets[PRODUCER], -EAGAIN);
    close(null);
    assert_int_equal(jobs_open_descriptors(), before);
}

static void a_full_socket_refuses_a_job_instead_of_sleeping(void **state)
{
    const int *sockets = *state;
    struct job job;
    uint32_t sent = 0;
    uint32_t received = 0;
    int file;

    while (jobs_send(sockets[PLAYER], &jobs_play, -1) == 0)
        sent++;
    assert_int_equal(jobs_send(sockets[PLAYER], &jobs_play, -1), -EAGAIN);
    while (jobs_receive(sockets[PRODUCER], false, &job, &file) == 0)
        received++;
    assert_int_equal(received, sent);
    assert_int_equal(jobs_send(sockets[PLAYER], &jobs_play, -1), 0);
}

static void a_dead_player_is_noticed_after_its_last_job(void **state)
{
    int *sockets = *state;
    struct job job;
    int file;

    assert_int_equal(jobs_send_reply(sockets[PRODUCER], &jobs_opened), 0);
    assert_int_equal(jobs_send(sockets[PLAYER], &jobs_play, -1), 0);
    jobs_close_side(sockets, PLAYER);
    assert_int_equal(jobs_receive(sockets[PRODUCER], true, &job, &file), 0);
    assert_int_equal(jobs_receive(sockets[PRODUCER], true, &job, &file), -EPIPE);
    assert_nothing_received(sockets[PRODUCER], -EPIPE);
    assert_int_equal(jobs_send_reply(sockets[PRODUCER], &jobs_opened), -EPIPE);
}

static void a_job_to_a_producer_that_died_with_jobs_unread_is_refused(void **state)
{
    int *sockets = *state;

    assert_int_equal(jobs_send(sockets[PLAYER], &jobs_play, -1), 0);
    jobs_close_side(sockets, PRODUCER);
    assert_int_equal(jobs_send(sockets[PLAYER], &jobs_play, -1), -EPIPE);
    assert_int_equal(jobs_send(sockets[PLAYER], &jobs_play, -1), -EPIPE);
}

int main(void)
{
#define WITH_PAIR(test) cmocka_unit_test_setup_teardown(test, jobs_open_pair, jobs_close_pair)
    static const struct CMUnitTest tests[] = {
        WITH_PAIR(both_sockets_are_closed_on_exec),
        WITH_PAIR(a_job_arrives_whole_with_its_file),
        WITH_PAIR(a_job_without_a_file_says_so),
        WITH_PAIR(jobs_arrive_in_order),
        WITH_PAIR(surplus_files_are_closed),
        WITH_PAIR(a_file_with_a_job_that_wants_none_is_closed),
        WITH_PAIR(a_job_arrives_even_where_its_file_finds_no_descriptor),
        WITH_PAIR(what_is_not_a_job_is_refused_and_its_file_closed),
        WITH_PAIR(a_full_socket_refuses_a_job_instead_of_sleeping),
        WITH_PAIR(a_dead_player_is_noticed_after_its_last_job),
        WITH_PAIR(a_job_to_a_producer_that_died_with_jobs_unread_is_refused),
    };
    return cmocka_run_group_tests_name("jobs", tests, NULL, NULL);
}
