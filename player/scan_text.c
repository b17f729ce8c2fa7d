/*
 * scan_text.c - what rondo --scan prints.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "player/json.h"
#include "player/loudness.h"
#include "player/scan.h"
#include "player/text.h"

enum { CELL = 16, JSON_ROW_MAX = 8 * PATH_MAX };

static const char *const source_names[SCAN_SOURCES] = {"Vorbis", "R128", "ID3",
                                                       "APE",    "MP4",  "ASF"};

void scan_write_head(bool json)
{
    if (json)
        printf("{\"files\": [\n");
    else
        printf("%7s %6s %7s %7s  %7s %7s  %-10s %s\n", "LUFS", "LU", "dBTP", "gain", "track",
               "album", "tags", "file");
}

/* "-13.50"; "-" where there is none. */
static const char *cell(char text[CELL], double value, int decimals, bool sign)
{
    if (isfinite(value))
        snprintf(text, CELL, sign ? "%+.*f" : "%.*f", decimals, value);
    else
        snprintf(text, CELL, "-");
    return text;
}

static double thousandth(int32_t value)
{
    return value == SCAN_UNKNOWN ? NAN : value / 1000.0;
}

/* "ID3,APE" */
static void name_sources(uint32_t sources, char *text, size_t size)
{
    size_t length = 0;

    snprintf(text, size, "%s", sources ? "" : "-");
    for (uint32_t i = 0; i < SCAN_SOURCES && length < size; i++)
        if (sources & 1U << i)
            length += (size_t)snprintf(text + length, size - length, "%s%s", length ? "," : "",
                                       source_names[i]);
}

static void print_row(const struct playlist_entry *entry, const struct scan_row *row)
{
    char lufs[CELL], range[CELL], peak[CELL], gain[CELL], track[CELL], album[CELL], sources[64];
    char name[2 * PATH_MAX];

    name_sources(row->tags.sources, sources, sizeof(sources));
    text_sanitize(text_utf8(), name, sizeof(name), entry->path);
    printf("%7s %6s %7s %7s  %7s %7s  %-10s %s", cell(lufs, thousandth(row->integrated), 2, false),
           cell(range, thousandth(row->range), 2, false),
           cell(peak, loudness_peak_db(row->true_peak), 2, false),
           cell(gain, thousandth(loudness_gain(row->integrated)), 2, true),
           cell(track, thousandth(row->tags.track_gain), 2, true),
           cell(album, thousandth(row->tags.album_gain), 2, true), sources, name);
    if (entry->range.hz > 0 && entry->title) {
        text_sanitize(text_utf8(), name, sizeof(name), entry->title);
        printf(" (%s)", name);
    }
    putchar('\n');
}

static void put_decimal(struct json *json, const char *name, double value, uint32_t decimals)
{
    if (isfinite(value))
        json_decimal(json, name, value, decimals);
    else
        json_null(json, name);
}

static void put_measured(struct json *json, const struct scan_row *row)
{
    put_decimal(json, "loudness", thousandth(row->integrated), 3);
    put_decimal(json, "range", thousandth(row->range), 3);
    put_decimal(json, "true_peak", loudness_peak_db(row->true_peak), 3);
    put_decimal(json, "sample_peak", loudness_peak_db(row->sample_peak), 3);
    put_decimal(json, "gain", thousandth(loudness_gain(row->integrated)), 3);
    json_decimal(json, "duration", row->seconds, 3);
}

static void put_tags(struct json *json, const struct scan_tags *tags)
{
    const int32_t peaks[] = {tags->track_peak, tags->album_peak};
    const char *const names[] = {"track_peak", "album_peak"};

    json_object(json, "tags");
    json_array(json, "kinds");
    for (uint32_t i = 0; i < SCAN_SOURCES; i++)
        if (tags->sources & 1U << i)
            json_string(json, NULL, source_names[i]);
    json_close(json);
    put_decimal(json, "track_gain", thousandth(tags->track_gain), 3);
    put_decimal(json, "album_gain", thousandth(tags->album_gain), 3);
    for (int i = 0; i < 2; i++)
        put_decimal(json, names[i], peaks[i] == SCAN_UNKNOWN ? NAN : peaks[i] / 1e6, 6);
    json_close(json);
}

static void print_json(const struct playlist_entry *entry, const struct scan_row *row, bool first)
{
    static char text[JSON_ROW_MAX];
    struct json json;

    json_begin(&json, text, sizeof(text));
    json_object(&json, NULL);
    json_string(&json, "file", entry->path);
    if (entry->range.hz > 0)
        json_string(&json, "title", entry->title ? entry->title : "");
    if (row->measured)
        put_measured(&json, row);
    else
        json_string(&json, "error", row->why ? row->why : "");
    put_tags(&json, &row->tags);
    json_close(&json);
    json_end(&json);
    printf("%s%s", first ? "" : ",\n", text);
}

void scan_write_row(bool json, const struct playlist_entry *entry, const struct scan_row *row,
                    bool first)
{
    if (json)
        print_json(entry, row, first);
    else if (row->measured)
        print_row(entry, row);
}

static void print_total_json(const struct scan_total *total, int32_t integrated)
{
    char text[512];
    struct json json;

    json_begin(&json, text, sizeof(text));
    json_object(&json, NULL);
    json_integer(&json, "files", total->files);
    json_integer(&json, "failed", total->failed);
    put_decimal(&json, "loudness", thousandth(integrated), 3);
    put_decimal(&json, "true_peak", loudness_peak_db(total->true_peak), 3);
    put_decimal(&json, "gain", thousandth(loudness_gain(integrated)), 3);
    json_decimal(&json, "duration", total->seconds, 3);
    json_close(&json);
    json_end(&json);
    printf("\n],\n\"album\": %s}\n", text);
}

void scan_write_total(bool json, const struct scan_total *total)
{
    int32_t integrated = loudness_of_bins(total->bins);
    char lufs[CELL], peak[CELL], gain[CELL];

    if (json)
        print_total_json(total, integrated);
    else if (total->files > 1)
        printf("%7s %6s %7s %7s  %7s %7s  %-10s all %u as one album\n",
               cell(lufs, thousandth(integrated), 2, false), "",
               cell(peak, loudness_peak_db(total->true_peak), 2, false),
               cell(gain, thousandth(loudness_gain(integrated)), 2, true), "", "", "",
               total->files);
}
