/*
 * test_portaudio_loss.c - the output portaudio when there is no device, when it goes and comes
 * back, and when it does not take a format; and that nobody hears of it on stderr.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "player/consumer/devices.h"
#include "tests/unit/child_process.h"
#include "tests/unit/playing.h"

static const struct card_options fast = {.speed = 8};
static const struct output_format cd = {44100, 2, SAMPLE_S16};

static void a_device_that_dies_says_so_and_goes_on_where_it_was(void **state)
{
    struct playing *playing = *state;
    uint64_t unheard;
    uint64_t ignored;

    playing_begin(playing, &fast, &cd, 1000);
    assert_int_equal(playing_write(playing, playing->frames / 2), 0);
    card_command(&playing->card, CARD_STALL);
    unheard = output_portaudio.delay(playing->output);
    card_command(&playing->card, CARD_DIE);
    assert_int_equal(playing_write(playing, playing->frames), -ENODEV);
    assert_int_equal(output_portaudio.delay(playing->output), unheard);
    assert_int_equal(output_portaudio.drop(playing->output, &ignored), -ENODEV);
    assert_int_equal(output_portaudio.stop(playing->output), 0);
    assert_int_equal(card_count(&playing->card, "close"), 1);
    assert_int_equal(playing_start(playing), -ENODEV);
    assert_string_equal(playing->why, "no audio device");
    assert_int_equal(playing_start(playing), -ENODEV);

    card_command(&playing->card, CARD_RUN);
    assert_int_equal(playing_start(playing), 0);
    playing->next -= (uint32_t)unheard;
    assert_int_equal(playing_write(playing, playing->frames), 0);
    playing_finish(playing, playing->frame_bytes);
    playing_assert_exact(playing);
}

static void a_device_that_dies_while_it_is_looked_at_is_lost_too(void **state)
{
    struct playing *playing = *state;
    uint64_t unheard = 0;
    uint32_t silence = 0;

    playing_begin(playing, &fast, &cd, 100);
    assert_int_equal(playing_write(playing, 441), 0);
    card_command(&playing->card, CARD_DIE);
    assert_int_equal(output_portaudio.delay(playing->output), 441);
    assert_int_equal(output_portaudio.wait(playing->output, 441, &silence), -ENODEV);
    assert_int_equal(silence, 0);
    assert_int_equal(output_portaudio.drop(playing->output, &unheard), -ENODEV);
    assert_int_equal(unheard, 0);
}

static void a_device_that_goes_before_it_was_opened_can_come_back(void **state)
{
    struct playing *playing = *state;

    playing_begin(playing, &fast, &cd, 100);
    output_portaudio.stop(playing->output);
    card_command(&playing->card, CARD_DIE);
    assert_int_equal(playing_start(playing), -ENODEV);
    assert_string_equal(playing->why, "default (ALSA) cannot be opened");
    card_command(&playing->card, CARD_RUN);
    assert_int_equal(playing_start(playing), 0);
    assert_string_equal(output_portaudio.name(playing->output), "default (ALSA)");
}

static void a_number_means_the_same_device_when_the_list_has_changed(void **state)
{
    static const struct card_options options = {.names = "attic cellar"};
    struct playing *playing = *state;

    playing_insert(playing, &options);
    assert_int_equal(playing_create(playing, "1"), 0);
    assert_string_equal(output_portaudio.name(playing->output), "cellar (ALSA)");
    playing->format = cd;
    card_command(&playing->card, CARD_DIE);
    assert_int_equal(playing_start(playing), -ENODEV);
    card_command(&playing->card, CARD_RUN);
    assert_int_equal(card_configure(&playing->card, &(struct card_options){.names = "cellar hall"}),
                     0);
    assert_int_equal(playing_start(playing), 0);
    assert_string_equal(output_portaudio.name(playing->output), "cellar (ALSA)");
}

static void a_format_that_the_device_does_not_take_is_refused_by_name(void **state)
{
    static const struct card_options options = {
        .formats = "S32_LE", .rates = "48000 96000", .channels = "2"};
    struct playing *playing = *state;

    playing_insert(playing, &options);
    assert_int_equal(playing_create(playing, ""), 0);
    playing->format = cd;
    assert_int_equal(playing_start(playing), -ENOTSUP);
    assert_string_equal(playing->why, "default (ALSA) does not take 44100 Hz, 2 channels, s16");
    playing->format = (struct output_format){48000, 6, SAMPLE_F32};
    assert_int_equal(playing_start(playing), -ENOTSUP);
    assert_string_equal(playing->why, "default (ALSA) does not take 48000 Hz, 6 channels, f32");
    playing->format = (struct output_format){96000, 2, SAMPLE_S24};
    assert_int_equal(playing_start(playing), 0);
}

static void a_card_whose_sample_format_portaudio_does_not_know_is_refused(void **state)
{
    static const struct card_options options = {.formats = "S24_LE"};
    struct playing *playing = *state;

    playing_insert(playing, &options);
    assert_int_equal(playing_create(playing, ""), 0);
    playing->format = cd;
    assert_int_equal(playing_start(playing), -ENOTSUP);
}

static void options_are_refused(void **state)
{
    const struct output_config config = {.argument = "", .options = "speed=2", .latency_ms = 100};
    struct playing *playing = *state;

    playing_insert(playing, &fast);
    assert_int_equal(
        output_portaudio.create(&config, &playing->output, playing->why, sizeof(playing->why)),
        -EINVAL);
    assert_string_equal(playing->why, "portaudio has no options, not even 'speed=2'");
}

static ino_t stderr_leads_to(void)
{
    struct stat status = {0};

    assert_int_equal(fstat(STDERR_FILENO, &status), 0);
    return status.st_ino;
}

static void stderr_is_given_back_whether_there_is_a_device_or_not(void **state)
{
    struct playing *playing = *state;
    int before = dup(STDERR_FILENO);
    int memory = memfd_create("stderr", MFD_CLOEXEC);
    ino_t file, during, after, after_failure;

    playing_insert(playing, &fast);
    assert_int_equal(dup2(memory, STDERR_FILENO), STDERR_FILENO);
    close(memory);
    file = stderr_leads_to();
    assert_int_equal(playing_create(playing, ""), 0);
    during = stderr_leads_to();
    output_portaudio.destroy(playing->output);
    playing->output = NULL;
    after = stderr_leads_to();
    card_command(&playing->card, CARD_DIE);
    assert_int_equal(playing_create(playing, ""), -ENODEV);
    after_failure = stderr_leads_to();
    dup2(before, STDERR_FILENO);
    close(before);
    assert_int_not_equal(during, file);
    assert_int_equal(after, file);
    assert_int_equal(after_failure, file);
}

/* Everything that makes PortAudio and ALSA print, in a child; 0, or the line that failed. */
static int provoke(struct playing *playing, const char *capture)
{
    FILE *list = fopen("/dev/null", "we");

    if (!list || dup2(open(capture, O_WRONLY | O_CREAT | O_CLOEXEC, 0600), STDERR_FILENO) < 0)
        return __LINE__;
    card_command(&playing->card, CARD_DIE);
    if (playing_create(playing, "") != -ENODEV)
        return __LINE__;
    card_command(&playing->card, CARD_RUN);
    if (playing_create(playing, "") != 0)
        return __LINE__;
    playing->format = (struct output_format){11, 2, SAMPLE_S16};
    if (playing_start(playing) != -ENOTSUP)
        return __LINE__;
    playing->format = cd;
    if (playing_start(playing) != 0 || playing_write(playing, 44100) != 0)
        return __LINE__;
    while (output_portaudio.delay(playing->output) > 0)
        continue;
    if (playing_write(playing, playing->frames - 1) != 0)
        return __LINE__;
    card_command(&playing->card, CARD_DIE);
    if (playing_write(playing, playing->frames) != -ENODEV || playing_start(playing) != -ENODEV)
        return __LINE__;
    card_command(&playing->card, CARD_RUN);
    if (playing_start(playing) != 0)
        return __LINE__;
    output_portaudio.destroy(playing->output);
    return devices_list(list) == 0 ? 0 : __LINE__;
}

static void nothing_is_ever_printed_on_stderr(void **state)
{
    struct playing *playing = *state;
    struct stat status;
    char path[300];
    pid_t child;
    int ended;

    playing_begin(playing, &fast, &cd, 2000);
    output_portaudio.destroy(playing->output);
    playing->output = NULL;
    snprintf(path, sizeof(path), "%s/log.stderr", playing->card.folder);
    child = child_fork();
    if (child == 0)
        _exit(provoke(playing, path) & 0xff);
    ended = child_wait(child);
    assert_true(WIFEXITED(ended));
    assert_int_equal(WEXITSTATUS(ended), 0);
    assert_int_equal(stat(path, &status), 0);
    unlink(path);
    assert_int_equal(status.st_size, 0);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        PLAYING_TEST(a_device_that_dies_says_so_and_goes_on_where_it_was),
        PLAYING_TEST(a_device_that_dies_while_it_is_looked_at_is_lost_too),
        PLAYING_TEST(a_device_that_goes_before_it_was_opened_can_come_back),
        PLAYING_TEST(a_number_means_the_same_device_when_the_list_has_changed),
        PLAYING_TEST(a_format_that_the_device_does_not_take_is_refused_by_name),
        PLAYING_TEST(a_card_whose_sample_format_portaudio_does_not_know_is_refused),
        PLAYING_TEST(options_are_refused),
        PLAYING_TEST(stderr_is_given_back_whether_there_is_a_device_or_not),
        PLAYING_TEST(nothing_is_ever_printed_on_stderr),
    };

    return cmocka_run_group_tests_name("portaudio_loss", tests, NULL, NULL);
}
