/*
 * show_json.c - results as one JSON object in one line.
 */
#include <errno.h>
#include <json-c/json.h>
#include <stdlib.h>

#include "tools/ringsim/show.h"

#define HOURS_A_YEAR 8766.0

static void add(struct json_object *to, const char *name, struct json_object *value)
{
    json_object_object_add(to, name, value);
}

/* Twelve digits, for all 17 say nothing more but what binary makes of 0.1. */
static void add_number(struct json_object *to, const char *name, double value)
{
    char text[32];

    snprintf(text, sizeof(text), "%.12g", value);
    add(to, name, json_object_new_double_s(value, text));
}

static void add_count(struct json_object *to, const char *name, uint64_t value)
{
    add(to, name, json_object_new_uint64(value));
}

static void add_seconds(struct json_object *to, const char *name, int64_t ns)
{
    add_number(to, name, (double)ns / (double)SPAN_SECOND);
}

static struct json_object *rate_object(struct poisson_rate rate, double scale)
{
    struct json_object *object = json_object_new_object();

    add_number(object, "estimate", rate.estimate * scale);
    add_number(object, "low", rate.low * scale);
    add_number(object, "high", rate.high * scale);
    return object;
}

static void add_model(struct json_object *to, const struct command *command)
{
    static const char *const names[FAULTS_KINDS] = {
        [FAULTS_STALL] = "stalls_per_hour",
        [FAULTS_STOP] = "stops_per_hour",
        [FAULTS_KILL] = "kills_per_hour",
        [FAULTS_KILL_CONSUMER] = "consumer_kills_per_hour",
    };

    add_count(to, "seed", command->seed);
    add_count(to, "block_ms", command->block_ms);
    add_count(to, "latency_ms", command->latency_ms);
    add_number(to, "period_ms", command->period_ms);
    add_number(to, "jitter_ms", command->jitter_ms);
    for (int kind = 0; kind < FAULTS_KINDS; kind++)
        add_number(to, names[kind], command->fault[kind].per_hour);
}

static struct json_object *underruns_object(const struct tally *tally)
{
    struct json_object *object = json_object_new_object();
    struct json_object *silence = json_object_new_object();

    add_count(object, "count", tally_underruns(tally));
    add_count(object, "spells", tally->spells);
    for (int cause = 0; cause < TALLY_CAUSES; cause++) {
        const char *name = tally_cause_name((enum tally_cause)cause);

        add_count(object, name, tally->underruns[cause]);
        add_seconds(silence, name, tally->silence[cause]);
    }
    add_seconds(silence, "longest", tally->longest);
    add(object, "silence_s", silence);
    if (tally->first_at >= 0)
        add_seconds(object, "first_s", tally->first_at);
    else
        add(object, "first_s", NULL);
    return object;
}

static struct json_object *producer_object(const struct model *model)
{
    const struct tally *tally = &model->tally;
    struct json_object *object = json_object_new_object();

    add_count(object, "blocks", tally->made);
    add_count(object, "lost", tally->lost);
    add_count(object, "bursts", tally->bursts);
    add_count(object, "stalls", tally->stalls);
    add_count(object, "stops", tally->stops);
    add_count(object, "kills", tally->kills);
    add_count(object, "watchdog", tally->watchdog);
    return object;
}

static struct json_object *consumer_object(const struct tally *tally)
{
    struct json_object *object = json_object_new_object();

    add_count(object, "kills", tally->consumer_kills);
    add_count(object, "gaps", tally->gaps);
    add_seconds(object, "silence_s", tally->gap);
    return object;
}

/* How often a block that had been heard left so many: the number of each level from 0 on. */
static int add_levels(struct json_object *to, const struct model *model)
{
    uint32_t slots = model->config.slots;
    uint64_t *count = calloc(slots + 1, sizeof(*count));
    struct json_object *array = json_object_new_array();

    add(to, "levels", array);
    if (!count)
        return -ENOMEM;
    tally_count_levels(&model->tally, count);
    for (uint32_t level = 0; level <= slots; level++)
        json_object_array_add(array, json_object_new_uint64(count[level]));
    free(count);
    return 0;
}

static void print(struct json_object *object, FILE *file)
{
    fprintf(file, "%s\n",
            json_object_to_json_string_ext(object, JSON_C_TO_STRING_PLAIN |
                                                       JSON_C_TO_STRING_NOSLASHESCAPE));
}

int show_run_json(const struct command *command, const struct model *model, FILE *file)
{
    const struct tally *tally = &model->tally;
    struct poisson_rate rate = poisson_rate(tally_underruns(tally), tally->spells, command->hours);
    struct json_object *object = json_object_new_object();
    int error;

    add_number(object, "hours", command->hours);
    add_number(object, "buffer_s", command->buffer_ms / 1000.0);
    add_count(object, "slots", model->config.slots);
    add_count(object, "burst", model->burst);
    add_model(object, command);
    add(object, "underruns", underruns_object(tally));
    add(object, "per_hour", rate_object(rate, 1));
    add(object, "per_year", rate_object(rate, HOURS_A_YEAR));
    add(object, "producer", producer_object(model));
    add(object, "consumer", consumer_object(tally));
    error = add_levels(object, model);
    if (error == 0)
        print(object, file);
    json_object_put(object);
    return error;
}

static struct json_object *probe_object(const struct command *command,
                                        const struct sizing_probe *probe)
{
    struct json_object *object = json_object_new_object();

    add_count(object, "slots", probe->slots);
    add_number(object, "buffer_s", command_buffer_ms(command, probe->slots) / 1000.0);
    add_count(object, "seed", probe->seed);
    add_number(object, "years", probe->years);
    add_count(object, "underruns", probe->underruns);
    add_count(object, "spells", probe->spells);
    add(object, "per_year", rate_object(probe->rate, 1));
    add(object, "passed", json_object_new_boolean(probe->passed));
    return object;
}

void show_size_json(const struct command *command, const struct sizing_probe *probes,
                    uint32_t count, const struct sizing_probe *answer, FILE *file)
{
    struct json_object *object = json_object_new_object();
    struct json_object *array = json_object_new_array();

    add_number(object, "underruns_per_year", command->per_year);
    add_number(object, "years", command->years);
    add_model(object, command);
    for (uint32_t i = 0; i < count; i++)
        json_object_array_add(array, probe_object(command, &probes[i]));
    add(object, "probes", array);
    add(object, "answer", answer ? probe_object(command, answer) : NULL);
    print(object, file);
    json_object_put(object);
}
