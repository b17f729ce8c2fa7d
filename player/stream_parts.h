/*
 * stream_parts.h - what the files of the stream share. Private to stream*.c.
 */
#ifndef PLAYER_STREAM_PARTS_H
#define PLAYER_STREAM_PARTS_H

#include "player/stream.h"

/* stream_start.c: starts ffprobe on what is there, or ffmpeg on what comes from `fed` on. */
int stream_start_probe(struct session *s, struct spool *spool);
int stream_start_decoder(struct session *s, struct spool *spool);

/* stream_feed.c: kills one that has something to do and does nothing for --producer-timeout. */
void stream_watch(struct session *s, struct spool *spool);

/* Nothing more comes. */
bool stream_is_source_over(const struct spool *spool);

/* Where what ffmpeg is to see now has its end. */
void stream_next_segment(struct spool *spool);

/* It is to see an end. */
void stream_close_feed(struct session *s, struct spool *spool);

/* What ffprobe has found. False: nothing that can be played. */
bool stream_read_probe(struct stream *stream);

/* The last line of what the decoder said. */
void stream_read_words(const struct stream *stream, char *text, size_t size);

/* stream_window.c: what was heard long ago goes. */
void stream_trim(struct session *s, struct spool *spool);

/* Whether so much lies ahead of what is heard that no more is wanted. */
bool stream_is_full(struct session *s, struct spool *spool);

/* Samples into the window; 0, or a negative errno. */
int stream_store(struct spool *spool, const char *samples, size_t bytes);

/* The frames' places of titles that have been decoded by now. */
void stream_place_titles(struct spool *spool);

uint32_t stream_frame_bytes(const struct stream *stream);

/* Whether it is, or at once will be, heard. */
bool stream_is_wanted(struct session *s, const struct spool *spool);

#endif
