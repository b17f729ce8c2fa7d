/*
 * fuzz_playlist.c - any bytes as a playlist: what comes out are paths and titles that are texts.
 */
#include <assert.h>
#include <errno.h>
#include <limits.h>
#include <string.h>

#include "player/list.h"
#include "tests/fuzz/fuzz.h"

enum { PATHS_MAX = 1000 };

/* A line of text has no control characters but the tabulator; a path may have them as %XX. */
static void assert_text(const char *text, size_t longest)
{
    assert(text[0] && strlen(text) <= longest);
    for (; *text; text++)
        assert((unsigned char)*text >= ' ' || *text == '\t');
}

static int take(void *context, const struct list_item *item)
{
    const struct job_range *range = &item->range;
    int *count = context;

    assert(item->path[0] && strlen(item->path) < PATH_MAX + LIST_LINE_MAX);
    if (item->title)
        assert_text(item->title, LIST_LINE_MAX);
    assert(range->hz <= 1000000);
    assert(range->end == 0 || range->first < range->end);
    return ++*count < PATHS_MAX ? 0 : -ECANCELED;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const lists[] = {"list.m3u", "/home/somebody/music/list.m3u8", "x/list.pls",
                                        "list.xspf", "x/list.cue"};

    for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
        struct list_failure failure = {0};
        int count = 0;
        int error = list_parse((const char *)data, size, lists[i], take, &count, &failure);

        assert(error == 0 || error == -EBADMSG || error == -ECANCELED);
        assert(error == 0 || failure.line > 0);
        assert(error != -EBADMSG || failure.reason);
        assert(error != -ECANCELED || count == PATHS_MAX);
    }
    return 0;
}
