/*
 * test_resume_modes.c - --resume with parts of a file, and with how they were played.
 */
#include "tests/e2e/resume.h"

enum { TRACKS = 6, PART = 10 * NUMBERS_RATE };

/* numbers.wav as six tracks of 10 s. */
static void write_sheet(struct stage *stage)
{
    char text[1024];
    size_t used = (size_t)snprintf(text, sizeof(text), "FILE \"numbers.wav\" WAVE\n");

    for (int i = 0; i < TRACKS; i++)
        used += (size_t)snprintf(text + used, sizeof(text) - used,
                                 "TRACK %02d AUDIO\nTITLE \"Part %c\"\nINDEX 01 00:%02d:00\n",
                                 i + 1, 'A' + i, i * 10);
    stage_write(stage, "disc.cue", text, used);
}

static void ask(struct stage_process *rondo, const char *verb, const char *word, const char *more)
{
    assert_int_equal(stage_ctl(rondo, verb, word, more, NULL)->status, 0);
}

static int track(struct stage_process *rondo)
{
    return (int)stage_number(stage_status(rondo), "track");
}

/* Where `next` leads from here, five times. */
static void walk(struct stage_process *rondo, int tracks[TRACKS - 1])
{
    for (int i = 0; i < TRACKS - 1; i++) {
        ask(rondo, "next", NULL, NULL);
        tracks[i] = track(rondo);
    }
}

static void parts_titles_and_the_order_by_chance_of_a_changed_list_are_kept(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo;
    int first, order[TRACKS - 1], again[TRACKS - 1];
    char title[64], text[64];
    uint64_t since = 0;

    resume_prepare(stage);
    write_sheet(stage);
    rondo = stage_play(stage, "-q", "-o", "sim", "--shuffle", "--seed=4", "--repeat=all",
                       "disc.cue", NULL);
    stage_await_ready(rondo);
    ask(rondo, "pause", NULL, NULL);
    ask(rondo, "move", "1", "5");
    ask(rondo, "move", "3", "2");
    first = track(rondo);
    walk(rondo, order);
    for (int i = 1; i < TRACKS; i++)
        ask(rondo, "previous", NULL, NULL);
    assert_int_equal(track(rondo), first);
    ask(rondo, "play", NULL, NULL); /* paused, the ring may have no room to open a track */
    stage_await_number(rondo, "rate", NUMBERS_RATE);
    stage_text(stage_status(rondo), "title", title, sizeof(title));
    ask(rondo, "seek", "1", NULL);
    ask(rondo, "pause", NULL, NULL);
    while (resume_kept_number(stage, "frame") < NUMBERS_RATE)
        stage_tick(rondo, &since, "the frame");
    ask(rondo, "quit", NULL, NULL);
    stage_wait(rondo);

    rondo = stage_play(stage, "-q", "-o", "sim", "--resume", NULL);
    stage_await_ready(rondo);
    stage_await_number(rondo, "rate", NUMBERS_RATE);
    ask(rondo, "pause", NULL, NULL);
    assert_int_equal(track(rondo), first);
    assert_int_equal((int)stage_number(stage_status(rondo), "frames"), PART);
    assert_in_range((int)stage_number(stage_status(rondo), "frame"), NUMBERS_RATE, PART);
    assert_string_equal(stage_text(stage_status(rondo), "title", text, sizeof(text)), title);
    assert_string_equal(stage_text(stage_status(rondo), "repeat", text, sizeof(text)), "all");
    assert_int_equal((int)stage_number(stage_status(rondo), "seed"), 4);
    walk(rondo, again);
    for (int i = 0; i < TRACKS - 1; i++)
        assert_int_equal(again[i], order[i]);
    ask(rondo, "quit", NULL, NULL);
    stage_wait(rondo);
}

static void a_mode_that_is_asked_for_counts_more(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo;
    char text[64];

    resume_prepare(stage);
    write_sheet(stage);
    rondo = stage_play(stage, "-q", "-o", "sim", "--shuffle", "disc.cue", NULL);
    stage_await_ready(rondo);
    ask(rondo, "quit", NULL, NULL);
    stage_wait(rondo);
    rondo = stage_play(stage, "-q", "-o", "sim", "--resume", "--repeat=one", NULL);
    stage_await_ready(rondo);
    assert_string_equal(stage_text(stage_status(rondo), "repeat", text, sizeof(text)), "one");
    assert_int_equal((int)stage_number(stage_status(rondo), "seed"), -1); /* not shuffled */
    ask(rondo, "quit", NULL, NULL);
    stage_wait(rondo);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_STAGE(parts_titles_and_the_order_by_chance_of_a_changed_list_are_kept),
        ON_STAGE(a_mode_that_is_asked_for_counts_more),
    };

    return cmocka_run_group_tests_name("resume_modes", tests, NULL, NULL);
}
