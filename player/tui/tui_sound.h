/*
 * tui_sound.h - what is seen in the ring: levels, the waveform, the strip, the exact place.
 *
 * The ring is attached only for reading. A block's header is copied and checked before its samples
 * are looked at (block.h), for its writer may be hostile; that it may be filled anew meanwhile can
 * only show a wrong level for a moment.
 */
#ifndef PLAYER_TUI_SOUND_H
#define PLAYER_TUI_SOUND_H

#include "player/tui/tui_facts.h"
#include "player/tui/tui_meter.h"
#include "player/tui/tui_strip.h"
#include "player/tui/tui_wave.h"
#include "shmring/ring.h"

struct tui_sound {
    struct ring *ring;
    uint32_t *seen;  /* of each slot, the sequence of the block that is in the waveform */
    uint32_t handed; /* the ring's number of the track */
    bool begun;
    char file[PATH_MAX], title[TUI_FACTS_TEXT]; /* that the waveform is of */
    struct tui_wave wave;
    struct tui_strip strip;
    uint32_t channels; /* that there are meters for */
    struct tui_meter meter[TUI_METER_CHANNELS];
    double position; /* seconds */
};

/* Attaches to the ring of that instance. A negative errno as from instance_read() and
 * ring_attach(). */
int tui_sound_open(struct tui_sound *sound, const char *name);

/* Looks at the ring, at least 100 ms after the last time. */
void tui_sound_look(struct tui_sound *sound, const struct tui_facts *facts);

void tui_sound_close(struct tui_sound *sound);

#endif
