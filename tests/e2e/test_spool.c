/*
 * test_spool.c - music that comes through standard input, pipes and FIFOs: exact, to be sought in,
 * and whole whoever dies; and one clear line where nothing or too much comes.
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "tests/e2e/stage.h"
#include "tests/e2e/stage_control.h"
#include "tests/e2e/stage_sound.h"

static const char *sample(const char *file)
{
    static char path[PATH_MAX];

    return stage_sample(file, path);
}

/* A shell runs this with the sample as $1 and the player as $rondo; $0 is its --name. */
static struct stage_process *play_by_shell(struct stage *stage, unsigned columns,
                                           const char *command, const char *file)
{
    struct stage_process *shell = stage_prepare(stage);
    char name[64], script[2 * PATH_MAX];

    shell->columns = columns;
    snprintf(name, sizeof(name), "--name=%s", stage->name);
    snprintf(script, sizeof(script), "rondo=\"%s/rondo $0\"; %s", stage->programs, command);
    stage_start(shell, "bash", "-c", script, name, file, NULL);
    return shell;
}

static void make_fifo(struct stage *stage)
{
    char path[PATH_MAX];

    assert_int_equal(mkfifo(stage_path(stage, "fifo", path), 0600), 0);
}

static struct stage_process *write_to_fifo(struct stage *stage, const char *file)
{
    struct stage_process *writer = stage_prepare(stage);

    stage_start(writer, "sh", "-c", "cat \"$0\" >fifo", file, NULL);
    return writer;
}

static void what_flows_is_heard_exactly(void **state)
{
    static const char *const commands[] = {
        "cat \"$1\" | $rondo -q -o raw:out.raw -",
        "$rondo -q -o raw:out.raw - <\"$1\"",
        "$rondo -q -o raw:out.raw <(cat \"$1\")",
        "cat \"$1\" | $rondo -q -o raw:out.raw /dev/stdin",
        "cat \"$1\" >fifo & $rondo -q -o raw:out.raw fifo",
    };
    static const char *const files[] = {"rondo-s24.flac", "rondo.mp3", "rondo.ogg",
                                        "rondo-s16.wav"};
    struct stage *stage = *state;

    make_fifo(stage);
    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
        struct sound sound = sound_decode(stage, sample(files[i]));

        for (size_t j = 0; j < sizeof(commands) / sizeof(commands[0]); j++) {
            struct stage_process *shell = play_by_shell(stage, 0, commands[j], sample(files[i]));

            assert_int_equal(stage_wait(shell), 0);
            assert_string_equal(stage_errors(shell), "");
            sound_assert_file(stage, &sound, "out.raw");
        }
        sound_free(&sound);
    }
}

static void after_a_file_what_flows_follows_without_a_gap(void **state)
{
    struct stage *stage = *state;
    struct sound first = sound_decode(stage, sample("rondo-s24.wav"));
    struct sound last = sound_decode(stage, sample("rondo-s24.flac"));
    struct sound all = sound_join(&first, &last);
    struct stage_process *rondo;
    char path[PATH_MAX];

    make_fifo(stage);
    write_to_fifo(stage, sample("rondo-s24.flac"));
    rondo = stage_play(stage, "-q", "-o", "sim,record=heard.wav",
                       stage_sample("rondo-s24.wav", path), "fifo", NULL);
    assert_int_equal(stage_wait(rondo), 0);
    struct sound heard = sound_of_wav(stage, "heard.wav", &all);
    sound_assert_bytes(&all, heard.bytes, heard.size, "what was heard");
    sound_free(&heard);
    sound_free(&all);
    sound_free(&last);
    sound_free(&first);
}

static void a_new_producer_gets_the_same_bytes(void **state)
{
    struct stage *stage = *state;
    struct sound sound = sound_decode(stage, sample("rondo-s24.flac")), heard;
    struct stage_process *rondo;

    make_fifo(stage);
    write_to_fifo(stage, sample("rondo-s24.flac"));
    rondo = stage_play(stage, "--buffer=0.5", "-o", "sim,record=heard.wav", "fifo", NULL);
    for (int i = 1; i <= 4; i++) {
        stage_await_ready(rondo);
        stage_await_number(rondo, "position", 0.4 * i);
        kill(control_pids(rondo).producer, SIGKILL);
        stage_await_number(rondo, "restarts.producer", i);
    }
    assert_int_equal(stage_wait(rondo), 0);
    heard = sound_of_wav(stage, "heard.wav", &sound);
    sound_assert_bytes(&sound, heard.bytes, heard.size, "what was heard");
    sound_free(&heard);
    sound_free(&sound);
}

static void what_has_flowed_can_be_sought_in_and_gone_back_to(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo;
    char path[PATH_MAX];

    make_fifo(stage);
    write_to_fifo(stage, sample("rondo-s16.flac"));
    rondo = stage_play(stage, "-o", "sim", "fifo", stage_sample("mono.wav", path), NULL);
    stage_await_ready(rondo);
    stage_await_number(rondo, "position", 0.1);
    assert_int_equal(stage_ctl(rondo, "pause", NULL)->status, 0);
    assert_int_equal(stage_ctl(rondo, "seek", "20", NULL)->status, 0);
    stage_await_number(rondo, "position", 20);
    assert_int_equal(stage_ctl(rondo, "next", NULL)->status, 0);
    stage_await_number(rondo, "track", 2);
    assert_int_equal(stage_ctl(rondo, "previous", NULL)->status, 0);
    stage_await_text(rondo, "codec", "FLAC, Signed 16 bit PCM");
    assert_int_equal(stage_ctl(rondo, "stop", NULL)->status, 0);
    assert_int_equal(stage_wait(rondo), 0);
    assert_null(strstr(stage_errors(rondo), "rondo: fifo"));
}

static void while_nothing_comes_the_player_says_so_and_answers(void **state)
{
    struct stage *stage = *state;
    char path[PATH_MAX];
    struct stage_process *rondo;

    make_fifo(stage);
    rondo = stage_play(stage, "-o", "null", "fifo", stage_sample("mono.wav", path), NULL);
    stage_await_errors(rondo, "rondo: fifo: nothing has come yet\n");
    assert_non_null(stage_status(rondo));
    assert_int_equal(stage_ctl(rondo, "next", NULL)->status, 0);
    assert_int_equal(stage_wait(rondo), 0);
    stage_await_errors(rondo, "\n2/2 ");
}

static void keys_come_from_the_terminal_when_the_music_does_not(void **state)
{
    struct stage *stage = *state;
    struct stage_process *shell =
        play_by_shell(stage, 80, "cat \"$1\" | $rondo -o sim -", sample("rondo-s16.flac"));

    stage_await_shown(shell, "0:01");
    stage_type(shell, " ");
    stage_await_shown(shell, "‖");
    stage_type(shell, "q");
    assert_int_equal(stage_wait(shell), 0);
}

static void what_goes_wrong_is_one_line(void **state)
{
    static const struct {
        const char *command;
        const char *errors;
    } cases[] = {
        {": | $rondo -q -o null -", "rondo: -: nothing came from there\n"},
        {"$rondo -q -o null - </dev/null", "rondo: -: it is neither a file nor a pipe\n"},
        {"$rondo -q -o null <(:)", "nothing came from there\n"},
        {"cat \"$1\" | $rondo -q -o null - -", "rondo: -: standard input can be read only once\n"},
        {"yes | $rondo -q --spool-limit=2 -o null -",
         "rondo: -: it is more than the 2 MiB of --spool-limit\n"},
        {"yes | $rondo -q --spool-limit=2 -o null - \"$1\"",
         "rondo: -: it is more than the 2 MiB of --spool-limit\n"},
        {"yes | head -c 5000 | $rondo -q -o null -", "rondo: -: not audio that can be decoded"},
        {"head -c 90000 \"$1\" | $rondo -q -o null -", "rondo: -: damaged or cut off"},
    };
    struct stage *stage = *state;

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct stage_process *shell =
            play_by_shell(stage, 0, cases[i].command, sample("rondo-s16.flac"));
        const char *errors;

        if (stage_wait(shell) != 1)
            fail_msg("%s: status %d", cases[i].command, shell->status);
        errors = stage_errors(shell);
        if (!strstr(errors, cases[i].errors) || strchr(errors, '\n') != errors + strlen(errors) - 1)
            fail_msg("%s: %s", cases[i].command, errors);
    }
}

static void a_terminal_is_no_music(void **state)
{
    struct stage *stage = *state;
    struct stage_process *shell = play_by_shell(stage, 80, "$rondo -o null -", "none");

    assert_int_equal(stage_wait(shell), 1);
    stage_await_shown(shell, "rondo: -: it is a terminal, and no music comes from there");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_STAGE(what_flows_is_heard_exactly),
        ON_STAGE(after_a_file_what_flows_follows_without_a_gap),
        ON_STAGE(a_new_producer_gets_the_same_bytes),
        ON_STAGE(what_has_flowed_can_be_sought_in_and_gone_back_to),
        ON_STAGE(while_nothing_comes_the_player_says_so_and_answers),
        ON_STAGE(keys_come_from_the_terminal_when_the_music_does_not),
        ON_STAGE(what_goes_wrong_is_one_line),
        ON_STAGE(a_terminal_is_no_music),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
