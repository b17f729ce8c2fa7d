/*
 * test_list_pls.c - lists of the PLS form in memory.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/list_found.h"

static void entries_come_in_the_order_of_their_numbers(void **state)
{
    (void)state;
    assert_parsed("[playlist]\nFile2=b\nTitle1=One\nFile1=/a\nLength1=3\nNumberOfEntries=2\n"
                  "Version=2\nFile10=file:///c%20d\nTitle10= Ten \n",
                  "x/l.pls", "/a|One\nx/b|\n/c d|Ten\n");
}

static void keys_need_no_capitals_and_blanks_do_not_matter(void **state)
{
    (void)state;
    assert_parsed("\r\n [PlayList] \r\n file1 = a b \r\nTITLE1=t\r\n", "l.pls", "a b|t\n");
}

static void the_first_of_a_number_counts_and_a_title_alone_is_nothing(void **state)
{
    (void)state;
    assert_parsed("[playlist]\nFile1=a\nFile1=b\nTitle3=x\nFile4=\n", "l.pls", "a|\n");
}

static void numbers_beyond_any_list_are_no_entries(void **state)
{
    (void)state;
    assert_parsed("[playlist]\nFile0=a\nFile1000001=b\nFile99999999999999999999=c\nFile-1=d\n"
                  "Filex=e\nFile=f\nFile1000000=g\n",
                  "l.pls", "g|\n");
}

static void what_does_not_begin_as_one_is_refused(void **state)
{
    (void)state;
    assert_parsed("", "l.pls", "");
    assert_refused("File1=a\n", "l.pls", 1, "no [playlist]");
    assert_refused("\n\nhello\n", "l.pls", 3, "no [playlist]");
    assert_refused("[playlist]\nFile1=\033\n", "l.pls", 2,
                   "a control character, so this is not a playlist");
}

static void the_finder_can_end_the_parsing(void **state)
{
    struct found found = {.stop = -ECANCELED};
    struct list_failure failure = {0};
    (void)state;

    assert_int_equal(parse("[playlist]\nFile1=a\nFile2=b\n", 27, "l.pls", &found, &failure),
                     -ECANCELED);
    assert_string_equal(found.text, "a|\n");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(entries_come_in_the_order_of_their_numbers),
        cmocka_unit_test(keys_need_no_capitals_and_blanks_do_not_matter),
        cmocka_unit_test(the_first_of_a_number_counts_and_a_title_alone_is_nothing),
        cmocka_unit_test(numbers_beyond_any_list_are_no_entries),
        cmocka_unit_test(what_does_not_begin_as_one_is_refused),
        cmocka_unit_test(the_finder_can_end_the_parsing),
    };
    return cmocka_run_group_tests_name("list_pls", tests, NULL, NULL);
}
