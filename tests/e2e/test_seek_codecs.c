/*
 * test_seek_codecs.c - a seek is exact in compressed files, too: what is heard after it equals an
 * uninterrupted decode, though MP3, Vorbis and Opus carry state from packet to packet.
 */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/e2e/stage_control.h"
#include "tests/e2e/stage_sound.h"

enum { LOOK_FRAMES = 500, SOME_FRAMES = 10000, LOOK_MS = 20 };

/*
 * Where to: it begins at the first, makes every second seek while paused, and plays to its end from
 * the last. A mere sf_seek is wrong at the last three, in MP3 or Vorbis.
 */
static const unsigned places_ms[] = {0, 12000, 3000, 120, 8000, 15600};
enum { STRETCHES = sizeof(places_ms) / sizeof(places_ms[0]) };

struct record {
    uint8_t *bytes;
    size_t size;
};

static struct record read_record(struct stage *stage)
{
    struct record record;

    assert_int_equal(card_read_record(&stage->card, &record.bytes, &record.size), 0);
    return record;
}

static size_t offset(const struct sound *sound, unsigned place_ms)
{
    return (size_t)place_ms * sound->rate / 1000 * sound_frame_bytes(sound);
}

/* Where in the record the sound is heard from that place on; its size: nowhere behind `from`. */
static size_t find(const struct record *record, size_t from, const struct sound *sound,
                   unsigned place_ms)
{
    const uint8_t *place =
        memmem(record->bytes + from, record->size - from, sound->bytes + offset(sound, place_ms),
               (size_t)LOOK_FRAMES * sound_frame_bytes(sound));

    return place ? (size_t)(place - record->bytes) : record->size;
}

/* Until exactly that has been played. */
static void await_place(struct stage *stage, const struct sound *sound, unsigned place_ms)
{
    uint64_t begin = stage_now_ms();

    for (bool there = false; !there; poll(NULL, 0, LOOK_MS)) {
        struct record record = read_record(stage);

        there = find(&record, 0, sound, place_ms) < record.size;
        free(record.bytes);
        if (!there && stage_now_ms() - begin > STAGE_TIMEOUT_MS)
            fail_msg("what comes at %u ms is not what is heard after the seek", place_ms);
    }
}

/*
 * Goes along the record, which has to have what follows `from` in the sound; frames of zeros, which
 * a late decoder may cause, are passed over. Returns where in the sound it has come to.
 */
static size_t follow(const struct record *record, size_t begin, size_t end,
                     const struct sound *sound, size_t from)
{
    static const uint8_t zeros[64];
    size_t frame = sound_frame_bytes(sound);

    for (size_t at = begin; at < end; at += frame) {
        if (from < sound->size && memcmp(record->bytes + at, sound->bytes + from, frame) == 0)
            from += frame;
        else if (memcmp(record->bytes + at, zeros, frame) != 0)
            fail_msg("another sound is heard after %zu frames", (at - begin) / frame);
    }
    return from;
}

/* All of the record is the sound, from each of the places on until the next begins, or it ends. */
static void assert_stretches(struct stage *stage, const struct sound *sound)
{
    const struct record record = read_record(stage);
    size_t at = 0, heard = 0;

    for (int i = 0; i < STRETCHES; i++) {
        size_t end = i + 1 < STRETCHES ? find(&record, at, sound, places_ms[i + 1]) : record.size;

        heard = follow(&record, at, end, sound, offset(sound, places_ms[i]));
        at = end;
    }
    assert_int_equal(heard, sound->size);
    free(record.bytes);
}

static void ctl(struct stage_process *rondo, const char *verb, const char *argument)
{
    assert_int_equal(stage_ctl(rondo, verb, argument, NULL)->status, 0);
}

static void seek_in(struct stage *stage, const char *file)
{
    char path[PATH_MAX], where[16];
    struct stage_process *rondo;
    struct sound sound;

    snprintf(path, sizeof(path), "%s/%s", COMMITTED_DIR, file);
    sound = sound_decode(stage, path);
    stage_card(stage, &(struct card_options){0});
    rondo = stage_play(stage, "-q", "-o", "portaudio", path, NULL);
    for (int i = 1; i < STRETCHES; i++) {
        snprintf(where, sizeof(where), "%u.%03u", places_ms[i] / 1000, places_ms[i] % 1000);
        control_await_more(stage, (size_t)SOME_FRAMES * sound_frame_bytes(&sound));
        if (i % 2 == 0)
            ctl(rondo, "pause", NULL);
        ctl(rondo, "seek", where);
        ctl(rondo, "play", NULL);
        await_place(stage, &sound, places_ms[i]);
    }
    assert_int_equal(stage_wait(rondo), 0);
    assert_stretches(stage, &sound);
    sound_free(&sound);
}

static void seeks_in_mp3_are_exact(void **state)
{
    seek_in(*state, "rondo.mp3");
}

static void seeks_in_vorbis_are_exact(void **state)
{
    seek_in(*state, "rondo.ogg");
}

static void seeks_in_opus_are_exact(void **state)
{
    seek_in(*state, "rondo.opus");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_STAGE(seeks_in_mp3_are_exact),
        ON_STAGE(seeks_in_vorbis_are_exact),
        ON_STAGE(seeks_in_opus_are_exact),
    };

    return cmocka_run_group_tests_name("seek_codecs", tests, NULL, NULL);
}
