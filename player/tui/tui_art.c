/*
 * tui_art.c - has chafa draw the cover.
 *
 * chafa gets it as its standard input. A death of this process kills chafa (PR_SET_PDEATHSIG), and
 * a hung chafa is killed when its time is over.
 */
#include "player/tui/tui_art.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "player/spool_helper.h"

enum {
    LIMIT_MS = 10000,
    BYTES_MAX = 8 << 20,
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

    *art = (struct tui_art){.output = -1, .picture = -1, .possible = installed("chafa")};
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

bool tui_art_found(struct tui_art *art)
{
    int picture = tui_cover_take(&art->cover);

    if (tui_cover_same(picture, art->picture)) {
        if (picture >= 0)
            close(picture);
        return false;
    }
    drop(art);
    if (art->picture >= 0)
        close(art->picture);
    art->picture = picture;
    return true;
}

bool tui_art_follow(struct tui_art *art, const char *track)
{
    if (!art->possible || (art->asked && art->kind == TUI_PICTURE_NONE))
        return false;
    return tui_cover_follow(&art->cover, track) && tui_art_found(art);
}

bool tui_art_wanted(const struct tui_art *art)
{
    return art->kind != TUI_PICTURE_NONE && art->picture >= 0 && !art->failed;
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
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    int ends[2] = {-1, -1};

    snprintf(size, sizeof(size), "--size=%dx%d", wide, high);
    snprintf(format, sizeof(format), "--format=%s", sixel ? "sixels" : "kitty");
    snprintf(ratio, sizeof(ratio), "--font-ratio=%s", sixel ? "1/1" : "1/2");
    art->failed = true;
    lseek(art->picture, 0, SEEK_SET);
    if (null >= 0 && pipe2(ends, O_CLOEXEC) == 0) {
        const struct spool_helper helper = {.argv = argv,
                                            .input = art->picture,
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
    int finding = tui_cover_timeout_ms(&art->cover), drawing = (int)(LIMIT_MS - age);

    if (art->process.pid == 0)
        return finding;
    if (age < LIMIT_MS)
        return finding >= 0 && finding < drawing ? finding : drawing;
    finish(art, false);
    return finding;
}

void tui_art_end(struct tui_art *art)
{
    tui_cover_end(&art->cover);
    drop(art);
    if (art->picture >= 0)
        close(art->picture);
}
