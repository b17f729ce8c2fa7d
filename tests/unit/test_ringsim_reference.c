/*
 * test_ringsim_reference.c - the simulation against a slow one, event for event; and with leaps
 * against without.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "tests/unit/ringsim_reference.h"

enum { ROUNDS = 100, TEXTS = 4 };

/* A model's configuration drawn at random, and what it points to. */
struct made {
    struct model_config config;
    struct dist decode, restart, length[FAULTS_KINDS];
};

static uint32_t choose(struct prng *random, uint32_t count)
{
    return (uint32_t)(prng_unit(random) * count);
}

/* From a decoder that hardly ever is late to one that always is; from few faults to many. */
static void make(struct made *made, uint64_t round)
{
    static const char *const decodes[] = {"const:1",          "const:30",    "const:40", "const:70",
                                          "const:80",         "uniform:1:3", "exp:20",   "exp:85",
                                          "lognormal:30:1.5", "pareto:5:1.1"};
    static const char *const lengths[FAULTS_KINDS][TEXTS] = {
        {"const:500", "exp:300", "lognormal:200:1", "pareto:20:0.9"},
        {"const:700", "exp:900", "uniform:10:3000", "const:60000"},
        {"const:30", "exp:20", "uniform:10:900", "const:0"},
        {"const:30", "exp:20", "uniform:10:900", "const:2000"}};
    static const double rates[] = {0, 6, 60, 600, 6000};
    static const int64_t periods[] = {MS(10), MS(5.805), MS(23.22), MS(80)};
    struct prng random = {round * 7919};

    *made = (struct made){.config = fixture_config()};
    made->decode = fixture_dist(decodes[choose(&random, 10)]);
    made->restart = fixture_dist("uniform:5:50");
    made->config.decode = &made->decode;
    made->config.restart = &made->restart;
    made->config.slots = 8 + choose(&random, 30);
    made->config.period = periods[choose(&random, 4)];
    made->config.jitter = choose(&random, 2) ? made->config.period / (1 + choose(&random, 9)) : 0;
    made->config.producer_timeout = choose(&random, 2) ? MS(10000) : MS(700);
    made->config.seed = round;
    for (int kind = 0; kind < FAULTS_KINDS; kind++) {
        made->length[kind] = fixture_dist(lengths[kind][choose(&random, TEXTS)]);
        made->config.faults.per_hour[kind] = rates[choose(&random, 5)];
        made->config.faults.length[kind] = &made->length[kind];
    }
    if (choose(&random, 2))
        made->config.faults.length[FAULTS_STOP] = NULL;
    if (choose(&random, 2))
        made->config.faults.length[FAULTS_KILL] = NULL;
}

static void assert_same_entry(const struct fixture_entry *a, const struct fixture_entry *b)
{
    assert_int_equal(a->event, b->event);
    assert_int_equal(a->at, b->at);
    assert_int_equal(a->free, b->free);
    assert_int_equal(a->level, b->level);
    assert_int_equal(a->claimed, b->claimed);
    assert_int_equal(a->silent, b->silent);
}

static void assert_same_result(const struct tally *tally, const struct reference_result *result)
{
    for (int cause = 0; cause < TALLY_CAUSES; cause++)
        assert_int_equal(tally->underruns[cause], result->underruns[cause]);
    assert_int_equal(tally_silence(tally), result->silence);
    assert_int_equal(tally->gap, result->gap);
    assert_int_equal(tally->made, result->made);
    assert_int_equal(tally->lost, result->lost);
    assert_int_equal(tally->watchdog, result->watchdog);
}

static void each_event_is_that_of_the_slow_simulation(void **state)
{
    uint64_t events = 0, underruns = 0, watchdog = 0;

    (void)state;
    for (uint64_t round = 0; round < ROUNDS; round++) {
        struct fixture_log fast = {0}, slow = {0};
        struct reference_result result;
        struct made made;
        struct model model;

        make(&made, round);
        result = reference_run(&made.config, 200 * SPAN_SECOND, &slow);
        fixture_watch(&made.config, &fast);
        fixture_run(&model, &made.config, 200 * SPAN_SECOND);
        for (uint32_t i = 0; i < fast.count && i < slow.count; i++)
            assert_same_entry(&fast.entries[i], &slow.entries[i]);
        assert_int_equal(fast.count, slow.count);
        assert_same_result(&model.tally, &result);
        events += fast.count;
        underruns += tally_underruns(&model.tally);
        watchdog += model.tally.watchdog;
        model_free(&model);
        fixture_log_free(&fast);
        fixture_log_free(&slow);
    }
    print_message("%lu events, %lu underruns, %lu kills by the watchdog\n", events, underruns,
                  watchdog);
    assert_true(underruns > 1000 && watchdog > 10);
}

static void assert_same_tally(const struct tally *a, const struct tally *b)
{
    assert_memory_equal(a->steps, b->steps, (a->slots + 2) * sizeof(*a->steps));
    assert_memory_equal(a->underruns, b->underruns, sizeof(a->underruns));
    assert_memory_equal(a->silence, b->silence, sizeof(a->silence));
    assert_int_equal(a->longest, b->longest);
    assert_int_equal(a->first_at, b->first_at);
    assert_int_equal(a->spells, b->spells);
    assert_int_equal(a->made, b->made);
    assert_int_equal(a->lost, b->lost);
    assert_int_equal(a->bursts, b->bursts);
    assert_int_equal(a->watchdog, b->watchdog);
    assert_int_equal(a->gaps, b->gaps);
    assert_int_equal(a->gap, b->gap);
}

static void with_leaps_all_comes_to_the_same(void **state)
{
    (void)state;
    for (uint64_t round = 0; round < ROUNDS; round++) {
        struct model leaping, walking;
        struct made made;

        make(&made, round);
        fixture_run(&leaping, &made.config, SPAN_HOUR);
        made.config.one_by_one = true;
        fixture_run(&walking, &made.config, SPAN_HOUR);
        assert_same_tally(&leaping.tally, &walking.tally);
        assert_int_equal(leaping.made, walking.made);
        assert_int_equal(leaping.heard, walking.heard);
        model_free(&leaping);
        model_free(&walking);
    }
}

static void a_run_in_pieces_is_the_same_run(void **state)
{
    struct model whole, pieces;
    struct made made;

    (void)state;
    make(&made, 5);
    fixture_run(&whole, &made.config, SPAN_HOUR);
    assert_int_equal(model_init(&pieces, &made.config), 0);
    for (int64_t until = 0; until < SPAN_HOUR; until += MS(1777))
        model_run(&pieces, until);
    model_run(&pieces, SPAN_HOUR);
    model_end(&pieces, SPAN_HOUR);
    assert_same_tally(&whole.tally, &pieces.tally);
    model_free(&whole);
    model_free(&pieces);
}

static void what_is_told_of_a_window_is_what_happens_in_it(void **state)
{
    struct fixture_log all = {0}, some = {0};
    struct made made;
    struct model model;
    uint32_t first = 0;

    (void)state;
    make(&made, 6);
    fixture_watch(&made.config, &all);
    fixture_run(&model, &made.config, 200 * SPAN_SECOND);
    model_free(&model);
    fixture_watch(&made.config, &some);
    made.config.watch.from = 100 * SPAN_SECOND;
    made.config.watch.to = 110 * SPAN_SECOND;
    fixture_run(&model, &made.config, 200 * SPAN_SECOND);
    model_free(&model);
    while (all.entries[first].at < 100 * SPAN_SECOND)
        first++;
    assert_true(some.count > 100);
    for (uint32_t i = 0; i < some.count; i++)
        assert_same_entry(&some.entries[i], &all.entries[first + i]);
    assert_true(all.entries[first + some.count].at >= 110 * SPAN_SECOND);
    fixture_log_free(&all);
    fixture_log_free(&some);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_event_is_that_of_the_slow_simulation),
        cmocka_unit_test(with_leaps_all_comes_to_the_same),
        cmocka_unit_test(a_run_in_pieces_is_the_same_run),
        cmocka_unit_test(what_is_told_of_a_window_is_what_happens_in_it),
    };

    return cmocka_run_group_tests_name("ringsim reference", tests, NULL, NULL);
}
