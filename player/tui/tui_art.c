/*
 * tui_art.c - looks for a cover, and has chafa draw it.
 *
 * The file is opened here, and only if it is a regular one; chafa gets it as its standard input. A
 * death of this process kills chafa (PR_SET_PDEATHSIG), and a hung chafa is killed when its time is
 * over.
 */
#include "player/tui/tui_art.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "player/spool_helper.h"

enum {
    LIMIT_MS = 10000,
    BYTES_MAX = 8 << 20,
    FILE_MAX = 64 << 20,
    NAMES_MAX = 10000,
    PIECE = 65536,
    CHAFA_PIXELS = 8 /* what it takes for a cell where it sees no terminal */
};

static uint64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

static bool installed(const char *program)
{
    const char *path = getenv("PATH");
    char file[PATH_MAX];

    while (path && *path) {
        size_t length = strcspn(path, ":");

        snprintf(file, sizeof(file), "%.*s/%s", (int)length, path, program);
        if (access(file, X_OK) == 0)
            return true;
        path += length + (path[length] == ':');
    }
    return false;
}

void tui_art_begin(struct tui_art *art)
{
    const char *term = getenv("TERM"), *program = getenv("TERM_PROGRAM");

    *art = (struct tui_art){.output = -1, .possible = installed("chafa")};
    if (getenv("TMUX") || getenv("STY"))
        return;
    if (getenv("KITTY_WINDOW_ID") || (term && strstr(term, "kitty")) ||
        (term && strstr(term, "ghostty")) || (program && strcmp(program, "WezTerm") == 0))
        art->kind = TUI_PICTURE_KITTY;
    art->asked = art->kind != TUI_PICTURE_NONE;
}

/* Forgets what was drawn; a chafa that still draws is killed. */
static void drop(struct tui_art *art)
{
    struct spawn_end end;

    if (art->process.pid > 0) {
        spawn_signal(&art->process, SIGKILL);
        spawn_wait(&art->process, -1);
        spawn_reap(&art->process, &end);
    }
    if (art->output >= 0)
        close(art->output);
    free(art->bytes);
    art->bytes = NULL;
    art->output = -1;
    art->count = art->room = 0;
    art->rows = art->columns = 0;
    art->done = art->failed = false;
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

static void search(struct tui_art *art)
{
    DIR *directory = opendir(art->folder);
    struct dirent *entry;
    int best = 0, seen = 0;

    art->file[0] = '\0';
    while (directory && (entry = readdir(directory)) && seen++ < NAMES_MAX) {
        int now = rank(entry->d_name);

        if (now == 0 || (best > 0 && now >= best) ||
            strlen(art->folder) + strlen(entry->d_name) + 2 > sizeof(art->file))
            continue;
        best = now;
        stpcpy(stpcpy(stpcpy(art->file, art->folder), "/"), entry->d_name);
    }
    if (directory)
        closedir(directory);
}

bool tui_art_follow(struct tui_art *art, const char *track)
{
    const char *slash = strrchr(track, '/');
    char folder[PATH_MAX];

    if (!art->possible)
        return false;
    snprintf(folder, sizeof(folder), "%.*s", slash ? (int)(slash - track) : 1, slash ? track : ".");
    if (strcmp(folder, art->folder) == 0 || !*track)
        return false;
    strcpy(art->folder, folder);
    drop(art);
    search(art);
    return true;
}

bool tui_art_wanted(const struct tui_art *art)
{
    return art->kind != TUI_PICTURE_NONE && art->file[0] && !art->failed;
}

static int open_picture(const char *path)
{
    struct stat about;
    int file = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);

    if (file >= 0 && fstat(file, &about) == 0 && S_ISREG(about.st_mode) &&
        about.st_size <= FILE_MAX)
        return file;
    if (file >= 0)
        close(file);
    return -EINVAL;
}

/* Sixels are measured in pixels: then a cell is one of chafa's eight by eight, and there are more.
 */
static void start(struct tui_art *art, int cell_width, int cell_height)
{
    bool sixel = art->kind == TUI_PICTURE_SIXEL;
    int wide = sixel ? art->columns * cell_width / CHAFA_PIXELS : art->columns;
    int high = sixel ? art->rows * cell_height / CHAFA_PIXELS : art->rows;
    char size[48], format[32], ratio[24];
    char *const argv[] = {"chafa", format, size, ratio, "--animate=off", "--threads=1", "-", NULL};
    int picture = open_picture(art->file), null = open("/dev/null", O_RDWR | O_CLOEXEC);
    int ends[2] = {-1, -1};

    snprintf(size, sizeof(size), "--size=%dx%d", wide, high);
    snprintf(format, sizeof(format), "--format=%s", sixel ? "sixels" : "kitty");
    snprintf(ratio, sizeof(ratio), "--font-ratio=%s", sixel ? "1/1" : "1/2");
    art->failed = true;
    if (picture >= 0 && null >= 0 && pipe2(ends, O_CLOEXEC) == 0) {
        const struct spool_helper helper = {.argv = argv,
                                            .input = picture,
                                            .output = ends[1],
                                            .words = null,
                                            .memory = null,
                                            .limit = BYTES_MAX};
        art->failed = spool_helper_start(&helper, &art->process) < 0;
        art->output = ends[0];
        fcntl(art->output, F_SETFL, O_NONBLOCK);
        close(ends[1]);
    }
    art->began_ms = now_ms();
    if (picture >= 0)
        close(picture);
    if (null >= 0)
        close(null);
}

void tui_art_place(struct tui_art *art, const struct tui_rectangle *room, int cell_width,
                   int cell_height)
{
    if (room->columns == 0 || (room->rows == art->rows && room->columns == art->columns))
        return;
    drop(art);
    art->rows = room->rows;
    art->columns = room->columns;
    start(art, cell_width, cell_height);
}

/* It has ended, or has to. */
static void finish(struct tui_art *art, bool good)
{
    struct spawn_end end;
    int64_t picture = -EBADMSG;

    if (!good)
        spawn_signal(&art->process, SIGKILL);
    spawn_wait(&art->process, -1);
    spawn_reap(&art->process, &end);
    close(art->output);
    art->output = -1;
    if (good && end.signal == 0 && end.status == 0)
        picture = tui_picture_check(art->kind, art->bytes, art->count);
    art->done = picture > 0;
    art->failed = !art->done;
    if (art->done)
        art->count = (size_t)picture;
}

bool tui_art_read(struct tui_art *art)
{
    ssize_t count = 0;

    if (art->room - art->count < PIECE) {
        uint8_t *more = art->room < BYTES_MAX ? realloc(art->bytes, 2 * art->room + PIECE) : NULL;

        if (!more) {
            finish(art, false);
            return true;
        }
        art->bytes = more;
        art->room = 2 * art->room + PIECE;
    }
    count = read(art->output, art->bytes + art->count, art->room - art->count);
    if (count < 0 && (errno == EAGAIN || errno == EINTR))
        return false;
    if (count > 0) {
        art->count += (size_t)count;
        return false;
    }
    /* The end of its output; it may still have something to tidy up, but not for long. */
    finish(art, count == 0 && spawn_wait(&art->process, 1000) == 0);
    return true;
}

int tui_art_timeout_ms(struct tui_art *art)
{
    uint64_t age = now_ms() - art->began_ms;

    if (art->process.pid == 0)
        return -1;
    if (age < LIMIT_MS)
        return (int)(LIMIT_MS - age);
    finish(art, false);
    return -1;
}

void tui_art_end(struct tui_art *art)
{
    drop(art);
}
