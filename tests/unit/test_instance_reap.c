/*
 * test_instance_reap.c - what a dead player leaves is removed, and what is not its own is not.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <sys/msg.h>
#include <sys/ptrace.h>
#include <sys/sem.h>
#include <sys/shm.h>

#include "shmring/instance_file.h"
#include "tests/unit/instance_fixture.h"

/* A process that attaches to the ring of "test", takes a child's seat and stays. */
static pid_t start_child(enum sem_index seat)
{
    struct instance_record record;
    int ready[2];
    char byte = 1;
    pid_t child;

    assert_int_equal(instance_read("test", &record), 0);
    assert_int_equal(pipe2(ready, O_CLOEXEC), 0);
    child = child_fork();
    if (child == 0) {
        struct ring *ring;
        pid_t holder;

        if (ring_attach(record.segment, record.set, false, &ring) == 0 &&
            ring_take_seat(ring, seat, &holder) == 0 && write(ready[1], &byte, 1) == 1)
            pause();
        _exit(1);
    }
    close(ready[1]);
    assert_int_equal(read(ready[0], &byte, 1), 1);
    close(ready[0]);
    return child;
}

/* A player of that name comes to be, with its own four objects and no others, and goes. */
static void assert_next_player(const struct fixture *fixture, int others)
{
    struct instance instance;
    pid_t owner;
    key_t key;

    assert_int_equal(fixture_create("test", &instance, &owner), 0);
    key = fixture_key(fixture, 1, 0);
    assert_int_equal(fixture_count(key), 4 + others);
    instance_remove(&instance);
    assert_int_equal(fixture_count(key), others);
}

static void the_objects_of_a_killed_player_make_room_for_the_next(void **state)
{
    const struct fixture *fixture = *state;
    struct instance_record dead;
    struct shmid_ds segment;
    struct msqid_ds queue;

    child_kill(fixture_start_player("test"));
    assert_int_equal(instance_read("test", &dead), 0);
    assert_int_equal(fixture_count(fixture_key(fixture, 1, 0)), 4);
    assert_next_player(fixture, 0);
    assert_int_equal(shmctl(dead.segment, IPC_STAT, &segment), -1);
    assert_int_equal(semctl(dead.set, 0, GETVAL), -1);
    assert_int_equal(msgctl(dead.requests, IPC_STAT, &queue), -1);
    assert_int_equal(msgctl(dead.replies, IPC_STAT, &queue), -1);
}

static void reaping_removes_all_and_the_file(void **state)
{
    const struct fixture *fixture = *state;
    pid_t player = fixture_start_player("test");
    key_t key = fixture_key(fixture, 1, 0);

    assert_int_equal(instance_reap("test", 0), -EBUSY);
    assert_int_equal(fixture_count(key), 4);
    child_kill(player);
    assert_int_equal(instance_reap("test", 0), 0);
    assert_int_equal(fixture_count(key), 0);
    assert_int_equal(access(fixture->path, F_OK), -1);
    assert_int_equal(instance_reap("test", 0), -ENOENT);
}

static void what_is_left_of_what_is_left_is_removed_too(void **state)
{
    const struct fixture *fixture = *state;
    struct instance_record dead;

    child_kill(fixture_start_player("test"));
    assert_int_equal(instance_read("test", &dead), 0);
    assert_int_equal(semctl(dead.set, 0, IPC_RMID), 0);
    assert_int_equal(msgctl(dead.requests, IPC_RMID, NULL), 0);
    assert_int_equal(fixture_count(fixture_key(fixture, 1, 0)), 2);
    assert_next_player(fixture, 0);
}

static void a_child_in_its_seat_keeps_the_objects(void **state)
{
    const struct fixture *fixture = *state;
    static const enum sem_index seats[] = {SEM_PRODUCER, SEM_CONSUMER};
    struct instance instance;
    pid_t owner;

    for (int i = 0; i < 2; i++) {
        pid_t player = fixture_start_player("test");
        key_t key = fixture_key(fixture, 1, 0);
        pid_t child = start_child(seats[i]);

        child_kill(player);
        assert_int_equal(instance_reap("test", 0), -EBUSY);
        assert_int_equal(fixture_create("test", &instance, &owner), -EBUSY);
        assert_int_equal(owner, child);
        assert_int_equal(fixture_count(key), 4);
        child_kill(child);
        assert_next_player(fixture, 0);
    }
}

static void a_child_that_is_just_ending_is_waited_for(void **state)
{
    const struct fixture *fixture = *state;
    pid_t player = fixture_start_player("test");
    key_t key = fixture_key(fixture, 1, 0);
    pid_t child = start_child(SEM_PRODUCER);
    pid_t reaper;

    child_kill(player);
    reaper = child_fork();
    if (reaper == 0)
        _exit(instance_reap("test", 60000) == 0 ? 0 : 1);
    child_wait_asleep(reaper);
    child_kill(child);
    assert_int_equal(child_wait(reaper), 0);
    assert_int_equal(fixture_count(key), 0);
}

static void a_file_of_garbage_is_taken_over(void **state)
{
    static const char *const texts[] = {"", "\n", "garbage\n", "rondo 1\npid 1\n"};
    const struct fixture *fixture = *state;

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        fixture_write(fixture, texts[i]);
        assert_next_player(fixture, 0);
        fixture_write(fixture, texts[i]);
        assert_int_equal(instance_reap("test", 0), 0);
        assert_int_equal(access(fixture->path, F_OK), -1);
    }
}

static void a_record_with_the_ids_of_others_removes_nothing(void **state)
{
    const struct fixture *fixture = *state;
    int segment = shmget(IPC_PRIVATE, 4096, 0600);
    int set = semget(IPC_PRIVATE, SEM_COUNT, 0600);
    int queue = msgget(IPC_PRIVATE, 0600);
    int other = msgget(IPC_PRIVATE, 0600);
    char text[256];

    snprintf(text, sizeof(text),
             "rondo 1\npid %d\nproject 82\nsegment %d\nset %d\nrequests %d\nreplies %d\n", getpid(),
             segment, set, queue, other);
    fixture_write(fixture, text);
    assert_next_player(fixture, 0);
    assert_int_equal(shmctl(segment, IPC_RMID, NULL), 0);
    assert_int_equal(semctl(set, 0, IPC_RMID), 0);
    assert_int_equal(msgctl(queue, IPC_RMID, NULL), 0);
    assert_int_equal(msgctl(other, IPC_RMID, NULL), 0);
}

/* Objects with the keys of "test", made by this process, and a dead player's record of them. */
struct half_made {
    struct instance_record record;
    int segment, set, requests, replies;
};

static void make_half(const struct fixture *fixture, bool ring_recorded, struct half_made *half)
{
    int file;

    fixture_write(fixture, "");
    half->record = (struct instance_record){child_dead(), 82, -1, -1, -1, -1};
    if (ring_recorded) {
        /* A ring that is gone already. */
        half->record.segment = shmget(IPC_PRIVATE, 4096, 0600);
        half->record.set = semget(IPC_PRIVATE, 1, 0600);
        assert_int_equal(shmctl(half->record.segment, IPC_RMID, NULL), 0);
        assert_int_equal(semctl(half->record.set, 0, IPC_RMID), 0);
    }
    file = open(fixture->path, O_RDWR | O_CLOEXEC);
    assert_int_equal(instance_file_write(file, &half->record), 0);
    close(file);
    half->segment = shmget(fixture_key(fixture, 82, 0), 4096, IPC_CREAT | 0600);
    half->set = semget(fixture_key(fixture, 82, 1), SEM_COUNT, IPC_CREAT | 0600);
    half->requests = msgget(fixture_key(fixture, 82, 2), IPC_CREAT | 0600);
    half->replies = msgget(fixture_key(fixture, 82, 3), IPC_CREAT | 0600);
}

/* Removes those that are still there, and says how many they were. */
static int remove_half(const struct half_made *half)
{
    return (shmctl(half->segment, IPC_RMID, NULL) == 0) + (semctl(half->set, 0, IPC_RMID) == 0) +
           (msgctl(half->requests, IPC_RMID, NULL) == 0) +
           (msgctl(half->replies, IPC_RMID, NULL) == 0);
}

static void half_made_objects_of_others_stay(void **state)
{
    const struct fixture *fixture = *state;
    struct half_made half;

    make_half(fixture, false, &half);
    assert_int_equal(semctl(half.set, SEM_LOCK, SETVAL, 1), 0);
    assert_next_player(fixture, 4);
    assert_int_equal(remove_half(&half), 4);
}

static void a_half_made_queue_goes_only_when_new_and_never_used(void **state)
{
    const struct fixture *fixture = *state;
    const struct timespec long_ago[2] = {{.tv_sec = 1000}, {.tv_sec = 1000}};
    const struct {
        long type;
        char text[8];
    } message = {.type = 1};
    struct half_made half;

    make_half(fixture, true, &half);
    assert_int_equal(msgsnd(half.replies, &message, 1, IPC_NOWAIT), 0);
    assert_int_equal(instance_reap("test", 0), 0);
    assert_int_equal(msgctl(half.requests, IPC_RMID, NULL), -1);
    assert_int_equal(remove_half(&half), 3);

    make_half(fixture, true, &half);
    assert_int_equal(utimensat(AT_FDCWD, fixture->path, long_ago, 0), 0);
    assert_int_equal(instance_reap("test", 0), 0);
    assert_int_equal(remove_half(&half), 4);
}

/*
 * Kills a player that comes and goes before or after its n-th system call. False: it went
 * before that. Skips where tracing is forbidden.
 */
static bool kill_at_call(int n)
{
    pid_t child = child_fork();
    int status;

    if (child == 0) {
        struct instance instance;
        pid_t owner;

        if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) < 0)
            _exit(1);
        raise(SIGSTOP);
        if (fixture_create("test", &instance, &owner) == 0)
            instance_remove(&instance);
        _exit(0);
    }
    status = child_wait(child);
    if (!WIFSTOPPED(status))
        skip();
    for (int i = 0; i < n && WIFSTOPPED(status); i++) {
        ptrace(PTRACE_SYSCALL, child, NULL, NULL);
        status = child_wait(child);
    }
    if (!WIFSTOPPED(status))
        return false;
    child_kill(child);
    return true;
}

static void a_player_may_be_killed_at_every_system_call(void **state)
{
    const struct fixture *fixture = *state;
    int n = 0;

    do {
        key_t key;

        fixture_write(fixture, "");
        key = fixture_key(fixture, 1, 0);
        n++;
        if (!kill_at_call(n))
            n = 0;
        assert_next_player(fixture, 0);
        assert_int_equal(fixture_count(key), 0);
    } while (n > 0);
}

int main(void)
{
#define WITH_FIXTURE(test) cmocka_unit_test_setup_teardown(test, fixture_open, fixture_close)
    static const struct CMUnitTest tests[] = {
        WITH_FIXTURE(the_objects_of_a_killed_player_make_room_for_the_next),
        WITH_FIXTURE(reaping_removes_all_and_the_file),
        WITH_FIXTURE(what_is_left_of_what_is_left_is_removed_too),
        WITH_FIXTURE(a_child_in_its_seat_keeps_the_objects),
        WITH_FIXTURE(a_child_that_is_just_ending_is_waited_for),
        WITH_FIXTURE(a_file_of_garbage_is_taken_over),
        WITH_FIXTURE(a_record_with_the_ids_of_others_removes_nothing),
        WITH_FIXTURE(half_made_objects_of_others_stay),
        WITH_FIXTURE(a_half_made_queue_goes_only_when_new_and_never_used),
        WITH_FIXTURE(a_player_may_be_killed_at_every_system_call),
    };
    return cmocka_run_group_tests_name("instance_reap", tests, NULL, NULL);
}
