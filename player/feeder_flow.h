/*
 * feeder_flow.h - tracks of the line that are heard while they still come (stream.h).
 */
#ifndef PLAYER_FEEDER_FLOW_H
#define PLAYER_FEEDER_FLOW_H

#include <stdbool.h>
#include <stdint.h>

struct feeder_track;
struct job;
struct session;
struct spool;

/* What the job that hands this track over says of the stream that it is, if any. */
void feeder_flow_begins(struct session *s, struct feeder_track *t, struct job *job);

/* Whether a track of the line is heard as this stream. */
bool feeder_streams(struct session *s, const struct spool *spool);

/* A frame of what is heard as one of its stream, which may have another rate. */
uint64_t feeder_source_frame(const struct feeder_track *t, uint64_t frame);

/* Tells the producer of streams that have grown, or have come to their end. */
void feeder_flow(struct session *s);

/* The producer has nothing more to decode of this track, up to that frame. */
void feeder_hungry(struct session *s, struct feeder_track *t, uint64_t frame);

/* The ring has run empty: true where that is a stream's doing, which now fills up first. */
bool feeder_starved(struct session *s);

/* What a radio says that is heard now. */
void feeder_show_titles(struct session *s);

/* The track that all wait for until it is spooled; NULL: none. */
struct feeder_track *feeder_waiting(struct session *s);

#endif
