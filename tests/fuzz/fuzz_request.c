/*
 * fuzz_request.c - any bytes as a request: it is counted as malformed, or answered once, and what
 * it asks the player for has been understood within bounds.
 *
 * The player stands here as the functions that requests.c calls.
 */
#include <assert.h>
#include <errno.h>
#include <string.h>

#include "player/json.h"
#include "player/session_list.h"
#include "tests/fuzz/fuzz.h"

#define LONGEST_MS (INT64_C(10000) * 3600 * 1000)

static int replies;
static int verdict; /* what the player says to all orders */

int cmdq_reply(struct cmdq *queues, pid_t client, const char *json)
{
    (void)queues;
    assert(client > 0 && strlen(json) < CMDQ_TEXT_MAX);
    assert(strncmp(json, "{\"id\":\"", 7) == 0 && json[strlen(json) - 1] == '}');
    for (; *json; json++)
        assert((unsigned char)*json >= ' ' && *json != 0x7f);
    replies++;
    return 0;
}

int status_write(struct session *s, const char *id, char *text, size_t size)
{
    struct json json;

    (void)s;
    json_begin(&json, text, size);
    json_object(&json, NULL);
    json_string(&json, "id", id);
    json_close(&json);
    return json_end(&json);
}

void session_event(struct session *s, enum event event)
{
    (void)s;
    assert(event < EVENT_COUNT);
}

int session_go_to(struct session *s, uint32_t index, uint64_t ms)
{
    (void)s;
    assert(index < PLAYLIST_ENTRIES_MAX && ms == 0);
    return verdict;
}

int session_next(struct session *s)
{
    (void)s;
    return verdict;
}

int session_previous(struct session *s)
{
    (void)s;
    return verdict;
}

int session_seek(struct session *s, bool relative, int64_t ms)
{
    (void)s;
    assert(ms < LONGEST_MS && ms > (relative ? -LONGEST_MS : -1));
    return verdict;
}

int session_set_volume(struct session *s, int64_t percent)
{
    (void)s;
    assert(percent >= -1 && percent <= 1000);
    return percent < 0 || percent > 130 ? -ERANGE : 0;
}

int slow_set(struct session *s, uint32_t factor)
{
    (void)s;
    assert(factor >= 1 && factor <= SLOW_FACTOR_MAX);
    return verdict;
}

int slow_step(struct session *s, uint32_t turns)
{
    (void)s;
    assert(turns >= 1 && turns <= SLOW_TURNS_MAX);
    return verdict;
}

int session_place(struct session *s, struct session_place *ret_place)
{
    (void)s;
    *ret_place = (struct session_place){.index = 3};
    return verdict;
}

int session_add(struct session *s, uint32_t index, const char *argument, char *why, size_t why_size)
{
    (void)s;
    assert(index < PLAYLIST_ENTRIES_MAX && argument[0] && why_size > 0);
    why[0] = '\0';
    return verdict;
}

int session_remove(struct session *s, uint32_t index)
{
    (void)s;
    assert(index < PLAYLIST_ENTRIES_MAX);
    return verdict;
}

int session_shift(struct session *s, uint32_t from, uint32_t to)
{
    (void)s;
    assert(from < PLAYLIST_ENTRIES_MAX && to < PLAYLIST_ENTRIES_MAX);
    return verdict;
}

int session_clear(struct session *s)
{
    (void)s;
    return verdict;
}

int playlist_save(const struct playlist *list, const char *path, char *why, size_t why_size)
{
    (void)list;
    assert(path[0] && why_size > 0);
    why[0] = '\0';
    return verdict;
}

int session_set_repeat(struct session *s, enum order_repeat repeat)
{
    (void)s;
    assert(repeat < ORDER_REPEATS);
    return verdict;
}

int session_set_shuffle(struct session *s, bool shuffle)
{
    (void)s;
    (void)shuffle;
    return verdict;
}

int session_set_loop(struct session *s, uint64_t from_ms, uint64_t to_ms)
{
    (void)s;
    assert(from_ms < to_ms || (from_ms == 0 && to_ms == 0));
    assert(to_ms < (uint64_t)LONGEST_MS);
    return verdict;
}

static void assert_words(const char *text, size_t bytes)
{
    struct cmdq_request request;

    if (cmdq_parse(text, bytes, &request) < 0)
        return;
    assert(request.client > 0);
    assert(request.id[0] && strnlen(request.id, sizeof(request.id)) <= CMDQ_ID_MAX);
    assert(request.verb[0] && strnlen(request.verb, sizeof(request.verb)) <= CMDQ_ID_MAX);
    assert(strlen(request.arguments) < bytes);
}

static char words[] = "a file";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const int verdicts[] = {0, -ERANGE, -ENOENT, -ESHUTDOWN};
    struct playlist_entry entries[] = {{.path = words, .title = words}, {.path = words}};
    struct session s = {.volume = 100, .list = {.entries = entries, .count = 2}};

    assert_words((const char *)data, size);
    replies = 0;
    verdict = verdicts[size % 4];
    requests_answer(&s, (const char *)data, size);
    assert(replies + (int)s.malformed + (int)s.watch.count == 1); /* who watches is told later */
    return 0;
}
