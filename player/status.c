/*
 * status.c - what `rondoctl status` prints.
 */
#include <string.h>
#include <unistd.h>

#include "player/json.h"
#include "player/session.h"
#include "player/status_sound.h"

static void write_track(struct session *s, struct json *json)
{
    const struct feeder_track *now = feeder_now(s);
    const struct job_reply *facts = now && now->opened ? &now->facts : NULL;
    struct session_place place;
    struct session_name name;

    if (session_place(s, &place) < 0)
        return;
    json_integer(json, "track", place.index + 1);
    json_string(json, "file", s->list.entries[place.index].path);
    json_decimal(json, "position", (double)place.ms / 1000, 3);
    json_integer(json, "frame", (int64_t)place.frame);
    json_integer(json, "handed", now->track);
    if (!facts)
        return;
    name = session_name(&s->list.entries[place.index], facts);
    json_string(json, "title", name.title);
    json_string(json, "artist", name.artist);
    json_string(json, "album", facts->album);
    if (facts->frames > 0)
        json_decimal(json, "duration", (double)facts->frames / facts->rate, 3);
    else
        json_null(json, "duration");
    json_integer(json, "frames", (int64_t)facts->frames);
    json_integer(json, "rate", facts->rate);
    json_integer(json, "channels", facts->channels);
    json_string(json, "format", sample_format_name(facts->format));
    json_string(json, "codec", facts->codec);
    json_object(json, "source");
    json_integer(json, "rate", facts->source_rate);
    json_integer(json, "channels", facts->source_channels);
    json_string(json, "format", sample_format_name(facts->source_format));
    json_close(json);
    status_sound_write(s, facts, json);
}

/* What is heard while it still comes: what of it is there, and how the connection is. */
static void write_stream(struct session *s, struct json *json)
{
    const struct feeder_track *now = feeder_now(s);
    const struct spool *spool = now ? spool_find(s, now->entry) : NULL;
    struct spool_news news;

    if (!spool_news(s, spool, &news))
        return;
    json_object(json, "stream");
    json_string(json, "state", news.state);
    json_string(json, "station", spool->link.station.name);
    if (spool->link.station.kbits > 0)
        json_integer(json, "kbits", spool->link.station.kbits);
    else
        json_null(json, "kbits");
    json_integer(json, "filled", news.filled);
    json_decimal(json, "from", news.from, 3);
    json_decimal(json, "to", news.to, 3);
    json_bool(json, "full", stream_rests(spool));
    json_integer(json, "reconnects", spool->link.reconnects);
    json_close(json);
}

static void write_ring(struct session *s, struct json *json)
{
    struct semset_snapshot now;
    int slots = ring_slots(s->instance.ring);

    if (ring_snapshot(s->instance.ring, &now) < 0)
        return;
    json_object(json, "ring");
    json_integer(json, "slots", slots);
    json_integer(json, "free", now.value[SEM_FREE]);
    json_integer(json, "filled", now.value[SEM_FILLED]);
    json_integer(json, "claimed", slots - now.value[SEM_FREE] - now.value[SEM_FILLED]);
    json_integer(json, "epoch", s->feeder.epoch);
    json_close(json);
}

static void write_counts(struct session *s, struct json *json)
{
    json_object(json, "underruns");
    json_integer(json, "decoder_late", s->gaps[GAP_DECODER_LATE]);
    json_integer(json, "producer_restarting", s->gaps[GAP_PRODUCER_RESTARTING]);
    json_integer(json, "source_slow", s->gaps[GAP_SOURCE_SLOW]);
    json_integer(json, "device_stalled", s->gaps[GAP_DEVICE_STALLED]);
    json_close(json);
    json_integer(json, "failed", s->failed);
    json_object(json, "restarts");
    json_integer(json, "producer", s->producer.restarts);
    json_integer(json, "consumer", s->consumer.restarts);
    json_close(json);
    json_integer(json, "dropped_replies", s->instance.queues.dropped);
    json_integer(json, "malformed_requests", s->malformed);
    json_integer(json, "lost_reports", s->lost_reports);
}

static void write_modes(const struct session *s, struct json *json)
{
    json_string(json, "repeat", order_repeat_name(s->order.repeat));
    json_bool(json, "shuffle", s->order.shuffle);
    if (s->order.shuffle)
        json_integer(json, "seed", (int64_t)s->order.seed);
    if (s->loop.to_ms == 0)
        return;
    json_object(json, "loop");
    json_decimal(json, "from", s->loop.from_ms / 1000.0, 3);
    json_decimal(json, "to", s->loop.to_ms / 1000.0, 3);
    json_close(json);
}

int status_write(struct session *s, const char *id, char *text, size_t size)
{
    struct json json;

    json_begin(&json, text, size);
    json_object(&json, NULL);
    json_string(&json, "id", id);
    json_bool(&json, "ok", true);
    json_object(&json, "status");
    json_string(&json, "name", s->instance.name);
    json_integer(&json, "pid", getpid());
    json_string(&json, "state", state_name(s->state));
    json_bool(&json, "device_lost", s->device_lost);
    json_integer(&json, "tracks", s->list.count);
    json_integer(&json, "revision", s->list.revision);
    json_integer(&json, "news", s->watch.news);
    json_integer(&json, "said", s->watch.said);
    json_integer(&json, "volume", s->volume);
    write_modes(s, &json);
    json_string(&json, "output", s->output);
    json_integer(&json, "slow", s->slow.factor);
    json_bool(&json, "stepping", s->slow.turns);
    write_track(s, &json);
    write_stream(s, &json);
    write_ring(s, &json);
    write_counts(s, &json);
    json_object(&json, "pids");
    json_integer(&json, "producer", s->producer.process.pid);
    json_integer(&json, "consumer", s->consumer.process.pid);
    json_close(&json);
    json_close(&json);
    json_close(&json);
    return json_end(&json);
}
