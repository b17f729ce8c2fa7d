/*
 * fuzz_block.c - all that is made of what stands in shared memory: the consumer's engine and the
 * player's questions, with a producer that writes what it likes, wherever it may.
 *
 * The input is one byte that chooses the output, then moves of 66 bytes, made whenever the
 * engine would sleep: what to do, a number for it, and the header of the next block. No sample
 * outside a slot may reach the output, and no place may be one that nobody can reckon with.
 */
#include <assert.h>
#include <errno.h>
#include <string.h>

#include "player/consumer/engine.h"
#include "shmring/ring_trust.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/set.h"

enum { SLOTS = 8, SLOT_BYTES = 4096, FILLED_MAX = 64, HEARD_BYTES = 40, PASS_FRAMES = 50 };

struct move {
    uint8_t what; /* enum what */
    uint8_t number;
    uint8_t header[sizeof(struct block_header)];
};

enum what { MOVE_EPOCH = 4, MOVE_HEARD, MOVE_COUNT, MOVE_WORDS, MOVES };

struct output {
    uint32_t frame_bytes;
    uint64_t delay;
    uint64_t sum; /* so that every byte is read */
};

struct game {
    struct ring ring;
    struct output output;
    const uint8_t *input;
    size_t left;
};

static struct game game;

static void ask_as_the_player(void)
{
    const struct ring_known known = {.producer = true, .consumer = true};
    struct ring_resume_point point;
    struct block_header header;

    set.value[SEM_LOCK] = 1; /* it would wait for a second, and give up */
    if (ring_resume_point(&game.ring, &point) == 0)
        assert(point.frame <= INT64_MAX);
    if (ring_position(&game.ring, &header) == 0)
        assert(header.position <= INT64_MAX && header.frames <= SLOT_BYTES);
    ring_spoiled(&game.ring, &known);
}

static void spoil(const struct move *move)
{
    struct ring_segment *segment = game.ring.segment;
    uint16_t count;

    switch (move->what % MOVES) {
    case MOVE_EPOCH:
        segment->epoch = move->number;
        break;
    case MOVE_HEARD:
        memcpy(segment->heard, move->header, HEARD_BYTES);
        break;
    case MOVE_COUNT:
        memcpy(&count, move->header, sizeof(count));
        set.value[move->number % SEM_COUNT] = count & INT16_MAX;
        break;
    case MOVE_WORDS:
        segment->volume = move->number * 10u;
        segment->fade = move->number == UINT8_MAX;
        break;
    default:
        break;
    }
}

/* The producer's turn. */
static bool move_on(void *context)
{
    struct move move;

    (void)context;
    if (game.left < sizeof(move))
        return false;
    memcpy(&move, game.input, sizeof(move));
    game.input += sizeof(move);
    game.left -= sizeof(move);
    memcpy(ring_block(&game.ring, set.value[SEM_HEAD]), move.header, sizeof(move.header));
    set.value[SEM_HEAD] = (uint16_t)((set.value[SEM_HEAD] + 1) % SLOTS);
    set.value[SEM_FREE] -= set.value[SEM_FREE] > 0;
    set.value[SEM_FILLED]++;
    spoil(&move);
    if (set.value[SEM_FILLED] > FILLED_MAX)
        set.value[SEM_FILLED] = FILLED_MAX;
    ask_as_the_player();
    return true;
}

static int output_start(struct output *output, const struct output_format *format, char *why,
                        uint32_t why_size)
{
    (void)why, (void)why_size;
    assert(format->rate >= BLOCK_RATE_MIN && format->rate <= BLOCK_RATE_MAX);
    assert(format->channels >= 1 && format->channels <= BLOCK_CHANNELS_MAX);
    if (format->rate % 7 == 0)
        return -ENOTSUP;
    output->frame_bytes = block_frame_bytes(format->sample, format->channels);
    output->delay = 0;
    assert(output->frame_bytes > 0 && output->frame_bytes <= SLOT_BYTES);
    return 0;
}

static int output_write(struct output *output, const void *samples, uint32_t frames)
{
    const uint8_t *slots = (const uint8_t *)ring_block(&game.ring, 0);
    const uint8_t *from = samples;
    size_t bytes = (size_t)frames * output->frame_bytes;

    if (from >= slots && from < slots + SLOTS * SLOT_BYTES) /* else it is the engine's scratch */
        assert((size_t)(from - slots) % SLOT_BYTES + bytes <= SLOT_BYTES);
    for (size_t i = 0; i < bytes; i++)
        output->sum += from[i];
    output->delay += frames;
    return 0;
}

static void pass_time(struct output *output, uint32_t frames)
{
    output->delay -= output->delay < frames ? output->delay : frames;
}

static int output_wait(struct output *output, uint32_t frames, uint32_t *ret_silence)
{
    (void)ret_silence;
    pass_time(output, frames + 1);
    return 0;
}

static uint64_t output_delay(struct output *output)
{
    pass_time(output, PASS_FRAMES);
    return output->delay;
}

static int output_drop(struct output *output, uint64_t *ret_unheard)
{
    *ret_unheard = output->delay;
    output->delay = 0;
    return 0;
}

static int output_stop(struct output *output)
{
    output->delay = 0;
    return 0;
}

static const struct output_ops outputs[] = {
    {.kind = "device",
     .realtime = true,
     .start = output_start,
     .write = output_write,
     .wait = output_wait,
     .delay = output_delay,
     .drop = output_drop,
     .stop = output_stop},
    {.kind = "file",
     .fixed_format = true,
     .start = output_start,
     .write = output_write,
     .stop = output_stop},
    {.kind = "null", .start = output_start, .write = output_write, .stop = output_stop},
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct reporter nobody = {.pipe = -1};

    if (size == 0)
        return 0;
    game = (struct game){.input = data + 1, .left = size - 1};
    set_make_ring(&game.ring, SLOTS, SLOT_BYTES, move_on, NULL);
    set.value[SEM_CONSUMER] = 0; /* the engine has its seat */
    atomic_init(&game.ring.segment->volume, 1000);
    engine_run(&game.ring, &outputs[data[0] % (sizeof(outputs) / sizeof(outputs[0]))], &game.output,
               &nobody);
    set_free_ring(&game.ring);
    return 0;
}
