/*
 * test_tags.c - gains and peaks as tags write them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <locale.h>

#include "producer/tags.h"

static int32_t gain_of(const char *text)
{
    struct scan_tags tags;

    tags_clear(&tags);
    tags_take(&tags, TAGS_TRACK_GAIN, text, SCAN_SOURCE_ID3);
    assert_int_equal(tags.sources, tags.track_gain == SCAN_UNKNOWN ? 0 : SCAN_SOURCE_ID3);
    assert_int_equal(tags.album_gain, SCAN_UNKNOWN);
    return tags.track_gain;
}

static int32_t peak_of(const char *text)
{
    struct scan_tags tags;

    tags_clear(&tags);
    tags_take(&tags, TAGS_ALBUM_PEAK, text, SCAN_SOURCE_APE);
    return tags.album_peak;
}

static int32_t r128_of(const char *text)
{
    struct scan_tags tags;

    tags_clear(&tags);
    tags_take_r128(&tags, TAGS_ALBUM_GAIN, text);
    return tags.album_gain;
}

static void a_gain_is_read_as_every_tagger_writes_it(void **state)
{
    (void)state;
    assert_int_equal(gain_of("-6.54 dB"), -6540);
    assert_int_equal(gain_of("+0.02 dB"), 20);
    assert_int_equal(gain_of("1.5"), 1500);
    assert_int_equal(gain_of(" -10.3dB "), -10300);
    assert_int_equal(gain_of("-6.5400 DB"), -6540);
    assert_int_equal(gain_of("3 db"), 3000);
    assert_int_equal(gain_of("-.5 dB"), -500);
    assert_int_equal(gain_of("0.0005 dB"), 1);
    assert_int_equal(gain_of("-60.00 dB"), -60000);
}

static void what_is_no_gain_says_nothing(void **state)
{
    const char *const texts[] = {"",
                                 "dB",
                                 "-",
                                 "- 6 dB",
                                 "--6 dB",
                                 "6,54 dB",
                                 "nan",
                                 "inf dB",
                                 "1e1",
                                 "0x10",
                                 "6 dBx",
                                 "6 d",
                                 "60.001",
                                 "-99999 dB",
                                 "99999999999999999999",
                                 "6 dB dB",
                                 "6.5.4",
                                 ".",
                                 "six dB",
                                 "\xe2\x88\x92"
                                 "6 dB",
                                 "6\n"};

    (void)state;
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        if (gain_of(texts[i]) != SCAN_UNKNOWN)
            fail_msg("\"%s\" is taken for %d", texts[i], gain_of(texts[i]));
}

static void a_peak_is_a_part_of_full_scale(void **state)
{
    (void)state;
    assert_int_equal(peak_of("0.98855300"), 988553);
    assert_int_equal(peak_of("1"), 1000000);
    assert_int_equal(peak_of("1.2345678"), 1234568);
    assert_int_equal(peak_of("100"), SCANS_PEAK_MAX);
    assert_int_equal(peak_of("100.1"), SCAN_UNKNOWN);
    assert_int_equal(peak_of("-0.5"), SCAN_UNKNOWN);
    assert_int_equal(peak_of("0.5 dB"), SCAN_UNKNOWN);
}

static void an_r128_gain_is_five_db_more_towards_replaygains_loudness(void **state)
{
    (void)state;
    assert_int_equal(r128_of("0"), 5000);
    assert_int_equal(r128_of("-1280"), 0);
    assert_int_equal(r128_of("-2381"), -4301);
    assert_int_equal(r128_of("+256"), 6000);
    assert_int_equal(r128_of("1.5"), SCAN_UNKNOWN);
    assert_int_equal(r128_of("-5 dB"), SCAN_UNKNOWN);
    assert_int_equal(r128_of("-32768"), SCAN_UNKNOWN); /* -128 dB */
    assert_int_equal(r128_of("40000"), SCAN_UNKNOWN);
}

static void the_first_that_says_something_is_believed(void **state)
{
    struct scan_tags tags;

    (void)state;
    tags_clear(&tags);
    tags_take(&tags, TAGS_TRACK_GAIN, "nonsense", SCAN_SOURCE_ID3);
    tags_take(&tags, TAGS_TRACK_GAIN, "-1 dB", SCAN_SOURCE_APE);
    tags_take(&tags, TAGS_TRACK_GAIN, "-2 dB", SCAN_SOURCE_XIPH);
    assert_int_equal(tags.track_gain, -1000);
    assert_int_equal(tags.sources, SCAN_SOURCE_APE | SCAN_SOURCE_XIPH);
}

static void a_comma_locale_changes_nothing(void **state)
{
    (void)state;
    if (!setlocale(LC_NUMERIC, "de_DE.UTF-8"))
        skip();
    assert_int_equal(gain_of("-6.54 dB"), -6540);
    assert_int_equal(gain_of("-6,54 dB"), SCAN_UNKNOWN);
    setlocale(LC_NUMERIC, "C");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_gain_is_read_as_every_tagger_writes_it),
        cmocka_unit_test(what_is_no_gain_says_nothing),
        cmocka_unit_test(a_peak_is_a_part_of_full_scale),
        cmocka_unit_test(an_r128_gain_is_five_db_more_towards_replaygains_loudness),
        cmocka_unit_test(the_first_that_says_something_is_believed),
        cmocka_unit_test(a_comma_locale_changes_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
