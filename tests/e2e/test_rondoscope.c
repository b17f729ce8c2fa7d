/*
 * test_rondoscope.c - one picture of a real player as text and as JSON, and what it costs: nothing.
 */
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/e2e/stage_control.h"
#include "tests/e2e/stage_numbers.h"

enum { FRAMES = 60 * NUMBERS_RATE, STABLE_MS = 1000, COLUMNS = 80 };

static const char name_option[] = "--name";

static struct stage_process *play(struct stage *stage)
{
    struct stage_process *rondo;

    numbers_write(stage, "numbers.wav", 0, FRAMES);
    rondo = stage_play(stage, "-o", "sim", "numbers.wav", NULL);
    stage_await_ready(rondo);
    stage_await_number(rondo, "position", 0.2);
    return rondo;
}

static struct stage_process *scope(struct stage *stage, const char *how)
{
    return stage_run(stage, "rondoscope", name_option, stage->name, how, NULL);
}

/* As JSON, which the schema allows. */
static const char *json(struct stage *stage, int status)
{
    struct stage_process *picture = scope(stage, "--json"), *judge;

    assert_int_equal(picture->status, status);
    stage_write(stage, "picture.json", stage_out(picture), strlen(stage_out(picture)));
    judge = stage_run(stage, "jsonschema", "-i", "picture.json", SCOPE_SCHEMA, NULL);
    if (judge->status != 0)
        fail_msg("%s%s", stage_out(judge), stage_errors(judge));
    return stage_out(picture);
}

static void quit(struct stage_process *rondo)
{
    assert_int_equal(stage_ctl(rondo, "quit", NULL)->status, 0);
    assert_int_equal(stage_wait(rondo), 0);
}

static void expect(const char *text, const char *format, int number)
{
    char wanted[128];

    snprintf(wanted, sizeof(wanted), format, number);
    if (!strstr(text, wanted))
        fail_msg("\"%s\" is missing in:\n%s", wanted, text);
}

/* Columns of the widest line, which holds no control character. */
static unsigned widest(const char *text)
{
    unsigned most = 0, now = 0;

    for (; *text; text++) {
        unsigned char byte = (unsigned char)*text;

        assert_true(byte >= ' ' || byte == '\n');
        now = byte == '\n' ? 0 : now + ((byte & 0xc0) != 0x80);
        most = now > most ? now : most;
    }
    return most;
}

static void a_page_names_the_objects_and_processes_that_others_know(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo = play(stage), *picture;
    struct control_pids pids = control_pids(rondo);
    struct instance_record record;
    const char *text;

    picture = scope(stage, "--once");
    assert_int_equal(picture->status, 0);
    assert_string_equal(stage_errors(picture), "");
    text = stage_out(picture);
    assert_int_equal(instance_read(stage->name, &record), 0);
    expect(text, "segment    id %-6d key 0x52", record.segment);
    expect(text, "semaphores id %-6d key 0x53", record.set);
    expect(text, "requests   id %-6d key 0x54", record.requests);
    expect(text, "replies    id %-6d key 0x55", record.replies);
    expect(text, "  player   %7d ", pids.rondo);
    expect(text, "  producer %7d ", pids.producer);
    expect(text, "  consumer %7d ", pids.consumer);
    assert_non_null(strstr(text, ": running, playing  track 1 at 0:0"));
    assert_non_null(strstr(text, "caught  HUP "));
    assert_in_range(widest(text), 40, COLUMNS);
    quit(rondo);
}

static void json_of_a_playing_and_of_a_paused_player_agrees_with_them(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo = play(stage);
    const char *text = json(stage, 0);
    struct control_pids pids = control_pids(rondo);

    assert_non_null(strstr(text, "\"state\":\"running\",\"paused\":false"));
    expect(text, "\"role\":\"producer\",\"pid\":%d,\"seat_taken\":true", pids.producer);
    expect(text, "\"role\":\"consumer\",\"pid\":%d,\"seat_taken\":true", pids.consumer);
    expect(text, "\"role\":\"player\",\"pid\":%d,\"seat_taken\":true", pids.rondo);
    assert_non_null(strstr(text, "\"state\":\"filled\",\"true\":true"));
    assert_non_null(strstr(text, "\"debts\":{\"PLAYER\":1}"));

    assert_int_equal(stage_ctl(rondo, "pause", NULL)->status, 0);
    for (uint64_t since = 0; !strstr(json(stage, 0), "\"paused\":true");)
        stage_tick(rondo, &since, "the pause");
    text = json(stage, 0);
    /* The consumer has given all back, and sleeps until the gate opens. */
    assert_non_null(strstr(text, "\"name\":\"PAUSED\",\"value\":1,\"waiting_grow\":0,"
                                 "\"waiting_zero\":1"));
    assert_non_null(strstr(text, "\"debts\":{\"CONSUMER\":1}"));
    quit(rondo);
}

/* The player cannot clean up after its children, nor they after it. */
static void kill_all_at_once(struct stage_process *rondo)
{
    struct control_pids pids = control_pids(rondo);

    kill(pids.rondo, SIGSTOP);
    control_await_state(pids.rondo, "T");
    kill(pids.producer, SIGKILL);
    kill(pids.consumer, SIGKILL);
    control_await_state(pids.producer, "ZX");
    control_await_state(pids.consumer, "ZX");
    kill(pids.rondo, SIGKILL);
    stage_wait(rondo);
}

static void what_dead_processes_left_is_shown_with_status_3(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo = play(stage), *picture;
    const char *text;

    kill_all_at_once(rondo);
    picture = scope(stage, "--once");
    assert_int_equal(picture->status, 3);
    text = stage_out(picture);
    assert_non_null(strstr(text, ": dead"));
    assert_non_null(strstr(text, "ended"));
    assert_non_null(strstr(text, "the flight recorder's newest"));
    assert_in_range(widest(text), 40, COLUMNS);
    assert_non_null(strstr(stage_errors(picture), "is running; none is\n"));
    text = json(stage, 3);
    assert_non_null(strstr(text, "\"state\":\"dead\""));
    assert_null(strstr(text, "\"seat_taken\":true"));
    assert_int_equal(instance_reap(stage->name, 0), 0);
}

static void an_unknown_instance_is_answered_with_those_that_run(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo = play(stage), *picture;
    char wanted[128];

    picture = stage_run(stage, "rondoscope", "-n", "other", "--once", NULL);
    assert_int_equal(picture->status, 3);
    assert_string_equal(stage_out(picture), "");
    snprintf(wanted, sizeof(wanted), "rondoscope: no instance \"other\" is running; running: %s\n",
             stage->name);
    assert_string_equal(stage_errors(picture), wanted);
    picture = stage_run(stage, "rondoscope", name_option, stage->name, NULL);
    assert_int_equal(picture->status, 2);
    assert_non_null(strstr(stage_errors(picture), "no terminal; accepted there: --once, --json"));
    picture = stage_run(stage, "rondoscope", "--once=3", NULL);
    assert_int_equal(picture->status, 2);
    quit(rondo);
}

static struct stage_process *page_in_terminal(struct stage *stage)
{
    struct stage_process *picture = stage_prepare(stage);

    picture->columns = COLUMNS;
    stage_start(picture, "rondoscope", name_option, stage->name, "--once", NULL);
    assert_int_equal(stage_wait(picture), 0);
    return picture;
}

static void colours_are_for_terminals_that_want_them(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo = play(stage);

    assert_non_null(strstr(stage_shown(page_in_terminal(stage)), "\033[0;32m"));
    setenv("NO_COLOR", "1", 1);
    assert_null(strchr(stage_shown(page_in_terminal(stage)), '\033'));
    unsetenv("NO_COLOR");
    quit(rondo);
}

/* The watchdog looks once or twice more: the count of sleeps stands still for a second. */
static uint64_t await_rest(const struct control_pids *pids)
{
    uint64_t sleeps = control_sleeps(pids), begin = stage_now_ms(), changed = begin;

    while (stage_now_ms() - changed < STABLE_MS) {
        uint64_t now = control_sleeps(pids);

        if (now != sleeps)
            changed = stage_now_ms();
        if (changed - begin > STAGE_TIMEOUT_MS)
            fail_msg("it does not come to rest");
        sleeps = now;
        poll(NULL, 0, STAGE_POLL_MS * 10);
    }
    return sleeps;
}

static void a_paused_player_is_not_woken_up_by_being_looked_at(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo = play(stage), *live = stage_prepare(stage);
    struct control_pids pids;
    uint64_t sleeps;

    assert_int_equal(stage_ctl(rondo, "pause", NULL)->status, 0);
    stage_await_text(rondo, "state", "paused");
    pids = control_pids(rondo);
    sleeps = await_rest(&pids);
    live->columns = COLUMNS;
    stage_start(live, "rondoscope", name_option, stage->name, NULL);
    stage_await_shown(live, "paused");
    for (int i = 0; i < 3; i++) {
        assert_int_equal(scope(stage, "--once")->status, 0);
        assert_int_equal(scope(stage, "--json")->status, 0);
    }
    stage_type(live, "q");
    assert_int_equal(stage_wait(live), 0);
    assert_int_equal(control_sleeps(&pids), sleeps);
    quit(rondo);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_STAGE(a_page_names_the_objects_and_processes_that_others_know),
        ON_STAGE(json_of_a_playing_and_of_a_paused_player_agrees_with_them),
        ON_STAGE(what_dead_processes_left_is_shown_with_status_3),
        ON_STAGE(an_unknown_instance_is_answered_with_those_that_run),
        ON_STAGE(colours_are_for_terminals_that_want_them),
        ON_STAGE(a_paused_player_is_not_woken_up_by_being_looked_at),
    };

    return cmocka_run_group_tests_name("rondoscope", tests, NULL, NULL);
}
