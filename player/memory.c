/*
 * memory.c - when the place and the list are kept, and which place that is.
 *
 * The loop only makes texts; a thread brings them to the disk (memory_writer.h). At the end the
 * place is looked up before the ring is removed, and then, when the consumer is gone and nothing
 * more can be heard, once more in what it has left in the segment.
 */
#include "player/memory.h"

#include <errno.h>
#include <string.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "player/memory_file.h"
#include "player/session.h"

enum { EVERY_S = 4 };

int memory_open(struct memory *memory)
{
    memory->timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
    return memory->timer < 0 ? -errno : 0;
}

/* Does anybody listen? */
static bool wanted(const struct options *options)
{
    static const char *const silent[] = {"wav", "raw", "null"};

    for (size_t i = 0; i < sizeof(silent) / sizeof(silent[0]); i++)
        if (strcmp(options->output.kind, silent[i]) == 0)
            return options->resume;
    return true;
}

static void say_not_kept(struct session *s, const char *path, int error)
{
    if (s->memory.told)
        return;
    s->memory.told = true;
    screen_note(s, "%s: %s; --resume will not know this session", path,
                error == -EPERM ? "not a folder of this user alone" : strerror(-error));
}

void memory_begin(struct session *s)
{
    struct memory *m = &s->memory;
    char path[PATH_MAX];
    int folder, error;

    if (!wanted(s->options) || s->state == STATE_OVER)
        return;
    folder = memory_file_folder(true, path);
    if (folder == -ENOENT && !*path)
        return;
    if (!getcwd(m->folder, sizeof(m->folder)))
        strcpy(m->folder, "/");
    error = folder < 0 ? folder : memory_writer_start(folder, s->instance.name, &m->writer);
    if (error < 0) {
        say_not_kept(s, path, error);
        return;
    }
    memory_list_changed(s);
    memory_follow(s);
}

static void note(struct session *s)
{
    struct memory *m = &s->memory;
    char text[MEMORY_PLACE_SIZE];
    int length = memory_place_write(&m->place, text, sizeof(text));

    if (length < 0 || strcmp(text, m->text) == 0)
        return;
    strcpy(m->text, text);
    memory_writer_place(m->writer, text, (size_t)length);
}

/* A place in the list; past its end is its beginning. */
static void set_place(struct session *s, uint32_t index, uint32_t round, struct feeder_start at)
{
    struct memory *m = &s->memory;
    bool over = index >= s->list.count;

    m->place = (struct memory_place){
        .list = m->list,
        .index = over ? 0 : index,
        .frame = over ? 0 : at.frame,
        .hz = over ? 0 : at.hz,
        .ms = over ? 0 : at.ms,
        .volume = s->volume,
        .modes = {.repeat = s->order.repeat,
                  .shuffle = s->order.shuffle,
                  .seed = s->order.seed,
                  .base = s->order.base,
                  .base_round = s->order.base_round,
                  .round = round},
    };
    if (s->list.count > 0)
        memory_absolute(m->folder, s->list.entries[m->place.index].path, m->place.path);
}

/* False: nothing plays any more; the place is the beginning. */
static bool look(struct session *s)
{
    struct session_place at;
    bool plays = session_place(s, &at) == 0;

    if (plays)
        set_place(s, at.index, at.round, session_here(&at));
    else
        set_place(s, 0, 0, (struct feeder_start){0});
    return plays;
}

void memory_list_changed(struct session *s)
{
    struct memory *m = &s->memory;
    size_t bytes;
    char *text;

    if (!m->writer)
        return;
    m->revision = s->list.revision;
    m->list = memory_list_id(&s->list, m->folder);
    if (memory_list_write(&s->list, m->folder, &text, &bytes) == 0)
        memory_writer_list(m->writer, text, bytes);
    memory_tick(s);
}

void memory_tick(struct session *s)
{
    struct memory *m = &s->memory;
    int error = m->writer ? memory_writer_error(m->writer) : 0;
    char path[PATH_MAX];

    if (!m->writer)
        return;
    if (error < 0) {
        close(memory_file_folder(false, path));
        say_not_kept(s, path, error);
    }
    if (m->revision != s->list.revision) {
        memory_list_changed(s);
        return;
    }
    look(s);
    note(s);
}

void memory_follow(struct session *s)
{
    struct memory *m = &s->memory;
    bool run = s->state == STATE_PLAYING;
    struct itimerspec every = {0};

    if (!m->writer)
        return;
    if (run)
        every.it_value.tv_sec = every.it_interval.tv_sec = EVERY_S;
    if (run != m->running)
        timerfd_settime(m->timer, 0, &every, NULL);
    m->running = run;
    if (s->state == STATE_PAUSED || s->state == STATE_SUSPENDED)
        memory_tick(s);
}

void memory_leave(struct session *s)
{
    if (s->memory.writer)
        s->memory.playing = look(s);
}

/* What the consumer has published last is what was heard last. */
static void look_again(struct session *s)
{
    struct feeder *f = &s->feeder;
    struct order_place place, next;
    struct block_header at;
    uint32_t i = 0;

    if (!s->memory.playing || ring_last_heard(s->instance.ring, &at) < 0)
        return;
    while (i < f->count && f->line[i].track != at.track)
        i++;
    if (i == f->count || playlist_find(&s->list, f->line[i].entry, &place.index) < 0)
        return;
    place.round = f->line[i].round;
    if (at.frames > 0 || !(at.flags & BLOCK_END))
        set_place(s, place.index, place.round, (struct feeder_start){at.position, at.rate, 0});
    else if (order_next(&s->order, &s->list, &place, false, &next))
        set_place(s, next.index, next.round, (struct feeder_start){0});
    else
        set_place(s, 0, 0, (struct feeder_start){0});
}

void memory_end(struct session *s)
{
    struct memory *m = &s->memory;

    if (m->writer) {
        look_again(s);
        note(s);
    }
    memory_writer_end(m->writer);
    m->writer = NULL;
}
