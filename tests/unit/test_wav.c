/*
 * test_wav.c - WAV files byte by byte: how they begin, grow, end, and are continued.
 */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "player/consumer/output.h"
#include "shmring/layout.h"
#include "tests/unit/scratch.h"

static const struct output_format cd = {44100, 2, SAMPLE_S16};
static const struct output_format mono24 = {48000, 1, SAMPLE_S24};

static char why[300];

static struct output *create(const char *path, bool resume)
{
    const struct output_config config = {
        .argument = path, .options = "", .resume = resume, .resume_frames = UINT64_MAX};
    struct output *output = NULL;
    why[0] = '\0';
    int r = output_wav.create(&config, &output, why, sizeof(why));
    if (r < 0)
        fail_msg("%s: %d", why, r);
    return output;
}

static struct output *create_and_start(const char *path, bool resume,
                                       const struct output_format *format)
{
    struct output *output = create(path, resume);
    int r = output_wav.start(output, format, why, sizeof(why));
    if (r < 0)
        fail_msg("%s: %d", why, r);
    return output;
}

static void write_frames(struct output *output, const void *samples, uint32_t frames)
{
    assert_int_equal(output_wav.write(output, samples, frames), 0);
}

static void stop_and_destroy(struct output *output)
{
    assert_int_equal(output_wav.stop(output), 0);
    output_wav.destroy(output);
}

#define JUNK28                                                                                     \
    "JUNK\x1c\0\0\0"                                                                               \
    "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
#define CD_FORMAT "fmt \x10\0\0\0\x01\0\x02\0\x44\xac\0\0\x10\xb1\x02\0\x04\0\x10\0"

/* A string's bytes and their number, without its final zero. */
#define BYTES(string) (string), sizeof(string) - 1

static void sixteen_bit_stereo_has_a_plain_header_and_its_samples_as_they_are(void **state)
{
    const char *path = scratch_path(*state, "a.wav");
    struct output *output = create_and_start(path, false, &cd);
    write_frames(output, "\1\2\3\4\5\6\7\10", 2);
    scratch_assert_file(path,
                        BYTES("RIFF\xff\xff\xff\xffWAVE" JUNK28 CD_FORMAT "data\xff\xff\xff\xff"
                              "\1\2\3\4\5\6\7\10"));
    write_frames(output, "abcd", 1);
    stop_and_destroy(output);
    scratch_assert_file(path, BYTES("RIFF\x54\0\0\0WAVE" JUNK28 CD_FORMAT "data\x0c\0\0\0"
                                    "\1\2\3\4\5\6\7\10"
                                    "abcd"));
}

static void an_odd_number_of_bytes_is_padded_and_the_pad_is_not_counted(void **state)
{
    const char *path = scratch_path(*state, "a.wav");
    const int32_t frames[] = {0x01020300, 0x04050600};
    struct output *output = create_and_start(path, false, &mono24);
    write_frames(output, frames, 1);
    assert_int_equal(output_wav.stop(output), 0);
    assert_int_equal(output_wav.stop(output), 0);
    size_t size;
    uint8_t *bytes = scratch_read(path, &size);
    assert_int_equal(size, 116 + 4);
    assert_memory_equal(bytes, "RIFF\x70\0\0\0", 8);
    assert_memory_equal(bytes + 108, "data\3\0\0\0\3\2\1\0", 12);
    free(bytes);

    assert_int_equal(output_wav.start(output, &mono24, why, sizeof(why)), 0);
    write_frames(output, frames + 1, 1);
    stop_and_destroy(output);
    bytes = scratch_read(path, &size);
    assert_int_equal(size, 116 + 6);
    assert_memory_equal(bytes + 108, "data\6\0\0\0\3\2\1\6\5\4", 14);
    free(bytes);
}

static void a_file_is_kept_until_the_first_start(void **state)
{
    const char *path = scratch_path(*state, "a.wav");
    assert_int_equal(scratch_write(path, BYTES("what was there before, and longer than a header "
                                               "that replaces it, so that a rest would show ...."
                                               "................................................")),
                     0);
    struct output *output = create(path, false);
    stop_and_destroy(output);
    size_t size;
    uint8_t *bytes = scratch_read(path, &size);
    assert_memory_equal(bytes, "what was", 8);
    assert_int_equal(size, 144);
    free(bytes);

    output = create_and_start(path, false, &cd);
    scratch_assert_file(path,
                        BYTES("RIFF\xff\xff\xff\xffWAVE" JUNK28 CD_FORMAT "data\xff\xff\xff\xff"));
    stop_and_destroy(output);
    scratch_assert_file(path, BYTES("RIFF\x48\0\0\0WAVE" JUNK28 CD_FORMAT "data\0\0\0\0"));
}

static void another_format_is_refused_and_the_file_can_go_on_in_its_own(void **state)
{
    const char *path = scratch_path(*state, "a.wav");
    struct output *output = create_and_start(path, false, &cd);
    write_frames(output, "abcd", 1);
    assert_int_equal(output_wav.stop(output), 0);
    assert_int_equal(output_wav.start(output, &mono24, why, sizeof(why)), -ENOTSUP);
    assert_string_equal(why, "the file has 44100 Hz, 2 channels, s16; "
                             "not 48000 Hz, 1 channels, s24");
    assert_int_equal(output_wav.start(output, &cd, why, sizeof(why)), 0);
    write_frames(output, "efgh", 1);
    stop_and_destroy(output);
    scratch_assert_file(path, BYTES("RIFF\x50\0\0\0WAVE" JUNK28 CD_FORMAT "data\x08\0\0\0"
                                    "abcdefgh"));
}

static void append(const char *path, const void *bytes, size_t size)
{
    int fd = open(path, O_WRONLY | O_APPEND | O_CLOEXEC);
    assert_int_equal(write(fd, bytes, size), size);
    close(fd);
}

static void a_successor_goes_on_after_the_last_whole_frame(void **state)
{
    const char *path = scratch_path(*state, "a.wav");
    struct output *killed = create_and_start(path, true, &cd);
    write_frames(killed, "abcdefgh", 2);
    output_wav.destroy(killed); /* never stopped, as if killed */
    append(path, "tor", 3);

    struct output *output = create_and_start(path, true, &cd);
    write_frames(output, "ijkl", 1);
    output_wav.destroy(output);
    stop_and_destroy(create_and_start(path, true, &cd));
    append(path, "what others append", 18);
    output = create_and_start(path, true, &cd);
    write_frames(output, "mnop", 1);
    stop_and_destroy(output);
    scratch_assert_file(path, BYTES("RIFF\x58\0\0\0WAVE" JUNK28 CD_FORMAT "data\x10\0\0\0"
                                    "abcdefghijklmnop"));
}

static void a_successor_refuses_a_file_that_is_not_ours_and_leaves_it(void **state)
{
    const char *path = scratch_path(*state, "a.wav");
    static const char foreign[] = "RIFF\x48\0\0\0WAVEfmt \x10\0\0\0\x01\0\x02\0\x44\xac\0\0"
                                  "\x10\xb1\x02\0\x04\0\x10\0data\x08\0\0\0"
                                  "abcdefgh";
    assert_int_equal(scratch_write(path, BYTES(foreign)), 0);
    const struct output_config config = {
        .argument = path, .options = "", .resume = true, .resume_frames = UINT64_MAX};
    struct output *output;
    assert_int_equal(output_wav.create(&config, &output, why, sizeof(why)), -EBADMSG);
    assert_non_null(strstr(why, "a.wav cannot be continued: not a WAV file of ours"));
    scratch_assert_file(path, BYTES(foreign));
}

static void assert_refused(const char *path, int error, const char *reason)
{
    const struct output_config config = {.argument = path, .options = ""};
    struct output *output = NULL;
    int r = output_wav.create(&config, &output, why, sizeof(why));
    assert_int_equal(r, error);
    assert_null(output);
    if (strstr(why, reason) == NULL)
        fail_msg("'%s' does not say '%s'", why, reason);
}

static void what_cannot_be_written_to_is_refused_at_once_with_its_reason(void **state)
{
    struct scratch *scratch = *state;
    assert_refused("", -EINVAL, "wav needs the name of a file: wav:FILE");
    assert_refused(scratch->folder, -EISDIR, ": Is a directory");
    assert_refused(scratch_path(scratch, "no/a.wav"), -ENOENT, "no/a.wav: No such file");
    assert_refused("/dev/fd/999", -EBADF, "/dev/fd/999: Bad file descriptor");
    const char *pipe_path = scratch_path(scratch, "pipe");
    assert_int_equal(mkfifo(pipe_path, 0600), 0);
    assert_refused(pipe_path, -ENXIO, "pipe: nobody reads from this pipe");
}

static void a_pipe_gets_a_header_of_open_sizes_and_its_successor_none(void **state)
{
    const char *path = scratch_path(*state, "pipe");
    assert_int_equal(mkfifo(path, 0600), 0);
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    struct output *output = create_and_start(path, false, &cd);
    write_frames(output, "abcd", 1);
    assert_int_equal(output_wav.stop(output), 0);
    assert_int_equal(output_wav.start(output, &cd, why, sizeof(why)), 0);
    output_wav.destroy(output);
    output = create_and_start(path, true, &cd);
    write_frames(output, "efgh", 1);
    stop_and_destroy(output);

    char bytes[200];
    const char expected[] = "RIFF\xff\xff\xff\xffWAVE" JUNK28 CD_FORMAT "data\xff\xff\xff\xff"
                            "abcdefgh";
    assert_int_equal(read(fd, bytes, sizeof(bytes)), sizeof(expected) - 1);
    assert_memory_equal(bytes, expected, sizeof(expected) - 1);
    close(fd);
}

static void a_file_that_cannot_grow_keeps_what_it_had_and_goes_on_later(void **state)
{
    const char *path = scratch_path(*state, "a.wav");
    const int32_t frames[] = {0x01020300, 0x04050600, 0x07080900};
    struct output *output = create_and_start(path, false, &mono24);
    write_frames(output, frames, 1);
    struct rlimit before;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    signal(SIGXFSZ, SIG_IGN);
    const struct rlimit tight = {116 + 4, before.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &tight), 0);
    int r = output_wav.write(output, frames + 1, 2);
    size_t size;
    uint8_t *bytes = scratch_read(path, &size);
    int stopped = output_wav.stop(output);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_int_equal(r, -EFBIG);
    assert_int_equal(stopped, 0);
    assert_int_equal(size, 116 + 3);
    free(bytes);

    assert_int_equal(output_wav.start(output, &mono24, why, sizeof(why)), 0);
    write_frames(output, frames + 1, 2);
    stop_and_destroy(output);
    bytes = scratch_read(path, &size);
    assert_memory_equal(bytes + 108, "data\x09\0\0\0\3\2\1\6\5\4\x09\x08\x07\0", 18);
    assert_int_equal(size, 116 + 10);
    free(bytes);
}

static void a_full_disk_is_reported_at_the_start_already(void **state)
{
    (void)state;
    struct output *output = create("/dev/full", false);
    assert_int_equal(output_wav.start(output, &cd, why, sizeof(why)), -ENOSPC);
    assert_string_equal(why, "the WAV file's header: No space left on device");
    stop_and_destroy(output);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        IN_SCRATCH(sixteen_bit_stereo_has_a_plain_header_and_its_samples_as_they_are),
        IN_SCRATCH(an_odd_number_of_bytes_is_padded_and_the_pad_is_not_counted),
        IN_SCRATCH(a_file_is_kept_until_the_first_start),
        IN_SCRATCH(another_format_is_refused_and_the_file_can_go_on_in_its_own),
        IN_SCRATCH(a_successor_goes_on_after_the_last_whole_frame),
        IN_SCRATCH(a_successor_refuses_a_file_that_is_not_ours_and_leaves_it),
        IN_SCRATCH(what_cannot_be_written_to_is_refused_at_once_with_its_reason),
        IN_SCRATCH(a_pipe_gets_a_header_of_open_sizes_and_its_successor_none),
        IN_SCRATCH(a_file_that_cannot_grow_keeps_what_it_had_and_goes_on_later),
        cmocka_unit_test(a_full_disk_is_reported_at_the_start_already),
    };
    return cmocka_run_group_tests_name("wav", tests, NULL, NULL);
}
