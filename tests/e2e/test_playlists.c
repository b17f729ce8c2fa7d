/*
 * test_playlists.c - lists of files, and SIGHUP: what comes next changes, what sounds does not.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "tests/e2e/stage_sound.h"

enum { PARTS = 5 };

/* Writes parts of a sound as a.wav, b.wav, ...; the first is the longest. */
static void write_parts(struct stage *stage, struct sound parts[PARTS])
{
    char path[PATH_MAX], file[] = "a.wav";
    struct sound sound = sound_decode(stage, stage_sample("rondo-s16.flac", path));

    for (int i = 0; i < PARTS; i++) {
        parts[i] = sound_part(&sound, (uint64_t)i * 150000, i == 0 ? 120000 : 20000);
        file[0] = (char)('a' + i);
        sound_write_wav(stage, &parts[i], file);
    }
    sound_free(&sound);
}

static void free_parts(struct sound parts[PARTS])
{
    for (int i = 0; i < PARTS; i++)
        sound_free(&parts[i]);
}

static void write_list(struct stage *stage, const char *file, const char *text)
{
    stage_write(stage, file, text, strlen(text));
}

/* Plays list.m3u on the card; once it is in the midst of the first track, the list is another. */
static struct stage_process *play_and_reload(struct stage *stage, const char *before,
                                             const char *after)
{
    struct stage_process *rondo;

    stage_card(stage, &(struct card_options){0});
    write_list(stage, "list.m3u", before);
    rondo = stage_play(stage, "list.m3u", NULL);
    stage_await_number(rondo, "frame", 20000);
    write_list(stage, "list.m3u", after);
    kill(rondo->pid, SIGHUP);
    stage_await_errors(rondo, "reloaded: ");
    return rondo;
}

static void the_coming_tracks_change_and_the_current_one_goes_on(void **state)
{
    struct stage *stage = *state;
    struct sound parts[PARTS];
    struct stage_process *rondo;

    write_parts(stage, parts);
    rondo = play_and_reload(stage, "a.wav\nb.wav\nc.wav\nd.wav\n", "e.wav\na.wav\nd.wav\nb.wav\n");
    assert_int_equal(stage_wait(rondo), 0);
    printf("%s", stage_errors(rondo));
    sound_assert_recorded(stage, &parts[0], &parts[3], &parts[1], NULL);
    free_parts(parts);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_STAGE(the_coming_tracks_change_and_the_current_one_goes_on),
    };

    return cmocka_run_group_tests_name("playlists", tests, NULL, NULL);
}
