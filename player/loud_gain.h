/*
 * loud_gain.h - which gain a track gets, by the mode and by what is known of it.
 */
#ifndef PLAYER_LOUD_GAIN_H
#define PLAYER_LOUD_GAIN_H

#include <stdbool.h>
#include <stdint.h>

#include "player/loud_cache.h"

enum loud_mode { LOUD_OFF, LOUD_TRACK, LOUD_ALBUM, LOUD_MODES };

/* Where a gain comes from. */
enum loud_source {
    LOUD_SOURCE_NONE,
    LOUD_SOURCE_TRACK_TAG,
    LOUD_SOURCE_ALBUM_TAG,
    LOUD_SOURCE_MEASURED,
    LOUD_SOURCES
};

enum { LOUD_PREAMP_MAX = 15000 }; /* thousandths of a dB, either way */

/* What a track has been given. */
struct loud_gain {
    bool decided; /* and then it stays so, until somebody changes the mode */
    bool unknown; /* it got none, since nothing was known of it yet */
    int32_t mdb;  /* with the preamp */
    enum loud_source source;
};

/* "off", "track", "album". 0 or -EINVAL. */
const char *loud_mode_name(enum loud_mode mode);
int loud_parse_mode(const char *text, enum loud_mode *ret_mode);

/* "track tag"; "none" */
const char *loud_source_name(enum loud_source source);

/*
 * Decides, where that can be: facts may be NULL. A track without an album gain gets its track
 * gain, and the other way round; without either what was measured, in album mode too. False: it
 * is not known enough; *ret_measure: measuring would help, for its tags say nothing.
 */
bool loud_gain_decide(enum loud_mode mode, int32_t preamp_mdb, const struct loud_facts *facts,
                      struct loud_gain *ret_gain, bool *ret_measure);

#endif
