/*
 * fuzz_playlist.c - any bytes as a playlist: what comes out are paths and titles that are texts.
 */
#include <assert.h>
#include <errno.h>
#include <limits.h>
#include <string.h>

#include "player/m3u.h"
#include "tests/fuzz/fuzz.h"

enum { PATHS_MAX = 1000 };

/* A line of text has no control characters but the tabulator; a path may have them as %XX. */
static void assert_text(const char *text, size_t longest)
{
    assert(text[0] && strlen(text) <= longest);
    for (; *text; text++)
        assert((unsigned char)*text >= ' ' || *text == '\t');
}

static int take(void *context, const char *path, const char *title)
{
    int *count = context;

    assert(path[0] && strlen(path) < PATH_MAX + M3U_LINE_MAX);
    if (title)
        assert_text(title, M3U_LINE_MAX);
    return ++*count < PATHS_MAX ? 0 : -ECANCELED;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const lists[] = {"list.m3u", "/home/somebody/music/list.m3u8"};
    struct m3u_failure failure = {0};
    int count = 0;
    int error = m3u_parse((const char *)data, size, lists[size % 2], take, &count, &failure);

    assert(error == 0 || error == -EBADMSG || error == -ECANCELED);
    assert(error == 0 || failure.line > 0);
    assert(error != -EBADMSG || failure.reason);
    assert(error != -ECANCELED || count == PATHS_MAX);
    return 0;
}
