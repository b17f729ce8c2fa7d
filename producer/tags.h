/*
 * tags.h - what a file's tags say of its loudness.
 *
 * TagLib is C++, and its C binding neither reads from a descriptor nor knows ReplayGain; so
 * tags_taglib.cpp is the one C++ file, and rondo-scanner the one program that links it: the
 * programs that somebody waits for start without libstdc++.
 */
#ifndef PRODUCER_TAGS_H
#define PRODUCER_TAGS_H

#include <stdbool.h>

#include "shmring/scans.h"

#ifdef __cplusplus
extern "C" {
#endif

enum tags_field { TAGS_TRACK_GAIN, TAGS_ALBUM_GAIN, TAGS_TRACK_PEAK, TAGS_ALBUM_PEAK, TAGS_FIELDS };

/* What each is called wherever tags have names, in capitals: REPLAYGAIN_… */
extern const char *const tags_names[TAGS_FIELDS];

void tags_clear(struct scan_tags *tags);

/*
 * Takes over what a field says: "-6.54 dB", "0.988". In any locale, whole, and within 60 dB, or
 * it says nothing. What is known already is not changed.
 */
void tags_take(struct scan_tags *tags, enum tags_field field, const char *text,
               enum scan_source source);

/*
 * The same of Opus' R128_TRACK_GAIN and R128_ALBUM_GAIN (RFC 7845, 5.2.1): whole 1/256 dB towards
 * -23 LUFS, which makes 5 dB more towards ReplayGain's -18 LUFS.
 */
void tags_take_r128(struct scan_tags *tags, enum tags_field field, const char *text);

/* A gain in dB that stood there as a number. */
void tags_take_gain(struct scan_tags *tags, enum tags_field field, double db,
                    enum scan_source source);

/* Reads all of an open file's, which stays the caller's. False: out of memory, or worse. */
bool tags_read(int file, struct scan_tags *ret_tags);

#ifdef __cplusplus
}
#endif

#endif
