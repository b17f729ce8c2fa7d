/*
 * stage_numbers.c - frame `i` of track `t` is the number t << 22 | i: its lower 15 bits are the
 * left sample, its upper 15 bits plus 1 the right one, so that no frame is all zeros.
 */
#include "tests/e2e/stage_numbers.h"

#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/e2e/stage_wav.h"

enum { TRACK_SHIFT = 22, LEFT_BITS = 15, LEFT_MASK = (1 << LEFT_BITS) - 1, LOOK_MS = 20 };

static const uint8_t silence[NUMBERS_FRAME_BYTES];

static void put16(uint8_t *to, uint32_t value)
{
    to[0] = (uint8_t)value;
    to[1] = (uint8_t)(value >> 8);
}

void numbers_write(struct stage *stage, const char *file, uint32_t track, uint32_t frames)
{
    size_t size = (size_t)frames * NUMBERS_FRAME_BYTES;
    uint8_t *bytes = malloc(WAV_HEADER + size);

    assert_true(track < NUMBERS_TRACKS && frames <= NUMBERS_FRAMES_MAX);
    assert_non_null(bytes);
    wav_header(bytes, false, frames);
    for (uint32_t i = 0; i < frames; i++) {
        uint32_t number = track << TRACK_SHIFT | i;
        uint8_t *frame = bytes + WAV_HEADER + (size_t)i * NUMBERS_FRAME_BYTES;

        put16(frame, number & LEFT_MASK);
        put16(frame + 2, (number >> LEFT_BITS) + 1);
    }
    stage_write(stage, file, bytes, WAV_HEADER + size);
    free(bytes);
}

/* As a run of one frame; false: it is silence. */
static bool read_frame(const uint8_t *frame, struct numbers_run *ret_run)
{
    uint32_t left = frame[0] | (uint32_t)frame[1] << 8;
    uint32_t right = frame[2] | (uint32_t)frame[3] << 8;
    uint32_t number;

    if (memcmp(frame, silence, sizeof(silence)) == 0)
        return false;
    if (left > LEFT_MASK || right == 0 || right > LEFT_MASK + 1)
        fail_msg("the card has played %#x %#x, which is no number", left, right);
    number = (right - 1) << LEFT_BITS | left;
    *ret_run = (struct numbers_run){
        .track = number >> TRACK_SHIFT, .first = number % NUMBERS_FRAMES_MAX, .count = 1};
    return true;
}

static void append(struct numbers *heard, const struct numbers_run *frame)
{
    struct numbers_run *last = heard->count > 0 ? &heard->runs[heard->count - 1] : NULL;

    if (last && last->track == frame->track && last->first + last->count == frame->first) {
        last->count++;
        return;
    }
    heard->runs = realloc(heard->runs, (heard->count + 1) * sizeof(*heard->runs));
    assert_non_null(heard->runs);
    heard->runs[heard->count++] = *frame;
}

struct numbers numbers_heard(struct stage *stage)
{
    struct numbers heard = {0};
    struct numbers_run frame;
    uint8_t *bytes;
    size_t size;

    assert_int_equal(card_read_record(&stage->card, &bytes, &size), 0);
    for (size_t i = 0; i + NUMBERS_FRAME_BYTES <= size; i += NUMBERS_FRAME_BYTES)
        if (read_frame(bytes + i, &frame))
            append(&heard, &frame);
    free(bytes);
    return heard;
}

/* The last run, and how many there are. */
static size_t look_at_last(struct stage *stage, struct numbers_run *ret_last)
{
    struct numbers heard = numbers_heard(stage);

    if (heard.count > 0)
        *ret_last = heard.runs[heard.count - 1];
    free(heard.runs);
    return heard.count;
}

struct numbers_run numbers_last(struct stage *stage)
{
    struct numbers_run last;

    assert_true(look_at_last(stage, &last) > 0);
    return last;
}

static void print_runs(const char *what, const struct numbers_run *runs, size_t count)
{
    print_error("%s:\n", what);
    for (size_t i = 0; i < count; i++)
        print_error("    track %u: %u frames from %u (%.3f s) on\n", runs[i].track, runs[i].count,
                    runs[i].first, (double)runs[i].first / NUMBERS_RATE);
}

void numbers_assert(struct stage *stage, const struct numbers_run *runs, size_t count)
{
    struct numbers heard = numbers_heard(stage);
    bool same = heard.count == count;

    for (size_t i = 0; i < count && same; i++)
        same = heard.runs[i].track == runs[i].track && heard.runs[i].first == runs[i].first &&
               (runs[i].count == 0 || heard.runs[i].count == runs[i].count);
    if (!same) {
        print_runs("the card has played", heard.runs, heard.count);
        print_runs("but should have (0: any number of frames)", runs, count);
        fail();
    }
    free(heard.runs);
}

struct numbers_run numbers_await_run(struct stage *stage, size_t count, uint32_t frames)
{
    uint64_t begin = stage_now_ms();
    struct numbers_run last = {0};
    size_t there = 0;

    for (;;) {
        if (card_recorded(&stage->card) > 0)
            there = look_at_last(stage, &last);
        if (there > count || (there == count && last.count >= frames))
            break;
        if (stage_now_ms() - begin > STAGE_TIMEOUT_MS)
            fail_msg("waited in vain for run %zu; there are %zu", count, there);
        poll(NULL, 0, LOOK_MS);
    }
    assert_int_equal(there, count);
    return last;
}

bool numbers_now(struct stage *stage, struct numbers_run *ret_frame)
{
    size_t size = card_recorded(&stage->card) / NUMBERS_FRAME_BYTES * NUMBERS_FRAME_BYTES;
    char path[PATH_MAX];
    uint8_t frame[NUMBERS_FRAME_BYTES];
    bool there = false;
    int record;

    snprintf(path, sizeof(path), "%s/record", stage->card.folder);
    record = size > 0 ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    if (record < 0)
        return false;
    if (pread(record, frame, sizeof(frame), (off_t)(size - sizeof(frame))) == sizeof(frame))
        there = read_frame(frame, ret_frame);
    close(record);
    return there;
}

void numbers_await(struct stage *stage, uint32_t track, uint32_t frame)
{
    uint64_t begin = stage_now_ms();
    struct numbers_run now = {0};

    while (!numbers_now(stage, &now) || now.track != track || now.first < frame) {
        if (stage_now_ms() - begin > STAGE_TIMEOUT_MS)
            fail_msg("waited in vain for frame %u of track %u; last heard was frame %u of track %u",
                     frame, track, now.first, now.track);
        poll(NULL, 0, STAGE_POLL_MS);
    }
}
