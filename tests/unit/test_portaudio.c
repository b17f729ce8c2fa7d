/*
 * test_portaudio.c - what the output portaudio plays, bit for bit, through the real PortAudio
 * and a virtual card.
 */
#include <errno.h>
#include <math.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

#include "tests/unit/playing.h"

/* Faster than real time, and slow enough for a busy machine. */
static const struct card_options fast = {.speed = 8};

static void play_exactly(struct playing *playing, const struct output_format *format,
                         const char *opened)
{
    playing_begin(playing, &fast, format, 3000);
    assert_int_equal(playing_write(playing, playing->frames), 0);
    playing_finish(playing, playing->frame_bytes);
    playing_assert_exact(playing);
    assert_int_equal(card_count(&playing->card, opened), 1);
}

static void samples_of_16_bits_are_played_bit_for_bit(void **state)
{
    play_exactly(*state, &(struct output_format){44100, 2, SAMPLE_S16}, "open S16_LE 44100 2");
}

static void samples_of_24_bits_are_played_bit_for_bit(void **state)
{
    play_exactly(*state, &(struct output_format){96000, 6, SAMPLE_S24}, "open S32_LE 96000 6");
}

static void samples_of_32_bits_are_played_bit_for_bit(void **state)
{
    play_exactly(*state, &(struct output_format){192000, 1, SAMPLE_S32}, "open S32_LE 192000 1");
}

static void float_samples_are_played_bit_for_bit_beyond_full_scale_too(void **state)
{
    play_exactly(*state, &(struct output_format){48000, 2, SAMPLE_F32}, "open FLOAT_LE 48000 2");
}

static void a_card_with_24_bits_in_three_bytes_gets_all_of_them(void **state)
{
    static const struct card_options options = {.formats = "S24_3LE S16_LE", .speed = 8};
    struct playing *playing = *state;
    uint8_t *record;
    size_t size;

    playing_begin(playing, &options, &(struct output_format){48000, 2, SAMPLE_S24}, 1000);
    assert_int_equal(playing_write(playing, playing->frames), 0);
    playing_finish(playing, 6);
    record = playing_record(playing, &size);
    for (size_t i = 0; i < (size_t)playing->frames * 2; i++)
        assert_memory_equal(record + 3 * i, playing->samples + 4 * i + 1, 3);
    free(record);
}

static void a_card_with_more_bits_gets_16_bits_in_the_highest(void **state)
{
    static const struct card_options options = {.formats = "S32_LE", .speed = 8};
    struct playing *playing = *state;
    uint8_t *record;
    size_t size;

    playing_begin(playing, &options, &(struct output_format){48000, 2, SAMPLE_S16}, 1000);
    assert_int_equal(playing_write(playing, playing->frames), 0);
    playing_finish(playing, 8);
    record = playing_record(playing, &size);
    for (size_t i = 0; i < (size_t)playing->frames * 2; i++) {
        assert_int_equal(record[4 * i] | record[4 * i + 1], 0);
        assert_memory_equal(record + 4 * i + 2, playing->samples + 2 * i, 2);
    }
    free(record);
}

/* PortAudio would take them, and cut their bits off. */
static void a_card_of_16_bits_refuses_more_and_offers_these(void **state)
{
    static const struct card_options options = {.formats = "S16_LE", .speed = 8};
    static const uint16_t wide[] = {SAMPLE_S24, SAMPLE_S32, SAMPLE_F32};
    struct playing *playing = *state;
    struct output_format offer;

    playing_begin(playing, &options, &(struct output_format){48000, 2, SAMPLE_S16}, 100);
    assert_int_equal(output_portaudio.stop(playing->output), 0);
    for (size_t i = 0; i < sizeof(wide) / sizeof(wide[0]); i++) {
        playing->format.sample = wide[i];
        assert_int_equal(playing_start(playing), -ENOTSUP);
        assert_int_equal(output_portaudio.offer(playing->output, &playing->format, &offer), 0);
        assert_true(offer.rate == 48000 && offer.channels == 2 && offer.sample == SAMPLE_S16);
    }
    playing->format.sample = SAMPLE_S16;
    assert_int_equal(playing_start(playing), 0);
}

static void loud_floats_are_clipped_by_a_card_that_takes_none(void **state)
{
    static const struct card_options options = {.formats = "S32_LE", .speed = 8};
    struct playing *playing = *state;
    const float *wanted;
    int32_t *record;
    size_t size;

    playing_begin(playing, &options, &(struct output_format){48000, 2, SAMPLE_F32}, 1000);
    assert_int_equal(playing_write(playing, playing->frames), 0);
    playing_finish(playing, 8);
    wanted = (const float *)(void *)playing->samples;
    record = (int32_t *)(void *)playing_record(playing, &size);
    for (size_t i = 0; i < (size_t)playing->frames * 2; i++) {
        double clipped = fmax(-1, fmin(1, (double)wanted[i]));

        assert_true(fabs(record[i] - clipped * 2147483647) <= 256);
    }
    free(record);
}

static void the_device_can_be_opened_again_with_another_format(void **state)
{
    struct playing *playing = *state;

    playing_begin(playing, &fast, &(struct output_format){48000, 2, SAMPLE_S16}, 500);
    assert_int_equal(playing_write(playing, playing->frames), 0);
    assert_int_equal(output_portaudio.stop(playing->output), 0);
    playing->format = (struct output_format){96000, 1, SAMPLE_F32};
    assert_int_equal(playing_start(playing), 0);
    assert_int_equal(output_portaudio.delay(playing->output), 0);
    assert_int_equal(card_count(&playing->card, "open S16_LE 48000 2"), 1);
    assert_int_equal(card_count(&playing->card, "open FLOAT_LE 96000 1"), 1);
}

static void what_is_dropped_and_what_was_heard_make_up_what_was_written(void **state)
{
    struct playing *playing = *state;

    playing_begin(playing, &fast, &(struct output_format){44100, 2, SAMPLE_S16}, 3000);
    while (playing->next < playing->frames) {
        uint32_t left = playing->frames - playing->next;
        uint32_t count = playing_random(playing) % (playing->format.rate / 2);
        uint64_t unheard = UINT64_MAX;

        assert_int_equal(playing_write(playing, playing->next + (count < left ? count : left)), 0);
        if (playing->next == playing->frames)
            break;
        assert_int_equal(output_portaudio.drop(playing->output, &unheard), 0);
        assert_int_equal(output_portaudio.delay(playing->output), 0);
        assert_int_equal(card_recorded(&playing->card) / playing->frame_bytes + unheard,
                         playing->next);
        playing->next -= (uint32_t)unheard;
    }
    playing_finish(playing, playing->frame_bytes);
    playing_assert_exact(playing);
}

static void nothing_is_unheard_of_a_device_that_never_ran(void **state)
{
    struct playing *playing = *state;
    uint64_t unheard = UINT64_MAX;

    playing_begin(playing, &fast, &(struct output_format){44100, 2, SAMPLE_S16}, 10);
    assert_int_equal(output_portaudio.delay(playing->output), 0);
    assert_int_equal(output_portaudio.drop(playing->output, &unheard), 0);
    assert_int_equal(unheard, 0);
}

static void the_delay_is_what_was_written_and_not_yet_heard(void **state)
{
    struct playing *playing = *state;
    uint64_t delay;

    playing_begin(playing, &fast, &(struct output_format){48000, 2, SAMPLE_S32}, 2000);
    assert_int_equal(playing_write(playing, 10), 0);
    assert_int_equal(output_portaudio.delay(playing->output), 10);
    for (uint32_t until = 1000; until <= playing->frames; until += 1000) {
        assert_int_equal(playing_write(playing, until), 0);
        delay = output_portaudio.delay(playing->output);
        assert_true(delay <= playing->format.rate / 1000 * PLAYING_LATENCY_MS);
        assert_int_equal(card_recorded(&playing->card) / playing->frame_bytes + delay, until);
    }
}

static void a_device_that_runs_dry_is_counted_and_loses_nothing(void **state)
{
    struct playing *playing = *state;

    playing_begin(playing, &fast, &(struct output_format){48000, 2, SAMPLE_S16}, 1000);
    assert_int_equal(playing_write(playing, playing->frames / 2), 0);
    while (output_portaudio.delay(playing->output) > 0)
        sched_yield();
    assert_int_equal(playing_write(playing, playing->frames), 0);
    assert_true(output_portaudio.underruns(playing->output) > 0);
    playing_finish(playing, playing->frame_bytes);
    assert_true(output_portaudio.underruns(playing->output) <=
                card_count(&playing->card, "underrun"));
    playing_assert_exact(playing);
}

/* The thread that lets a stalled card go on. */
struct helper {
    struct playing *playing;
    pid_t writer;
    uint32_t room; /* frames after which a write has to sleep */
    _Atomic uint32_t progress;
    uint32_t seen; /* frames handed over when the card was told to go on */
};

static bool sleeps(pid_t thread)
{
    char path[64];
    char state = 0;
    FILE *from;

    snprintf(path, sizeof(path), "/proc/self/task/%d/stat", thread);
    from = fopen(path, "re");
    if (from && fscanf(from, "%*d (%*[^)]) %c", &state) != 1)
        state = 0;
    if (from)
        fclose(from);
    return state == 'S';
}

static void *let_go(void *argument)
{
    struct helper *helper = argument;

    do
        helper->seen = atomic_load(&helper->progress);
    while (helper->seen < helper->room ||
           (helper->seen == helper->room && !sleeps(helper->writer)));
    card_command(&helper->playing->card, CARD_RUN);
    return NULL;
}

static void a_stalled_device_makes_the_writer_sleep_until_it_goes_on(void **state)
{
    struct playing *playing = *state;
    struct helper helper = {
        .playing = playing, .writer = gettid(), .room = 48 * PLAYING_LATENCY_MS};
    pthread_t thread;

    playing_begin(playing, &fast, &(struct output_format){48000, 2, SAMPLE_S16}, 1000);
    card_command(&playing->card, CARD_STALL);
    assert_int_equal(pthread_create(&thread, NULL, let_go, &helper), 0);
    while (playing->next < playing->frames) {
        assert_int_equal(playing_write(playing, playing->next + 480), 0);
        atomic_store(&helper.progress, playing->next);
    }
    assert_int_equal(pthread_join(thread, NULL), 0);
    assert_int_equal(helper.seen, helper.room);
    playing_finish(playing, playing->frame_bytes);
    playing_assert_exact(playing);
    assert_int_equal(card_count(&playing->card, "stall"), 1);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        PLAYING_TEST(samples_of_16_bits_are_played_bit_for_bit),
        PLAYING_TEST(samples_of_24_bits_are_played_bit_for_bit),
        PLAYING_TEST(samples_of_32_bits_are_played_bit_for_bit),
        PLAYING_TEST(float_samples_are_played_bit_for_bit_beyond_full_scale_too),
        PLAYING_TEST(a_card_with_24_bits_in_three_bytes_gets_all_of_them),
        PLAYING_TEST(a_card_with_more_bits_gets_16_bits_in_the_highest),
        PLAYING_TEST(a_card_of_16_bits_refuses_more_and_offers_these),
        PLAYING_TEST(loud_floats_are_clipped_by_a_card_that_takes_none),
        PLAYING_TEST(the_device_can_be_opened_again_with_another_format),
        PLAYING_TEST(what_is_dropped_and_what_was_heard_make_up_what_was_written),
        PLAYING_TEST(nothing_is_unheard_of_a_device_that_never_ran),
        PLAYING_TEST(the_delay_is_what_was_written_and_not_yet_heard),
        PLAYING_TEST(a_device_that_runs_dry_is_counted_and_loses_nothing),
        PLAYING_TEST(a_stalled_device_makes_the_writer_sleep_until_it_goes_on),
    };

    return cmocka_run_group_tests_name("portaudio", tests, NULL, NULL);
}
