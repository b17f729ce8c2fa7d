/*
 * table.c - a table for each block size, a row for each transport.
 */
#include "tools/ipcbench/table.h"

#include <string.h>

enum { WIDTH = 79, REASON_MAX = 160 };

static void write_heading(uint32_t size, FILE *out)
{
    char text[RESULT_SIZE_TEXT];

    result_size_text(size, text);
    fprintf(out, "%-14s %8s %9s %9s %9s %7s %22s\n", "", "", "", "CPU us", "CPU ms", "sleeps",
            "us until in hand");
    fprintf(out, "%-14s %8s %9s %9s %9s %7s %6s %7s %7s\n", text, "MiB/s", "blocks/s", "a block",
            "a GiB", "a 1000", "p50", "p99", "p99.9");
}

static void write_row(const struct result *result, FILE *out)
{
    const struct stats *latency = &result->latency_ns;
    char reason[REASON_MAX];

    if (result->refused) {
        result_reason(result, reason, sizeof(reason));
        fprintf(out, "%-14s not available: %s\n", result->transport->name, reason);
        return;
    }
    fprintf(out, "%-14s %8.1f %9.0f %9.2f %9.0f %7.0f %6.1f %7.1f %7.1f\n", result->transport->name,
            result_mib_per_s(result), result_blocks_per_s(result), result_cpu_us_per_block(result),
            result_cpu_ms_per_gib(result), result_sleeps_per_1000(result),
            (double)latency->p50 / 1e3, (double)latency->p99 / 1e3, (double)latency->p999 / 1e3);
}

static void write_pieces(const struct results *results, FILE *out)
{
    char size[RESULT_SIZE_TEXT];

    for (size_t i = 0; i < results->count; i++) {
        const struct result *result = &results->cell[i];

        if (result->refused || result->limit.pieces < 2)
            continue;
        result_size_text(result->size, size);
        fprintf(out, "%s: a block of %s goes as %u messages, as the system limits their size.\n",
                result->transport->name, size, result->limit.pieces);
    }
}

/* Breaks lines at spaces. */
static void write_wrapped(const char *text, FILE *out)
{
    size_t column = 0;

    while (*text) {
        size_t word = strcspn(text, " ");

        if (column > 0 && column + 1 + word > WIDTH) {
            fputc('\n', out);
            column = 0;
        }
        column += (size_t)fprintf(out, "%s%.*s", column > 0 ? " " : "", (int)word, text);
        text += word;
        text += strspn(text, " ");
    }
    fputc('\n', out);
}

void table_write(const struct results *results, const char *conclusion, FILE *out)
{
    uint32_t size = 0;

    for (size_t i = 0; i < results->count; i++) {
        if (results->cell[i].size != size) {
            if (size > 0)
                fputc('\n', out);
            size = results->cell[i].size;
            write_heading(size, out);
        }
        write_row(&results->cell[i], out);
    }
    fputc('\n', out);
    write_pieces(results, out);
    write_wrapped(conclusion, out);
}
