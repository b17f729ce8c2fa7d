/*
 * test_child.c - how a child of the player finds the ring, and what it does as an orphan.
 *
 * A family is a stand-in for the player and its child: both are processes of this test's, and
 * the child tells through a pipe how its calls went.
 */
#include "tests/unit/ring_fixture.h"

#include <sys/msg.h>
#include <sys/shm.h>

#include "shmring/child.h"

static char *words[] = {"rondo-x", "11", "22", "33", "-1", "4711", "3", "more", NULL};

static void six_words_are_read(void **state)
{
    struct child child;

    (void)state;
    assert_int_equal(child_parse(8, words, &child), 0);
    assert_int_equal(child.objects.segment, 11);
    assert_int_equal(child.objects.set, 22);
    assert_int_equal(child.objects.requests, 33);
    assert_int_equal(child.objects.replies, -1);
    assert_int_equal(child.player, 4711);
    assert_int_equal(child.channel, 3);
    assert_int_equal(child_parse(7, words, &child), 0);
}

static void a_missing_word_or_one_that_is_no_number_is_refused(void **state)
{
    static char *const bad[] = {"", "x", "1x", " 1 ", "-2", "2147483648", "0x10", "1.5"};
    struct child child = {.channel = 99};

    (void)state;
    assert_int_equal(child_parse(6, words, &child), -EINVAL);
    assert_int_equal(child_parse(1, words, &child), -EINVAL);
    assert_int_equal(child_parse(0, words, &child), -EINVAL);
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        for (int k = 1; k <= CHILD_ARGUMENTS; k++) {
            char *changed[8];

            memcpy(changed, words, sizeof(changed));
            changed[k] = bad[i];
            assert_int_equal(child_parse(7, changed, &child), -EINVAL);
        }
    assert_int_equal(child.channel, 99);
}

static void what_is_written_is_read_back(void **state)
{
    const struct child child = {
        .objects = {.segment = INT32_MAX, .set = 0, .requests = -1, .replies = 7},
        .player = 4194304,
        .channel = CHILD_CHANNEL,
    };
    char text[CHILD_ARGUMENTS][16];
    char *argv[1 + CHILD_ARGUMENTS] = {words[0]};
    struct child read_back;

    (void)state;
    child_format(&child, text);
    for (int i = 0; i < CHILD_ARGUMENTS; i++)
        argv[1 + i] = text[i];
    assert_int_equal(child_parse(1 + CHILD_ARGUMENTS, argv, &read_back), 0);
    assert_memory_equal(&read_back, &child, sizeof(child));
}

/* What the child of a family does after it has joined. */
enum duty { DUTY_CLAIM, DUTY_HANG };

struct family {
    pid_t player;
    int words; /* from the child: its PID, then results of its calls */
    struct child child;
};

static void say(int pipe, int word)
{
    if (write(pipe, &word, sizeof(word)) != sizeof(word))
        _exit(1);
}

static int hear(const struct family *family)
{
    int word;

    if (read(family->words, &word, sizeof(word)) != sizeof(word))
        return -ECHILD;
    return word;
}

static void be_the_child(const struct child *child, enum duty duty, int pipe)
{
    struct ring *ring;
    pid_t holder = 0;
    int error;

    setpgid(0, 0); /* as the player's children are */
    say(pipe, getpid());
    error = child_join(child, SEM_CONSUMER, &ring, &holder);
    say(pipe, error == -EBUSY ? holder : error);
    if (error == 0 && duty == DUTY_CLAIM)
        say(pipe, ring_consumer_claim(ring, 1, NULL));
    while (error == 0 && duty == DUTY_HANG)
        pause();
    _exit(0);
}

static struct family start_family(const struct ring_fixture *fixture, enum duty duty)
{
    struct family family;
    int ends[2];

    family.child = (struct child){
        .objects = {.segment = ring_segment_id(fixture->ring),
                    .set = ring_set_id(fixture->ring),
                    .requests = msgget(IPC_PRIVATE, 0600),
                    .replies = msgget(IPC_PRIVATE, 0600)},
    };
    assert_int_equal(prctl(PR_SET_CHILD_SUBREAPER, 1), 0); /* orphans are ours to await */
    assert_int_equal(pipe(ends), 0);
    family.words = ends[0];
    family.player = child_fork();
    if (family.player == 0) {
        family.child.player = getpid();
        setsid(); /* who awaits its orphan is of another session, as init is */
        if (child_fork() == 0)
            be_the_child(&family.child, duty, ends[1]);
        close(ends[1]);
        while (true)
            pause();
    }
    close(ends[1]);
    return family;
}

static void end_family(const struct family *family)
{
    close(family->words);
    msgctl(family->child.objects.requests, IPC_RMID, NULL);
    msgctl(family->child.objects.replies, IPC_RMID, NULL);
}

static bool queue_is_there(int id)
{
    struct msqid_ds status;

    return msgctl(id, IPC_STAT, &status) == 0;
}

/* Attached as we are, a removed segment is only marked for its end. */
static bool segment_is_there(int id)
{
    struct shmid_ds status;

    return shmctl(id, IPC_STAT, &status) == 0 && !(status.shm_perm.mode & SHM_DEST);
}

static void expect_objects(const struct family *family, bool there)
{
    assert_int_equal(segment_is_there(family->child.objects.segment), there);
    assert_int_equal(semset_check(family->child.objects.set), there ? 0 : -EINVAL);
    assert_int_equal(queue_is_there(family->child.objects.requests), there);
    assert_int_equal(queue_is_there(family->child.objects.replies), there);
}

static void a_child_joins_and_has_its_seat(void **state)
{
    const struct ring_fixture *fixture = *state;
    struct family family = start_family(fixture, DUTY_CLAIM);
    pid_t child = hear(&family);
    int set = ring_set_id(fixture->ring);

    assert_int_equal(hear(&family), 0);
    assert_true(ring_fixture_await(semset_waiting_grow, set, SEM_FILLED, 1));
    ring_fixture_expect(set, (const uint16_t[SEM_COUNT]){8, 0, 0, 0, 0, 1, 0, 1, 1});
    assert_int_equal(semset_last_pid(set, SEM_CONSUMER), child);
    assert_int_equal(ring_fixture_produce(fixture->ring, 0, 0), 0);
    assert_int_equal(hear(&family), 0);
    child_kill(family.player);
    child_wait(child);
    end_family(&family);
}

static void a_taken_seat_is_refused_and_the_holder_named(void **state)
{
    const struct ring_fixture *fixture = *state;
    struct family family;
    pid_t holder, child;

    assert_int_equal(ring_take_seat(fixture->ring, SEM_CONSUMER, &holder), 0);
    family = start_family(fixture, DUTY_CLAIM);
    child = hear(&family);
    assert_int_equal(hear(&family), getpid());
    child_kill(family.player);
    child_wait(child);
    end_family(&family);
}

static void an_orphan_removes_everything_and_wakes_by_that(void **state)
{
    struct family family = start_family(*state, DUTY_CLAIM);
    pid_t child = hear(&family);
    int woken;

    assert_int_equal(hear(&family), 0);
    expect_objects(&family, true);
    child_kill(family.player);
    woken = hear(&family); /* the handler's own removal interrupts the sleep first */
    assert_true(woken == -EIDRM || woken == -EINVAL);
    assert_int_equal(child_wait(child), 0);
    expect_objects(&family, false);
    end_family(&family);
}

static void an_orphan_that_hangs_ends_all_the_same(void **state)
{
    struct family family = start_family(*state, DUTY_HANG);
    pid_t child = hear(&family);
    int status;

    assert_int_equal(hear(&family), 0);
    child_kill(family.player);
    status = child_wait(child);
    assert_true(WIFSIGNALED(status));
    assert_int_equal(WTERMSIG(status), SIGALRM);
    expect_objects(&family, false);
    end_family(&family);
}

/* The kernel wakes a stopped child whose process group becomes an orphan by SIGHUP and SIGCONT. */
static void an_orphan_that_was_stopped_removes_everything_too(void **state)
{
    struct family family = start_family(*state, DUTY_HANG);
    pid_t child = hear(&family);
    int status;

    assert_int_equal(hear(&family), 0);
    child_stop(child);
    child_kill(family.player);
    status = child_wait(child);
    assert_true(WIFSIGNALED(status));
    assert_int_equal(WTERMSIG(status), SIGALRM);
    expect_objects(&family, false);
    end_family(&family);
}

static void told_to_end_by_a_living_player_it_ends_and_removes_nothing(void **state)
{
    struct family family = start_family(*state, DUTY_HANG);
    pid_t child = hear(&family);

    assert_int_equal(hear(&family), 0);
    kill(child, SIGTERM);
    assert_int_equal(hear(&family), -ECHILD);
    expect_objects(&family, true);
    child_kill(family.player);
    assert_int_equal(WTERMSIG(child_wait(child)), SIGTERM);
    end_family(&family);
}

static void without_its_player_it_removes_what_there_is_and_does_not_join(void **state)
{
    const struct ring_fixture *fixture = *state;
    struct child child = {
        .objects = {.segment = ring_segment_id(fixture->ring),
                    .set = ring_set_id(fixture->ring),
                    .requests = -1,
                    .replies = -1},
        .player = child_dead(),
    };
    pid_t process = child_fork();
    struct ring *ring;
    pid_t holder;

    if (process == 0)
        _exit(child_join(&child, SEM_CONSUMER, &ring, &holder) == -ESRCH ? 0 : 1);
    assert_int_equal(child_wait(process), 0);
    assert_int_equal(semset_check(child.objects.set), -EINVAL);
    assert_false(segment_is_there(child.objects.segment));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(six_words_are_read),
        cmocka_unit_test(a_missing_word_or_one_that_is_no_number_is_refused),
        cmocka_unit_test(what_is_written_is_read_back),
        RING_TEST(a_child_joins_and_has_its_seat),
        RING_TEST(a_taken_seat_is_refused_and_the_holder_named),
        RING_TEST(an_orphan_removes_everything_and_wakes_by_that),
        RING_TEST(an_orphan_that_hangs_ends_all_the_same),
        RING_TEST(an_orphan_that_was_stopped_removes_everything_too),
        RING_TEST(told_to_end_by_a_living_player_it_ends_and_removes_nothing),
        RING_TEST(without_its_player_it_removes_what_there_is_and_does_not_join),
    };
    return cmocka_run_group_tests_name("child", tests, NULL, NULL);
}
