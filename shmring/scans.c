/*
 * scans.c - requests to the scanner and its answers, over one socketpair.
 *
 * As in jobs.c: the player never sleeps on either, the scanner may sleep on both.
 */
#include "shmring/scans.h"

#include <errno.h>
#include <unistd.h>

#include "shmring/layout.h"
#include "shmring/packet.h"

enum { LOUDNESS_MIN = -70000, LOUDNESS_MAX = 60000, RANGE_MAX = 200000, DONE_MAX = 1000 };

int scans_send(int socket, const struct scan *scan, int file)
{
    return packet_send(socket, scan, sizeof(*scan), file, false);
}

int scans_receive(int socket, bool wait, struct scan *ret_scan, int *ret_file)
{
    struct scan scan = {0};
    int file = -1;
    int error = packet_receive(socket, &scan, sizeof(scan), wait, &file);

    if (error == 0 && (scan.kind < SCAN_TAGS || scan.kind > SCAN_FORGET))
        error = -EBADMSG;
    if (file >= 0 && (error < 0 || scan.kind == SCAN_FORGET)) {
        close(file);
        file = -1;
    }
    if (error < 0)
        return error;
    *ret_scan = scan;
    *ret_file = file;
    return 0;
}

int scans_send_reply(int socket, const struct scan_reply *reply)
{
    return packet_send(socket, reply, sizeof(*reply), -1, true);
}

static bool between(int32_t value, int32_t low, int32_t high)
{
    return value == SCAN_UNKNOWN || (value >= low && value <= high);
}

static bool tags_plausible(const struct scan_tags *tags)
{
    return between(tags->track_gain, -SCANS_GAIN_MAX, SCANS_GAIN_MAX) &&
           between(tags->album_gain, -SCANS_GAIN_MAX, SCANS_GAIN_MAX) &&
           between(tags->track_peak, 0, SCANS_PEAK_MAX) &&
           between(tags->album_peak, 0, SCANS_PEAK_MAX) && tags->sources < 1U << SCAN_SOURCES;
}

static bool loudness_plausible(const struct scan_loudness *loudness)
{
    return between(loudness->integrated, LOUDNESS_MIN, LOUDNESS_MAX) &&
           between(loudness->range, 0, RANGE_MAX) &&
           between(loudness->true_peak, 0, SCANS_PEAK_MAX) &&
           between(loudness->sample_peak, 0, SCANS_PEAK_MAX) && loudness->frames <= INT64_MAX &&
           loudness->rate >= BLOCK_RATE_MIN && loudness->rate <= BLOCK_RATE_MAX;
}

static bool plausible(const struct scan_reply *reply)
{
    switch (reply->kind) {
    case SCAN_TAGGED:
        return tags_plausible(&reply->tags);
    case SCAN_PROGRESS:
        return reply->done <= DONE_MAX;
    case SCAN_MEASURED:
        return loudness_plausible(&reply->loudness) && reply->wave.count <= SCANS_WAVE &&
               (reply->wave.count == 0 || reply->wave.frames > 0);
    default:
        return reply->kind == SCAN_FAILED;
    }
}

int scans_receive_reply(int socket, struct scan_reply *ret_reply)
{
    struct scan_reply reply;
    int error = packet_receive(socket, &reply, sizeof(reply), false, NULL);

    if (error < 0)
        return error;
    if (!plausible(&reply))
        return -EBADMSG;
    reply.text[sizeof(reply.text) - 1] = '\0';
    *ret_reply = reply;
    return 0;
}
