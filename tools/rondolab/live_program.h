/*
 * live_program.h - the program rondo and its files in the private folder. Private to live*.c.
 */
#ifndef TOOLS_RONDOLAB_LIVE_PROGRAM_H
#define TOOLS_RONDOLAB_LIVE_PROGRAM_H

#include "tools/rondolab/sound.h"
#include "tools/rondolab/trial.h"

/* The folder, the sound, what it should sound like; each only once. */
int live_program_prepare(struct trial *trial);

/* Starts rondo on that sound; options as in live_start(). */
int live_program_start(struct trial *trial, const char *const options[], pid_t *ret_pid);

/* -ECANCELED, with rondo's last words in trial->refused. */
int live_program_refuse(struct trial *trial);

/* The recording beside the sound. */
int live_program_compare(struct trial *trial, struct sound_heard *ret_heard);

#endif
