/*
 * test_raw.c - raw samples into files, pipes and descriptors.
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/resource.h>

#include <cmocka.h>

#include "player/consumer/output.h"
#include "shmring/layout.h"
#include "tests/unit/scratch.h"

static const struct output_format stereo16 = {44100, 2, SAMPLE_S16};
static const struct output_format mono24 = {44100, 1, SAMPLE_S24};

static char why[300];

static struct output *create_and_start(const char *path, bool resume,
                                       const struct output_format *format)
{
    const struct output_config config = {
        .argument = path, .options = "", .resume = resume, .resume_frames = UINT64_MAX};
    struct output *output = NULL;
    int r = output_raw.create(&config, &output, why, sizeof(why));
    if (r == 0)
        r = output_raw.start(output, format, why, sizeof(why));
    if (r < 0)
        fail_msg("%s: %d", why, r);
    return output;
}

static void write_frames(struct output *output, const void *samples, uint32_t frames)
{
    assert_int_equal(output_raw.write(output, samples, frames), 0);
}

/* Gives the path a descriptor of this process has. */
static const char *descriptor_path(int fd)
{
    static char path[32];
    snprintf(path, sizeof(path), "/dev/fd/%d", fd);
    return path;
}

static void samples_are_written_as_they_are_and_nothing_else(void **state)
{
    const char *path = scratch_path(*state, "a.raw");
    assert_int_equal(scratch_write(path, "longer than what follows", 24), 0);
    struct output *output = create_and_start(path, false, &stereo16);
    write_frames(output, "abcdefgh", 2);
    scratch_assert_file(path, "abcdefgh", 8);
    assert_int_equal(output_raw.stop(output), 0);
    assert_int_equal(output_raw.start(output, &stereo16, why, sizeof(why)), 0);
    write_frames(output, "ijkl", 1);
    assert_int_equal(output_raw.stop(output), 0);
    output_raw.destroy(output);
    scratch_assert_file(path, "abcdefghijkl", 12);
}

static void twenty_four_bits_are_packed_into_three_bytes_however_many_there_are(void **state)
{
    enum { FRAMES = 10000 };
    const char *path = scratch_path(*state, "a.raw");
    static int32_t frames[FRAMES];
    static char expected[FRAMES * 3];
    for (uint32_t i = 0; i < FRAMES; i++) {
        uint32_t sample = i * 2654435761u;
        frames[i] = (int32_t)(sample << 8);
        for (uint32_t b = 0; b < 3; b++)
            expected[3 * i + b] = (char)(sample >> (8 * b));
    }
    struct output *output = create_and_start(path, false, &mono24);
    write_frames(output, frames, FRAMES);
    output_raw.destroy(output);
    scratch_assert_file(path, expected, sizeof(expected));
}

static void another_format_is_refused(void **state)
{
    struct output *output = create_and_start(scratch_path(*state, "a.raw"), false, &stereo16);
    assert_int_equal(output_raw.stop(output), 0);
    assert_int_equal(output_raw.start(output, &mono24, why, sizeof(why)), -ENOTSUP);
    assert_string_equal(why, "the file has 44100 Hz, 2 channels, s16; "
                             "not 44100 Hz, 1 channels, s24");
    output_raw.destroy(output);
}

static void a_successor_goes_on_after_the_last_whole_frame(void **state)
{
    const char *path = scratch_path(*state, "a.raw");
    assert_int_equal(scratch_write(path, "abcdefghtor", 11), 0);
    struct output *output = create_and_start(path, true, &stereo16);
    write_frames(output, "ijkl", 1);
    output_raw.destroy(output);
    scratch_assert_file(path, "abcdefghijkl", 12);
}

static void a_given_descriptor_is_written_to_where_it_stands(void **state)
{
    const char *path = scratch_path(*state, "a.raw");
    assert_int_equal(scratch_write(path, "what somebody wrote", 19), 0);
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    assert_int_equal(lseek(fd, 4, SEEK_SET), 4);
    struct output *output = create_and_start(descriptor_path(fd), false, &stereo16);
    write_frames(output, "abcd", 1);
    output_raw.destroy(output);
    assert_int_equal(write(fd, "ef", 2), 2);
    close(fd);
    scratch_assert_file(path, "whatabcdefody wrote", 19);
}

static void a_dash_is_standard_output(void **state)
{
    const char *path = scratch_path(*state, "a.raw");
    int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    int terminal = dup(STDOUT_FILENO);
    fflush(stdout);
    dup2(fd, STDOUT_FILENO);
    struct output *output = create_and_start("-", false, &stereo16);
    int r = output_raw.write(output, "abcd", 1);
    output_raw.destroy(output);
    dup2(terminal, STDOUT_FILENO);
    close(terminal);
    close(fd);
    assert_int_equal(r, 0);
    scratch_assert_file(path, "abcd", 4);
}

struct reader {
    int fd;
    uint64_t bytes;
    bool equal;
};

enum { MANY_FRAMES = 100000 };

static int16_t many[2 * MANY_FRAMES];

/* Reads in odd pieces until the pipe ends, and compares. */
static void *read_all(void *argument)
{
    struct reader *reader = argument;
    uint8_t piece[777];
    reader->equal = true;
    for (ssize_t n; (n = read(reader->fd, piece, sizeof(piece))) > 0;) {
        reader->equal &= reader->bytes + (uint64_t)n <= sizeof(many) &&
                         memcmp((uint8_t *)many + reader->bytes, piece, (size_t)n) == 0;
        reader->bytes += (uint64_t)n;
    }
    return NULL;
}

static void a_full_pipe_is_waited_for_even_where_it_does_not_block(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < 2 * MANY_FRAMES; i++)
        many[i] = (int16_t)(i * 40503u);
    int ends[2];
    assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
    assert_int_equal(fcntl(ends[1], F_SETFL, O_NONBLOCK), 0);
    struct output *output = create_and_start(descriptor_path(ends[1]), false, &stereo16);
    close(ends[1]);

    struct reader reader = {.fd = ends[0]};
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, read_all, &reader), 0);
    int r = output_raw.write(output, many, MANY_FRAMES);
    output_raw.destroy(output);
    pthread_join(thread, NULL);
    close(ends[0]);
    assert_int_equal(r, 0);
    assert_true(reader.equal);
    assert_int_equal(reader.bytes, sizeof(many));
}

static void a_reader_that_is_gone_is_an_error(void **state)
{
    (void)state;
    int ends[2];
    signal(SIGPIPE, SIG_IGN);
    assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
    struct output *output = create_and_start(descriptor_path(ends[1]), false, &stereo16);
    close(ends[0]);
    close(ends[1]);
    assert_int_equal(output_raw.write(output, "abcd", 1), -EPIPE);
    output_raw.destroy(output);
}

static void a_full_disk_is_an_error(void **state)
{
    (void)state;
    struct output *output = create_and_start("/dev/full", false, &stereo16);
    assert_int_equal(output_raw.write(output, "abcd", 1), -ENOSPC);
    output_raw.destroy(output);
}

static void a_file_that_cannot_grow_has_nothing_of_the_failed_write(void **state)
{
    const char *path = scratch_path(*state, "a.raw");
    const int32_t frames[] = {0x41424300, 0x44454600, 0x47484900};
    struct output *output = create_and_start(path, false, &mono24);
    write_frames(output, frames, 1);
    struct rlimit before;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    signal(SIGXFSZ, SIG_IGN);
    const struct rlimit tight = {7, before.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &tight), 0);
    int r = output_raw.write(output, frames + 1, 2);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_int_equal(r, -EFBIG);
    scratch_assert_file(path, "CBA", 3);
    write_frames(output, frames + 1, 2);
    output_raw.destroy(output);
    scratch_assert_file(path, "CBAFEDIHG", 9);
}

static void what_cannot_be_written_to_is_refused_at_once_with_its_reason(void **state)
{
    struct scratch *scratch = *state;
    int reading = open("/dev/null", O_RDONLY | O_CLOEXEC);
    const struct {
        const char *path;
        int error;
        const char *reason;
    } refused[] = {
        {"", -EINVAL, "raw needs the name of a file, or - for standard output: raw:FILE"},
        {scratch->folder, -EISDIR, ": Is a directory"},
        {"/dev/fd/999", -EBADF, "/dev/fd/999: Bad file descriptor"},
        {descriptor_path(reading), -EBADF, ": Bad file descriptor"},
    };
    for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
        const struct output_config config = {.argument = refused[i].path, .options = ""};
        struct output *output = NULL;
        int r = output_raw.create(&config, &output, why, sizeof(why));
        assert_int_equal(r, refused[i].error);
        assert_non_null(strstr(why, refused[i].reason));
        assert_null(output);
    }
    close(reading);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        IN_SCRATCH(samples_are_written_as_they_are_and_nothing_else),
        IN_SCRATCH(twenty_four_bits_are_packed_into_three_bytes_however_many_there_are),
        IN_SCRATCH(another_format_is_refused),
        IN_SCRATCH(a_successor_goes_on_after_the_last_whole_frame),
        IN_SCRATCH(a_given_descriptor_is_written_to_where_it_stands),
        IN_SCRATCH(a_dash_is_standard_output),
        cmocka_unit_test(a_full_pipe_is_waited_for_even_where_it_does_not_block),
        cmocka_unit_test(a_reader_that_is_gone_is_an_error),
        cmocka_unit_test(a_full_disk_is_an_error),
        IN_SCRATCH(a_file_that_cannot_grow_has_nothing_of_the_failed_write),
        IN_SCRATCH(what_cannot_be_written_to_is_refused_at_once_with_its_reason),
    };
    return cmocka_run_group_tests_name("raw", tests, NULL, NULL);
}
