/*
 * tui_scan.h - the waveform of the whole track, ahead of what the ring has of it.
 *
 * A rondo-scanner of this process's own, in its sandbox, decodes the file once in the background.
 * What it cannot decode (streams, pipes, what needs ffmpeg) is drawn as it passes through the ring.
 */
#ifndef PLAYER_TUI_SCAN_H
#define PLAYER_TUI_SCAN_H

#include "player/scanner.h"
#include "player/tui/tui_sound.h"

struct tui_scan {
    struct scanner scanner;
    uint32_t generation; /* of the waveform that was asked for last */
    uint32_t id;         /* of that request; 0: none is under way */
    uint64_t watched_ms;
};

void tui_scan_begin(struct tui_scan *scan);

/* Asks for the waveform of what plays, if it is another one than before. */
void tui_scan_follow(struct tui_scan *scan, const struct tui_facts *facts,
                     const struct tui_sound *sound);

/* Its channel is readable: fills the waveform in when it is there. True: it was. */
bool tui_scan_take(struct tui_scan *scan, struct tui_sound *sound);

void tui_scan_end(struct tui_scan *scan);

#endif
