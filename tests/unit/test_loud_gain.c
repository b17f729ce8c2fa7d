/*
 * test_loud_gain.c - which gain a track gets.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>

#include "player/loud_gain.h"

enum { NONE = SCAN_UNKNOWN };

static struct loud_facts facts_of(int32_t track, int32_t album, bool measured, int32_t integrated)
{
    return (struct loud_facts){.tagged = true,
                               .tags = {track, album, NONE, NONE, 0},
                               .measured = measured,
                               .integrated = integrated};
}

static void expect(enum loud_mode mode, struct loud_facts facts, int32_t mdb,
                   enum loud_source source)
{
    struct loud_gain gain = {0};
    bool measure;

    assert_true(loud_gain_decide(mode, 0, &facts, &gain, &measure));
    assert_true(gain.decided && !gain.unknown && !measure);
    assert_int_equal(gain.mdb, mdb);
    assert_int_equal(gain.source, source);
}

static void a_tag_goes_before_what_was_measured(void **state)
{
    (void)state;
    expect(LOUD_TRACK, facts_of(-3000, -2000, true, -20000), -3000, LOUD_SOURCE_TRACK_TAG);
    expect(LOUD_ALBUM, facts_of(-3000, -2000, true, -20000), -2000, LOUD_SOURCE_ALBUM_TAG);
}

static void each_tag_stands_in_for_the_other(void **state)
{
    (void)state;
    expect(LOUD_TRACK, facts_of(NONE, -2000, false, 0), -2000, LOUD_SOURCE_ALBUM_TAG);
    expect(LOUD_ALBUM, facts_of(-3000, NONE, false, 0), -3000, LOUD_SOURCE_TRACK_TAG);
}

static void without_a_tag_the_loudness_makes_the_gain(void **state)
{
    (void)state;
    expect(LOUD_TRACK, facts_of(NONE, NONE, true, -23000), 5000, LOUD_SOURCE_MEASURED);
    expect(LOUD_ALBUM, facts_of(NONE, NONE, true, -9000), -9000, LOUD_SOURCE_MEASURED);
    expect(LOUD_TRACK, facts_of(NONE, NONE, true, NONE), 0, LOUD_SOURCE_NONE); /* silence */
}

static void what_is_not_known_is_asked_for_in_order(void **state)
{
    struct loud_facts facts = facts_of(NONE, NONE, false, 0);
    struct loud_gain gain = {.mdb = 77};
    bool measure = true;

    (void)state;
    assert_false(loud_gain_decide(LOUD_TRACK, 0, NULL, &gain, &measure));
    assert_false(measure);
    assert_false(loud_gain_decide(LOUD_TRACK, 0, &facts, &gain, &measure));
    assert_true(measure);
    facts.tagged = false;
    assert_false(loud_gain_decide(LOUD_TRACK, 0, &facts, &gain, &measure));
    assert_false(measure);
    assert_int_equal(gain.mdb, 77);
}

static void what_cannot_be_known_gets_none_and_off_gets_none(void **state)
{
    struct loud_facts facts = facts_of(NONE, NONE, false, 0);

    (void)state;
    facts.hopeless = true;
    expect(LOUD_TRACK, facts, 0, LOUD_SOURCE_NONE);
    expect(LOUD_OFF, facts_of(-3000, -2000, true, -20000), 0, LOUD_SOURCE_NONE);
}

static void the_preamp_comes_on_top_and_not_alone(void **state)
{
    struct loud_facts facts = facts_of(-3000, NONE, false, 0);
    struct loud_gain gain;
    bool measure;

    (void)state;
    loud_gain_decide(LOUD_TRACK, 4500, &facts, &gain, &measure);
    assert_int_equal(gain.mdb, 1500);
    facts = facts_of(59000, NONE, false, 0);
    loud_gain_decide(LOUD_TRACK, 4500, &facts, &gain, &measure);
    assert_int_equal(gain.mdb, SCANS_GAIN_MAX);
    facts = facts_of(NONE, NONE, true, NONE);
    loud_gain_decide(LOUD_TRACK, 4500, &facts, &gain, &measure);
    assert_int_equal(gain.mdb, 0);
    loud_gain_decide(LOUD_OFF, 4500, &facts, &gain, &measure);
    assert_int_equal(gain.mdb, 0);
}

static void a_mode_is_read_by_its_name(void **state)
{
    enum loud_mode mode = LOUD_OFF;

    (void)state;
    for (int i = 0; i < LOUD_MODES; i++) {
        assert_int_equal(loud_parse_mode(loud_mode_name((enum loud_mode)i), &mode), 0);
        assert_int_equal(mode, i);
    }
    assert_int_equal(loud_parse_mode("Track", &mode), -EINVAL);
    assert_int_equal(mode, LOUD_ALBUM);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_tag_goes_before_what_was_measured),
        cmocka_unit_test(each_tag_stands_in_for_the_other),
        cmocka_unit_test(without_a_tag_the_loudness_makes_the_gain),
        cmocka_unit_test(what_is_not_known_is_asked_for_in_order),
        cmocka_unit_test(what_cannot_be_known_gets_none_and_off_gets_none),
        cmocka_unit_test(the_preamp_comes_on_top_and_not_alone),
        cmocka_unit_test(a_mode_is_read_by_its_name),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
