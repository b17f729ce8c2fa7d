/*
 * rondoctl_plain.c - a player's status as lines for people.
 *
 * Each line is a label and a value, in a fixed order. Lines without a value (a file without
 * tags, nothing being played) are left out; counts of what went wrong share one line, and
 * only those above zero are named.
 */
#include "tools/rondoctl_plain.h"

#include <json-c/json.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

static const struct {
    const char *group; /* the member that holds it; NULL: the status itself */
    const char *key;
    const char *text;
} troubles[] = {
    {"underruns", "decoder_late", "gaps by a late decoder"},
    {"underruns", "producer_restarting", "gaps by a restarting producer"},
    {"underruns", "source_slow", "gaps by a slow source"},
    {"underruns", "device_stalled", "device ran dry or hung"},
    {NULL, "failed", "tracks failed"},
    {"restarts", "producer", "producer restarted"},
    {"restarts", "consumer", "consumer restarted"},
    {NULL, "dropped_replies", "replies dropped"},
    {NULL, "malformed_requests", "requests malformed"},
    {NULL, "lost_reports", "reports lost"},
};

/* The member of that type, or NULL. */
static struct json_object *member(struct json_object *object, const char *key, json_type type)
{
    struct json_object *value;

    if (!json_object_is_type(object, json_type_object) ||
        !json_object_object_get_ex(object, key, &value) || !json_object_is_type(value, type))
        return NULL;
    return value;
}

static const char *text_of(struct json_object *object, const char *key)
{
    struct json_object *value = member(object, key, json_type_string);

    return value ? json_object_get_string(value) : "";
}

/* -1 where there is no such number. */
static int64_t count_of(struct json_object *object, const char *key)
{
    struct json_object *value = member(object, key, json_type_int);

    return value ? json_object_get_int64(value) : -1;
}

/* -1 where there is no such number, or none that is a time. */
static int64_t seconds_of(struct json_object *object, const char *key)
{
    struct json_object *value = member(object, key, json_type_double);
    double seconds;

    if (!value)
        return count_of(object, key);
    seconds = json_object_get_double(value);
    return seconds >= 0 && seconds < 1e9 ? (int64_t)seconds : -1;
}

static void write_label(const char *label, FILE *out)
{
    fprintf(out, "%-9s ", label);
}

static void write_time(int64_t seconds, FILE *out)
{
    if (seconds >= 3600)
        fprintf(out, "%lld:%02d:%02d", (long long)(seconds / 3600), (int)(seconds / 60 % 60),
                (int)(seconds % 60));
    else
        fprintf(out, "%d:%02d", (int)(seconds / 60), (int)(seconds % 60));
}

static void write_text_line(struct json_object *status, const char *key, FILE *out)
{
    const char *text = text_of(status, key);

    if (!*text)
        return;
    write_label(key, out);
    rondoctl_plain_text(text, out);
    fputc('\n', out);
}

static void write_instance(struct json_object *status, FILE *out)
{
    int64_t pid = count_of(status, "pid");

    write_label("instance", out);
    rondoctl_plain_text(text_of(status, "name"), out);
    if (pid > 0)
        fprintf(out, " (process %lld)", (long long)pid);
    fputc('\n', out);
}

static void write_state(struct json_object *status, FILE *out)
{
    int64_t track = count_of(status, "track");
    int64_t tracks = count_of(status, "tracks");

    write_label("state", out);
    rondoctl_plain_text(text_of(status, "state"), out);
    if (json_object_get_boolean(member(status, "device_lost", json_type_boolean)))
        fputs(", the device is gone", out);
    if (track > 0)
        fprintf(out, ", track %lld", (long long)track);
    if (track > 0 && tracks > 0)
        fprintf(out, " of %lld", (long long)tracks);
    fputc('\n', out);
}

static void write_position(struct json_object *status, FILE *out)
{
    int64_t position = seconds_of(status, "position");
    int64_t duration = seconds_of(status, "duration");

    if (position < 0)
        return;
    write_label("position", out);
    write_time(position, out);
    fputs(" of ", out);
    if (duration >= 0)
        write_time(duration, out);
    else
        fputs("an unknown length", out);
    fputc('\n', out);
}

static void write_sound(struct json_object *status, FILE *out)
{
    int64_t rate = count_of(status, "rate");
    int64_t channels = count_of(status, "channels");

    if (rate <= 0 || channels <= 0)
        return;
    write_label("sound", out);
    rondoctl_plain_text(text_of(status, "codec"), out);
    fprintf(out, "; %lld Hz, %lld channel%s, ", (long long)rate, (long long)channels,
            channels == 1 ? "" : "s");
    rondoctl_plain_text(text_of(status, "format"), out);
    fputc('\n', out);
}

static void write_changes(struct json_object *status, FILE *out)
{
    struct json_object *changes = member(status, "changes", json_type_array);
    size_t count = changes ? json_object_array_length(changes) : 0;

    if (!changes)
        return;
    write_label("changes", out);
    if (count == 0)
        fputs("none, bit-perfect", out);
    for (size_t i = 0; i < count; i++) {
        fputs(i > 0 ? ", " : "", out);
        rondoctl_plain_text(json_object_get_string(json_object_array_get_idx(changes, i)), out);
    }
    fputc('\n', out);
}

/* The modes that are not the usual ones. */
static void write_modes(struct json_object *status, FILE *out)
{
    struct json_object *loop = member(status, "loop", json_type_object);
    const char *repeat = text_of(status, "repeat");
    int64_t from = seconds_of(loop, "from"), to = seconds_of(loop, "to");
    bool repeats = *repeat && strcmp(repeat, "off") != 0;
    bool shuffles = json_object_get_boolean(member(status, "shuffle", json_type_boolean));

    if (!repeats && !shuffles && (from < 0 || to < 0))
        return;
    write_label("modes", out);
    if (repeats) {
        fputs("repeat ", out);
        rondoctl_plain_text(repeat, out);
    }
    if (shuffles)
        fprintf(out, "%sshuffle (seed %lld)", repeats ? ", " : "",
                (long long)count_of(status, "seed"));
    if (from >= 0 && to >= 0) {
        fprintf(out, "%sloop ", repeats || shuffles ? ", " : "");
        write_time(from, out);
        fputc('-', out);
        write_time(to, out);
    }
    fputc('\n', out);
}

/* What is heard while it still comes. */
static void write_stream(struct json_object *stream, FILE *out)
{
    int64_t kbits = count_of(stream, "kbits"), filled = count_of(stream, "filled");
    int64_t from = seconds_of(stream, "from"), to = seconds_of(stream, "to");
    int64_t reconnects = count_of(stream, "reconnects");
    const char *state = text_of(stream, "state");

    if (!*state)
        return;
    write_label("stream", out);
    rondoctl_plain_text(state, out);
    if (filled >= 0 && strcmp(state, "buffering") == 0)
        fprintf(out, " %lld%%", (long long)filled);
    if (kbits > 0)
        fprintf(out, ", %lld kbit/s", (long long)kbits);
    if (from >= 0 && to > from) {
        fputs(", ", out);
        write_time(from, out);
        fputs(" to ", out);
        write_time(to, out);
        fputs(" is there", out);
    }
    if (reconnects > 0)
        fprintf(out, ", connected anew %lld time%s", (long long)reconnects,
                reconnects == 1 ? "" : "s");
    fputc('\n', out);
}

static void write_ring(struct json_object *ring, FILE *out)
{
    static const char *const parts[] = {"filled", "claimed", "free"};
    int64_t slots = count_of(ring, "slots");
    const char *separator = ": ";

    if (slots < 0)
        return;
    write_label("ring", out);
    fprintf(out, "%lld slots", (long long)slots);
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        int64_t count = count_of(ring, parts[i]);
        if (count >= 0) {
            fprintf(out, "%s%lld %s", separator, (long long)count, parts[i]);
            separator = ", ";
        }
    }
    fputc('\n', out);
}

static void write_troubles(struct json_object *status, FILE *out)
{
    const char *separator = "";

    write_label("troubles", out);
    for (size_t i = 0; i < sizeof(troubles) / sizeof(troubles[0]); i++) {
        struct json_object *group =
            troubles[i].group ? member(status, troubles[i].group, json_type_object) : status;
        int64_t count = count_of(group, troubles[i].key);
        if (count > 0) {
            fprintf(out, "%s%s: %lld", separator, troubles[i].text, (long long)count);
            separator = ", ";
        }
    }
    fputs(*separator ? "\n" : "none\n", out);
}

void rondoctl_plain_status(struct json_object *status, FILE *out)
{
    int64_t volume = count_of(status, "volume");

    write_instance(status, out);
    write_state(status, out);
    write_text_line(status, "file", out);
    write_text_line(status, "title", out);
    write_text_line(status, "artist", out);
    write_text_line(status, "album", out);
    write_position(status, out);
    write_stream(member(status, "stream", json_type_object), out);
    write_modes(status, out);
    rondoctl_plain_between(status, out);
    rondoctl_plain_gain(member(status, "replaygain", json_type_object), out);
    write_sound(status, out);
    write_changes(status, out);
    if (volume >= 0) {
        write_label("volume", out);
        fprintf(out, "%lld %%\n", (long long)volume);
    }
    write_text_line(status, "output", out);
    write_ring(member(status, "ring", json_type_object), out);
    write_troubles(status, out);
}
