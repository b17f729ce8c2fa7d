/*
 * test_rondoctl.c - rondoctl as a program: what it sends, prints, and exits with.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>

#include <cmocka.h>

#include "tests/unit/rondoctl_player.h"

static void expect(const char *words, int status, const char *out, const char *err)
{
    struct run result;

    run(&result, words);
    assert_string_equal(result.err, err);
    assert_string_equal(result.out, out);
    assert_int_equal(result.status, status);
}

static void each_verb_is_sent_with_its_argument(void **state)
{
    static const char *const requests[] = {
        "play ",        "pause ",           "toggle ",  "next ",
        "previous ",    "seek 1:02:03",     "seek -10", "seek +10",
        "volume -5.5",  "volume 50",        "slow 25",  "step ",
        "step 12",      "save /a/b.m3u8",   "add /a",   "insert next /b",
        "insert 3 /b/", "remove 3",         "move 3 1", "clear ",
        "repeat one",   "shuffle on",       "loop 1-2", "crossfade 5",
        "gap 0.5",      "replaygain album", "go 3"};
    pid_t player = player_start(ANSWERS, "\"ok\":true");

    (void)state;
    for (size_t i = 0; i < sizeof(requests) / sizeof(requests[0]); i++) {
        char words[64];
        char received[CMDQ_TEXT_MAX + CMDQ_ID_MAX + 2];
        snprintf(words, sizeof(words), "-n test --timeout 60 %s", requests[i]);
        expect(words, 0, "", "");
        snprintf(received, sizeof(received), "%s %s", asked->last.verb, asked->last.arguments);
        assert_string_equal(received, requests[i]);
        assert_int_equal(asked->requests, i + 1);
    }
    player_end(player);
}

static void a_refusal_is_printed_and_exits_with_1(void **state)
{
    pid_t player = player_start(ANSWERS, "\"ok\":false,\"error\":\"no such \\u001b[2J place\"");

    (void)state;
    expect("--name=test seek 99:99", 1, "", "rondoctl: no such ?[2J place\n");
    player_end(player);
}

static void the_status_is_printed_as_it_came(void **state)
{
    static const char status[] =
        "{\"name\":\"test\",\"file\":\"a/ä\\n.flac\",\"position\":12.345,\"duration\":null,"
        "\"frame\":18446744073709551615,\"volume\":1e2,\"ring\":{\"slots\":125,\"free\":3}}";
    char answer[512];
    char line[512];
    pid_t player;

    (void)state;
    snprintf(answer, sizeof(answer), "\"ok\":true,\"status\":%s", status);
    player = player_start(ANSWERS, answer);
    snprintf(line, sizeof(line), "%s\n", status);
    expect("-n test status", 0, line, "");
    assert_string_equal(asked->last.arguments, "");
    player_end(player);
}

static void the_plain_status_is_for_people(void **state)
{
    pid_t player = player_start(ANSWERS, "\"ok\":true,\"status\":{\"name\":\"test\",\"pid\":7,"
                                         "\"state\":\"paused\",\"track\":2,\"tracks\":3}");

    (void)state;
    expect("-n test status --plain", 0,
           "instance  test (process 7)\nstate     paused, track 2 of 3\ntroubles  none\n", "");
    assert_string_equal(asked->last.arguments, "");
    player_end(player);
}

static void a_missing_instance_is_named_and_so_are_those_that_run(void **state)
{
    pid_t player, other;

    (void)state;
    expect("pause", 3, "", "rondoctl: no instance \"default\" is running; none is\n");
    player = player_start(ANSWERS, "\"ok\":true");
    other = fixture_start_player("other");
    expect("-n room pause", 3, "",
           "rondoctl: no instance \"room\" is running; running: other, test\n");
    child_kill(player);
    expect("-n test pause", 3, "", "rondoctl: no instance \"test\" is running; running: other\n");
    assert_int_equal(instance_reap("test", INSTANCE_REAP_MS), 0);
    child_kill(other);
    assert_int_equal(instance_reap("other", INSTANCE_REAP_MS), 0);
    assert_int_equal(asked->requests, 0);
}

static void a_player_that_is_silent_exits_with_4(void **state)
{
    pid_t player = player_start(IS_SILENT, "");

    (void)state;
    expect("-n test --timeout 0.25 status", 4, "",
           "rondoctl: instance \"test\" did not answer within 0.25 s\n");
    expect("-n test --timeout .001 quit", 4, "",
           "rondoctl: instance \"test\" did not answer within 0.001 s\n");
    player_end(player);
}

static void an_answer_to_another_request_is_none(void **state)
{
    pid_t player = player_start(ANSWERS_TO_OTHER, "\"ok\":true");

    (void)state;
    expect("-n test --timeout 0.25 pause", 4, "",
           "rondoctl: instance \"test\" did not answer within 0.25 s\n");
    player_end(player);
}

static void an_answer_without_sense_exits_with_4(void **state)
{
    static const char *const answers[] = {"\"ok\":1,\"status\":{}",
                                          "\"ok\":true",
                                          "\"ok\":true,\"status\":[]",
                                          "\"ok\":tr",
                                          "\"ok\":false",
                                          "\"ok\":false,\"error\":null"};

    (void)state;
    for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++) {
        struct run result;
        pid_t player = player_start(ANSWERS, answers[i]);
        run(&result, "-n test status");
        assert_int_equal(result.status, 4);
        assert_string_equal(result.out, "");
        assert_non_null(strstr(result.err, "rondoctl: the answer makes no sense: {\"id\":"));
        player_end(player);
    }
}

static void stop_and_quit_wait_until_the_player_has_ended(void **state)
{
    static const char *const verbs[] = {"stop", "quit"};

    (void)state;
    for (size_t i = 0; i < 4; i++) {
        char words[64];
        pid_t player = player_start(i < 2 ? ENDS : ENDS_UNANSWERED, "\"ok\":true");
        snprintf(words, sizeof(words), "-n test --timeout 60 %s", verbs[i % 2]);
        expect(words, 0, "", "");
        assert_int_equal(waitpid(player, NULL, WNOHANG), player);
        assert_string_equal(asked->last.verb, verbs[i % 2]);
    }
}

static void a_player_that_agrees_to_stop_but_stays_exits_with_4(void **state)
{
    pid_t player = player_start(ANSWERS, "\"ok\":true");

    (void)state;
    expect("-n test --timeout 0.25 stop", 4, "",
           "rondoctl: instance \"test\" has not ended within 0.25 s\n");
    player_end(player);
}

static void a_refused_stop_does_not_wait(void **state)
{
    pid_t player = player_start(ANSWERS, "\"ok\":false,\"error\":\"no\"");

    (void)state;
    expect("-n test --timeout 3600 stop", 1, "", "rondoctl: no\n");
    player_end(player);
}

static void a_player_that_ends_instead_of_pausing_exits_with_4(void **state)
{
    pid_t player = player_start(ENDS_UNANSWERED, "");

    (void)state;
    expect("-n test pause", 4, "", "rondoctl: instance \"test\" ended before it answered\n");
    child_wait(player);
}

static void a_full_request_queue_exits_with_4(void **state)
{
    pid_t player = fixture_start_player("test");
    struct cmdq queues;
    pid_t owner;
    int r = 0;

    (void)state;
    assert_int_equal(instance_open_queues("test", &queues, &owner), 0);
    while (r == 0)
        r = cmdq_send(&queues, "x", "status", NULL);
    assert_int_equal(r, -EAGAIN);
    expect("-n test --timeout 0.2 next", 4, "",
           "rondoctl: the request queue of instance \"test\" has been full for 0.2 s\n");
    player_end(player);
}

static void wrong_usage_exits_with_2_and_sends_nothing(void **state)
{
    static const struct {
        const char *words;
        const char *err;
    } cases[] = {
        {"", "a verb is missing; accepted: play pause toggle stop next previous go seek "
             "volume repeat shuffle loop crossfade gap replaygain slow step add insert remove move "
             "clear list "
             "save status quit doctor"},
        {"-n test Play",
         "unknown verb \"Play\"; accepted: play pause toggle stop next previous go "
         "seek volume repeat shuffle loop crossfade gap replaygain slow step add insert "
         "remove move clear list save status quit doctor"},
        {"-n test play x", "accepted: play alone, it takes no argument"},
        {"-n test seek", "accepted: seek TIME"},
        {"-n test seek 1 2", "accepted: seek TIME"},
        {"-n test add", "accepted: add PATH..."},
        {"-n test insert 1", "accepted: insert N|next PATH..."},
        {"-n test move 1", "accepted: move N TO"},
        {"-n test list 1", "accepted: list [--json]"},
        {"-n test status plain", "accepted: status [--plain]"},
        {"-n test status --plain x", "accepted: status [--plain]"},
        {"doctor --plain", "accepted: doctor [--reap]"},
        {"-n a/b play", "wrong name \"a/b\"; accepted: 1 to 32 letters, digits, - and _"},
        {"--timeout 0 play", "wrong timeout \"0\"; accepted: 0.001 to 3600 seconds"},
        {"--timeout nan play", "wrong timeout \"nan\"; accepted: 0.001 to 3600 seconds"},
        {"--timeout 2s play", "wrong timeout \"2s\"; accepted: 0.001 to 3600 seconds"},
        {"--timeout", "nothing follows \"--timeout\"; accepted: --name NAME, --timeout SECONDS"},
        {"-n", "nothing follows \"-n\"; accepted: --name NAME, --timeout SECONDS"},
        {"--loud play",
         "unknown option \"--loud\"; accepted: --name, --timeout, --help, --version"},
        {"-xn test", "unknown option \"-x\"; accepted: --name, --timeout, --help, --version"},
        {"--help=all", "unknown option \"--help=all\"; accepted: --name, --timeout, --help, "
                       "--version"},
    };
    pid_t player = player_start(ANSWERS, "\"ok\":true");

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char err[256];
        snprintf(err, sizeof(err), "rondoctl: %s\n", cases[i].err);
        expect(cases[i].words, 2, "", err);
    }
    assert_int_equal(asked->requests, 0);
    player_end(player);
}

static int group_setup(void **state)
{
    asked = mmap(NULL, sizeof(*asked), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    return asked == MAP_FAILED ? -1 : fixture_open(state);
}

static int forget(void **state)
{
    (void)state;
    memset(asked, 0, sizeof(*asked));
    return 0;
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(each_verb_is_sent_with_its_argument, forget),
        cmocka_unit_test_setup(a_refusal_is_printed_and_exits_with_1, forget),
        cmocka_unit_test_setup(the_status_is_printed_as_it_came, forget),
        cmocka_unit_test_setup(the_plain_status_is_for_people, forget),
        cmocka_unit_test_setup(a_missing_instance_is_named_and_so_are_those_that_run, forget),
        cmocka_unit_test_setup(a_player_that_is_silent_exits_with_4, forget),
        cmocka_unit_test_setup(an_answer_to_another_request_is_none, forget),
        cmocka_unit_test_setup(an_answer_without_sense_exits_with_4, forget),
        cmocka_unit_test_setup(stop_and_quit_wait_until_the_player_has_ended, forget),
        cmocka_unit_test_setup(a_player_that_agrees_to_stop_but_stays_exits_with_4, forget),
        cmocka_unit_test_setup(a_refused_stop_does_not_wait, forget),
        cmocka_unit_test_setup(a_player_that_ends_instead_of_pausing_exits_with_4, forget),
        cmocka_unit_test_setup(a_full_request_queue_exits_with_4, forget),
        cmocka_unit_test_setup(wrong_usage_exits_with_2_and_sends_nothing, forget),
    };

    return cmocka_run_group_tests_name("rondoctl", tests, group_setup, fixture_close);
}
