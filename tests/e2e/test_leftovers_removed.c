/*
 * test_leftovers_removed.c - each object removed under the player, as ipcrm and systemd's RemoveIPC
 * do: it ends, says why, exits with 4, and takes the others with it.
 *
 * The set and the request queue are slept on, so their end is noticed at once; the others when
 * there is something to do.
 */
#include <signal.h>
#include <string.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>

#include "tests/e2e/leftovers.h"
#include "tests/e2e/stage_queue.h"

enum object { SEGMENT, SET, REQUESTS, REPLIES, OBJECTS };

enum { STATUS_NO_IPC = 4 };

static const char message[] =
    "rondo: its IPC objects were removed while it was playing (by ipcrm, or by systemd's "
    "RemoveIPC at logout)\n";

static struct instance_record remove_object(const struct leftovers *l, enum object object)
{
    struct instance_record record;

    assert_int_equal(instance_read(l->rondo->name, &record), 0);
    if (object == SEGMENT)
        assert_int_equal(shmctl(record.segment, IPC_RMID, NULL), 0);
    else if (object == SET)
        assert_int_equal(semctl(record.set, 0, IPC_RMID), 0);
    else
        assert_int_equal(
            msgctl(object == REQUESTS ? record.requests : record.replies, IPC_RMID, NULL), 0);
    return record;
}

static void assert_ended(const struct leftovers *l)
{
    leftovers_await_end(l);
    assert_string_equal(stage_errors(l->rondo), message);
    assert_int_equal(l->rondo->status, STATUS_NO_IPC);
    assert_true(stage_is_empty(l->rondo->stage));
}

static void while_it_plays_it_ends(struct stage *stage, enum situation situation)
{
    for (enum object object = 0; object < OBJECTS; object++) {
        struct leftovers l = leftovers_play(stage, situation, NULL);

        remove_object(&l, object);
        assert_ended(&l);
    }
}

static void any_object_while_it_plays_ends_it(void **state)
{
    while_it_plays_it_ends(*state, SIM_PLAYING);
    while_it_plays_it_ends(*state, CARD_PLAYING);
}

static void the_set_or_the_requests_while_it_is_paused_end_it_at_once(void **state)
{
    static const enum object objects[] = {SET, REQUESTS};

    for (size_t i = 0; i < sizeof(objects) / sizeof(objects[0]); i++) {
        struct leftovers l = leftovers_play(*state, SIM_PAUSED, NULL);

        remove_object(&l, objects[i]);
        assert_ended(&l);
    }
}

static void the_others_while_it_is_paused_end_it_when_it_is_to_go_on(void **state)
{
    static const enum object objects[] = {SEGMENT, REPLIES};

    for (size_t i = 0; i < sizeof(objects) / sizeof(objects[0]); i++) {
        struct leftovers l = leftovers_play(*state, SIM_PAUSED, NULL);

        remove_object(&l, objects[i]);
        control_signal(l.rondo, SIGINT);
        assert_ended(&l);
    }
}

/* The client knows the queue's id: with a reply queue gone rondoctl finds no player. */
static void the_others_while_it_is_paused_end_it_at_the_next_request(void **state)
{
    static const enum object objects[] = {SEGMENT, REPLIES};

    for (size_t i = 0; i < sizeof(objects) / sizeof(objects[0]); i++) {
        struct leftovers l = leftovers_play(*state, SIM_PAUSED, NULL);
        struct instance_record record = remove_object(&l, objects[i]);
        struct queue queue = {
            .rondo = l.rondo, .requests = record.requests, .replies = record.replies};

        queue_ask(&queue, QUEUE_OTHER, "status");
        assert_ended(&l);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_KERNEL(any_object_while_it_plays_ends_it),
        ON_KERNEL(the_set_or_the_requests_while_it_is_paused_end_it_at_once),
        ON_KERNEL(the_others_while_it_is_paused_end_it_when_it_is_to_go_on),
        ON_KERNEL(the_others_while_it_is_paused_end_it_at_the_next_request),
    };

    return cmocka_run_group_tests_name("leftovers_removed", tests, NULL, NULL);
}
