/*
 * plots.c - a chart for each figure, from one table.
 *
 * Both axes are logarithmic: sizes and what is measured span powers of ten. What was refused has
 * no point, and a transport without any has no line.
 */
#include "tools/ipcbench/plots.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tools/plot/plot.h"

static double p50_us(const struct result *result)
{
    return (double)result->latency_ns.p50 / 1e3;
}

static double p99_us(const struct result *result)
{
    return (double)result->latency_ns.p99 / 1e3;
}

static const struct chart {
    const char *name;
    double (*figure)(const struct result *result);
    struct plot_labels labels;
} charts[] = {
    {.name = "throughput",
     .figure = result_mib_per_s,
     .labels = {.title = "Throughput by block size",
                .caption = "One process hands blocks to another, as fast as it goes; higher is "
                           "better. ring and futex are read in place, all others copied.",
                .y = "throughput [MiB/s]"}},
    {.name = "latency",
     .figure = p50_us,
     .labels = {.title = "Latency by block size, median",
                .caption = "From the moment a block is handed over until a sleeping process has it "
                           "in hand, a block every 100 us; lower is better.",
                .y = "p50 latency [us]"}},
    {.name = "latency-p99",
     .figure = p99_us,
     .labels = {.title = "Latency by block size, 99 of 100 are faster",
                .caption = "From the moment a block is handed over until a sleeping process has it "
                           "in hand, a block every 100 us; lower is better.",
                .y = "p99 latency [us]"}},
    {.name = "cpu",
     .figure = result_cpu_us_per_block,
     .labels = {.title = "CPU time by block size",
                .caption = "User and system time of both processes for a block, adding it up "
                           "included, as fast as it goes; lower is better.",
                .y = "CPU time of a block [us]"}},
};

int plots_prepare(const char *folder)
{
    struct stat status;

    if (mkdir(folder, 0777) < 0 && errno != EEXIST)
        return -errno;
    if (stat(folder, &status) < 0)
        return -errno;
    if (!S_ISDIR(status.st_mode))
        return -ENOTDIR;
    return access(folder, W_OK | X_OK) < 0 ? -errno : 0;
}

static int add_line(struct plot *plot, const struct results *results,
                    const struct transport *transport, const struct chart *chart)
{
    bool begun = false;
    int error = 0;

    for (size_t i = 0; i < results->count && error == 0; i++) {
        const struct result *cell = &results->cell[i];

        if (cell->transport != transport || cell->refused)
            continue;
        if (!begun)
            error = plot_series(plot, transport->name, PLOT_LINE);
        if (error == 0)
            error = plot_point(plot, cell->size, chart->figure(cell));
        begun = true;
    }
    return error;
}

static int write_all(const struct plot *plot, const char *folder, const char *name)
{
    static const char *const endings[] = {"svg", "png", "csv"};
    char path[PATH_MAX];

    for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
        int error;

        if (snprintf(path, sizeof(path), "%s/%s.%s", folder, name, endings[i]) >= PATH_MAX)
            return -ENAMETOOLONG;
        error = plot_write(plot, path);
        if (error < 0)
            return error;
    }
    return 0;
}

static int draw(const struct results *results, const struct chart *chart, const char *folder)
{
    struct plot_labels labels = chart->labels;
    struct plot *plot;
    int error;

    labels.x = "block size [bytes]";
    error = plot_create(&labels, &plot);
    if (error < 0)
        return error;
    plot_scale(plot, PLOT_LOG, PLOT_LOG);
    for (size_t i = 0; i < TRANSPORT_COUNT && error == 0; i++)
        error = add_line(plot, results, transport_all[i], chart);
    if (error == 0)
        error = write_all(plot, folder, chart->name);
    plot_free(plot);
    return error;
}

int plots_write(const struct results *results, const char *folder)
{
    int error = 0;

    for (size_t i = 0; i < sizeof(charts) / sizeof(charts[0]) && error == 0; i++)
        error = draw(results, &charts[i], folder);
    return error;
}
