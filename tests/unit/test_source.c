/*
 * test_source.c - a file's bytes come as they are, in whatever pieces and order they are wanted.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "producer/source.h"
#include "tests/unit/scratch.h"

enum { BYTES = 3 * SOURCE_PIECE + 777, READS = 3000 };

static uint32_t random_below(uint32_t limit)
{
    static uint32_t state = 1;

    state = state * 1664525 + 1013904223;
    return (uint32_t)((uint64_t)state * limit >> 32);
}

static int set_out(struct scratch *scratch, uint8_t *bytes)
{
    const char *path = scratch_path(scratch, "file");

    for (size_t i = 0; i < BYTES; i++)
        bytes[i] = (uint8_t)random_below(256);
    assert_int_equal(scratch_write(path, bytes, BYTES), 0);
    return open(path, O_RDONLY | O_CLOEXEC);
}

static void every_byte_is_where_it_is_in_the_file(void **state)
{
    static uint8_t bytes[BYTES], got[BYTES + 1];
    static struct source source;
    int file = set_out(*state, bytes);

    source_begin(&source, file);
    assert_int_equal(source.size, BYTES);
    assert_int_equal(source_read(&source, got, BYTES + 1), BYTES);
    assert_memory_equal(got, bytes, BYTES);
    assert_int_equal(source_read(&source, got, 1), 0);
    for (int i = 0; i < READS; i++) {
        uint32_t place = random_below(BYTES), size = random_below(i % 10 == 0 ? BYTES : 100);
        uint32_t there = size < BYTES - place ? size : BYTES - place;

        if (i % 3 > 0)
            assert_int_equal(source_seek(&source, place, SEEK_SET), place);
        else
            assert_int_equal(source_seek(&source, (int64_t)place - BYTES, SEEK_END), place);
        lseek(file, random_below(BYTES), SEEK_SET); /* others use the descriptor as well */
        assert_int_equal(source_read(&source, got, size), there);
        assert_memory_equal(got, bytes + place, there);
        assert_int_equal(source_seek(&source, 0, SEEK_CUR), place + there);
    }
    close(file);
}

static void places_that_cannot_be_are_refused_and_change_nothing(void **state)
{
    static uint8_t bytes[BYTES];
    static struct source source;
    int file = set_out(*state, bytes);
    uint8_t byte;

    source_begin(&source, file);
    assert_int_equal(source_seek(&source, 5, SEEK_SET), 5);
    assert_int_equal(source_seek(&source, -6, SEEK_CUR), -1);
    assert_int_equal(source_seek(&source, INT64_MAX, SEEK_CUR), -1);
    assert_int_equal(source_read(&source, &byte, 1), 1);
    assert_int_equal(byte, bytes[5]);
    assert_int_equal(source_seek(&source, INT64_MAX, SEEK_SET), INT64_MAX);
    assert_int_equal(source_read(&source, &byte, 1), 0);
    close(file);
}

static void what_cannot_be_read_is_empty(void **state)
{
    static struct source source;
    uint8_t byte;

    (void)state;
    source_begin(&source, -1);
    assert_int_equal(source.size, 0);
    assert_int_equal(source_read(&source, &byte, 1), 0);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_byte_is_where_it_is_in_the_file, scratch_setup,
                                        scratch_teardown),
        cmocka_unit_test_setup_teardown(places_that_cannot_be_are_refused_and_change_nothing,
                                        scratch_setup, scratch_teardown),
        cmocka_unit_test(what_cannot_be_read_is_empty),
    };

    return cmocka_run_group_tests_name("source", tests, NULL, NULL);
}
