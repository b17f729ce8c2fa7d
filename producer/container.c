/*
 * container.c - WAV, AIFF and AU say how many bytes of samples follow, and libsndfile takes what
 * there is without a word when there are fewer. Ogg marks its last page. An MP3 without a
 * header of its own has no length, and libsndfile's is an estimate.
 *
 * The bytes are hostile like all of the file: every place read from them is only sought and
 * compared with the file's size.
 */
#include "producer/container.h"

#include <sndfile.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

enum {
    CHUNKS_MAX = 1000,
    PAGE_MAX = 65307,   /* bytes of the longest Ogg page */
    PAGE_FLAGS = 5,     /* where its flags are */
    PAGE_LAST = 4,      /* the flag of a stream's last page */
    PAGE_SEGMENTS = 26, /* where the number of its segments is; their lengths follow */
    PAGE_HEADER = 27,
    MPEG_HEADER_MAX = 2048, /* the first frame is no longer */
    ID3_HEADER = 10
};

#define STREAMED UINT32_C(0x7fff0000) /* what is that long was written without knowing */

static uint32_t little(const uint8_t *b)
{
    return (uint32_t)b[3] << 24 | (uint32_t)b[2] << 16 | (uint32_t)b[1] << 8 | b[0];
}

static uint32_t big(const uint8_t *b)
{
    return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

/* As many of the bytes as there are. */
static size_t read_at(int file, off_t place, void *bytes, size_t size)
{
    size_t done = 0;
    ssize_t got = 1;

    if (lseek(file, place, SEEK_SET) != place)
        return 0;
    while (done < size && got > 0) {
        got = read(file, (char *)bytes + done, size - done);
        done += got > 0 ? (size_t)got : 0;
    }
    return done;
}

static enum container_end compare(off_t begin, uint32_t promised, off_t file_size)
{
    if (promised == 0 || promised >= STREAMED)
        return CONTAINER_WHOLE;
    return begin + (off_t)promised > file_size ? CONTAINER_CUT : CONTAINER_WHOLE;
}

/* RIFF (WAV) counts from the little end, RIFX and FORM (AIFF) from the big one. */
static enum container_end chunks_end(int file, off_t file_size)
{
    uint8_t head[12], chunk[8];
    off_t place = sizeof(head);
    bool little_end;

    if (read_at(file, 0, head, sizeof(head)) != sizeof(head))
        return CONTAINER_WHOLE;
    little_end = memcmp(head, "RIFF", 4) == 0;
    for (int i = 0; i < CHUNKS_MAX; i++) {
        uint32_t size;

        if (read_at(file, place, chunk, sizeof(chunk)) != sizeof(chunk))
            break;
        size = little_end ? little(chunk + 4) : big(chunk + 4);
        place += (off_t)sizeof(chunk);
        if (memcmp(chunk, "data", 4) == 0 || memcmp(chunk, "SSND", 4) == 0)
            return compare(place, size, file_size);
        place += (off_t)size + (size & 1);
    }
    return CONTAINER_WHOLE;
}

static enum container_end au_end(int file, off_t file_size)
{
    uint8_t head[12];

    if (read_at(file, 0, head, sizeof(head)) != sizeof(head) || memcmp(head, ".snd", 4) != 0)
        return CONTAINER_WHOLE;
    return compare((off_t)big(head + 4), big(head + 8), file_size);
}

/* Whether the page is the last of its stream, and all of it is there. */
static bool closes_stream(const uint8_t *page, size_t size)
{
    size_t length = PAGE_HEADER;

    if (size < PAGE_HEADER || size < length + page[PAGE_SEGMENTS])
        return false;
    for (size_t i = 0; i < page[PAGE_SEGMENTS]; i++)
        length += page[PAGE_HEADER + i];
    length += page[PAGE_SEGMENTS];
    return length <= size && page[PAGE_FLAGS] & PAGE_LAST;
}

/* Behind the last page may stand what does not belong to Ogg. */
static enum container_end ogg_end(int file, off_t file_size)
{
    uint8_t tail[2 * PAGE_MAX];
    off_t from = file_size > (off_t)sizeof(tail) ? file_size - (off_t)sizeof(tail) : 0;
    size_t size = read_at(file, from, tail, sizeof(tail));

    for (size_t i = size; i-- > 0;)
        if (size - i > 4 && memcmp(tail + i, "OggS", 5) == 0)
            return closes_stream(tail + i, size - i) ? CONTAINER_WHOLE : CONTAINER_CUT;
    return CONTAINER_CUT;
}

/* The header is a frame of silence, the first one, after an ID3 tag if there is one. */
static enum container_end mpeg_end(int file)
{
    static const char *const names[] = {"Xing", "Info", "VBRI"};
    uint8_t id3[ID3_HEADER], frame[MPEG_HEADER_MAX];
    off_t place = 0;
    size_t size;

    if (read_at(file, 0, id3, sizeof(id3)) == sizeof(id3) && memcmp(id3, "ID3", 3) == 0)
        place = ID3_HEADER + ((off_t)(id3[6] & 0x7f) << 21 | (off_t)(id3[7] & 0x7f) << 14 |
                              (off_t)(id3[8] & 0x7f) << 7 | (off_t)(id3[9] & 0x7f));
    size = read_at(file, place, frame, sizeof(frame));
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (memmem(frame, size, names[i], 4))
            return CONTAINER_WHOLE;
    return CONTAINER_OPEN;
}

enum container_end container_end(int file, int format)
{
    off_t before = lseek(file, 0, SEEK_CUR);
    off_t size = lseek(file, 0, SEEK_END);
    enum container_end end = CONTAINER_WHOLE;

    switch (format & SF_FORMAT_TYPEMASK) {
    case SF_FORMAT_WAV:
    case SF_FORMAT_WAVEX:
    case SF_FORMAT_AIFF:
        end = chunks_end(file, size);
        break;
    case SF_FORMAT_AU:
        end = au_end(file, size);
        break;
    case SF_FORMAT_OGG:
        end = ogg_end(file, size);
        break;
    case SF_FORMAT_MPEG:
        end = mpeg_end(file);
        break;
    default:
        break;
    }
    lseek(file, before, SEEK_SET);
    return end;
}
