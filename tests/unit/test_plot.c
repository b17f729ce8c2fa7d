/*
 * test_plot.c - a plot's data: what is taken, and what its table and its files hold.
 */
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <math.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "tests/unit/plot_fixture.h"

static const char FORMATS[][4] = {"svg", "png", "csv"};

static void assert_table(const struct plot *plot, struct scratch *scratch, const char *expected)
{
    assert_int_equal(plot_write(plot, scratch_path(scratch, "plot.csv")), 0);
    scratch_assert_file(scratch->path, expected, strlen(expected));
}

static size_t files_in(const struct scratch *scratch)
{
    DIR *folder = opendir(scratch->folder);
    size_t count = 0;

    assert_non_null(folder);
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;)
        count += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    closedir(folder);
    return count;
}

static void a_table_holds_all_points_and_marks_byte_for_byte(void **state)
{
    struct plot *plot = fixture_plot();

    assert_int_equal(plot_series(plot, "plain", PLOT_STEPS), 0);
    assert_int_equal(plot_point(plot, 0, -1.5), 0);
    assert_int_equal(plot_point(plot, 0.1, 1234567.25), 0);
    assert_int_equal(plot_mark(plot, 0.25, PLOT_MARK_FAULT, "kill \"-9\", twice"), 0);
    assert_int_equal(plot_mark(plot, 0.5, PLOT_MARK_HEAL, "restart"), 0);
    assert_int_equal(plot_mark(plot, 0.75, PLOT_MARK_NOTE, NULL), 0);
    assert_int_equal(plot_series(plot, "with, comma", PLOT_BARS), 0);
    assert_int_equal(plot_point(plot, 1.0 / 3, 1e-7), 0);
    assert_int_equal(plot_point(plot, 3e9, 65536), 0);
    assert_table(plot, *state,
                 "series,x,y\n"
                 "plain,0,-1.5\n"
                 "plain,0.1,1234567.25\n"
                 "\"with, comma\",0.3333333333333333,1e-07\n"
                 "\"with, comma\",3000000000,65536\n"
                 "mark:fault,0.25,\"kill \"\"-9\"\", twice\"\n"
                 "mark:heal,0.5,restart\n"
                 "mark:note,0.75,\n");
    plot_free(plot);
}

static void numbers_that_are_not_finite_are_nowhere(void **state)
{
    static const double bad[] = {NAN, INFINITY, -INFINITY, 1e301};
    struct plot *plot = fixture_plot();

    assert_int_equal(plot_series(plot, "s", PLOT_LINE), 0);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(plot_point(plot, bad[i], 1), 0);
        assert_int_equal(plot_point(plot, 1, bad[i]), 0);
        assert_int_equal(plot_mark(plot, bad[i], PLOT_MARK_NOTE, "never"), 0);
    }
    assert_int_equal(plot_point(plot, 1, 2), 0);
    assert_table(plot, *state, "series,x,y\ns,1,2\n");
    plot_free(plot);
}

static void a_point_without_a_series_is_refused(void **state)
{
    struct plot *plot = fixture_plot();

    assert_int_equal(plot_point(plot, 1, 1), -EINVAL);
    assert_table(plot, *state, "series,x,y\n");
    plot_free(plot);
}

static void a_locale_with_a_decimal_comma_changes_no_byte(void **state)
{
    struct plot *plot;

    if (!setlocale(LC_ALL, "de_DE.UTF-8") && !setlocale(LC_ALL, "fr_FR.UTF-8"))
        skip();
    plot = fixture_plot();
    assert_int_equal(plot_series(plot, "s", PLOT_LINE), 0);
    assert_int_equal(plot_point(plot, 0.5, 1.25), 0);
    assert_table(plot, *state, "series,x,y\ns,0.5,1.25\n");
    setlocale(LC_ALL, "C");
    plot_free(plot);
}

static void an_unknown_ending_is_refused_and_makes_no_file(void **state)
{
    static const char *const names[] = {"plot", "plot.pdf", "plot.svgz", "plot.SVG", "plot.", ""};
    struct scratch *scratch = *state;
    struct plot *plot = fixture_plot();

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        assert_false(plot_path_valid(names[i]));
        assert_int_equal(plot_write(plot, scratch_path(scratch, names[i])), -EINVAL);
    }
    assert_int_equal(files_in(scratch), 0);
    assert_true(plot_path_valid("a.svg") && plot_path_valid("b.d/c.1.png") &&
                plot_path_valid(".csv"));
    plot_free(plot);
}

static void a_missing_folder_is_reported(void **state)
{
    struct scratch *scratch = *state;
    struct plot *plot = fixture_plot();
    char name[32];

    for (size_t i = 0; i < 3; i++) {
        snprintf(name, sizeof(name), "no/plot.%s", FORMATS[i]);
        assert_int_equal(plot_write(plot, scratch_path(scratch, name)), -ENOENT);
    }
    assert_int_equal(files_in(scratch), 0);
    plot_free(plot);
}

/* Root may write everywhere, so for this test it is somebody else. */
static void an_unwritable_folder_is_reported_and_left_empty(void **state)
{
    struct scratch *scratch = *state;
    struct plot *plot = fixture_plot();
    uid_t user = geteuid();
    int error;

    assert_int_equal(chmod(scratch->folder, 0555), 0);
    assert_int_equal(user == 0 ? seteuid(65534) : 0, 0);
    error = plot_write(plot, scratch_path(scratch, "plot.svg"));
    assert_int_equal(user == 0 ? seteuid(0) : 0, 0);
    assert_int_equal(chmod(scratch->folder, 0755), 0);
    assert_int_equal(error, -EACCES);
    assert_int_equal(files_in(scratch), 0);
    plot_free(plot);
}

static void a_folder_of_that_name_is_reported_and_nothing_is_left_beside_it(void **state)
{
    struct scratch *scratch = *state;
    struct plot *plot = fixture_plot();

    assert_int_equal(mkdir(scratch_path(scratch, "plot.csv"), 0755), 0);
    assert_int_equal(plot_write(plot, scratch->path), -EISDIR);
    assert_int_equal(files_in(scratch), 1);
    assert_int_equal(rmdir(scratch->path), 0);
    plot_free(plot);
}

/* The disk is full in the middle of the file, as far as this process is concerned. */
static void a_write_that_fails_halfway_leaves_the_old_file_as_it_was(void **state)
{
    struct scratch *scratch = *state;
    struct plot *plot = fixture_plot();
    struct rlimit before, small;
    int error;

    assert_int_equal(scratch_write(scratch_path(scratch, "plot.svg"), "old", 3), 0);
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    small = before;
    small.rlim_cur = 1000;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    error = plot_write(plot, scratch->path);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_int_equal(error, -EFBIG);
    scratch_assert_file(scratch->path, "old", 3);
    assert_int_equal(files_in(scratch), 1);
    assert_int_equal(plot_write(plot, scratch->path), 0);
    assert_int_equal(files_in(scratch), 1);
    plot_free(plot);
}

static void a_file_is_as_readable_as_the_umask_says(void **state)
{
    struct scratch *scratch = *state;
    struct plot *plot = fixture_plot();
    mode_t before = umask(0027);
    struct stat status;

    assert_int_equal(plot_write(plot, scratch_path(scratch, "plot.csv")), 0);
    umask(before);
    assert_int_equal(stat(scratch->path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0640);
    plot_free(plot);
}

static void an_svg_is_well_formed_and_says_in_words_what_it_shows(void **state)
{
    const struct plot_labels labels = {"FREE <& FILLED>", "Broken: \xFF\xC0\xAF, \x1B[31m\xC2\x85",
                                       "x \x01", "\xED\xA0\x80"};
    struct scratch *scratch = *state;
    struct plot *plot;
    size_t size;
    char *svg;

    assert_int_equal(plot_create(&labels, &plot), 0);
    assert_int_equal(plot_series(plot, "a & b", PLOT_LINE), 0);
    assert_int_equal(plot_point(plot, 1, 1), 0);
    assert_int_equal(
        plot_mark(plot, 1, PLOT_MARK_NOTE, "\xF0\x9F\x8E\xB5 \xFE \xEF\xB7\x90 \xEF\xBF\xBF"), 0);
    assert_int_equal(plot_write(plot, scratch_path(scratch, "plot.svg")), 0);
    svg = (char *)scratch_read(scratch->path, &size);
    assert_non_null(svg);
    assert_true(xml_well_formed(svg));
    assert_non_null(strstr(svg, "<title>FREE &lt;&amp; FILLED&gt;</title>"));
    assert_non_null(strstr(svg, "<desc>Broken: \xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD,  [31m \n"
                                "a &amp; b</desc>"));
    free(svg);
    plot_free(plot);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_SCRATCH(a_table_holds_all_points_and_marks_byte_for_byte),
        IN_SCRATCH(numbers_that_are_not_finite_are_nowhere),
        IN_SCRATCH(a_point_without_a_series_is_refused),
        IN_SCRATCH(a_locale_with_a_decimal_comma_changes_no_byte),
        IN_SCRATCH(an_unknown_ending_is_refused_and_makes_no_file),
        IN_SCRATCH(a_missing_folder_is_reported),
        IN_SCRATCH(an_unwritable_folder_is_reported_and_left_empty),
        IN_SCRATCH(a_folder_of_that_name_is_reported_and_nothing_is_left_beside_it),
        IN_SCRATCH(a_write_that_fails_halfway_leaves_the_old_file_as_it_was),
        IN_SCRATCH(a_file_is_as_readable_as_the_umask_says),
        IN_SCRATCH(an_svg_is_well_formed_and_says_in_words_what_it_shows),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
