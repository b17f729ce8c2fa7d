/*
 * fuzz_reply.c - any packet as the producer's answer, and what the player makes of it: lines for
 * the terminal, and JSON.
 *
 * An input is a packet as it stands; a short one of odd length is filled up to a whole reply.
 */
#include <assert.h>
#include <errno.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "player/display.h"
#include "player/json.h"
#include "player/text.h"
#include "shmring/jobs.h"
#include "shmring/layout.h"
#include "tests/fuzz/fuzz.h"

static void send_packet(int socket, const uint8_t *data, size_t size)
{
    uint8_t packet[sizeof(struct job_reply)] = {0};
    bool fill = size % 2 == 1 && size < sizeof(packet);

    memcpy(packet, data, fill ? size : 0);
    assert(send(socket, fill ? packet : data, fill ? sizeof(packet) : size, MSG_DONTWAIT) >= 0);
}

#define ASSERT_ENDS(field) assert(memchr(field, '\0', sizeof(field)))

static void assert_plausible(const struct job_reply *reply)
{
    ASSERT_ENDS(reply->codec);
    ASSERT_ENDS(reply->title);
    ASSERT_ENDS(reply->artist);
    ASSERT_ENDS(reply->album);
    ASSERT_ENDS(reply->date);
    ASSERT_ENDS(reply->number);
    ASSERT_ENDS(reply->text);
    assert(reply->frames <= INT64_MAX && reply->format < SAMPLE_FORMATS);
    assert(reply->kind != JOB_OPENED || (reply->rate > 0 && reply->channels > 0));
}

/* Nothing in it steers a terminal. */
static void assert_harmless(const char *text)
{
    uint32_t bytes, code;

    for (; (code = text_decode(text, &bytes)) != 0; text += bytes)
        assert(code != TEXT_INVALID && !text_unsafe(code));
}

static void show(const struct job_reply *reply)
{
    const struct display_style style = {.columns = 20 + reply->track % 200, .utf8 = true};
    struct display_view view = {
        .state = DISPLAY_PLAYING,
        .number = 1,
        .count = 2,
        .artist = reply->artist,
        .title = reply->title,
        .total_ms = reply->frames * 1000 / (reply->rate > 0 ? reply->rate : 1),
        .ring = 0.5,
        .codec = reply->codec,
        .rate = reply->rate,
        .channels = reply->channels,
    };
    char line[DISPLAY_SIZE], text[8000];
    struct json json;

    display_line(&view, &style, line);
    assert_harmless(line);
    display_track(&view, true, line);
    assert_harmless(line);
    text_sanitize(true, line, sizeof(line), reply->text);
    assert_harmless(line);
    json_begin(&json, text, sizeof(text));
    json_object(&json, NULL);
    json_string(&json, "title", reply->title);
    json_string(&json, "text", reply->text);
    json_close(&json);
    if (json_end(&json) == 0)
        assert_harmless(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static int pair[2] = {-1, -1};
    struct job_reply reply;
    int error;

    if (pair[0] < 0 && (!setlocale(LC_CTYPE, "C.UTF-8") || jobs_socketpair(pair) < 0))
        abort();
    send_packet(pair[1], data, size);
    error = jobs_receive_reply(pair[0], &reply);
    assert(error == 0 || error == -EBADMSG || (error == -EPIPE && size == 0));
    if (error == 0) {
        assert_plausible(&reply);
        show(&reply);
    }
    return 0;
}
