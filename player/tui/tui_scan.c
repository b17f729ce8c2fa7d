/*
 * tui_scan.c - one request at a time: that for the track that plays.
 *
 * Another track makes the scanner forget the one before. A death of this process ends its scanner;
 * the scanner's own death, or its silence, is answered as scanner.h says.
 */
#include "player/tui/tui_scan.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static uint64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

void tui_scan_begin(struct tui_scan *scan)
{
    *scan = (struct tui_scan){0};
    scanner_init(&scan->scanner, true);
}

/* Only a regular file can be opened again, and ends. */
static int open_track(const char *path)
{
    struct stat about;
    int file = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);

    if (file >= 0 && fstat(file, &about) == 0 && S_ISREG(about.st_mode))
        return file;
    if (file >= 0)
        close(file);
    return -1;
}

void tui_scan_follow(struct tui_scan *scan, const struct tui_facts *facts,
                     const struct tui_sound *sound)
{
    const struct scan measure = {.kind = SCAN_MEASURE, .range = facts->part};
    int file;

    if (scan->id > 0 && now_ms() - scan->watched_ms > SCANNER_SILENCE_MS) {
        scanner_watch(&scan->scanner);
        scan->watched_ms = now_ms();
    }
    if (!sound->begun || scan->generation == sound->generation)
        return;
    scan->generation = sound->generation;
    if (scan->id > 0)
        scanner_forget(&scan->scanner, scan->id);
    scan->id = 0;
    file = facts->frames > 0 ? open_track(facts->file) : -1;
    if (file < 0 || scanner_ask(&scan->scanner, &measure, file, &scan->id) < 0)
        return;
    scan->watched_ms = now_ms();
}

bool tui_scan_take(struct tui_scan *scan, struct tui_sound *sound)
{
    struct scan asked;
    struct scan_reply reply;
    bool filled = false;

    while (scanner_take(&scan->scanner, &asked, &reply) == 0) {
        if (reply.kind == SCAN_PROGRESS || reply.id != scan->id)
            continue;
        scan->id = 0;
        if (reply.kind != SCAN_MEASURED || scan->generation != sound->generation)
            continue;
        tui_wave_fill(&sound->wave, reply.loudness.frames, reply.wave.frames, reply.wave.peak,
                      reply.wave.count);
        filled = true;
    }
    return filled;
}

void tui_scan_end(struct tui_scan *scan)
{
    scanner_close(&scan->scanner);
}
