/*
 * test_cmdq_request.c - what a request says, and what is none.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <string.h>

#include "shmring/cmdq.h"

static void a_request_is_split_into_its_parts(void **state)
{
    static const struct {
        const char *text;
        struct cmdq_request expected;
    } table[] = {
        {"4711 a stop", {4711, "a", "stop", ""}},
        {"4711 a stop\n", {4711, "a", "stop", ""}},
        {"4711 a stop ", {4711, "a", "stop", ""}},
        {"1 x-1 seek +30", {1, "x-1", "seek", "+30"}},
        {"2147483647 ID add /a b/\xc3\xa4 c.flac\n",
         {INT32_MAX, "ID", "add", "/a b/\xc3\xa4 c.flac"}},
        {"7 i add  x \n\n", {7, "i", "add", " x \n"}},
        {"7 12345678901234567890123456789012 v", {7, "12345678901234567890123456789012", "v", ""}},
    };
    struct cmdq_request request;

    (void)state;
    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        assert_int_equal(cmdq_parse(table[i].text, strlen(table[i].text), &request), 0);
        assert_int_equal(request.client, table[i].expected.client);
        assert_string_equal(request.id, table[i].expected.id);
        assert_string_equal(request.verb, table[i].expected.verb);
        assert_string_equal(request.arguments, table[i].expected.arguments);
    }
}

static void what_is_not_a_request_is_refused_and_changes_nothing(void **state)
{
    static const char *const table[] = {
        "",
        "\n",
        " ",
        "4711",
        "4711 ",
        "4711 a",
        "4711 a ",
        "4711 a \n",
        " 4711 a b",
        "4711  a b",
        "4711 a  b",
        "0 a stop",
        "-1 a stop",
        "+1 a stop",
        "01 a stop",
        "2147483648 a stop",
        "1x a stop",
        "0x1 a stop",
        "x a stop",
        "99999999999999999999999 a stop",
        "1 a\tstop",
        "1 a\nb stop",
        "1 \"a\" stop",
        "1 a st\\op",
        "1 \xc3\xa4 stop",
        "1 a\x7f stop",
        "1 123456789012345678901234567890123 v",
        "1 a 123456789012345678901234567890123",
    };
    struct cmdq_request request, before;

    (void)state;
    memset(&request, 0x5a, sizeof(request));
    before = request;
    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        assert_int_equal(cmdq_parse(table[i], strlen(table[i]), &request), -EBADMSG);
        assert_memory_equal(&request, &before, sizeof(request));
    }
}

static void zero_bytes_and_too_much_text_are_refused(void **state)
{
    static char text[CMDQ_TEXT_MAX] = "1 a seek 30";
    size_t bytes = strlen(text);
    struct cmdq_request request;

    (void)state;
    for (size_t i = 0; i < bytes; i++) {
        char kept = text[i];
        text[i] = '\0';
        assert_int_equal(cmdq_parse(text, bytes, &request), -EBADMSG);
        text[i] = kept;
    }
    assert_int_equal(cmdq_parse(text, bytes + 1, &request), -EBADMSG);

    memset(text + bytes, 'x', sizeof(text) - bytes);
    assert_int_equal(cmdq_parse(text, CMDQ_TEXT_MAX, &request), -EBADMSG);
    assert_int_equal(cmdq_parse(text, CMDQ_TEXT_MAX - 1, &request), 0);
    assert_int_equal(strlen(request.arguments), CMDQ_TEXT_MAX - 1 - strlen("1 a seek "));
}

static void a_verb_has_its_urgency(void **state)
{
    (void)state;
    assert_int_equal(cmdq_urgency("stop"), CMDQ_STOP);
    assert_int_equal(cmdq_urgency("quit"), CMDQ_STOP);
    assert_int_equal(cmdq_urgency("play"), CMDQ_TRANSPORT);
    assert_int_equal(cmdq_urgency("pause"), CMDQ_TRANSPORT);
    assert_int_equal(cmdq_urgency("toggle"), CMDQ_TRANSPORT);
    assert_int_equal(cmdq_urgency("next"), CMDQ_TRANSPORT);
    assert_int_equal(cmdq_urgency("previous"), CMDQ_TRANSPORT);
    assert_int_equal(cmdq_urgency("seek"), CMDQ_TRANSPORT);
    assert_int_equal(cmdq_urgency("volume"), CMDQ_TRANSPORT);
    assert_int_equal(cmdq_urgency("status"), CMDQ_OTHER);
    assert_int_equal(cmdq_urgency("stopped"), CMDQ_OTHER);
    assert_int_equal(cmdq_urgency(""), CMDQ_OTHER);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_request_is_split_into_its_parts),
        cmocka_unit_test(what_is_not_a_request_is_refused_and_changes_nothing),
        cmocka_unit_test(zero_bytes_and_too_much_text_are_refused),
        cmocka_unit_test(a_verb_has_its_urgency),
    };
    return cmocka_run_group_tests_name("cmdq_request", tests, NULL, NULL);
}
