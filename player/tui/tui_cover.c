/*
 * tui_cover.c - has ffmpeg take the picture out of the file, and looks through the folder.
 *
 * Files are opened here, and only regular ones; ffmpeg gets the track as its standard input, and
 * its standard output is memory. A death of this process kills it (PR_SET_PDEATHSIG).
 */
#include "player/tui/tui_cover.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "player/spool_helper.h"

enum { LIMIT_MS = 10000, NAMES_MAX = 10000, PIECE = 4096 };

static const off_t picture_max = 64 << 20;

static uint64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

/* A regular file of 1 to `most` bytes; -1: it is none. */
static int open_file(const char *path, off_t most)
{
    struct stat about;
    int file = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);

    if (file >= 0 && fstat(file, &about) == 0 && S_ISREG(about.st_mode) && about.st_size > 0 &&
        about.st_size <= most)
        return file;
    if (file >= 0)
        close(file);
    return -1;
}

/* Only a picture that is attached (V is the rest), as it is. */
static bool start(struct tui_cover *cover, int track)
{
    char *const argv[] = {"ffmpeg",
                          "-nostdin",
                          "-v",
                          "quiet",
                          "-protocol_whitelist",
                          "file",
                          "-i",
                          "file:/proc/self/fd/0",
                          "-map",
                          "0:v",
                          "-map",
                          "-0:V",
                          "-c",
                          "copy",
                          "-frames:v",
                          "1",
                          "-f",
                          "image2pipe",
                          "pipe:1",
                          NULL};
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    struct spool_helper helper = {.argv = argv,
                                  .input = track,
                                  .words = null,
                                  .memory = null,
                                  .limit = (uint64_t)picture_max};
    bool started = false;

    cover->memory = helper.output = memfd_create("rondo", MFD_CLOEXEC);
    if (null >= 0 && cover->memory >= 0)
        started = spool_helper_start(&helper, &cover->process) == 0;
    if (!started && cover->memory >= 0)
        close(cover->memory);
    if (null >= 0)
        close(null);
    return started;
}

/* Its process, dead or alive, is none any more. Whether it has ended well. */
static bool stop(struct tui_cover *cover, int number)
{
    struct spawn_end end;

    if (cover->process.pid == 0)
        return false;
    spawn_signal(&cover->process, number);
    spawn_wait(&cover->process, -1);
    spawn_reap(&cover->process, &end);
    return end.signal == 0 && end.status == 0;
}

void tui_cover_end(struct tui_cover *cover)
{
    if (cover->process.pid == 0)
        return;
    stop(cover, SIGKILL);
    close(cover->memory);
}

bool tui_cover_follow(struct tui_cover *cover, const char *track)
{
    int file;
    bool started;

    if (!*track || strcmp(track, cover->track) == 0)
        return false;
    tui_cover_end(cover);
    snprintf(cover->track, sizeof(cover->track), "%s", track);
    file = open_file(track, INT64_MAX);
    started = file >= 0 && start(cover, file);
    cover->began_ms = now_ms();
    if (file >= 0)
        close(file);
    return !started;
}

int tui_cover_timeout_ms(const struct tui_cover *cover)
{
    uint64_t age = now_ms() - cover->began_ms;

    if (cover->process.pid == 0)
        return -1;
    if (age < LIMIT_MS)
        return (int)(LIMIT_MS - age);
    spawn_signal(&cover->process, SIGKILL);
    return -1;
}

/* The less the better; 0: it is no cover. */
static int rank(const char *name)
{
    static const char *const stems[] = {"cover", "folder", "front", "album"};
    static const char *const ends[] = {".jpg", ".jpeg", ".png", ".webp"};

    for (int i = 0; i < 4; i++) {
        size_t length = strlen(stems[i]);

        if (strncasecmp(name, stems[i], length) != 0)
            continue;
        for (int k = 0; k < 4; k++)
            if (strcasecmp(name + length, ends[k]) == 0)
                return 1 + 4 * i + k;
    }
    return 0;
}

static int search(const char *folder)
{
    char best[NAME_MAX + 1] = "", path[PATH_MAX + sizeof(best)];
    DIR *directory = opendir(folder);
    struct dirent *entry;
    int seen = 0;

    while (directory && (entry = readdir(directory)) && seen++ < NAMES_MAX) {
        int now = rank(entry->d_name);

        if (now > 0 && (!*best || now < rank(best)))
            snprintf(best, sizeof(best), "%s", entry->d_name);
    }
    if (directory)
        closedir(directory);
    snprintf(path, sizeof(path), "%s/%s", folder, best);
    return *best ? open_file(path, picture_max) : -1;
}

int tui_cover_take(struct tui_cover *cover)
{
    const char *slash = strrchr(cover->track, '/');
    char folder[PATH_MAX];
    struct stat about;

    if (cover->process.pid > 0) {
        if (stop(cover, 0) && fstat(cover->memory, &about) == 0 && about.st_size > 0)
            return cover->memory;
        close(cover->memory);
    }
    snprintf(folder, sizeof(folder), "%.*s", slash ? (int)(slash - cover->track) : 1,
             slash ? cover->track : ".");
    return search(folder);
}

bool tui_cover_same(int a, int b)
{
    struct stat of_a, of_b;
    char from_a[PIECE], from_b[PIECE];
    ssize_t count = 1;

    if (a < 0 || b < 0)
        return a < 0 && b < 0;
    if (fstat(a, &of_a) < 0 || fstat(b, &of_b) < 0 || of_a.st_size != of_b.st_size)
        return false;
    for (off_t at = 0; count > 0; at += count) {
        count = pread(a, from_a, sizeof(from_a), at);
        if (count < 0 || pread(b, from_b, sizeof(from_b), at) != count ||
            memcmp(from_a, from_b, (size_t)count) != 0)
            return false;
    }
    return true;
}
