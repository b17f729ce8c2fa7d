/*
 * fuzz_producer.c - any bytes as a file: all the way into slots, by the producer's own loop.
 *
 * The player stands here as what goes through the socket: one job, and then the end. Whenever the
 * ring is full the consumer has its turn, and looks at every block: it can be true, it goes on
 * where the one before ended, and its samples are in the slot. A file that goes on and on is
 * taken away by new orders, as a listener would do.
 */
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "producer/work.h"
#include "shmring/jobs.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/set.h"

enum { SLOTS = 8, SLOT_BYTES = 8192, BLOCKS_MAX = 64, EPOCH = 3, TRACK = 7 };

static struct {
    struct ring producer;
    struct ring consumer; /* the same ring, as another process has it */
    int file;             /* not yet sent */
    uint64_t start;
    struct job_sound sound;
    uint32_t blocks;
    uint64_t next; /* the position that the next block has to have */
    bool ended;
    bool answered;
    uint64_t sum; /* so that every sample is read */
} stage;

/* The player's side of the socket. */

int jobs_receive(int socket, bool wait, struct job *ret_job, int *ret_file)
{
    (void)socket;
    if (stage.file < 0)
        return wait ? -EPIPE : -EAGAIN;
    *ret_job = (struct job){.kind = JOB_PLAY,
                            .epoch = EPOCH,
                            .track = TRACK,
                            .start = stage.start,
                            .sound = stage.sound};
    *ret_file = stage.file;
    stage.file = -1;
    return 0;
}

int jobs_send_reply(int socket, const struct job_reply *reply)
{
    (void)socket;
    assert(reply->epoch == EPOCH && reply->track == TRACK);
    assert(reply->kind != JOB_OPENED || !stage.answered);
    assert(reply->kind != JOB_FAILED || reply->text[0]);
    assert(memchr(reply->text, '\0', sizeof(reply->text)));
    assert(memchr(reply->title, '\0', sizeof(reply->title)));
    assert(memchr(reply->codec, '\0', sizeof(reply->codec)));
    if (reply->kind == JOB_OPENED)
        assert(reply->rate >= BLOCK_RATE_MIN && reply->rate <= BLOCK_RATE_MAX &&
               reply->channels >= 1 && reply->channels <= BLOCK_CHANNELS_MAX);
    stage.answered = true;
    return 0;
}

static void examine(struct block_header *shared)
{
    struct block_header block;
    const uint8_t *samples = block_samples(shared);

    assert(block_read(shared, SLOT_BYTES, &block) == 0);
    assert(block.epoch == EPOCH && block.track == TRACK && stage.answered && !stage.ended);
    if (stage.blocks == 0)
        assert(block.flags & BLOCK_START && block.position <= stage.start);
    else
        assert(block.position == stage.next);
    for (size_t i = 0; i < (size_t)block.frames * block_frame_bytes(block.format, block.channels);
         i++)
        stage.sum += samples[i];
    stage.next = block.position + block.frames;
    stage.ended = block.flags & BLOCK_END;
    stage.blocks++;
}

static void consume(void)
{
    static const struct timespec at_once;

    while (ring_consumer_claim(&stage.consumer, 1, &at_once) == 0) {
        examine(ring_block(&stage.consumer, ring_consumer_slot(&stage.consumer, 0)));
        assert(ring_consumer_commit(&stage.consumer, 1) == 0);
    }
    if (stage.blocks > BLOCKS_MAX)
        atomic_store(&stage.producer.segment->epoch, EPOCH + 1);
}

/* The producer would sleep, for room. */
static bool make_room(void *context)
{
    (void)context;
    assert(set.value[SEM_FILLED] > 0);
    consume();
    return true;
}

/* The libraries that decode leak, but nothing that lives longer than the producer. */
const char *__asan_default_options(void);

const char *__asan_default_options(void)
{
    return "detect_leaks=0";
}

static void open_file(const uint8_t *data, size_t size)
{
    stage.file = memfd_create("sound", MFD_CLOEXEC);
    if (stage.file < 0 || write(stage.file, data, size) != (ssize_t)size)
        abort();
    lseek(stage.file, 0, SEEK_SET);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    int file;

    memset(&stage, 0, sizeof(stage));
    set_make_ring(&stage.producer, SLOTS, SLOT_BYTES, make_room, NULL);
    stage.consumer = stage.producer;
    atomic_store(&stage.producer.segment->epoch, EPOCH);
    stage.start = size % 3 == 0 ? size * 37 % 5000 : 0;
    if (size % 5 == 0)
        stage.sound = (struct job_sound){.rate = size % 2 ? 8000 : 48000,
                                         .channels = (uint16_t)(size % 3),
                                         .format = (uint16_t)(size % SAMPLE_FORMATS)};
    open_file(data, size);
    file = stage.file;
    assert(work_run(&stage.producer, -1, SLOTS / 2) == 0);
    consume();
    assert(stage.answered);
    assert(fcntl(file, F_GETFD) < 0); /* closed, and with it all that is ours of the decoder */
    set_free_ring(&stage.producer);
    return 0;
}
