/*
 * test_rondoscope_life.c - the other objects of an instance, its end, and its successor.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sys/msg.h>
#include <sys/shm.h>

#include "tests/unit/rondoscope_scene.h"

static void messages_are_seen_made_safe_and_left_where_they_are(void **state)
{
    struct scene scene = scene_begin();
    const struct cmdq queues = {.requests = scene.record.requests, .replies = scene.record.replies};
    struct msqid_ds status;
    char longer[1000];

    (void)state;
    memset(longer, 'x', sizeof(longer) - 1);
    longer[sizeof(longer) - 1] = '\0';
    assert_int_equal(cmdq_send(&queues, "1", "next", NULL), 0);
    assert_int_equal(cmdq_send(&queues, "2", "stop", "\033[2J"), 0);
    assert_int_equal(cmdq_send(&queues, "3", "seek", longer), 0);
    scene_look(&scene);
    assert_int_equal(scene.picture->requests.messages, 3);
    assert_int_equal(scene.picture->requests.sender, getpid());
    assert_int_equal(scene.picture->requests.receiver, 0);
    if (!scene.picture->requests.readable) {
        scene_end(&scene);
        skip();
    }
    assert_int_equal(scene.picture->requests.texts, 3);
    assert_int_equal(scene.picture->requests.text[0].type, CMDQ_TRANSPORT);
    assert_non_null(strstr(scene.picture->requests.text[0].text, " 1 next"));
    assert_int_equal(scene.picture->requests.text[1].type, CMDQ_STOP);
    assert_non_null(strstr(scene.picture->requests.text[1].text, " 2 stop ?[2J"));
    assert_true(scene.picture->requests.text[2].cut && !scene.picture->requests.text[0].cut);
    assert_int_equal(scene.picture->replies.texts, 0);
    assert_int_equal(msgctl(scene.record.requests, IPC_STAT, &status), 0);
    assert_int_equal(status.msg_qnum, 3);
    assert_int_equal(status.msg_lrpid, 0);
    scene_end(&scene);
}

static void many_and_huge_messages_are_bounded(void **state)
{
    struct scene scene = scene_begin();
    static struct {
        long type;
        char text[8192];
    } message = {.type = 5};

    (void)state;
    assert_int_equal(msgsnd(scene.record.replies, &message, sizeof(message.text), 0), 0);
    for (int i = 0; i < 20; i++)
        assert_int_equal(msgsnd(scene.record.replies, &message, 0, 0), 0);
    scene_look(&scene);
    assert_int_equal(scene.picture->replies.messages, 21);
    if (scene.picture->replies.readable)
        assert_int_equal(scene.picture->replies.texts, PICTURE_TEXTS);
    scene_end(&scene);
}

static unsigned attached(int segment)
{
    struct shmid_ds status;

    assert_int_equal(shmctl(segment, IPC_STAT, &status), 0);
    return (unsigned)status.shm_nattch;
}

static void what_the_dead_left_is_shown_and_let_go_of(void **state)
{
    struct scene scene = scene_begin();

    (void)state;
    scene_fill(&scene);
    child_kill(scene.producer.pid);
    child_kill(scene.player);
    scene_look(&scene);
    assert_int_equal(scene.picture->state, DOCTOR_ENDING);
    child_kill(scene.consumer.pid);
    assert_int_equal(attached(scene.record.segment), 1); /* that is us */
    scene_look(&scene);
    assert_int_equal(scene.picture->state, DOCTOR_DEAD);
    assert_int_equal(attached(scene.record.segment), 0);
    scene_expect(scene.picture, "#####...");
    for (int role = 0; role < FLIGHT_ROLES; role++)
        assert_true(gather_process(scene.gather, (enum flight_role)role, NULL) >= 0);
    scene_look(&scene); /* goes on showing it */
    scene_expect(scene.picture, "#####...");
    assert_int_equal(scene.picture->values.value[SEM_FILLED], 5);
    gather_close(scene.gather);

    assert_int_equal(gather_open("test", &scene.gather), 0);
    scene_look(&scene);
    assert_int_equal(scene.picture->state, DOCTOR_DEAD);
    scene_expect(scene.picture, "#####...");
    assert_true(scene.picture->process[FLIGHT_CONSUMER].spoke);
    gather_close(scene.gather);
    assert_int_equal(instance_reap("test", 0), 0);
}

static void the_next_player_of_that_name_takes_its_place(void **state)
{
    struct scene scene = scene_begin();
    pid_t next;

    (void)state;
    child_kill(scene.producer.pid);
    child_kill(scene.consumer.pid);
    child_kill(scene.player);
    scene_look(&scene);
    assert_int_equal(scene.picture->state, DOCTOR_DEAD);
    next = fixture_start_player("test");
    scene_look(&scene);
    assert_int_equal(scene.picture->state, DOCTOR_RUNNING);
    assert_int_equal(scene.picture->process[FLIGHT_PLAYER].pid, next);
    assert_int_equal(scene.picture->process[FLIGHT_PRODUCER].pid, 0);
    scene_expect(scene.picture, "........");
    gather_close(scene.gather);
    child_kill(next);
    assert_int_equal(instance_reap("test", 0), 0);
}

static void objects_that_are_removed_under_a_player_are_seen_to_be_gone(void **state)
{
    struct scene scene = scene_begin();

    (void)state;
    assert_int_equal(msgctl(scene.record.replies, IPC_RMID, NULL), 0);
    scene_look(&scene);
    assert_int_equal(scene.picture->state, DOCTOR_DAMAGED);
    assert_false(scene.picture->replies.object.there);
    assert_int_equal(semset_remove(scene.record.set), 0);
    scene_look(&scene);
    assert_int_equal(scene.picture->state, DOCTOR_DAMAGED);
    assert_false(scene.picture->set.there);
    assert_int_equal(scene.picture->semaphore[SEM_FREE].value, FIXTURE_SLOTS);
    scene_end(&scene);
}

static void who_is_not_there_is_not_found(void **state)
{
    const struct fixture *fixture = *state;
    struct gather *gather = (struct gather *)1;

    assert_int_equal(gather_open("test", &gather), -ENOENT);
    fixture_write(fixture, "garbage\n");
    assert_int_equal(gather_open("test", &gather), -ENOENT);
    assert_ptr_equal(gather, (struct gather *)1);
    assert_int_equal(instance_reap("test", 0), 0);
    gather_close(NULL);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_SCENE(messages_are_seen_made_safe_and_left_where_they_are),
        ON_SCENE(many_and_huge_messages_are_bounded),
        ON_SCENE(what_the_dead_left_is_shown_and_let_go_of),
        ON_SCENE(the_next_player_of_that_name_takes_its_place),
        ON_SCENE(objects_that_are_removed_under_a_player_are_seen_to_be_gone),
        ON_SCENE(who_is_not_there_is_not_found),
    };

    return cmocka_run_group_tests_name("rondoscope_life", tests, fixture_isolate, NULL);
}
