/*
 * sim.c - the output sim: a device made of a clock, a period and a buffer, with faults on
 * order. It is the reference for what output.h asks of a device.
 *
 * There is no thread: each call first lets the device live up to the present (sim_device.c),
 * and one that has to wait sleeps from tick to tick (sim_clock.c). A process that dies leaves
 * a recording of exactly what was heard. Its successor goes on there, and faults that struck
 * in the recorded time do not strike again.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "player/consumer/offer.h"
#include "player/consumer/sim_clock.h"
#include "player/consumer/sim_device.h"
#include "player/consumer/sim_options.h"
#include "shmring/block.h"

/*
 * At speed 0 only sleeping in here makes time pass. Whoever asks for the delay more often than
 * this and writes nothing sleeps elsewhere, waiting for music, and must see the time pass.
 */
enum { ASKED_OFTEN = 8 };

struct output {
    struct sim_clock clock;
    struct sim_device device;
    struct sim_limits limits;
    struct wavfile record;
    struct outfile report;
    double speed;        /* as the options say; slow motion changes the clock's */
    uint32_t asked;      /* for the delay, since time last passed or something was written */
    bool has_record;     /* `record` is open */
    bool has_report;     /* `report` is open */
    uint64_t started_ns; /* 0: stopped */
    char text[SIM_STATS_TEXT_MAX];
};

/* The device goes on where the recording ends. */
static void skip_recorded(struct sim_device *device, const struct wavfile *record)
{
    uint64_t frames = wavfile_frames(record);
    if (frames == 0)
        return;
    device->played_ns = sim_device_frames_ns(record->header.format.rate, frames);
    for (uint32_t i = 0; i < device->faults; i++)
        device->fault[i].struck = device->fault[i].at_ns <= device->played_ns;
}

static int open_files(struct output *output, const struct sim_options *options,
                      const uint64_t *resume, char *why, uint32_t why_size)
{
    if (options->record != NULL) {
        int r = wavfile_open(options->record, resume, &output->record, why, why_size);
        if (r < 0)
            return r;
        output->has_record = true;
        output->device.record = &output->record;
        skip_recorded(&output->device, &output->record);
    }
    if (options->report != NULL) {
        int r = outfile_open(options->report, &output->report, why, why_size);
        if (r < 0)
            return r;
        output->has_report = true;
    }
    return 0;
}

static void sim_destroy(struct output *output)
{
    if (output == NULL)
        return;
    if (output->has_record)
        wavfile_close(&output->record);
    if (output->has_report)
        outfile_close(&output->report);
    sim_device_stop(&output->device);
    free(output);
}

static int sim_create(const struct output_config *config, struct output **ret_output, char *why,
                      uint32_t why_size)
{
    if (config->argument[0] != '\0') {
        snprintf(why, why_size, "sim takes no argument, not even '%s'", config->argument);
        return -EINVAL;
    }
    struct sim_options options;
    int r = sim_options_parse(config->options, &options, why, why_size);
    if (r < 0)
        return r;

    struct output *output = calloc(1, sizeof(*output));
    if (output == NULL) {
        snprintf(why, why_size, "%s", strerror(ENOMEM));
        r = -ENOMEM;
        goto out_options;
    }
    output->speed = options.speed;
    sim_clock_init(&output->clock, options.speed, options.jitter_ms, (uint64_t)options.seed);
    output->device.period_ms = options.period_ms;
    output->device.latency_ms = config->latency_ms;
    output->limits = options.limits;
    output->device.faults = options.faults;
    memcpy(output->device.fault, options.fault, sizeof(options.fault));
    r = open_files(output, &options, config->resume ? &config->resume_frames : NULL, why, why_size);
    if (r < 0)
        sim_destroy(output);
    else
        *ret_output = output;
out_options:
    sim_options_free(&options);
    return r;
}

/* A recording has one format for good. */
static bool sim_takes(void *device, const struct output_format *format)
{
    const struct output *output = device;

    return sim_limits_take(&output->limits, format) &&
           (!output->has_record || !output->record.begun ||
            output_format_equal(&output->record.header.format, format));
}

static int sim_offer(struct output *output, const struct output_format *refused,
                     struct output_format *ret_offer)
{
    if (output->has_record && output->record.begun) {
        *ret_offer = output->record.header.format;
        return sim_takes(output, ret_offer) ? 0 : -ENOTSUP;
    }
    return offer_nearest(sim_takes, output, refused, 0, ret_offer);
}

static int sim_start(struct output *output, const struct output_format *format, char *why,
                     uint32_t why_size)
{
    int r = 0;
    if (!sim_limits_take(&output->limits, format)) {
        snprintf(why, why_size, "it does not take %u Hz, %u channels, %s", format->rate,
                 format->channels, sample_format_name(format->sample));
        return -ENOTSUP;
    }
    if (output->has_record)
        r = wavfile_start(&output->record, format, why, why_size);
    if (r < 0)
        return r;
    r = sim_device_start(&output->device, format);
    if (r < 0) {
        snprintf(why, why_size, "%s", strerror(-r));
        return r;
    }
    output->started_ns = sim_clock_real_ns();
    return 0;
}

static int advance(struct output *output)
{
    return sim_device_advance(&output->device, sim_clock_now(&output->clock));
}

static int sleep_to_next_tick(struct output *output)
{
    sim_clock_sleep(&output->clock, sim_device_next_tick(&output->device));
    return advance(output);
}

static int sim_write(struct output *output, const void *samples, uint32_t frames)
{
    struct sim_device *device = &output->device;
    output->asked = 0;
    uint64_t began_ns = sim_clock_now(&output->clock);
    const uint8_t *next = samples;
    uint32_t done = 0;
    int r = advance(output);
    while (r == 0 && done < frames) {
        uint32_t put;
        r = sim_device_put(device, sim_clock_now(&output->clock), next, frames - done, &put);
        next += (size_t)put * device->frame_bytes;
        done += put;
        if (r == 0 && done < frames)
            r = sleep_to_next_tick(output);
    }
    if (r < 0)
        sim_device_take_back(device, done);
    sim_stats_add(&device->stats.write_us, (sim_clock_now(&output->clock) - began_ns) / 1000);
    return r;
}

static int sim_wait(struct output *output, uint32_t frames, uint32_t *ret_silence)
{
    struct sim_device *device = &output->device;
    output->asked = 0;
    int r = advance(output);
    uint64_t wanted = device->heard + frames;
    if (r == 0 && device->fill == 0) { /* nothing left to be heard: just the time */
        sim_device_drop(device);
        sim_clock_sleep(&output->clock, sim_clock_now(&output->clock) +
                                            sim_device_frames_ns(device->format.rate, frames));
    }
    device->draining = true;
    while (r == 0 && device->running && device->heard < wanted)
        r = sleep_to_next_tick(output);
    if (r == 0)
        *ret_silence = 0;
    return r;
}

static uint64_t sim_delay(struct output *output)
{
    bool waits = ++output->asked > ASKED_OFTEN && output->clock.speed == 0;
    if (waits && output->device.running)
        sleep_to_next_tick(output);
    else
        advance(output);
    return output->device.fill;
}

static int sim_drop(struct output *output, uint64_t *ret_unheard)
{
    advance(output);
    *ret_unheard = sim_device_drop(&output->device);
    return 0;
}

static const char *sim_report(struct output *output)
{
    if (output->has_report)
        return NULL;
    sim_stats_print(&output->device.stats, output->text);
    return output->text;
}

static int write_report(struct output *output)
{
    int r = output->report.stream ? 0 : outfile_cut(&output->report, 0);
    sim_stats_print(&output->device.stats, output->text);
    return r < 0 ? r : outfile_write(&output->report, output->text, strlen(output->text));
}

static int sim_stop(struct output *output)
{
    advance(output);
    if (output->started_ns != 0)
        output->device.stats.real_ns += sim_clock_real_ns() - output->started_ns;
    output->started_ns = 0;
    sim_device_stop(&output->device);
    int r = output->has_record ? wavfile_finish(&output->record) : 0;
    int r_report = output->has_report ? write_report(output) : 0;
    return r < 0 ? r : r_report;
}

/* A device that never waits is slowed down from the pace of the real world. */
static void sim_slow(struct output *output, uint32_t factor)
{
    double speed = output->speed > 0 ? output->speed : 1;

    advance(output);
    sim_clock_set_speed(&output->clock, factor == 0   ? 0
                                        : factor == 1 ? output->speed
                                                      : speed / factor);
}

static uint32_t sim_underruns(struct output *output)
{
    return output->device.stats.underruns;
}

static const char *sim_name(struct output *output)
{
    (void)output;
    return "simulated device";
}

const struct output_ops output_sim = {
    .kind = "sim",
    .realtime = true,
    .fixed_format = false,
    .create = sim_create,
    .start = sim_start,
    .offer = sim_offer,
    .write = sim_write,
    .wait = sim_wait,
    .delay = sim_delay,
    .drop = sim_drop,
    .stop = sim_stop,
    .destroy = sim_destroy,
    .slow = sim_slow,
    .underruns = sim_underruns,
    .name = sim_name,
    .report = sim_report,
};
