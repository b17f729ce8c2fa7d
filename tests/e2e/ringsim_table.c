/*
 * ringsim_table.c - predictions beside what was measured.
 */
#include <math.h>

#include "tests/e2e/ringsim_validate.h"
#include "tools/plot/plot.h"

#define T_95 2.262 /* Student's, for ten */

struct spread {
    double mean, deviation, least, most;
};

static struct spread spread_of(const struct run runs[RUNS])
{
    struct spread s = {.least = INFINITY, .most = -INFINITY};
    double squares = 0;

    for (int i = 0; i < RUNS; i++) {
        double underruns = runs[i].real.underruns;

        s.mean += underruns;
        squares += underruns * underruns;
        s.least = fmin(s.least, underruns);
        s.most = fmax(s.most, underruns);
    }
    s.mean /= RUNS;
    s.deviation = sqrt((squares - RUNS * s.mean * s.mean) / (RUNS - 1));
    return s;
}

static void print_run(int number, const struct run *run)
{
    print_message("  %3d  %6u  %4u  %7u  %9u   %6.2f  %7.2f  %9.2f\n", number, run->player.count,
                  run->real.underruns, run->planned.underruns, run->struck.underruns,
                  run->real.silence_s, run->planned.silence_s, run->struck.silence_s);
}

bool ringsim_table_print(const char *title, const struct run runs[RUNS], bool one_plan)
{
    struct spread s = spread_of(runs);
    double planned = 0, half = T_95 * s.deviation / sqrt(RUNS);
    unsigned right = 0;
    bool within;

    print_message("%s\n"
                  "               underruns                  silence [s]\n"
                  "  run  faults  real  planned  as struck     real  planned  as struck\n",
                  title);
    for (int i = 0; i < RUNS; i++) {
        print_run(i + 1, &runs[i]);
        planned += runs[i].planned.underruns;
        right += runs[i].real.underruns == runs[i].struck.underruns;
    }
    planned /= RUNS;
    within = one_plan ? s.least <= planned && planned <= s.most : fabs(planned - s.mean) <= half;
    print_message("  real: %g to %g, mean %.2f +- %.2f (95 %%); planned: mean %.2f, %s; as struck: "
                  "%u of %d right\n\n",
                  s.least, s.most, s.mean, half, planned, within ? "within" : "NOT WITHIN", right,
                  RUNS);
    return within;
}

/* A bar for each run, from half before its number to half after it. */
static int draw_planned(struct plot *plot, struct run results[TRIALS][RUNS])
{
    int error = plot_series(plot, "predicted from the plan", PLOT_BARS);

    for (int i = 0; i < TRIALS * RUNS && error == 0; i++)
        error = plot_point(plot, i + 0.5, results[i / RUNS][i % RUNS].planned.underruns);
    return error == 0 ? plot_point(plot, TRIALS * RUNS + 0.5, 0) : error;
}

static int draw_real(struct plot *plot, struct run results[TRIALS][RUNS])
{
    int error = plot_series(plot, "real", PLOT_POINTS);

    for (int i = 0; i < TRIALS * RUNS && error == 0; i++)
        error = plot_point(plot, i + 1, results[i / RUNS][i % RUNS].real.underruns);
    return error;
}

void ringsim_table_draw(struct run results[TRIALS][RUNS], const char *path)
{
    static const char *const marks[TRIALS] = {"same stops", "stops and kills", "random stops"};
    const struct plot_labels labels = {
        "ringsim and the real player",
        "Ten slots of 80 ms; half a minute, and about ten faults, each.", "run", "underruns"};
    struct plot *plot;

    assert_int_equal(plot_create(&labels, &plot), 0);
    assert_int_equal(draw_planned(plot, results), 0);
    assert_int_equal(draw_real(plot, results), 0);
    for (int trial = 0; trial < TRIALS; trial++)
        assert_int_equal(plot_mark(plot, trial * RUNS + 0.5, PLOT_MARK_NOTE, marks[trial]), 0);
    assert_int_equal(plot_write(plot, path), 0);
    plot_free(plot);
}
