/*
 * test_ringsim_sizing.c - what a count says of a rate, and the search for a size.
 */
#include <errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "tests/unit/ringsim_fixture.h"
#include "tools/ringsim/sizing.h"

static void assert_near(double is, double should, double relative)
{
    if (!(fabs(is - should) <= relative * should))
        fail_msg("%.9g is not %.9g", is, should);
}

static void the_interval_is_garwoods(void **state)
{
    static const struct {
        uint64_t count;
        double low, high;
    } known[] = {{1, 0.025317808, 5.571643391},  {2, 0.242209279, 7.224687667},
                 {3, 0.618672123, 8.767273070},  {5, 1.623486390, 11.66833208},
                 {10, 4.795388696, 18.39035604}, {100, 81.36399125, 121.6267938}};

    (void)state;
    assert_true(poisson_low(0) == 0);
    assert_near(poisson_high(0), 3.688879454, 1e-9);
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        assert_near(poisson_low(known[i].count), known[i].low, 1e-8);
        assert_near(poisson_high(known[i].count), known[i].high, 1e-8);
    }
}

/* Where the approximation begins, it goes on from the exact numbers. */
static void large_counts_follow_the_small_ones(void **state)
{
    double low = poisson_low(POISSON_EXACT) - poisson_low(POISSON_EXACT - 1);
    double high = poisson_high(POISSON_EXACT) - poisson_high(POISSON_EXACT - 1);

    (void)state;
    assert_near(poisson_low(POISSON_EXACT + 1), poisson_low(POISSON_EXACT) + low, 1e-5);
    assert_near(poisson_high(POISSON_EXACT + 1), poisson_high(POISSON_EXACT) + high, 1e-5);
    assert_near(poisson_high(1000000), 1e6 + 1.96 * 1000, 1e-5);
}

static void a_spell_of_many_underruns_widens_the_interval(void **state)
{
    struct poisson_rate single = poisson_rate(12, 12, 2), spells = poisson_rate(12, 3, 2);

    (void)state;
    assert_near(single.estimate, 6, 1e-12);
    assert_near(single.high, poisson_high(12) / 2, 1e-12);
    assert_near(spells.estimate, 6, 1e-12);
    assert_near(spells.high, poisson_high(3) * 4 / 2, 1e-12);
    assert_near(spells.low, poisson_low(3) * 4 / 2, 1e-12);
}

/*
 * A stall of L outlasts what is left of a ring of ten: 800 ms less the time since it was full,
 * which is anything from 0 to 400 ms; and less the block's 1 ms. For exponential stalls of 500 ms
 * in the mean that has the chance (e^-0.798 - e^-1.598) 500 / 400.
 */
static void the_rate_is_that_of_the_formula(void **state)
{
    struct dist length = fixture_dist("exp:500");
    struct model_config config = fixture_config();
    double chance = (exp(-0.798) - exp(-1.598)) * 500 / 400, expected = 20 * chance * 3000;
    struct model m;

    (void)state;
    config.slots = 10;
    config.faults.per_hour[FAULTS_STALL] = 20;
    config.faults.length[FAULTS_STALL] = &length;
    fixture_run(&m, &config, 3000 * SPAN_HOUR);
    assert_near((double)tally_underruns(&m.tally), expected, 4 / sqrt(expected) + 0.01);
    model_free(&m);
}

struct told {
    uint32_t count, passed, again;
};

static void note_probe(void *context, const struct sizing_probe *probe)
{
    struct told *told = context;

    told->count++;
    told->passed += probe->passed;
    told->again += probe->again;
    assert_true(probe->rate.low <= probe->rate.estimate);
    assert_true(probe->rate.estimate <= probe->rate.high);
}

/*
 * A ring of N holds at least (N + 1) / 2 blocks; a stall of 1 s, and a block's 1 ms, need 13 of
 * them. Half as many years again would not change that: nothing shorter ever fails.
 */
static void the_search_finds_the_size_that_theory_tells(void **state)
{
    struct dist length = fixture_dist("const:1000");
    struct model_config config = fixture_config();
    const struct sizing_goal goal = {10, 1, 10, 753};
    struct told told = {0};
    const struct sizing_listener listener = {note_probe, &told};
    struct sizing_probe answer;

    (void)state;
    config.faults.per_hour[FAULTS_STALL] = 0.05;
    config.faults.length[FAULTS_STALL] = &length;
    assert_int_equal(sizing_find(&config, &goal, &listener, &answer), 0);
    assert_int_equal(answer.slots, 25);
    assert_true(answer.passed && answer.again);
    assert_int_not_equal(answer.seed, config.seed);
    assert_true(answer.rate.high <= 10 && answer.years == 1);
    assert_true(told.count >= 5 && told.again >= 1 && told.passed >= 2);
}

static void a_size_fails_soon_when_it_is_hopeless(void **state)
{
    struct dist length = fixture_dist("const:5000");
    struct model_config config = fixture_config();
    const struct sizing_goal goal = {1, 10, 10, 753};
    struct sizing_probe probe;

    (void)state;
    config.faults.per_hour[FAULTS_STALL] = 10;
    config.faults.length[FAULTS_STALL] = &length;
    assert_int_equal(sizing_try(&config, &goal, 20, &probe), 0);
    assert_false(probe.passed);
    assert_true(probe.years < 0.01);
    assert_true(probe.rate.low < 87660 && 87660 < probe.rate.high);
}

static void where_no_size_is_enough_the_search_says_so(void **state)
{
    struct dist length = fixture_dist("const:5000");
    struct model_config config = fixture_config();
    const struct sizing_goal goal = {1, 10, 10, 60};
    struct told told = {0};
    const struct sizing_listener listener = {note_probe, &told};
    struct sizing_probe answer = {.slots = 7};

    (void)state;
    config.faults.per_hour[FAULTS_STALL] = 10;
    config.faults.length[FAULTS_STALL] = &length;
    assert_int_equal(sizing_find(&config, &goal, &listener, &answer), -ERANGE);
    assert_int_equal(answer.slots, 7);
    assert_int_equal(told.passed, 0);
}

static void no_underrun_in_too_short_a_time_proves_nothing(void **state)
{
    struct model_config config = fixture_config();
    struct sizing_goal goal = {1, SIZING_YEARS_MIN - 0.1, 10, 753};
    struct sizing_probe probe;

    (void)state;
    assert_int_equal(sizing_try(&config, &goal, 20, &probe), 0);
    assert_int_equal(probe.underruns, 0);
    assert_false(probe.passed);
    goal.years = SIZING_YEARS_MIN;
    assert_int_equal(sizing_try(&config, &goal, 20, &probe), 0);
    assert_true(probe.passed);
}

/* One spell without an end: there is no second one to wait for. */
static void a_decoder_that_is_always_late_fails_soon(void **state)
{
    struct dist decode = fixture_dist("const:90");
    struct model_config config = fixture_config();
    const struct sizing_goal goal = {1, 100, 10, 753};
    struct sizing_probe probe;

    (void)state;
    config.decode = &decode;
    assert_int_equal(sizing_try(&config, &goal, 100, &probe), 0);
    assert_false(probe.passed);
    assert_int_equal(probe.spells, 1);
    assert_true(probe.years < 1);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_interval_is_garwoods),
        cmocka_unit_test(large_counts_follow_the_small_ones),
        cmocka_unit_test(a_spell_of_many_underruns_widens_the_interval),
        cmocka_unit_test(the_rate_is_that_of_the_formula),
        cmocka_unit_test(the_search_finds_the_size_that_theory_tells),
        cmocka_unit_test(a_size_fails_soon_when_it_is_hopeless),
        cmocka_unit_test(no_underrun_in_too_short_a_time_proves_nothing),
        cmocka_unit_test(a_decoder_that_is_always_late_fails_soon),
        cmocka_unit_test(where_no_size_is_enough_the_search_says_so),
    };

    return cmocka_run_group_tests_name("ringsim sizing", tests, NULL, NULL);
}
