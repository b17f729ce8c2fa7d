/*
 * decoder_speakers.c - which channel of a file is which loudspeaker: as the file says, else as its
 * format usually has them. libsndfile gives Vorbis and Opus in their own order, and no map.
 */
#include "producer/decoder_state.h"

static enum mix_speaker speaker_of(int place)
{
    switch (place) {
    case SF_CHANNEL_MAP_MONO:
    case SF_CHANNEL_MAP_CENTER:
    case SF_CHANNEL_MAP_FRONT_CENTER:
        return MIX_CENTRE;
    case SF_CHANNEL_MAP_LEFT:
    case SF_CHANNEL_MAP_FRONT_LEFT:
        return MIX_LEFT;
    case SF_CHANNEL_MAP_RIGHT:
    case SF_CHANNEL_MAP_FRONT_RIGHT:
        return MIX_RIGHT;
    case SF_CHANNEL_MAP_LFE:
        return MIX_LFE;
    case SF_CHANNEL_MAP_REAR_LEFT:
        return MIX_BACK_LEFT;
    case SF_CHANNEL_MAP_REAR_RIGHT:
        return MIX_BACK_RIGHT;
    case SF_CHANNEL_MAP_REAR_CENTER:
        return MIX_BACK_CENTRE;
    case SF_CHANNEL_MAP_SIDE_LEFT:
        return MIX_SIDE_LEFT;
    case SF_CHANNEL_MAP_SIDE_RIGHT:
        return MIX_SIDE_RIGHT;
    default:
        return MIX_NOWHERE;
    }
}

/* A map that names a loudspeaker twice, or none at all, says nothing. */
static bool believable(const struct mix_layout *layout)
{
    bool seen[MIX_SPEAKERS] = {false};
    uint32_t known = 0;

    for (uint32_t i = 0; i < layout->channels; i++) {
        enum mix_speaker speaker = layout->speaker[i];

        if (speaker == MIX_NOWHERE)
            continue;
        if (seen[speaker])
            return false;
        seen[speaker] = true;
        known++;
    }
    return known > 0;
}

void decoder_speakers(const struct decoder *d, struct mix_layout *ret_layout)
{
    int map[BLOCK_CHANNELS_MAX] = {0};
    uint32_t channels = (uint32_t)d->info.channels;
    struct mix_layout told = {.channels = channels};

    if ((d->info.format & SF_FORMAT_TYPEMASK) == SF_FORMAT_OGG)
        mix_ogg_layout(channels, ret_layout);
    else
        mix_usual_layout(channels, ret_layout);
    if (!d->file || sf_command(d->file, SFC_GET_CHANNEL_MAP_INFO, map,
                               (int)(channels * sizeof(map[0]))) != SF_TRUE)
        return;
    for (uint32_t i = 0; i < channels; i++)
        told.speaker[i] = speaker_of(map[i]);
    if (believable(&told))
        *ret_layout = told;
}
