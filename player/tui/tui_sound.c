/*
 * tui_sound.c - one look at the ring, a tenth of a second after the last.
 *
 * The order: a snapshot of the set, which says where everything is; who sleeps; the block at TAIL,
 * which is heard now, for the levels; and all filled blocks that were not there before, for the
 * waveform. Nothing is locked or written, so the parties of the ring never notice.
 */
#include "player/tui/tui_sound.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "shmring/instance.h"

int tui_sound_open(struct tui_sound *sound, const char *name)
{
    struct instance_record record;
    int error = instance_read(name, &record);

    if (error < 0)
        return error;
    error = ring_attach(record.segment, record.set, true, &sound->ring);
    if (error < 0)
        return error;
    sound->seen = calloc(ring_slots(sound->ring), sizeof(*sound->seen));
    if (sound->seen)
        return 0;
    ring_detach(sound->ring);
    sound->ring = NULL;
    return -ENOMEM;
}

void tui_sound_close(struct tui_sound *sound)
{
    ring_detach(sound->ring);
    free(sound->seen);
    *sound = (struct tui_sound){0};
}

static void look_at_set(struct tui_sound *sound)
{
    struct tui_strip *strip = &sound->strip;
    int set = ring_set_id(sound->ring);

    strip->slots = ring_slots(sound->ring);
    strip->there = ring_snapshot(sound->ring, &strip->values) == 0 &&
                   ring_claims(strip->slots, &strip->values, &strip->claims) == 0;
    strip->producer_sleeps = semset_waiting_grow(set, SEM_FREE) > 0;
    strip->consumer_sleeps = semset_waiting_grow(set, SEM_FILLED) > 0;
    strip->consumer_shut = semset_waiting_zero(set, SEM_PAUSED) > 0;
}

/* Others than before begin silent. */
static void set_channels(struct tui_sound *sound, uint32_t channels)
{
    channels = channels < TUI_METER_CHANNELS ? channels : TUI_METER_CHANNELS;
    for (uint32_t i = 0; i < channels && channels != sound->channels; i++)
        tui_meter_follow(&sound->meter[i], NULL);
    sound->channels = channels;
}

static void measure(struct tui_sound *sound, bool playing)
{
    const struct tui_strip *strip = &sound->strip;
    struct tui_meter_level level;
    struct block_header header;
    struct block_header *shared = ring_block(sound->ring, strip->values.value[SEM_TAIL]);
    bool heard = playing && strip->there && strip->claims.consumer > 0 &&
                 block_read(shared, ring_slot_bytes(sound->ring), &header) == 0 &&
                 header.frames > 0;

    if (heard)
        set_channels(sound, header.channels);
    for (uint32_t i = 0; i < sound->channels; i++) {
        if (heard)
            level = tui_meter_measure((enum sample_format)header.format, header.channels, i,
                                      block_samples(shared), header.frames);
        tui_meter_follow(&sound->meter[i], heard ? &level : NULL);
    }
}

static void draw_wave(struct tui_sound *sound, uint16_t slot)
{
    struct block_header *shared = ring_block(sound->ring, slot);
    struct block_header header;

    if (block_read(shared, ring_slot_bytes(sound->ring), &header) < 0 ||
        header.sequence == sound->seen[slot])
        return;
    sound->seen[slot] = header.sequence;
    if (header.track == sound->handed && header.epoch == ring_epoch(sound->ring))
        tui_wave_add(&sound->wave, &header, block_samples(shared));
}

/*
 * Another track; or this one under another number, after a seek: what is known of it stays. Of
 * either, blocks may be in the ring already.
 */
static void follow_track(struct tui_sound *sound, const struct tui_facts *facts)
{
    bool same = sound->begun && sound->wave.frames == facts->frames &&
                strcmp(sound->file, facts->file) == 0 && strcmp(sound->title, facts->title) == 0;

    if (!facts->placed || facts->rate == 0 || (same && sound->handed == facts->handed))
        return;
    sound->begun = true;
    sound->handed = facts->handed;
    if (!same) {
        tui_wave_begin(&sound->wave, facts->frames);
        strcpy(sound->file, facts->file);
        strcpy(sound->title, facts->title);
    }
    for (uint16_t i = 0; i < ring_slots(sound->ring); i++)
        sound->seen[i] = 0;
}

static void look_at_blocks(struct tui_sound *sound)
{
    const struct tui_strip *strip = &sound->strip;

    for (uint16_t i = 0; strip->there && i < strip->slots; i++) {
        enum ring_slot_state state =
            ring_slot_state(strip->slots, &strip->values, &strip->claims, i);

        if (state == RING_SLOT_FILLED || state == RING_SLOT_HELD)
            draw_wave(sound, i);
    }
}

void tui_sound_look(struct tui_sound *sound, const struct tui_facts *facts)
{
    struct block_header at;

    if (!sound->ring)
        return;
    look_at_set(sound);
    measure(sound, facts->playing && !facts->lost);
    follow_track(sound, facts);
    if (sound->begun)
        look_at_blocks(sound);
    sound->position = facts->position;
    if (facts->placed && ring_position(sound->ring, &at) == 0 && at.track == facts->handed)
        sound->position = (double)at.position / at.rate;
}
