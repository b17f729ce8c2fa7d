/*
 * test_instance.c - one player a name: how it begins, is found, and goes without a trace.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <sys/msg.h>
#include <sys/resource.h>
#include <sys/sem.h>
#include <sys/shm.h>

#include "shmring/instance_file.h"
#include "tests/unit/instance_fixture.h"

union semun {
    int val;
    struct semid_ds *buf;
    unsigned short *array;
};

/* What instance_create() says in another process, and in *ret_owner whom it names. */
static int create_elsewhere(const char *name, pid_t *ret_owner)
{
    int result[2] = {0, 0};
    int ends[2];
    pid_t child;

    assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
    child = child_fork();
    if (child == 0) {
        struct instance instance;

        result[0] = fixture_create(name, &instance, &result[1]);
        if (result[0] == 0)
            instance_remove(&instance);
        _exit(write(ends[1], result, sizeof(result)) != sizeof(result));
    }
    assert_int_equal(child_wait(child), 0);
    assert_int_equal(read(ends[0], result, sizeof(result)), sizeof(result));
    close(ends[0]);
    close(ends[1]);
    *ret_owner = result[1];
    return result[0];
}

static void a_player_has_four_private_objects_and_its_record_names_them(void **state)
{
    const struct fixture *fixture = *state;
    struct instance instance;
    struct instance_record record;
    struct shmid_ds segment;
    struct semid_ds set;
    struct msqid_ds queue;
    struct stat file;
    key_t key;
    pid_t owner;

    assert_int_equal(fixture_create("test", &instance, &owner), 0);
    key = fixture_key(fixture, INSTANCE_PROJECT_FIRST, 0);
    assert_int_equal(fixture_count(key), 4);
    assert_string_equal(instance.path, fixture->path);
    assert_string_equal(instance.name, "test");
    assert_string_equal(ring_segment(instance.ring)->name, "test");
    assert_int_equal(fcntl(instance.file, F_GETFD), FD_CLOEXEC);
    assert_int_equal(fstat(instance.file, &file), 0);
    assert_int_equal(file.st_mode, S_IFREG | 0600);

    assert_int_equal(instance_read("test", &record), 0);
    assert_memory_equal(&record, &instance.record, sizeof(record));
    assert_int_equal(record.pid, getpid());
    assert_int_equal(record.project, INSTANCE_PROJECT_FIRST);
    assert_int_equal(record.segment, shmget(key, 0, 0));
    assert_int_equal(record.set, semget(fixture_key(fixture, record.project, 1), 0, 0));
    assert_int_equal(record.requests, msgget(fixture_key(fixture, record.project, 2), 0));
    assert_int_equal(record.replies, msgget(fixture_key(fixture, record.project, 3), 0));

    assert_int_equal(shmctl(record.segment, IPC_STAT, &segment), 0);
    assert_int_equal(segment.shm_perm.mode & 0777, 0600);
    assert_int_equal(semctl(record.set, 0, IPC_STAT, (union semun){.buf = &set}), 0);
    assert_int_equal(set.sem_perm.mode & 0777, 0600);
    assert_int_equal(msgctl(record.requests, IPC_STAT, &queue), 0);
    assert_int_equal(queue.msg_perm.mode & 0777, 0600);
    assert_int_equal(msgctl(record.replies, IPC_STAT, &queue), 0);
    assert_int_equal(queue.msg_perm.mode & 0777, 0600);
    instance_remove(&instance);
}

static void a_player_that_goes_leaves_nothing(void **state)
{
    const struct fixture *fixture = *state;
    struct instance instance;
    pid_t owner;
    key_t key;

    assert_int_equal(fixture_create("test", &instance, &owner), 0);
    key = fixture_key(fixture, 1, 0);
    instance_remove(&instance);
    assert_int_equal(fixture_count(key), 0);
    assert_int_equal(access(fixture->path, F_OK), -1);
    assert_int_equal(instance.file, -1);
    assert_null(instance.ring);
    instance_remove(&instance);
    instance_remove(NULL);
}

static void a_second_player_is_refused_and_told_the_owner(void **state)
{
    const struct fixture *fixture = *state;
    struct instance instance;
    pid_t owner;

    assert_int_equal(fixture_create("test", &instance, &owner), 0);
    assert_int_equal(create_elsewhere("test", &owner), -EBUSY);
    assert_int_equal(owner, getpid());
    assert_int_equal(fixture_count(fixture_key(fixture, 1, 0)), 4);
    assert_int_equal(create_elsewhere("other", &owner), 0);
    instance_remove(&instance);
    assert_int_equal(create_elsewhere("test", &owner), 0);
}

static void a_player_that_lost_its_lock_keeps_its_seat_and_its_objects(void **state)
{
    const struct fixture *fixture = *state;
    struct instance_record record;
    struct instance instance;
    pid_t owner;

    assert_int_equal(fixture_create("test", &instance, &owner), 0);
    assert_int_equal(instance_read("test", &record), 0);
    assert_int_equal(create_elsewhere("test", &owner), -EBUSY);
    assert_int_equal(owner, getpid());
    assert_int_equal(fixture_count(fixture_key(fixture, 1, 0)), 4);
    instance_remove(&instance);
}

static void a_file_that_is_another_player_s_by_now_is_not_removed(void **state)
{
    const struct fixture *fixture = *state;
    struct instance instance;
    pid_t owner;

    assert_int_equal(fixture_create("test", &instance, &owner), 0);
    assert_int_equal(unlink(fixture->path), 0);
    fixture_write(fixture, "another");
    instance_remove(&instance);
    assert_int_equal(unlink(fixture->path), 0);
}

static void what_the_kernel_refuses_is_named_and_leaves_nothing(void **state)
{
    const struct fixture *fixture = *state;
    struct instance instance;
    const char *refused = NULL;
    pid_t owner;
    key_t key;

    fixture_write(fixture, "");
    key = fixture_key(fixture, 1, 0);
    assert_int_equal(instance_create("test", 0, FIXTURE_SLOT_BYTES, &instance, &owner, &refused),
                     -EINVAL);
    assert_string_equal(refused, "shared memory and semaphores");
    assert_int_equal(fixture_count(key), 0);
    assert_int_equal(access(fixture->path, F_OK), -1);
}

/* The exit status of a player that comes and goes where no file may have more than `bytes`. */
static int play_with_limit(rlim_t bytes)
{
    const struct rlimit limit = {bytes, bytes};
    struct instance instance;
    pid_t owner;
    int error;
    pid_t child = child_fork();

    if (child > 0)
        return WEXITSTATUS(child_wait(child));
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &limit);
    error = fixture_create("test", &instance, &owner);
    if (error == 0)
        instance_remove(&instance);
    _exit(-error);
}

static void wherever_the_record_finds_no_room_nothing_is_left(void **state)
{
    const struct fixture *fixture = *state;
    int status = EFBIG;
    int id = 0;

    /* Ids of some length, for each record to be longer than the one before. */
    while (id < 10000) {
        id = msgget(IPC_PRIVATE, 0600);
        assert_int_equal(msgctl(id, IPC_RMID, NULL), 0);
    }
    for (rlim_t bytes = 0; status != 0; bytes++) {
        key_t key;

        fixture_write(fixture, "");
        key = fixture_key(fixture, 1, 0);
        status = play_with_limit(bytes);
        assert_true(status == (bytes == 0 ? EFBIG : EDQUOT) || (bytes > 60 && status == 0));
        assert_int_equal(fixture_count(key), 0);
        assert_int_equal(access(fixture->path, F_OK), -1);
    }
}

static void the_queues_of_a_living_player_are_found(void **state)
{
    const struct fixture *fixture = *state;
    pid_t player = fixture_start_player("test");
    struct instance_record record;
    struct cmdq queues;
    pid_t found;
    int other;

    assert_int_equal(instance_open_queues("test", &queues, &found), 0);
    assert_int_equal(found, player);
    assert_int_equal(instance_read("test", &record), 0);
    assert_int_equal(queues.requests, record.requests);
    assert_int_equal(queues.replies, record.replies);
    assert_int_equal(instance_open_queues("other", &queues, &found), -ENOENT);

    assert_int_equal(msgctl(record.replies, IPC_RMID, NULL), 0);
    assert_int_equal(instance_open_queues("test", &queues, &found), -ENOENT);
    other = msgget(fixture_key(fixture, record.project, 3), IPC_CREAT | IPC_EXCL | 0600);
    assert_int_equal(instance_open_queues("test", &queues, &found), -ENOENT);
    assert_int_equal(msgctl(other, IPC_RMID, NULL), 0);
    child_kill(player);
    assert_int_equal(instance_reap("test", 0), 0);
}

static void a_dead_player_s_queues_are_not_opened(void **state)
{
    const struct fixture *fixture = *state;
    pid_t player = fixture_start_player("test");
    struct cmdq queues;
    pid_t found;

    child_kill(player);
    assert_int_equal(access(fixture->path, F_OK), 0);
    assert_int_equal(instance_open_queues("test", &queues, &found), -ENOENT);
    assert_int_equal(instance_reap("test", 0), 0);
}

/* The next player has the lock, but has not yet looked at its predecessor's record. */
static void a_dead_player_s_queues_are_not_opened_in_the_name_of_the_next(void **state)
{
    struct cmdq queues;
    char byte;
    int ends[2];
    pid_t next, found;

    (void)state;
    child_kill(fixture_start_player("test"));
    assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
    next = child_fork();
    if (next == 0) {
        char path[PATH_MAX];
        pid_t owner;
        int file;

        if (instance_file_lock("test", false, path, &file, &owner) == 0 &&
            write(ends[1], "", 1) == 1)
            pause();
        _exit(1);
    }
    close(ends[1]);
    assert_int_equal(read(ends[0], &byte, 1), 1);
    close(ends[0]);
    assert_int_equal(instance_open_queues("test", &queues, &found), -ENOENT);
    child_kill(next);
    assert_int_equal(instance_reap("test", 0), 0);
}

int main(void)
{
#define WITH_FIXTURE(test) cmocka_unit_test_setup_teardown(test, fixture_open, fixture_close)
    static const struct CMUnitTest tests[] = {
        WITH_FIXTURE(a_player_has_four_private_objects_and_its_record_names_them),
        WITH_FIXTURE(a_player_that_goes_leaves_nothing),
        WITH_FIXTURE(a_second_player_is_refused_and_told_the_owner),
        WITH_FIXTURE(a_player_that_lost_its_lock_keeps_its_seat_and_its_objects),
        WITH_FIXTURE(a_file_that_is_another_player_s_by_now_is_not_removed),
        WITH_FIXTURE(what_the_kernel_refuses_is_named_and_leaves_nothing),
        WITH_FIXTURE(wherever_the_record_finds_no_room_nothing_is_left),
        WITH_FIXTURE(the_queues_of_a_living_player_are_found),
        WITH_FIXTURE(a_dead_player_s_queues_are_not_opened),
        WITH_FIXTURE(a_dead_player_s_queues_are_not_opened_in_the_name_of_the_next),
    };
    return cmocka_run_group_tests_name("instance", tests, fixture_isolate, NULL);
}
