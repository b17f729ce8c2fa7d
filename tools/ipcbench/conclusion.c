/*
 * conclusion.c - compares cells and puts what comes of it into sentences.
 *
 * Each sentence is one function, which writes nothing where what it speaks of was not measured.
 * Names and figures come from the results; the reasons given are those of the mechanisms, and
 * hold on any machine.
 */
#include "tools/ipcbench/conclusion.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

/* 80 ms of CD sound, as Rondo's blocks are long: 3528 frames of 4 bytes, 12.5 a second. */
enum { CD_BLOCK_BYTES = 14112, SMALL_BYTES = 1024 };
static const double cd_blocks_per_s = 12.5;

typedef double figure(const struct result *result);

static double latency_us(const struct result *result)
{
    return (double)result->latency_ns.p50 / 1e3;
}

/* Of the cells of one size: how many were measured, and which have the least and the most. */
struct extremes {
    size_t count;
    const struct result *least;
    const struct result *most;
};

static struct extremes extremes_of(const struct results *results, uint32_t size, figure *of)
{
    struct extremes found = {0};

    for (size_t i = 0; i < results->count; i++) {
        const struct result *cell = &results->cell[i];

        if (cell->refused || cell->size != size)
            continue;
        if (!found.least || of(cell) < of(found.least))
            found.least = cell;
        if (!found.most || of(cell) > of(found.most))
            found.most = cell;
        found.count++;
    }
    return found;
}

/* The measured cell, or NULL. */
static const struct result *measured(const struct results *results,
                                     const struct transport *transport, uint32_t size)
{
    const struct result *cell = result_find(results, transport, size);

    return cell && !cell->refused ? cell : NULL;
}

/* The smallest size, the greatest, and the one that a block of CD sound comes nearest to. */
struct sizes {
    uint32_t least;
    uint32_t most;
    uint32_t usual;
};

static uint32_t distance(uint32_t size)
{
    return size > CD_BLOCK_BYTES ? size - CD_BLOCK_BYTES : CD_BLOCK_BYTES - size;
}

static bool find_sizes(const struct results *results, struct sizes *ret_sizes)
{
    struct sizes sizes = {0};

    for (size_t i = 0; i < results->count; i++) {
        uint32_t size = results->cell[i].size;

        if (results->cell[i].refused)
            continue;
        if (sizes.most == 0)
            sizes = (struct sizes){size, size, size};
        sizes.least = size < sizes.least ? size : sizes.least;
        sizes.most = size > sizes.most ? size : sizes.most;
        sizes.usual = distance(size) < distance(sizes.usual) ? size : sizes.usual;
    }
    *ret_sizes = sizes;
    return sizes.most > 0;
}

static void write_size(const char *before, uint32_t size, const char *after, FILE *out)
{
    char text[RESULT_SIZE_TEXT];

    result_size_text(size, text);
    fprintf(out, "%s%s%s", before, text, after);
}

static void tell_throughput(const struct results *results, uint32_t size, FILE *out)
{
    struct extremes found = extremes_of(results, size, result_mib_per_s);

    write_size("In blocks of ", size, ", ", out);
    fprintf(out, "%s moves %s%.0f MiB/s", found.most->transport->name,
            found.count > 1 ? "the most, " : "", result_mib_per_s(found.most));
    if (found.count > 1)
        fprintf(out, ", and %s the least, %.0f", found.least->transport->name,
                result_mib_per_s(found.least));
    if (found.count > 1 && size <= SMALL_BYTES)
        fputs("; so small, they are no work to copy, and what counts is how often the kernel is "
              "called",
              out);
    fputs(". ", out);
}

/* Where the ring is ahead of the pipe. */
static void tell_ring_and_pipe(const struct results *results, FILE *out)
{
    size_t both = 0, ahead = 0;

    for (size_t i = 0; i < results->count; i++) {
        const struct result *ring = &results->cell[i];
        const struct result *pipe = measured(results, &transport_pipe, ring->size);

        if (ring->refused || ring->transport != &transport_ring || !pipe)
            continue;
        both++;
        if (result_mib_per_s(ring) <= result_mib_per_s(pipe))
            continue;
        write_size(ahead++ == 0 ? "Rondo's ring moves more than a pipe in blocks of " : ", ",
                   ring->size, "", out);
    }
    if (both == 0)
        return;
    fprintf(out,
            "%s. A pipe copies every block twice, into the kernel and out of it; the ring's "
            "is read where it was written, for three calls of semop. ",
            ahead > 0 ? "" : "Rondo's ring moves no more than a pipe in any of these sizes");
}

static void tell_limit(const struct results *results, uint32_t size, FILE *out)
{
    const struct result *ring = measured(results, &transport_ring, size);
    const struct result *futex = measured(results, &transport_futex, size);
    double more;

    if (!ring || !futex)
        return;
    more = result_cpu_us_per_block(ring) - result_cpu_us_per_block(futex);
    write_size("For a block of ", size, ", ", out);
    fprintf(out,
            "futex, the limit, which calls the kernel only to sleep and to wake, takes %.2f us of "
            "CPU, and the ring %.2f",
            result_cpu_us_per_block(futex), result_cpu_us_per_block(ring));
    if (more > 0)
        fprintf(out, ": that a death leaves it whole costs %.2f us a block", more);
    fputs(". ", out);
}

static void tell_latency(const struct results *results, const struct sizes *sizes, FILE *out)
{
    struct extremes found = extremes_of(results, sizes->usual, latency_us);
    struct extremes small = extremes_of(results, sizes->least, latency_us);

    write_size("A block of ", sizes->usual, " is in hand after ", out);
    fprintf(out, "%.1f us (median) with %s", latency_us(found.least), found.least->transport->name);
    if (found.count > 1)
        fprintf(out, ", the quickest, and %.1f with %s, the slowest", latency_us(found.most),
                found.most->transport->name);
    if (sizes->least <= SMALL_BYTES && latency_us(small.least) < latency_us(found.least)) {
        write_size("; even one of ", sizes->least, " takes ", out);
        fprintf(out, "%.1f, which is what it costs to wake a process", latency_us(small.least));
    }
    fputs(". ", out);
}

static void tell_player(const struct results *results, uint32_t size, FILE *out)
{
    struct extremes found = extremes_of(results, size, result_cpu_us_per_block);
    const struct result *ring = measured(results, &transport_ring, size);

    if (!ring || found.count < 2)
        return;
    write_size("A player hands over 12.5 blocks a second; in blocks of ", size, " that is ", out);
    fprintf(out,
            "%.3f ms of CPU with the ring and %.3f with %s, which takes most: a player's choice is "
            "not about speed. The ring is the only one here that gives a block back when the "
            "process that has it in hand is killed. ",
            result_cpu_us_per_block(ring) * cd_blocks_per_s / 1e3,
            result_cpu_us_per_block(found.most) * cd_blocks_per_s / 1e3,
            found.most->transport->name);
}

/* Sender and receiver want a processor each: half of them have to be free. */
static void tell_load(const struct report_machine *machine, FILE *out)
{
    if (machine->load * 2 > (double)machine->processors)
        fprintf(out,
                "Other processes were busy (a load of %.1f on %ld processor%s): throughput and "
                "latency would be better on a quiet machine. ",
                machine->load, machine->processors, machine->processors == 1 ? "" : "s");
}

static void tell(const struct results *results, const struct report_machine *machine, FILE *out)
{
    struct sizes sizes;

    if (!find_sizes(results, &sizes)) {
        fputs("Nothing could be measured. ", out);
        return;
    }
    tell_load(machine, out);
    if (sizes.least < sizes.most)
        tell_throughput(results, sizes.least, out);
    tell_throughput(results, sizes.most, out);
    tell_ring_and_pipe(results, out);
    tell_limit(results, sizes.usual, out);
    tell_latency(results, &sizes, out);
    tell_player(results, sizes.usual, out);
}

int conclusion_make(const struct results *results, const struct report_machine *machine,
                    char **ret_text)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);

    if (!out)
        return -ENOMEM;
    tell(results, machine, out);
    if (fclose(out) != 0) {
        free(text);
        return -ENOMEM;
    }
    text[size - 1] = '\0'; /* the space behind the last sentence */
    *ret_text = text;
    return 0;
}
