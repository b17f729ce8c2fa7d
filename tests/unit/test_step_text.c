/*
 * test_step_text.c - the protocol in words: what a program says of a step is what the table in
 * shmring/README.md says, row by row.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "shmring/step_text.h"

enum { LINE = 256, SLOTS = 8, COUNT = 3 /* stands for K and n */ };

/* A row of the table: the operations as step_text() writes them, and what a death leaves. */
struct row {
    int times;
    char operations[LINE];
    char death[LINE];
};

static struct row rows[STEP_COUNT];

/* The step whose name stands alone, between backticks, in a cell. */
static enum step step_of_cell(const char *cell)
{
    char name[LINE];

    for (int i = 0; i < STEP_COUNT; i++) {
        snprintf(name, sizeof(name), " `%s` ", step_name((enum step)i));
        if (strcmp(cell, name) == 0)
            return (enum step)i;
    }
    return STEP_COUNT;
}

/* Without spaces around it, without backticks, and with COUNT for K and n. */
static void copy_cell(char *to, const char *cell)
{
    size_t length = 0;

    for (const char *c = cell + strspn(cell, " "); *c; c++) {
        bool number = c > cell && (c[-1] == '-' || c[-1] == '+') && (*c == 'K' || *c == 'n');

        if (*c != '`')
            to[length++] = number ? (char)('0' + COUNT) : *c;
    }
    while (length > 0 && to[length - 1] == ' ')
        length--;
    to[length] = '\0';
}

static int read_table(void **state)
{
    FILE *file = fopen(SOURCE_DIR "/shmring/README.md", "re");
    char line[LINE * 3], name[LINE], operations[LINE], death[LINE];

    (void)state;
    if (!file)
        return -1;
    while (fgets(line, sizeof(line), file)) {
        enum step step;

        if (sscanf(line, "|%255[^|]|%255[^|]|%255[^|\n]|", name, operations, death) != 3)
            continue;
        step = step_of_cell(name);
        if (step == STEP_COUNT)
            continue;
        rows[step].times++;
        copy_cell(rows[step].operations, operations);
        copy_cell(rows[step].death, death);
    }
    return fclose(file);
}

static void the_readme_has_a_row_for_each_step(void **state)
{
    (void)state;
    for (int i = 0; i < STEP_COUNT; i++)
        if (rows[i].times != 1)
            fail_msg("%s: %d rows", step_name((enum step)i), rows[i].times);
}

/* In the log of whoever does such steps; at slot 0, and by COUNT. */
static void text_of(enum step step, enum flight_role role, uint16_t slot, bool nowait,
                    char ret_text[STEP_TEXT_MAX])
{
    const struct flight_event event = {
        .kind = FLIGHT_END,
        .step = (uint8_t)step,
        .slot = slot,
        .count = COUNT,
        .nowait = nowait,
    };
    struct step_operations operations;

    step_of_event(&event, role, SLOTS, &operations);
    step_text(&operations, ret_text);
}

/* SEAT is the process's own. */
static void name_seat(char *text, size_t size, const char *row, enum flight_role role)
{
    size_t length = 0;

    while (*row && length + 16 < size) {
        if (strncmp(row, "SEAT", 4) == 0) {
            length += (size_t)snprintf(text + length, size - length, "%s",
                                       semset_name((enum sem_index)(SEM_PRODUCER + (int)role)));
            row += 4;
        } else {
            text[length++] = *row++;
        }
    }
    text[length] = '\0';
}

static void the_operations_of_each_step_are_those_of_its_row(void **state)
{
    char text[STEP_TEXT_MAX], row[LINE];

    (void)state;
    for (int role = 0; role < FLIGHT_ROLES; role++)
        for (int i = 0; i < STEP_COUNT; i++) {
            text_of((enum step)i, (enum flight_role)role, 0, false, text);
            name_seat(row, sizeof(row), rows[i].operations, (enum flight_role)role);
            if (strcmp(text, row) != 0)
                fail_msg("%s is \"%s\", and in the README \"%s\"", step_name((enum step)i), text,
                         row);
        }
}

/* The row may say more. */
static void what_a_death_leaves_begins_as_in_its_row(void **state)
{
    (void)state;
    for (int i = 0; i < STEP_COUNT; i++) {
        const char *death = step_after_death((enum step)i);

        if (strncmp(rows[i].death, death, strlen(death)) != 0)
            fail_msg("%s: \"%s\", and in the README \"%s\"", step_name((enum step)i), death,
                     rows[i].death);
    }
}

static void each_step_has_a_meaning_of_its_own(void **state)
{
    (void)state;
    for (int i = 0; i < STEP_COUNT; i++) {
        const char *meaning = step_meaning((enum step)i);

        assert_true(strlen(meaning) > 10);
        assert_true(strlen(step_after_death((enum step)i)) > 10);
        for (int k = 0; k < i; k++)
            assert_string_not_equal(meaning, step_meaning((enum step)k));
    }
    assert_string_equal(step_meaning(STEP_COUNT), "?");
    assert_string_equal(step_after_death(STEP_COUNT), "?");
}

static void the_end_of_the_ring_and_a_refusal_to_sleep_are_in_the_text(void **state)
{
    char text[STEP_TEXT_MAX];

    (void)state;
    text_of(STEP_PRODUCER_COMMIT_CLAIM, FLIGHT_PRODUCER, 7, false, text);
    assert_string_equal(text, "FREE -1 NOWAIT, FILLED +1, HEAD -7");
    text_of(STEP_CONSUMER_COMMIT, FLIGHT_CONSUMER, 6, false, text);
    assert_string_equal(text, "FILLED +3 UNDO, FILLED -3, FREE +3, TAIL -5");
    text_of(STEP_CONSUMER_CLAIM, FLIGHT_CONSUMER, 0, true, text);
    assert_string_equal(text, "PAUSED 0 NOWAIT, FILLED -3 UNDO NOWAIT");
}

static void no_event_makes_a_text_that_does_not_fit(void **state)
{
    static const uint16_t numbers[] = {0, 1, 32767, 32768, 65535};
    char text[STEP_TEXT_MAX + 1];

    (void)state;
    for (int i = 0; i < STEP_COUNT * 25; i++) {
        struct flight_event event = {.kind = FLIGHT_END,
                                     .step = (uint8_t)(i / 25),
                                     .slot = numbers[i % 5],
                                     .count = numbers[i / 5 % 5],
                                     .nowait = UINT16_MAX};
        struct step_operations operations;

        text[STEP_TEXT_MAX] = '!';
        step_of_event(&event, FLIGHT_PLAYER, 8192, &operations);
        step_text(&operations, text);
        assert_true(strlen(text) < STEP_TEXT_MAX - 1);
        assert_int_equal(text[STEP_TEXT_MAX], '!');
    }
    step_text(&(const struct step_operations){.count = 0}, text);
    assert_string_equal(text, "");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_readme_has_a_row_for_each_step),
        cmocka_unit_test(the_operations_of_each_step_are_those_of_its_row),
        cmocka_unit_test(what_a_death_leaves_begins_as_in_its_row),
        cmocka_unit_test(each_step_has_a_meaning_of_its_own),
        cmocka_unit_test(the_end_of_the_ring_and_a_refusal_to_sleep_are_in_the_text),
        cmocka_unit_test(no_event_makes_a_text_that_does_not_fit),
    };

    return cmocka_run_group_tests_name("step_text", tests, read_table, NULL);
}
