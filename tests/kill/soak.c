/*
 * soak.c - `tools/soak`: playback after playback under random kills, for as long as it is told.
 *
 * usage: soak MINUTES [SEED]
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "tests/kill/strike.h"

static double minutes;

struct totals {
    unsigned playbacks;
    unsigned producers;
    unsigned consumers;
    uint64_t frames;
    uint64_t repeated;
    uint64_t longest;
};

static void add(struct totals *t, const struct strike *strike)
{
    t->playbacks++;
    t->producers += strike->producers;
    t->consumers += strike->consumers;
    t->frames += strike->frames;
    t->repeated += strike->heard.repeated;
    if (strike->heard.longest > t->longest)
        t->longest = strike->heard.longest;
}

static void print_totals(const struct totals *t)
{
    print_message("%u playbacks, %u producers and %u consumers killed, %" PRIu64 " frames right, "
                  "none wrong, none skipped; %" PRIu64 " came again, %" PRIu64 " at the most\n",
                  t->playbacks, t->producers, t->consumers, t->frames, t->repeated, t->longest);
}

/* One playback in a world of its own, at whose end nothing may be left. */
static void play_once(struct totals *totals)
{
    static const char *const samples[] = {"rondo-s16.flac", "rondo-s16.wav"};
    struct strike strike;
    void *state;

    assert_int_equal(stage_setup(&state), 0);
    stage_card(state, &(struct card_options){0});
    strike = strike_at_random(state, samples[random() % 2], (unsigned)random() % 20,
                              (enum strike_at)(random() % 3), 1000);
    add(totals, &strike);
    assert_true(stage_is_empty(state));
    assert_int_equal(stage_teardown(&state), 0);
}

static void nothing_is_lost_however_long_it_is_killed(void **state)
{
    struct totals totals = {0};
    uint64_t until = stage_now_ms() + (uint64_t)(minutes * 60000);

    (void)state;
    do {
        play_once(&totals);
        print_totals(&totals);
    } while (stage_now_ms() < until);
}

int main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_lost_however_long_it_is_killed),
    };
    char *end = NULL;
    unsigned seed;

    minutes = argc > 1 ? strtod(argv[1], &end) : 0;
    if (argc < 2 || argc > 3 || *end || !(minutes > 0)) {
        fprintf(stderr, "usage: soak MINUTES [SEED]\n");
        return 2;
    }
    seed = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : (unsigned)time(NULL);
    printf("seed %u\n", seed);
    srandom(seed);
    return cmocka_run_group_tests_name("soak", tests, NULL, NULL);
}
