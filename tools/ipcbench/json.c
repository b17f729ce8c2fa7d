/*
 * json.c - builds the JSON object, member by member in the order of the schema.
 *
 * Where there is no memory for a member, the builder remembers it, and nothing is written.
 */
#include "tools/ipcbench/json.h"

#include <errno.h>
#include <inttypes.h>
#include <json-c/json.h>
#include <sys/utsname.h>

#include "tools/ipcbench/bench.h"

enum { FORMAT = 1, TEXT_MAX = 192 };

struct builder {
    struct json_object *object; /* that members are added to */
    bool *failed;
};

static void put(const struct builder *b, const char *name, struct json_object *value)
{
    if (!value || json_object_object_add(b->object, name, value) < 0)
        *b->failed = true;
}

static void put_text(const struct builder *b, const char *name, const char *text)
{
    put(b, name, json_object_new_string(text));
}

static void put_count(const struct builder *b, const char *name, uint64_t count)
{
    put(b, name, json_object_new_int64((int64_t)count));
}

/* json-c would write all 17 digits. */
static void put_number(const struct builder *b, const char *name, double number)
{
    char text[TEXT_MAX];

    snprintf(text, sizeof(text), "%.3f", number);
    put(b, name, json_object_new_double_s(number, text));
}

/* A null where there is no such thing. */
static void put_limit(const struct builder *b, const char *name, uint64_t limit)
{
    if (limit > 0)
        put_count(b, name, limit);
    else if (json_object_object_add(b->object, name, NULL) < 0)
        *b->failed = true;
}

static struct builder put_object(const struct builder *b, const char *name)
{
    struct builder inner = {.object = json_object_new_object(), .failed = b->failed};

    put(b, name, inner.object);
    return inner;
}

static void put_machine(const struct builder *b, const struct report_machine *known)
{
    const struct builder machine = put_object(b, "machine");
    struct utsname name;

    uname(&name);
    put_text(&machine, "system", name.sysname);
    put_text(&machine, "release", name.release);
    put_text(&machine, "architecture", name.machine);
    put_count(&machine, "processors", (uint64_t)known->processors);
    put_number(&machine, "load", known->load);
}

static void put_cpus(const struct builder *b, const int cpus[TRANSPORT_SIDES])
{
    if (cpus[TRANSPORT_SENDER] < 0) {
        put_limit(b, "cpus", 0);
        return;
    }
    const struct builder inner = put_object(b, "cpus");
    put_count(&inner, "sender", (uint64_t)cpus[TRANSPORT_SENDER]);
    put_count(&inner, "receiver", (uint64_t)cpus[TRANSPORT_RECEIVER]);
}

static void put_setting(const struct builder *b, const struct report *report)
{
    const struct builder sound = put_object(b, "sound");
    const struct builder measured = put_object(b, "measured");
    const struct bench_options *options = report->options;

    put_text(&sound, "source", options->sound ? "file" : "generated");
    put_count(&sound, "bytes", report->sound->size);
    put_count(&measured, "rounds", BENCH_ROUNDS);
    put_limit(&measured, "blocks", options->blocks);
    if (options->blocks > 0)
        put_limit(&measured, "seconds", 0);
    else
        put_number(&measured, "seconds", (double)options->time_ns / 1e9);
    put_number(&measured, "pace_us", BENCH_PACE_NS / 1e3);
    put_cpus(&measured, options->cpus);
}

static void put_throughput(const struct builder *b, const struct result *result)
{
    const struct builder inner = put_object(b, "throughput");
    char text[TEXT_MAX];

    put_count(&inner, "blocks", result->flow.blocks);
    put_number(&inner, "milliseconds", (double)result->flow.elapsed_ns / 1e6);
    put_number(&inner, "mib_per_s", result_mib_per_s(result));
    put_number(&inner, "blocks_per_s", result_blocks_per_s(result));
    snprintf(text, sizeof(text), "%016" PRIx64, result->flow.checksum);
    put_text(&inner, "checksum", text);
}

static void put_cpu(const struct builder *b, const struct result *result)
{
    const struct builder inner = put_object(b, "cpu");

    put_number(&inner, "sender_ms", (double)result->flow.cpu_ns[TRANSPORT_SENDER] / 1e6);
    put_number(&inner, "receiver_ms", (double)result->flow.cpu_ns[TRANSPORT_RECEIVER] / 1e6);
    put_number(&inner, "us_per_block", result_cpu_us_per_block(result));
    put_number(&inner, "ms_per_gib", result_cpu_ms_per_gib(result));
    put_number(&inner, "sleeps_per_1000_blocks", result_sleeps_per_1000(result));
}

static void put_latency(const struct builder *b, const struct stats *latency)
{
    const struct builder inner = put_object(b, "latency");

    put_count(&inner, "blocks", latency->count);
    put_number(&inner, "least_us", (double)latency->least / 1e3);
    put_number(&inner, "p50_us", (double)latency->p50 / 1e3);
    put_number(&inner, "p99_us", (double)latency->p99 / 1e3);
    put_number(&inner, "p999_us", (double)latency->p999 / 1e3);
    put_number(&inner, "greatest_us", (double)latency->greatest / 1e3);
}

static struct json_object *make_cell(const struct result *result, bool *failed)
{
    const struct builder cell = {.object = json_object_new_object(), .failed = failed};
    char reason[TEXT_MAX];

    put_text(&cell, "transport", result->transport->name);
    put_count(&cell, "size", result->size);
    put(&cell, "available", json_object_new_boolean(!result->refused));
    if (result->refused) {
        result_reason(result, reason, sizeof(reason));
        put_text(&cell, "reason", reason);
        return cell.object;
    }
    put(&cell, "in_place", json_object_new_boolean(result->transport->in_place));
    const struct builder limit = put_object(&cell, "under_way");
    put_limit(&limit, "bytes", result->limit.bytes);
    put_limit(&limit, "messages", result->limit.messages);
    put_count(&limit, "messages_per_block", result->limit.pieces);
    put_throughput(&cell, result);
    put_cpu(&cell, result);
    put_latency(&cell, &result->latency_ns);
    return cell.object;
}

static void put_results(const struct builder *b, const struct results *results)
{
    struct json_object *list = json_object_new_array();

    put(b, "results", list);
    for (size_t i = 0; i < results->count; i++)
        if (json_object_array_add(list, make_cell(&results->cell[i], b->failed)) < 0)
            *b->failed = true;
}

int json_write(const struct report *report, FILE *out)
{
    bool failed = false;
    const struct builder b = {.object = json_object_new_object(), .failed = &failed};
    const char *text = NULL;
    int error = 0;

    put_text(&b, "program", "ipcbench");
    put_text(&b, "version", RONDO_VERSION);
    put_count(&b, "format", FORMAT);
    put_machine(&b, report->machine);
    put_setting(&b, report);
    put_results(&b, report->results);
    put_text(&b, "conclusion", report->conclusion);
    if (!failed)
        text = json_object_to_json_string_ext(b.object, JSON_C_TO_STRING_PRETTY |
                                                            JSON_C_TO_STRING_SPACED |
                                                            JSON_C_TO_STRING_NOSLASHESCAPE);
    if (!text)
        error = -ENOMEM;
    else if (fprintf(out, "%s\n", text) < 0)
        error = -EIO;
    json_object_put(b.object);
    return error;
}
