/*
 * test_ipcbench.c - ipcbench as people use it: a decoded file through all transports, its JSON and
 * its plots, and what is wrong with a command line.
 */
#include <json-c/json.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/e2e/stage_kernel.h"
#include "tools/ipcbench/side.h"

enum { BLOCKS = 200, ROUNDS = 3, STATUS_OUTPUT = 1, STATUS_USAGE = 2, STATUS_REFUSED = 3 };

static const char *const charts[][3] = {
    {"throughput", "throughput", "mib_per_s"},
    {"latency", "latency", "p50_us"},
    {"latency-p99", "latency", "p99_us"},
    {"cpu", "cpu", "us_per_block"},
};

/* A WAV file, as Rondo decodes it; its samples. */
static struct payload decode(struct stage *stage)
{
    struct payload sound;
    char path[PATH_MAX];
    struct stage_process *rondo =
        stage_play(stage, "-q", "-o", "wav:sound.wav", COMMITTED_DIR "/rondo.flac", NULL);

    assert_int_equal(stage_wait(rondo), 0);
    assert_int_equal(payload_load(stage_path(stage, "sound.wav", path), &sound), 0);
    return sound;
}

static const char *ran(struct stage_process *ipcbench, int status)
{
    if (ipcbench->status != status)
        fail_msg("it exits with %d: %s", ipcbench->status, stage_errors(ipcbench));
    return stage_out(ipcbench);
}

static void assert_fits_schema(struct stage *stage, const char *json)
{
    char path[PATH_MAX];
    struct stage_process *check;

    stage_write(stage, "result.json", json, strlen(json));
    check =
        stage_run(stage, "jsonschema", "-i", stage_path(stage, "result.json", path), SCHEMA, NULL);
    if (check->status != 0)
        fail_msg("jsonschema exits with %d: %s", check->status, stage_errors(check));
}

static struct json_object *member(struct json_object *object, const char *name)
{
    struct json_object *value = NULL;

    if (!json_object_object_get_ex(object, name, &value))
        fail_msg("there is no \"%s\"", name);
    return value;
}

static const char *text_of(struct json_object *object, const char *name)
{
    return json_object_get_string(member(object, name));
}

/* The cell of that transport and size, which has to be there. */
static struct json_object *find_cell(struct json_object *report, const char *transport, int size)
{
    struct json_object *results = member(report, "results");

    for (size_t i = 0; i < json_object_array_length(results); i++) {
        struct json_object *cell = json_object_array_get_idx(results, i);

        if (strcmp(text_of(cell, "transport"), transport) == 0 &&
            json_object_get_int(member(cell, "size")) == size)
            return cell;
    }
    fail_msg("%s, %d bytes, is missing", transport, size);
    return NULL;
}

static void assert_carried(struct json_object *report, const char *transport,
                           const struct payload *sound, uint32_t size)
{
    struct json_object *cell = find_cell(report, transport, (int)size);
    struct payload_cut cut;
    char checksum[17];

    if (!json_object_get_boolean(member(cell, "available"))) {
        assert_true(*text_of(cell, "reason") != '\0');
        return;
    }
    assert_int_equal(payload_cut(sound, size, &cut), 0);
    snprintf(checksum, sizeof(checksum), "%016llx",
             (unsigned long long)side_checksum(&cut, BLOCKS));
    assert_string_equal(text_of(member(cell, "throughput"), "checksum"), checksum);
    assert_int_equal(json_object_get_int(member(member(cell, "throughput"), "blocks")), BLOCKS);
    assert_int_equal(json_object_get_int(member(member(cell, "latency"), "blocks")),
                     ROUNDS * BLOCKS);
    payload_cut_free(&cut);
}

static void a_decoded_file_goes_through_all_of_them_and_the_json_fits_its_schema(void **state)
{
    struct stage *stage = *state;
    struct payload sound = decode(stage);
    const char *json = ran(stage_run(stage, "ipcbench", "--blocks", "200", "--size", "64,16K",
                                     "--sound", "sound.wav", "--json", NULL),
                           0);
    struct json_object *report = json_tokener_parse(json);

    assert_non_null(report);
    assert_fits_schema(stage, json);
    assert_string_equal(text_of(member(report, "sound"), "source"), "file");
    assert_int_equal(json_object_get_int64(member(member(report, "sound"), "bytes")), sound.size);
    for (size_t i = 0; i < TRANSPORT_COUNT; i++) {
        assert_carried(report, transport_all[i]->name, &sound, 64);
        assert_carried(report, transport_all[i]->name, &sound, 16384);
    }
    json_object_put(report);
    payload_free(&sound);
}

/* Each row of the CSV is a cell's figure; returns how many there are. */
static size_t compare_rows(struct json_object *report, char *csv, const char *group,
                           const char *figure)
{
    size_t rows = 0;
    char *line = strtok(csv, "\n");

    assert_string_equal(line, "series,x,y");
    while ((line = strtok(NULL, "\n"))) {
        char transport[32];
        double size, value, told;

        assert_int_equal(sscanf(line, "%31[^,],%lf,%lf", transport, &size, &value), 3);
        told = json_object_get_double(
            member(member(find_cell(report, transport, (int)size), group), figure));
        if (fabs(value - told) > 0.001)
            fail_msg("%s in the CSV, and %f in the JSON", line, told);
        rows++;
    }
    return rows;
}

static size_t count_available(struct json_object *report)
{
    struct json_object *results = member(report, "results");
    size_t count = 0;

    for (size_t i = 0; i < json_object_array_length(results); i++)
        count += (size_t)json_object_get_boolean(
            member(json_object_array_get_idx(results, i), "available"));
    return count;
}

static void assert_begins(struct stage *stage, const char *name, const char *ending,
                          const char *begin)
{
    char file[64];
    size_t size;
    uint8_t *bytes;

    snprintf(file, sizeof(file), "plots/%s.%s", name, ending);
    bytes = stage_read(stage, file, &size);
    assert_true(size > 1000 && memcmp(bytes, begin, strlen(begin)) == 0);
    free(bytes);
}

static void plots_show_what_the_json_says(void **state)
{
    struct stage *stage = *state;
    const char *json = ran(stage_run(stage, "ipcbench", "--blocks", "50", "--size", "64,1K,4K",
                                     "--json", "--plot", "plots", NULL),
                           0);
    struct json_object *report = json_tokener_parse(json);

    assert_non_null(report);
    for (size_t i = 0; i < sizeof(charts) / sizeof(charts[0]); i++) {
        char file[64];
        size_t size;
        char *csv;

        snprintf(file, sizeof(file), "plots/%s.csv", charts[i][0]);
        csv = (char *)stage_read(stage, file, &size);
        assert_int_equal(compare_rows(report, csv, charts[i][1], charts[i][2]),
                         count_available(report));
        free(csv);
        assert_begins(stage, charts[i][0], "svg", "<?xml");
        assert_begins(stage, charts[i][0], "png", "\x89PNG\r\n");
    }
    json_object_put(report);
}

static void the_table_has_all_of_them_and_ends_with_what_it_shows(void **state)
{
    static const char last[] = "killed.\n";
    struct stage_process *ipcbench =
        stage_run(*state, "ipcbench", "--blocks", "20", "--size", "64", NULL);
    const char *table = ran(ipcbench, 0);

    assert_string_equal(stage_errors(ipcbench), ""); /* no progress: it is no terminal */
    for (size_t i = 0; i < TRANSPORT_COUNT; i++) {
        char row[40];

        snprintf(row, sizeof(row), "\n%-14s ", transport_all[i]->name);
        assert_non_null(strstr(table, row));
    }
    assert_string_equal(table + strlen(table) - strlen(last), last);
}

static void what_the_system_refuses_is_listed_with_its_reason(void **state)
{
    struct stage *stage = *state;
    const char *table;

    kernel_limit("msgmni", "0");
    table = ran(stage_run(stage, "ipcbench", "--blocks", "20", "--size", "64", "--transport",
                          "pipe,sysv-queue", NULL),
                0);
    assert_non_null(strstr(table, "\nsysv-queue     not available: No space left on device (it "
                                  "needs kernel.msgmni, "));
    assert_non_null(strstr(table, "\npipe "));
    table = ran(stage_run(stage, "ipcbench", "--blocks", "20", "--size", "64", "--transport",
                          "sysv-queue", "--json", NULL),
                STATUS_REFUSED);
    assert_fits_schema(stage, table);
}

/* One line, status 2, and nothing is made. */
static void assert_refused(struct stage *stage, const char *option, const char *value,
                           const char *line)
{
    struct stage_process *ipcbench =
        stage_run(stage, "ipcbench", "--plot", "made", "--blocks", "1", option, value, NULL);
    const char *errors = stage_errors(ipcbench);
    char path[PATH_MAX];

    assert_int_equal(ipcbench->status, STATUS_USAGE);
    assert_string_equal(stage_out(ipcbench), "");
    if (strncmp(errors, line, strlen(line)) != 0 ||
        strchr(errors, '\n') != errors + strlen(errors) - 1)
        fail_msg("it says: %s", errors);
    assert_int_not_equal(access(stage_path(stage, "made", path), F_OK), 0);
}

static void wrong_usage_is_told_in_one_line_and_makes_nothing(void **state)
{
    struct stage *stage = *state;

    stage_write(stage, "short.raw", "0123456789", 10);
    stage_write(stage, "empty.raw", "", 0);
    assert_refused(stage, "--transport", "pigeon\033[31m\n",
                   "ipcbench: --transport: wrong value \"pigeon?[31m?\"; accepted: ring, pipe,");
    assert_refused(stage, "--size", "7", "ipcbench: --size: wrong value \"7\"; accepted: ");
    assert_refused(stage, "--bogus", NULL, "ipcbench: unknown option \"--bogus\"; accepted: ");
    assert_refused(stage, "--sound", "none.wav",
                   "ipcbench: --sound \"none.wav\": No such file or directory");
    assert_refused(stage, "--sound", "empty.raw",
                   "ipcbench: --sound \"empty.raw\": it holds no sound; accepted: ");
    assert_refused(stage, "--sound", "short.raw",
                   "ipcbench: --sound \"short.raw\": it is shorter than the largest block; ");
    assert_refused(stage, "--plot", "short.raw", "ipcbench: --plot \"short.raw\": Not a directory");
}

static void help_and_version_are_told(void **state)
{
    assert_non_null(strstr(ran(stage_run(*state, "ipcbench", "--help", NULL), 0), "Exit status: "));
    assert_memory_equal(ran(stage_run(*state, "ipcbench", "--version", NULL), 0), "ipcbench ", 9);
}

static void without_a_standard_output_it_fails(void **state)
{
    struct stage_process *ipcbench = stage_prepare(*state);

    ipcbench->closed[STDOUT_FILENO] = true;
    stage_start(ipcbench, "ipcbench", "--blocks", "20", "--size", "64", NULL);
    assert_int_equal(stage_wait(ipcbench), STATUS_OUTPUT);
    assert_string_equal(stage_errors(ipcbench), "ipcbench: standard output: Bad file descriptor\n");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_STAGE(a_decoded_file_goes_through_all_of_them_and_the_json_fits_its_schema),
        ON_STAGE(plots_show_what_the_json_says),
        ON_STAGE(the_table_has_all_of_them_and_ends_with_what_it_shows),
        ON_KERNEL(what_the_system_refuses_is_listed_with_its_reason),
        ON_STAGE(wrong_usage_is_told_in_one_line_and_makes_nothing),
        ON_STAGE(help_and_version_are_told),
        ON_STAGE(without_a_standard_output_it_fails),
    };
    return cmocka_run_group_tests_name("ipcbench", tests, NULL, NULL);
}
