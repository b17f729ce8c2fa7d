/*
 * loud_gain.c - see loud_gain.h.
 */
#include "player/loud_gain.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>

#include "player/loudness.h"

static const char *const mode_names[LOUD_MODES] = {
    [LOUD_OFF] = "off", [LOUD_TRACK] = "track", [LOUD_ALBUM] = "album"};

static const char *const source_names[LOUD_SOURCES] = {
    [LOUD_SOURCE_NONE] = "none",
    [LOUD_SOURCE_TRACK_TAG] = "track tag",
    [LOUD_SOURCE_ALBUM_TAG] = "album tag",
    [LOUD_SOURCE_MEASURED] = "measured",
};

const char *loud_mode_name(enum loud_mode mode)
{
    return mode_names[mode];
}

const char *loud_source_name(enum loud_source source)
{
    return source_names[source];
}

int loud_parse_mode(const char *text, enum loud_mode *ret_mode)
{
    for (int i = 0; i < LOUD_MODES; i++) {
        if (strcmp(text, mode_names[i]) != 0)
            continue;
        *ret_mode = (enum loud_mode)i;
        return 0;
    }
    return -EINVAL;
}

static void set(struct loud_gain *gain, int32_t mdb, int32_t preamp_mdb, enum loud_source source)
{
    *gain = (struct loud_gain){.decided = true, .source = source};
    if (mdb == SCAN_UNKNOWN) {
        gain->source = LOUD_SOURCE_NONE;
        return;
    }
    mdb += preamp_mdb;
    gain->mdb = mdb > SCANS_GAIN_MAX    ? SCANS_GAIN_MAX
                : mdb < -SCANS_GAIN_MAX ? -SCANS_GAIN_MAX
                                        : mdb;
}

bool loud_gain_decide(enum loud_mode mode, int32_t preamp_mdb, const struct loud_facts *facts,
                      struct loud_gain *ret_gain, bool *ret_measure)
{
    const struct scan_tags *tags = facts && facts->tagged ? &facts->tags : NULL;
    bool track = tags && tags->track_gain != SCAN_UNKNOWN;
    bool album = tags && tags->album_gain != SCAN_UNKNOWN;

    *ret_measure = false;
    if (mode == LOUD_OFF)
        set(ret_gain, SCAN_UNKNOWN, 0, LOUD_SOURCE_NONE);
    else if (album && (mode == LOUD_ALBUM || !track))
        set(ret_gain, tags->album_gain, preamp_mdb, LOUD_SOURCE_ALBUM_TAG);
    else if (track)
        set(ret_gain, tags->track_gain, preamp_mdb, LOUD_SOURCE_TRACK_TAG);
    else if (tags && facts->measured)
        set(ret_gain, loudness_gain(facts->integrated), preamp_mdb, LOUD_SOURCE_MEASURED);
    else if (tags && facts->hopeless)
        set(ret_gain, SCAN_UNKNOWN, 0, LOUD_SOURCE_NONE);
    else {
        *ret_measure = tags != NULL;
        return false;
    }
    return true;
}
