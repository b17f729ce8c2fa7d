/*
 * test_queue.c - requests to the real player: each is answered with its ID, what is none is
 * counted, and neither what is wrong nor what is refused changes anything.
 */
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/msg.h>
#include <unistd.h>

#include "tests/e2e/stage_control.h"
#include "tests/e2e/stage_numbers.h"
#include "tests/e2e/stage_queue.h"

enum { FRAMES = 60 * NUMBERS_RATE, SOME = NUMBERS_RATE / 10, SMALL_BYTES = 64 };

static struct stage_process *play(struct stage *stage, struct queue *ret_queue)
{
    struct stage_process *rondo;

    stage_card(stage, &(struct card_options){0});
    numbers_write(stage, "first.wav", 0, FRAMES);
    numbers_write(stage, "second.wav", 1, FRAMES);
    rondo = stage_play(stage, "-q", "-o", "portaudio", "first.wav", "second.wav", NULL);
    queue_open(rondo, ret_queue);
    numbers_await_run(stage, 1, SOME);
    return rondo;
}

/* Nothing has been heard but the first track from its beginning on. */
static void quit_unchanged(struct stage_process *rondo)
{
    struct stage *stage = rondo->stage;

    control_await_more(stage, NUMBERS_SECOND_BYTES / 10);
    assert_int_equal(stage_ctl(rondo, "quit", NULL)->status, 0);
    assert_int_equal(stage_wait(rondo), 0);
    NUMBERS_ASSERT(stage, {0, 0, 0});
}

static void every_verb_is_done_and_answered_with_its_id(void **state)
{
    struct stage *stage = *state;
    struct queue queue;
    struct stage_process *rondo = play(stage, &queue);
    const char *status;

    queue_done(&queue, QUEUE_TRANSPORT, "pause");
    assert_non_null(strstr(queue_done(&queue, QUEUE_OTHER, "status\n"), "\"state\":\"paused\""));
    queue_done(&queue, QUEUE_TRANSPORT, "play");
    queue_done(&queue, QUEUE_TRANSPORT, "toggle");
    queue_done(&queue, QUEUE_TRANSPORT, "next");
    queue_done(&queue, QUEUE_TRANSPORT, "seek 2");
    queue_done(&queue, QUEUE_TRANSPORT, "previous");
    queue_done(&queue, QUEUE_TRANSPORT, "seek 12.5");
    queue_done(&queue, QUEUE_TRANSPORT, "volume 50");
    queue_done(&queue, QUEUE_TRANSPORT, "volume +50");
    status = queue_done(&queue, QUEUE_OTHER, "status");
    assert_non_null(strstr(status, "\"state\":\"paused\""));
    assert_int_equal(stage_number(status, "volume"), 100);
    assert_int_equal(stage_number(status, "track"), 1);
    queue_done(&queue, QUEUE_TRANSPORT, "play");
    assert_int_equal(numbers_await_run(stage, 2, SOME).first, 12 * NUMBERS_RATE + NUMBERS_RATE / 2);
    queue_ask(&queue, QUEUE_STOP, "quit");
    assert_int_equal(stage_wait(rondo), 0);
}

static void what_cannot_be_done_is_refused_in_one_line_and_nothing_changes(void **state)
{
    static const struct {
        const char *words;
        const char *error;
    } wrong[] = {
        {"dance", "no verb 'dance'; there are play, pause, toggle, stop, quit, next, previous, "
                  "go, seek, volume, repeat, shuffle, loop, slow, step, add, insert, remove, move, "
                  "clear, save, list, find, messages, status and watch"},
        {"PLAY", "no verb 'PLAY'; there are play, pause, toggle, stop, quit, next, previous, "
                 "go, seek, volume, repeat, shuffle, loop, slow, step, add, insert, remove, move, "
                 "clear, save, list, find, messages, status and watch"},
        {"repeat", "repeat: '' is not off, one or all"},
        {"repeat two", "repeat: 'two' is not off, one or all"},
        {"shuffle", "shuffle: '' is not on or off"},
        {"loop", "loop: '' is not two times like 1:30-2:05, nor off"},
        {"loop 2-1", "loop: '2-1' is not two times like 1:30-2:05, nor off"},
        {"loop 5", "loop: '5' is not two times like 1:30-2:05, nor off"},
        {"loop 1:00:00-2:00:00", "loop: the track is not that long"},
        {"add", "add: a file, folder or list is missing"},
        {"add gone.m3u", "gone.m3u: No such file or directory"},
        {"insert", "insert: not 'next' or a number from 1, and then a file, folder or list"},
        {"insert next ", "insert: not 'next' or a number from 1, and then a file, folder or list"},
        {"insert 0 a", "insert: not 'next' or a number from 1, and then a file, folder or list"},
        {"remove", "remove: not the number of a track, from 1"},
        {"remove 1 2", "remove: not the number of a track, from 1"},
        {"remove -1", "remove: not the number of a track, from 1"},
        {"remove 99", "remove: the list has 2 tracks"},
        {"move 1", "move: not the numbers of two tracks, from 1"},
        {"move 1 99", "move: the list has 2 tracks"},
        {"insert 99 a", "insert: the list has 2 tracks"},
        {"save", "save: the name of a file is missing"},
        {"go x", "go: 'x' is not the number of a track, from 1"},
        {"go 3", "go: the list has 2 tracks"},
        {"watch", "watch: '' is not the number of a change"},
        {"find x", "find: not the number of a track, or -NUMBER, and then words"},
        {"messages x", "messages: 'x' is not a number"},
        {"list x", "list: not the number of a track, from 1"},
        {"pause now", "pause takes no argument"},
        {"quit please", "quit takes no argument"},
        {"status --plain", "status takes no argument"},
        {"seek", "seek: '' is not a time like 12, 1:02, +10 or -10"},
        {"seek twelve", "seek: 'twelve' is not a time like 12, 1:02, +10 or -10"},
        {"seek 1:60", "seek: '1:60' is not a time like 12, 1:02, +10 or -10"},
        {"seek 12 ", "seek: '12 ' is not a time like 12, 1:02, +10 or -10"},
        {"seek 10000:00:00", "seek: '10000:00:00' is not a time like 12, 1:02, +10 or -10"},
        {"seek 1:00.5", "seek: the track is not that long"},
        {"volume", "volume: '' is not a number from 0 to 130, nor one like +5 or -5"},
        {"volume loud", "volume: 'loud' is not a number from 0 to 130, nor one like +5 or -5"},
        {"volume 200", "volume: '200' is not a number from 0 to 130, nor one like +5 or -5"},
    };
    struct queue queue;
    struct stage_process *rondo = play(*state, &queue);
    char expected[512];

    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        const char *reply = queue_refused(&queue, QUEUE_TRANSPORT, wrong[i].words);

        snprintf(expected, sizeof(expected), "{\"id\":\"%u\",\"ok\":false,\"error\":\"%s\"}",
                 queue.last, wrong[i].error);
        assert_string_equal(reply, expected);
    }
    assert_int_equal(stage_number(stage_status(rondo), "malformed_requests"), 0);
    assert_int_equal(stage_number(stage_status(rondo), "volume"), 100);
    quit_unchanged(rondo);
}

static void what_is_no_request_is_counted_and_harmless(void **state)
{
    static const struct {
        long type;
        const char *text;
    } malformed[] = {
        {3, "hello"},
        {3, " "},
        {3, "\n"},
        {3, "1"},
        {3, "1 2"},
        {3, "1 2 "},
        {3, "1  status"},
        {3, "99999999999999999999 1 status"},
        {3, "2147483648 1 status"},
        {3, "-1 1 status"},
        {3, "0 1 status"},
        {3, "01 1 status"},
        {3, "0x1 1 status"},
        {3, " 1 1 status"},
        {3, "1 \"id\" status"},
        {3, "1 i\\d status"},
        {3, "1 i\td status"},
        {3, "1 1 sta\x7ftus"},
        {3, "1 123456789012345678901234567890123 status"},
        {1, "stop"},
        {2, "pause pause pause"},
        {4, "type 4"},
        {1000000, "type 1000000"},
        {LONG_MAX, "the last type"},
    };
    enum { TEXTS = sizeof(malformed) / sizeof(malformed[0]), OTHERS = 4 };
    char junk[QUEUE_MESSAGE_MAX];
    struct queue queue;
    struct stage_process *rondo = play(*state, &queue);
    int used;

    for (int i = 0; i < TEXTS; i++)
        queue_send(&queue, malformed[i].type, malformed[i].text, strlen(malformed[i].text));
    for (size_t i = 0; i < sizeof(junk); i++)
        junk[i] = (char)(i * 7);
    queue_send(&queue, QUEUE_OTHER, NULL, 0);
    queue_send(&queue, QUEUE_OTHER, junk, 256);
    used = snprintf(junk, sizeof(junk), "%d 1 seek ", (int)getpid());
    memset(junk + used, '1', sizeof(junk) - (size_t)used);
    queue_send(&queue, QUEUE_OTHER, junk, sizeof(junk));
    queue_send(&queue, QUEUE_OTHER, junk, CMDQ_TEXT_MAX);
    stage_await_number(rondo, "malformed_requests", TEXTS + OTHERS);
    assert_int_equal(stage_number(stage_status(rondo), "malformed_requests"), TEXTS + OTHERS);
    queue_send(&queue, QUEUE_OTHER, "2147483647 1 status", 19); /* nobody has this pid */
    queue_refused(&queue, QUEUE_OTHER, "still");
    quit_unchanged(rondo);
}

static struct msqid_ds look_at_requests(const struct queue *queue)
{
    struct msqid_ds status;

    assert_int_equal(msgctl(queue->requests, IPC_STAT, &status), 0);
    return status;
}

/*
 * While the player stands still its queue fills up with requests for the status, but for room for
 * a small one, which another client then sends. When the player goes on, that is done first.
 */
static struct stage_process *send_behind_many(struct queue *queue, const char *verb)
{
    struct stage_process *rondo = queue->rondo, *other = stage_prepare(rondo->stage);
    struct msqid_ds status;
    uint64_t since = 0;

    control_signal(rondo, SIGSTOP);
    control_await_state(rondo->pid, "T");
    do {
        queue_ask(queue, QUEUE_OTHER, "status");
        status = look_at_requests(queue);
    } while (status.__msg_cbytes + SMALL_BYTES < status.msg_qbytes);
    assert_true(status.msg_qnum > 100);
    stage_start(other, "rondoctl", "--timeout", "20", "-n", rondo->name, verb, NULL);
    while (look_at_requests(queue).msg_qnum == status.msg_qnum)
        stage_tick(other, &since, "its request");
    control_signal(rondo, SIGCONT);
    return other;
}

/* All that were asked for before say what came later, but for one that was on its way already. */
static void assert_says(const struct queue *queue, const char *state)
{
    if (strtoul(queue->reply + strlen("{\"id\":\""), NULL, 10) > 1)
        assert_non_null(strstr(queue->reply, state));
}

static void a_pause_overtakes_a_queue_full_of_others(void **state)
{
    struct queue queue;
    struct stage_process *rondo = play(*state, &queue);
    char last[32];

    assert_int_equal(stage_wait(send_behind_many(&queue, "pause")), 0);
    snprintf(last, sizeof(last), "{\"id\":\"%u\",", queue.last);
    do {
        queue_reply(&queue);
        assert_says(&queue, "\"state\":\"paused\"");
    } while (strncmp(queue.reply, last, strlen(last)) != 0);
    assert_int_equal(stage_ctl(rondo, "play", NULL)->status, 0);
    quit_unchanged(rondo);
}

static void a_stop_overtakes_a_queue_full_of_others(void **state)
{
    struct queue queue;
    struct stage_process *rondo = play(*state, &queue);
    struct stage_process *other = send_behind_many(&queue, "stop");
    uint64_t since = 0;

    for (; !rondo->ended; stage_tick(rondo, &since, "its end"))
        while (queue_look(&queue))
            assert_says(&queue, "\"state\":\"stopping\"");
    assert_int_equal(rondo->status, 0);
    assert_int_equal(stage_wait(other), 0);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_STAGE(every_verb_is_done_and_answered_with_its_id),
        ON_STAGE(what_cannot_be_done_is_refused_in_one_line_and_nothing_changes),
        ON_STAGE(what_is_no_request_is_counted_and_harmless),
        ON_STAGE(a_pause_overtakes_a_queue_full_of_others),
        ON_STAGE(a_stop_overtakes_a_queue_full_of_others),
    };

    return cmocka_run_group_tests_name("queue", tests, NULL, NULL);
}
