/*
 * convert.h - files that libsndfile does not know, made by ffmpeg.
 */
#ifndef TESTS_E2E_CONVERT_H
#define TESTS_E2E_CONVERT_H

#include "tests/e2e/stage.h"
#include "tests/e2e/stage_sound.h"

enum { SKIPPED = 77 };

static const struct kind {
    const char *file;
    const char *encoder;
    const char *sample;
    const char *raw; /* ffmpeg's name for raw samples of this kind */
    uint16_t format;
} kinds[] = {
    {"aac.m4a", "aac", "rondo-s16.wav", "f32le", SAMPLE_F32},
    {"alac.m4a", "alac", "rondo-s16.wav", "s16le", SAMPLE_S16},
    {"alac24.m4a", "alac", "rondo-s24.wav", "s24le", SAMPLE_S24},
    {"adts.aac", "aac", "rondo-s24.wav", "f32le", SAMPLE_F32},
    {"windows.wma", "wmav2", "rondo-s24.wav", "f32le", SAMPLE_F32},
    {"pack.wv", "wavpack", "rondo-s24.wav", "s32le", SAMPLE_S32},
    {"true.tta", "tta", "rondo-s16.wav", "s16le", SAMPLE_S16},
    {"matroska.mka", "aac", "rondo-s24.wav", "f32le", SAMPLE_F32},
};

static inline void encode(struct stage *stage, const struct kind *kind)
{
    char path[PATH_MAX];
    struct stage_process *ffmpeg =
        stage_run(stage, "ffmpeg", "-nostdin", "-v", "error", "-y", "-i",
                  stage_sample(kind->sample, path), "-c:a", kind->encoder, kind->file, NULL);

    if (ffmpeg->status != 0)
        fail_msg("%s: %s", kind->file, stage_errors(ffmpeg));
}

#endif
