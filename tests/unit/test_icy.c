/*
 * test_icy.c - what a radio sends is taken apart byte by byte as well as at once, and nothing that
 * it may send leads out of its place.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "player/icy.h"

enum { INTERVAL = 100, SOUND = 1000 };

struct wire {
    char bytes[16384];
    size_t size;
};

static void put(struct wire *wire, const void *bytes, size_t size)
{
    memcpy(wire->bytes + wire->size, bytes, size);
    wire->size += size;
}

static void put_text(struct wire *wire, const char *text)
{
    uint8_t length = (uint8_t)((strlen(text) + 15) / 16);
    char padded[255 * 16] = "";

    memcpy(padded, text, strlen(text));
    put(wire, &length, 1);
    put(wire, padded, length * 16U);
}

static char sound_at(size_t i)
{
    return (char)(i * 7 + i / 256);
}

/* Each piece of sound, and behind it the text of that number. */
static void put_sound(struct wire *wire, const char *const *texts, size_t count)
{
    for (size_t i = 0; i < SOUND; i++) {
        char byte = sound_at(i);

        put(wire, &byte, 1);
        if ((i + 1) % INTERVAL == 0)
            put_text(wire, (i + 1) / INTERVAL <= count ? texts[(i + 1) / INTERVAL - 1] : "");
    }
}

/* Fed `step` bytes at a time; the titles, each with a newline. */
static void take_all(const struct wire *wire, size_t step, char *titles)
{
    char sound[SOUND], title[ICY_TITLE_MAX];
    struct icy icy;
    size_t had = 0;

    *titles = '\0';
    icy_begin(&icy, INTERVAL);
    for (size_t at = 0; at < wire->size; at += step) {
        size_t count = wire->size - at < step ? wire->size - at : step;
        char *copy = malloc(count);
        const char *bytes = memcpy(copy, wire->bytes + at, count);

        while (count > 0) {
            bool titled;
            size_t moved = icy_take(&icy, &bytes, &count, copy, &titled, title);

            assert_true(had + moved <= SOUND);
            memcpy(sound + had, copy, moved);
            had += moved;
            if (titled)
                strcat(strcat(titles, title), "\n");
        }
        free(copy);
    }
    assert_int_equal(had, SOUND);
    for (size_t i = 0; i < SOUND; i++)
        assert_int_equal(sound[i], sound_at(i));
}

static void sound_and_titles_come_apart_however_they_arrive(void **state)
{
    static const char *const texts[] = {"StreamTitle='One';StreamUrl='';", "", "StreamUrl='x';",
                                        "StreamTitle='It's two';", "StreamTitle='';"};
    static const size_t steps[] = {1, 2, 3, 17, 100, 101, 16384};
    struct wire *wire = calloc(1, sizeof(*wire));
    char titles[1024];

    (void)state;
    put_sound(wire, texts, 5);
    for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
        take_all(wire, steps[i], titles);
        assert_string_equal(titles, "One\nIt's two\n\n");
    }
    free(wire);
}

static void titles_are_valid_utf8_and_never_too_long(void **state)
{
    char longest[1200] = "StreamTitle='";
    const char *const texts[] = {"StreamTitle='caf\xe9';", "StreamTitle='caf\xc3\xa9';",
                                 "StreamTitle='no end", longest};
    struct wire *wire = calloc(1, sizeof(*wire));
    char titles[2048], expected[2048] = "caf\xc3\xa9\ncaf\xc3\xa9\nno end\n";

    (void)state;
    for (int i = 0; i < 500; i++)
        strcat(longest, "\xc3\xa9");
    put_sound(wire, texts, 4);
    take_all(wire, 1, titles);
    for (int i = 0; i < (ICY_TITLE_MAX - 1) / 2; i++)
        strcat(expected, "\xc3\xa9");
    assert_string_equal(titles, strcat(expected, "\n"));
    free(wire);
}

static void without_an_interval_that_can_be_meant_all_is_sound(void **state)
{
    static const uint32_t intervals[] = {0, ICY_INTERVAL_MAX + 1};
    char sound[8], title[ICY_TITLE_MAX];

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        const char *bytes = "abcdefg";
        size_t count = 8;
        struct icy icy;
        bool titled;

        icy_begin(&icy, intervals[i]);
        assert_int_equal(icy_take(&icy, &bytes, &count, sound, &titled, title), 8);
        assert_string_equal(sound, "abcdefg");
        assert_false(titled);
    }
}

static void the_last_of_several_answers_counts(void **state)
{
    struct icy_station station;

    (void)state;
    icy_read_headers("HTTP/1.1 302 Found\r\nLocation: /x\r\n\r\nHTTP/1.0 200 OK\r\n"
                     "Icy-Name:  Radio \xe9t\xe9\r\nicy-metaint:8192\r\nicy-br: 128\r\n\r\n",
                     &station);
    assert_true(station.is);
    assert_string_equal(station.name, "Radio \xc3\xa9t\xc3\xa9");
    assert_int_equal(station.interval, 8192);
    assert_int_equal(station.kbits, 128);
    icy_read_headers("HTTP/1.0 200 OK\r\nicy-metaint: 99999999999999\r\nicy-br: -1\r\n", &station);
    assert_true(station.is);
    assert_int_equal(station.interval, 0);
    assert_int_equal(station.kbits, 0);
    icy_read_headers("HTTP/1.0 200 OK\r\nX-icy-name: no\r\nContent-Length: 5\r\n\r\n", &station);
    assert_false(station.is);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sound_and_titles_come_apart_however_they_arrive),
        cmocka_unit_test(titles_are_valid_utf8_and_never_too_long),
        cmocka_unit_test(without_an_interval_that_can_be_meant_all_is_sound),
        cmocka_unit_test(the_last_of_several_answers_counts),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
