/*
 * test_semset.c - the semaphore set by itself: its values, its calls, and their errors.
 */
#include "tests/unit/ring_fixture.h"

/* semctl's fourth argument; the program has to declare it (semctl(2)). */
union semun {
    int val;
    struct semid_ds *buf;
    unsigned short *array;
};

struct set {
    int id;
};

static int open_set(void **state)
{
    static struct set set;

    *state = &set;
    return semset_create(IPC_PRIVATE, 8, &set.id);
}

static int close_set(void **state)
{
    const struct set *set = *state;

    return semset_remove(set->id);
}

static void a_new_set_has_these_values(void **state)
{
    const struct set *set = *state;

    ring_fixture_expect(set->id, (const uint16_t[SEM_COUNT]){8, 0, 0, 0, 0, 1, 1, 1, 1});
    for (int i = 0; i < SEM_COUNT; i++)
        assert_int_equal(semset_value(set->id, (enum sem_index)i),
                         i == SEM_FREE ? 8 : i >= SEM_PRODUCER && i <= SEM_LOCK);
}

static void semaphores_have_these_names(void **state)
{
    static const char *const names[] = {"FREE",     "FILLED",   "HEAD",   "TAIL", "PAUSED",
                                        "PRODUCER", "CONSUMER", "PLAYER", "LOCK", "TURN"};

    (void)state;
    for (int i = 0; i < SEM_COUNT; i++)
        assert_string_equal(semset_name((enum sem_index)i), names[i]);
    assert_string_equal(semset_name(SEM_COUNT), "?");
}

static void a_key_that_is_taken_is_refused(void **state)
{
    key_t key = (key_t)(0x52000000 | getpid());
    int first = -1, second = -1;

    (void)state;
    assert_int_equal(semset_create(key, 8, &first), 0);
    assert_int_equal(semset_create(key, 8, &second), -EEXIST);
    assert_int_equal(second, -1);
    assert_int_equal(semset_remove(first), 0);
}

static void removing_what_is_gone_is_a_success_and_using_it_is_an_error(void **state)
{
    struct sembuf claim = {.sem_num = SEM_FREE, .sem_op = -1};
    struct semset_snapshot snapshot;
    int id;

    (void)state;
    assert_int_equal(semset_create(IPC_PRIVATE, 8, &id), 0);
    assert_int_equal(semset_remove(id), 0);
    assert_int_equal(semset_remove(id), 0);
    assert_int_equal(semset_op(id, &claim, 1, NULL), -EINVAL);
    assert_int_equal(semset_snapshot(id, &snapshot), -EINVAL);
    assert_int_equal(semset_value(id, SEM_FREE), -EINVAL);
    assert_int_equal(semset_last_pid(id, SEM_FREE), -EINVAL);
    assert_int_equal(semset_check(id), -EINVAL);
}

static void a_set_of_another_size_is_not_ours(void **state)
{
    const struct set *set = *state;
    int foreign = semget(IPC_PRIVATE, SEM_COUNT + 1, IPC_CREAT | 0600);

    assert_true(foreign >= 0);
    assert_int_equal(semset_check(set->id), 0);
    assert_int_equal(semset_check(foreign), -EPROTO);
    assert_int_equal(semctl(foreign, 0, IPC_RMID), 0);
}

static void an_operation_that_cannot_be_done_at_once_changes_nothing(void **state)
{
    const struct set *set = *state;
    const struct timespec moment = {.tv_nsec = 1000000};
    struct sembuf two[] = {{.sem_num = SEM_FREE, .sem_op = -8},
                           {.sem_num = SEM_FILLED, .sem_op = -1, .sem_flg = IPC_NOWAIT}};

    assert_int_equal(semset_op(set->id, two, 2, NULL), -EAGAIN);
    ring_fixture_expect(set->id, (const uint16_t[SEM_COUNT]){8, 0, 0, 0, 0, 1, 1, 1, 1});
    two[1].sem_flg = 0;
    assert_int_equal(semset_op(set->id, two, 2, &moment), -EAGAIN);
    ring_fixture_expect(set->id, (const uint16_t[SEM_COUNT]){8, 0, 0, 0, 0, 1, 1, 1, 1});
}

static void a_value_beyond_the_kernels_limit_is_refused_whole(void **state)
{
    const struct set *set = *state;
    struct sembuf two[] = {{.sem_num = SEM_FILLED, .sem_op = 1},
                           {.sem_num = SEM_FREE, .sem_op = 32767}};

    assert_int_equal(semset_op(set->id, two, 2, NULL), -ERANGE);
    ring_fixture_expect(set->id, (const uint16_t[SEM_COUNT]){8, 0, 0, 0, 0, 1, 1, 1, 1});
}

static int alarmed[2]; /* a pipe: one byte for each signal that was handled */

static void on_alarm(int number)
{
    (void)number;
    if (write(alarmed[1], "!", 1) < 0)
        _exit(1);
}

/* Takes a filled slot, sleeping until there is one. */
static int take_filled(void *context, int what)
{
    const struct set *set = context;
    struct sembuf take = {.sem_num = SEM_FILLED, .sem_op = (short)-what};

    signal(SIGALRM, on_alarm);
    return semset_op(set->id, &take, 1, NULL);
}

static void a_signal_does_not_end_the_wait(void **state)
{
    struct set *set = *state;
    struct sembuf post = {.sem_num = SEM_FILLED, .sem_op = 1};
    struct partner partner;
    char byte;

    assert_int_equal(pipe(alarmed), 0);
    partner = partner_start(take_filled, set);
    partner_tell(&partner, 1);
    assert_true(ring_fixture_await(semset_waiting_grow, set->id, SEM_FILLED, 1));
    for (int i = 0; i < 3; i++) {
        kill(partner.pid, SIGALRM);
        assert_int_equal(read(alarmed[0], &byte, 1), 1);
        assert_true(ring_fixture_await(semset_waiting_grow, set->id, SEM_FILLED, 1));
    }
    assert_int_equal(semset_op(set->id, &post, 1, NULL), 0);
    assert_int_equal(partner_await(&partner), 0);
    ring_fixture_expect(set->id, (const uint16_t[SEM_COUNT]){8, 0, 0, 0, 0, 1, 1, 1, 1});
    partner_end(&partner);
    close(alarmed[0]);
    close(alarmed[1]);
}

static void removal_wakes_a_sleeper_with_eidrm(void **state)
{
    struct set *set = *state;
    struct partner partner = partner_start(take_filled, set);

    partner_tell(&partner, 1);
    assert_true(ring_fixture_await(semset_waiting_grow, set->id, SEM_FILLED, 1));
    assert_int_equal(semset_remove(set->id), 0);
    assert_int_equal(partner_await(&partner), -EIDRM);
    partner_end(&partner);
}

static void the_last_to_operate_is_known(void **state)
{
    struct set *set = *state;
    struct partner partner = partner_start(take_filled, set);
    struct sembuf post = {.sem_num = SEM_FILLED, .sem_op = 2};

    assert_int_equal(semset_op(set->id, &post, 1, NULL), 0);
    assert_int_equal(semset_last_pid(set->id, SEM_FILLED), getpid());
    assert_int_equal(partner_do(&partner, 1), 0);
    assert_int_equal(semset_last_pid(set->id, SEM_FILLED), partner.pid);
    assert_int_equal(semset_last_pid(set->id, SEM_PAUSED), getpid()); /* SETALL */
    partner_end(&partner);
}

static void more_operations_than_the_system_allows_are_refused(void **state)
{
    (void)state;
    assert_int_equal(semset_allowed(5), 0);
    assert_int_equal(semset_allowed(INT32_MAX), -ENOSPC);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_new_set_has_these_values, open_set, close_set),
        cmocka_unit_test(semaphores_have_these_names),
        cmocka_unit_test(a_key_that_is_taken_is_refused),
        cmocka_unit_test(removing_what_is_gone_is_a_success_and_using_it_is_an_error),
        cmocka_unit_test_setup_teardown(a_set_of_another_size_is_not_ours, open_set, close_set),
        cmocka_unit_test_setup_teardown(an_operation_that_cannot_be_done_at_once_changes_nothing,
                                        open_set, close_set),
        cmocka_unit_test_setup_teardown(a_value_beyond_the_kernels_limit_is_refused_whole, open_set,
                                        close_set),
        cmocka_unit_test_setup_teardown(a_signal_does_not_end_the_wait, open_set, close_set),
        cmocka_unit_test_setup_teardown(removal_wakes_a_sleeper_with_eidrm, open_set, close_set),
        cmocka_unit_test_setup_teardown(the_last_to_operate_is_known, open_set, close_set),
        cmocka_unit_test(more_operations_than_the_system_allows_are_refused),
    };
    return cmocka_run_group_tests_name("semset", tests, NULL, NULL);
}
