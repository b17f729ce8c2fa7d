/*
 * tally.c - counts. Of the levels only the steps from one to the next are kept, so that a whole
 * sweep through the ring costs two additions.
 */
#include "tools/ringsim/tally.h"

#include <errno.h>
#include <stdlib.h>

int tally_init(struct tally *tally, uint32_t slots)
{
    int64_t *steps = calloc(slots + 2, sizeof(*steps));

    if (!steps)
        return -ENOMEM;
    *tally = (struct tally){.slots = slots, .steps = steps, .first_at = -1};
    return 0;
}

void tally_free(struct tally *tally)
{
    free(tally->steps);
    tally->steps = NULL;
}

uint64_t tally_count_levels(const struct tally *tally, uint64_t *ret_count)
{
    int64_t here = 0;
    uint64_t sum = 0;

    for (uint32_t level = 0; level <= tally->slots; level++) {
        here += tally->steps[level];
        ret_count[level] = (uint64_t)here;
        sum += (uint64_t)here;
    }
    return sum;
}

uint32_t tally_quantile(const uint64_t *count, uint32_t slots, uint32_t permille)
{
    uint64_t sum = 0, below = 0;
    uint32_t level = 0;

    for (uint32_t i = 0; i <= slots; i++)
        sum += count[i];
    while (level < slots && (below += count[level]) * 1000 <= sum * permille)
        level++;
    return level;
}

uint64_t tally_underruns(const struct tally *tally)
{
    uint64_t sum = 0;

    for (int cause = 0; cause < TALLY_CAUSES; cause++)
        sum += tally->underruns[cause];
    return sum;
}

int64_t tally_silence(const struct tally *tally)
{
    int64_t sum = 0;

    for (int cause = 0; cause < TALLY_CAUSES; cause++)
        sum += tally->silence[cause];
    return sum;
}

const char *tally_cause_name(enum tally_cause cause)
{
    static const char *const names[TALLY_CAUSES] = {
        [TALLY_DECODER_LATE] = "decoder_late",
        [TALLY_SOURCE_SLOW] = "source_slow",
        [TALLY_PRODUCER_RESTARTING] = "producer_restarting",
    };

    return names[cause];
}
