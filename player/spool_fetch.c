/*
 * spool_fetch.c - what lies at an address, fetched by curl.
 *
 * Its output is copied like any pipe's. Its descriptor 3 is memory for the headers of the answer,
 * and for its words behind them. Where a file has come in part, curl is told to go on there.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <unistd.h>

#include "player/session.h"
#include "player/spool_fill.h"
#include "player/spool_helper.h"

bool spool_is_address(const char *path)
{
    return strncasecmp(path, "http://", 7) == 0 || strncasecmp(path, "https://", 8) == 0;
}

static const char *address_of(struct session *s, const struct spool *spool)
{
    uint32_t index;

    return playlist_find(&s->list, spool->track, &index) == 0 ? s->list.entries[index].path : "";
}

/* What is fetched from its beginning on: what has no end, and what the server cannot part. */
static bool goes_on(const struct spool *spool)
{
    return spool->bytes > 0 && !spool->link.no_range && !spool->link.station.is;
}

int spool_start_fetching(struct session *s, struct spool *spool)
{
    char address[PATH_MAX], from[24];
    char *argv[] = {"curl",
                    "-q",
                    "-sS",
                    "-f",
                    "-L",
                    "-g",
                    "--proto",
                    "=http,https",
                    "--max-redirs",
                    "5",
                    "--connect-timeout",
                    "15",
                    "-D",
                    "/proc/self/fd/3",
                    "-H",
                    "Icy-MetaData: 1",
                    "--http0.9", /* what SHOUTcast says looks like that */
                    "--url",
                    address,
                    goes_on(spool) ? "-C" : NULL,
                    from,
                    NULL};
    struct spool_helper helper = {.argv = argv,
                                  .input = -1,
                                  .words = spool->source,
                                  .memory = spool->source,
                                  .network = true};

    if (snprintf(address, sizeof(address), "%s", address_of(s, spool)) >= (int)sizeof(address))
        return -ENAMETOOLONG;
    if (ftruncate(spool->source, 0) < 0)
        return -errno;
    snprintf(from, sizeof(from), "%" PRIu64, spool->bytes);
    spool->link.answered = false;
    spool->link.began = spool->bytes;
    spool->link.again = 0;
    return spool_run(s, spool, &helper);
}

int spool_fetch(struct session *s, uint32_t track)
{
    struct spool *spool = spools_free_one(s);
    int memory = spool ? memfd_create("rondo", MFD_CLOEXEC | MFD_ALLOW_SEALING) : -1;
    int words = spool ? memfd_create("rondo", MFD_CLOEXEC) : -1;
    int error;

    if (memory < 0 || words < 0) {
        close(memory);
        close(words);
        return -EMFILE;
    }
    fcntl(words, F_SETFL, O_APPEND); /* behind the headers, which curl writes by itself */
    *spool = (struct spool){.state = SPOOL_RUNNING,
                            .step = SPOOL_COPIES,
                            .track = track,
                            .source = words,
                            .input = -1,
                            .file = memory,
                            .used = ++s->spools.uses};
    spool_no_stream(spool);
    spool_share(s, spool);
    error = spool_start_fetching(s, spool);
    if (error < 0)
        spool_empty(s, spool);
    spools_run_timer(s);
    return error;
}

void spool_read_words(struct spool *spool)
{
    off_t end = lseek(spool->source, 0, SEEK_END);
    off_t wanted = (off_t)sizeof(spool->said) - 1;
    ssize_t count =
        pread(spool->source, spool->said, (size_t)wanted, end > wanted ? end - wanted : 0);

    spool->said[count > 0 ? count : 0] = '\0';
}
