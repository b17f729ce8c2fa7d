/*
 * measure.h - the loudness of one file by EBU R128, a tenth of a second at a time.
 */
#ifndef PRODUCER_MEASURE_H
#define PRODUCER_MEASURE_H

#include "shmring/scans.h"

struct measure;

/*
 * Takes over `file`, also on failure, and then why[why_size] has a reason for people. The range is
 * as a job's.
 */
int measure_open(int file, const struct job_range *range, struct measure **ret_measure, char *why,
                 uint32_t why_size);

/* Goes on by one step. 1: there is more; 0: that was all; -EIO: it is damaged, why says how. */
int measure_step(struct measure *measure, char *why, uint32_t why_size);

/* How far it is, in thousandths; 0 where the length is unknown. */
uint32_t measure_done(const struct measure *measure);

/* What has come out, of what has been read until now. */
void measure_result(const struct measure *measure, struct scan_loudness *ret_loudness,
                    struct scan_wave *ret_wave);

/* NULL is allowed. */
void measure_close(struct measure *measure);

#endif
