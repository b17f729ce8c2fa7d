/*
 * trace_table.h - what rondotrace --csv has written, read again. Include stage.h first.
 */
#ifndef TESTS_E2E_TRACE_TABLE_H
#define TESTS_E2E_TRACE_TABLE_H

#include <stdlib.h>
#include <string.h>

enum trace_column {
    TRACE_ROLE,
    TRACE_NUMBER,
    TRACE_TIME_NS,
    TRACE_AT_NS,
    TRACE_PID,
    TRACE_KIND,
    TRACE_STEP,
    TRACE_SLOT,
    TRACE_COUNT,
    TRACE_HELD,
    TRACE_NOWAIT,
    TRACE_RESULT,
    TRACE_CHILD,
    TRACE_VALUE,
    TRACE_BLOCK,
    TRACE_BLOCKS,
    TRACE_FREE,
    TRACE_FILLED,
    TRACE_CLAIMED,
    TRACE_IN_HAND,
    TRACE_HEAD,
    TRACE_TAIL,
    TRACE_GAP,
    TRACE_UNRECORDED,
    TRACE_DECODE_MS,
    TRACE_COLUMNS /* the operations, in quotes, are left out */
};

struct trace_table {
    char *text;
    char *(*row)[TRACE_COLUMNS];
    size_t rows;
};

/* Of a file on the stage; trace_table_free() frees it. */
static inline struct trace_table trace_table_read(struct stage *stage, const char *file)
{
    struct trace_table table = {.text = (char *)stage_read(stage, file, &(size_t){0})};
    char *line = strchr(table.text, '\n'), *end;

    assert_non_null(line);
    for (line++; (end = strchr(line, '\n')); line = end + 1) {
        char *field = line;

        *end = '\0';
        table.row = realloc(table.row, (table.rows + 1) * sizeof(*table.row));
        for (int column = 0; column < TRACE_COLUMNS; column++) {
            char *comma = strchr(field, ',');

            assert_non_null(comma);
            *comma = '\0';
            table.row[table.rows][column] = field;
            field = comma + 1;
        }
        table.rows++;
    }
    return table;
}

static inline void trace_table_free(struct trace_table *table)
{
    free(table->row);
    free(table->text);
}

static inline bool trace_is(const struct trace_table *table, size_t row, enum trace_column column,
                            const char *text)
{
    return strcmp(table->row[row][column], text) == 0;
}

/* -1: the field is empty. */
static inline int64_t trace_number(const struct trace_table *table, size_t row,
                                   enum trace_column column)
{
    const char *text = table->row[row][column];

    return *text ? strtoll(text, NULL, 10) : -1;
}

/* A step that is over and has succeeded. */
static inline bool trace_did(const struct trace_table *table, size_t row, const char *step)
{
    return trace_is(table, row, TRACE_KIND, "end") && trace_is(table, row, TRACE_RESULT, "0") &&
           trace_is(table, row, TRACE_STEP, step);
}

#endif
