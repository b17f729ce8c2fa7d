/*
 * test_ipcbench_conclusion.c - the paragraph and the table, of results that were made up.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tools/ipcbench/conclusion.h"
#include "tools/ipcbench/table.h"

enum { MIB = 1 << 20, WIDTH = 79 };

/* A cell with that throughput; CPU and latency in microseconds of a block. */
static struct result cell(const struct transport *transport, uint32_t size, uint32_t mib_per_s,
                          uint64_t cpu_us, uint64_t p50_us)
{
    return (struct result){
        .transport = transport,
        .size = size,
        .limit = {.pieces = 1},
        .flow = {.blocks = (uint64_t)mib_per_s * MIB / size,
                 .elapsed_ns = 1000000000,
                 .cpu_ns = {(uint64_t)mib_per_s * MIB / size * cpu_us * 400,
                            (uint64_t)mib_per_s * MIB / size * cpu_us * 600}},
        .latency_ns = {.count = 1, .p50 = p50_us * 1000, .p99 = 200000, .p999 = 300500},
    };
}

static struct result refused(const struct transport *transport, uint32_t size, int error)
{
    return (struct result){.transport = transport, .size = size, .refused = error};
}

static char *conclude_on(const struct report_machine *machine, const struct result *cells,
                         size_t count)
{
    struct result copy[16];
    char *text = NULL;

    assert_true(count <= 16);
    memcpy(copy, cells, count * sizeof(*cells));
    assert_int_equal(conclusion_make(&(struct results){copy, count}, machine, &text), 0);
    return text;
}

static char *conclude(const struct result *cells, size_t count)
{
    return conclude_on(&(const struct report_machine){.load = 1, .processors = 2}, cells, count);
}

static void assert_has(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("\"%s\" is not in: %s", part, text);
}

static void assert_has_not(const char *text, const char *part)
{
    if (strstr(text, part))
        fail_msg("\"%s\" is in: %s", part, text);
}

static void figures_follow_from_what_was_counted(void **state)
{
    const struct result ring = cell(&transport_ring, 65536, 512, 4, 5);

    (void)state;
    assert_int_equal(result_blocks_per_s(&ring), 8192);
    assert_int_equal(result_mib_per_s(&ring), 512);
    assert_int_equal(result_cpu_us_per_block(&ring) * 1000 + 0.5, 4000);
    assert_int_equal(result_cpu_ms_per_gib(&ring) * 1000 + 0.5, 65536); /* 16384 blocks */
}

static void first_and_last_are_named_with_their_figures(void **state)
{
    const struct result cells[] = {
        cell(&transport_ring, 64, 20, 3, 9),       cell(&transport_pipe, 64, 50, 1, 7),
        cell(&transport_futex, 64, 70, 1, 5),      cell(&transport_ring, 16384, 2800, 6, 10),
        cell(&transport_pipe, 16384, 1400, 8, 15), cell(&transport_futex, 16384, 5900, 2, 8),
    };
    char *text = conclude(cells, 6);

    (void)state;
    assert_has(text, "In blocks of 64 B, futex moves the most, 70 MiB/s, and ring the least, 20;");
    assert_has(text, "In blocks of 16 KiB, futex moves the most, 5900 MiB/s, and pipe the least, "
                     "1400.");
    assert_has(text, "Rondo's ring moves more than a pipe in blocks of 16 KiB. ");
    assert_has(text, "takes 2.00 us of CPU, and the ring 6.00: that a death leaves it whole costs "
                     "4.00 us a block.");
    assert_has(text, "A block of 16 KiB is in hand after 8.0 us (median) with futex, the quickest, "
                     "and 15.0 with pipe, the slowest; even one of 64 B takes 5.0,");
    assert_has(text, "0.075 ms of CPU with the ring and 0.100 with pipe, which takes most");
    free(text);
}

static void a_ring_that_is_never_ahead_is_said_to_be(void **state)
{
    const struct result cells[] = {
        cell(&transport_ring, 64, 20, 3, 9),
        cell(&transport_pipe, 64, 50, 1, 7),
        cell(&transport_ring, 256, 80, 3, 9),
        cell(&transport_pipe, 256, 80, 1, 7),
    };
    char *text = conclude(cells, 4);

    (void)state;
    assert_has(text, "Rondo's ring moves no more than a pipe in any of these sizes. ");
    assert_has_not(text, "futex");
    free(text);
}

static void of_one_transport_nothing_is_compared(void **state)
{
    const struct result cells[] = {
        cell(&transport_tcp, 4096, 900, 5, 20),
        refused(&transport_posix_queue, 4096, -EMFILE),
    };
    char *text = conclude(cells, 2);

    (void)state;
    assert_string_equal(text, "In blocks of 4 KiB, tcp moves 900 MiB/s. A block of 4 KiB is in "
                              "hand after 20.0 us (median) with tcp.");
    free(text);
}

static void a_busy_machine_is_told_first(void **state)
{
    static const struct report_machine busy = {.load = 1.1, .processors = 2};
    static const struct report_machine alone = {.load = 3, .processors = 1};
    const struct result cells[] = {cell(&transport_tcp, 4096, 900, 5, 20)};
    char *text = conclude_on(&busy, cells, 1);

    (void)state;
    assert_has(text, "Other processes were busy (a load of 1.1 on 2 processors): throughput and "
                     "latency would be better on a quiet machine. In blocks of 4 KiB, ");
    free(text);
    text = conclude_on(&alone, cells, 1);
    assert_has(text, "(a load of 3.0 on 1 processor)");
    free(text);
}

static void where_all_was_refused_it_says_so(void **state)
{
    const struct result cells[] = {refused(&transport_posix_queue, 4096, -EMFILE)};
    char *text = conclude(cells, 1);

    (void)state;
    assert_string_equal(text, "Nothing could be measured.");
    free(text);
}

static char *tabulate(struct result *cells, size_t count, const char *conclusion)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);

    assert_non_null(out);
    table_write(&(struct results){cells, count}, conclusion, out);
    assert_int_equal(fclose(out), 0);
    return text;
}

static void the_table_has_a_row_for_each_and_the_reason_of_a_refusal(void **state)
{
    struct result cells[] = {
        cell(&transport_ring, 64, 20, 3, 9),
        refused(&transport_sysv_queue, 64, -ENOSPC),
        cell(&transport_sysv_queue, 65536, 900, 60, 70),
    };
    char *text;

    (void)state;
    cells[2].limit.pieces = 8;
    text = tabulate(cells, 3, "Nothing is said.");
    assert_has(text, "\n64 B              MiB/s  blocks/s   a block     a GiB  a 1000    p50     "
                     "p99   p99.9\n"
                     "ring               20.0    327680      3.00     50332       0    9.0   200.0 "
                     "  300.5\n"
                     "sysv-queue     not available: No space left on device (it needs "
                     "kernel.msgmni, kernel.msgmnb, kernel.msgmax)\n");
    assert_has(text, "\n64 KiB            MiB/s ");
    assert_has(text, "\nsysv-queue: a block of 64 KiB goes as 8 messages, as the system limits "
                     "their size.\nNothing is said.\n");
    free(text);
}

/* 40 letters and the spaces between them fill a line. */
static void the_paragraph_is_wrapped_at_spaces(void **state)
{
    enum { LETTERS = WIDTH / 2 + 1 };
    char words[256] = "";
    char *text, *line;

    (void)state;
    for (int i = 0; i < LETTERS; i++)
        strcat(words, "w ");
    strcat(words,
           "a longer-word that-follows-it-with-more-letters-than-there-are-left-in-all-of-its-line "
           "end");
    text = tabulate(NULL, 0, words);
    line = strtok(text, "\n");
    assert_int_equal(strlen(line), WIDTH);
    assert_int_equal(strspn(line, "w "), WIDTH);
    assert_string_equal(strtok(NULL, "\n"), "a longer-word");
    assert_string_equal(
        strtok(NULL, "\n"),
        "that-follows-it-with-more-letters-than-there-are-left-in-all-of-its-line end");
    assert_null(strtok(NULL, "\n"));
    free(text);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(figures_follow_from_what_was_counted),
        cmocka_unit_test(first_and_last_are_named_with_their_figures),
        cmocka_unit_test(a_ring_that_is_never_ahead_is_said_to_be),
        cmocka_unit_test(of_one_transport_nothing_is_compared),
        cmocka_unit_test(a_busy_machine_is_told_first),
        cmocka_unit_test(where_all_was_refused_it_says_so),
        cmocka_unit_test(the_table_has_a_row_for_each_and_the_reason_of_a_refusal),
        cmocka_unit_test(the_paragraph_is_wrapped_at_spaces),
    };
    return cmocka_run_group_tests_name("ipcbench_conclusion", tests, NULL, NULL);
}
