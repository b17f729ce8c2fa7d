/*
 * test_random.c - hundreds of kills at random moments of one playback through the card.
 */
#include <stdlib.h>

#include "tests/kill/strike.h"

static void report(const struct strike *strike)
{
    print_message("%u producers and %u consumers killed: %llu frames came again at %u places, "
                  "%llu at the most\n",
                  strike->producers, strike->consumers, (unsigned long long)strike->heard.repeated,
                  strike->heard.places, (unsigned long long)strike->heard.longest);
}

static void producers_killed_at_random_change_not_a_sample(void **state)
{
    struct strike strike;

    stage_card(*state, &(struct card_options){0});
    strike = strike_at_random(*state, "rondo-s16.flac", 25, STRIKE_PRODUCER, 1000);
    report(&strike);
    assert_true(strike.producers > 0);
    assert_int_equal(strike.heard.repeated, 0);
}

static void hundreds_of_kills_of_both_skip_nothing_and_repeat_only_the_device(void **state)
{
    struct strike strike;

    stage_card(*state, &(struct card_options){0});
    strike = strike_at_random(*state, "rondo-s16.flac", 0, STRIKE_BOTH, 300);
    report(&strike);
    assert_int_equal(strike.producers + strike.consumers, 300);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_STAGE(producers_killed_at_random_change_not_a_sample),
        ON_STAGE(hundreds_of_kills_of_both_skip_nothing_and_repeat_only_the_device),
    };

    srandom(20261122);
    return cmocka_run_group_tests_name("random", tests, NULL, NULL);
}
