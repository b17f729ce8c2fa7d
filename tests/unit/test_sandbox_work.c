/*
 * test_sandbox_work.c - what a prisoner may do: its work, its duty as an orphan, and dying.
 */
#include "tests/unit/sandbox_cell.h"

#include <sys/stat.h>
#include <sys/syscall.h>

enum { HUGE_BYTES = 1 << 30, BIG_BYTES = 16 << 20, SORTED = 4096 };

static void expect_status(const struct cell *cell, cell_deed *deed, int expected)
{
    int status = cell_try(cell, deed, NULL);

    if (!WIFEXITED(status) || WEXITSTATUS(status) != expected)
        fail_msg("it ended with status %#x", (unsigned)status);
}

static int use_the_file(const struct cell *cell, const void *what)
{
    char bytes[16] = "x";
    struct stat status;

    (void)what;
    return lseek(cell->file, 100, SEEK_SET) != 100 ||
           read(cell->file, bytes, sizeof(bytes)) != sizeof(bytes) || bytes[0] != '\0' ||
           syscall(SYS_fstat, cell->file, &status) < 0 || status.st_size != CELL_FILE_BYTES ||
           close(cell->file) < 0;
}

static void the_file_in_hand_can_be_read(void **state)
{
    expect_status(*state, use_the_file, 0);
}

static int use_memory(const struct cell *cell, const void *what)
{
    char *memory = malloc(BIG_BYTES);
    void *volatile huge; /* or the compiler spares itself the call */

    (void)cell;
    (void)what;
    if (!memory)
        return 1;
    memory[BIG_BYTES - 1] = 1;
    memory = realloc(memory, 2 * BIG_BYTES);
    if (!memory || memory[BIG_BYTES - 1] != 1)
        return 2;
    free(memory);
    huge = malloc(HUGE_BYTES);
    if (huge)
        return 3;
    huge = calloc(1, HUGE_BYTES);
    return huge ? 4 : madvise(NULL, 0, MADV_DONTNEED);
}

static void memory_is_there_up_to_the_limit_and_then_refused(void **state)
{
    expect_status(*state, use_memory, 0);
}

static int ascending(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

static int use_the_library(const struct cell *cell, const void *what)
{
    static int numbers[SORTED];

    (void)cell;
    (void)what;
    for (int i = 0; i < SORTED; i++)
        numbers[i] = SORTED - i;
    qsort(numbers, SORTED, sizeof(numbers[0]), ascending);
    printf("%s\n", strerror(numbers[0]));
    fprintf(stderr, "%f\n", numbers[1] / 3.0);
    return fflush(NULL) != 0;
}

static void decoders_may_sort_and_chatter(void **state)
{
    expect_status(*state, use_the_library, 0);
}

static int produce(const struct cell *cell, const void *what)
{
    const struct job_reply done = {.kind = JOB_DONE};
    struct job job;
    pid_t holder;
    int file;

    (void)what;
    if (jobs_receive(cell->child.channel, false, &job, &file) != -EAGAIN ||
        jobs_send_reply(cell->child.channel, &done) < 0)
        return 1;
    if (ring_take_seat(cell->ring, SEM_PRODUCER, &holder) < 0 ||
        ring_fixture_produce(cell->ring, 1, 0) < 0)
        return 2;
    ring_detach(cell->ring);
    return 0;
}

static void the_ring_and_the_player_are_in_reach(void **state)
{
    const struct cell *cell = *state;
    struct job_reply reply;

    expect_status(cell, produce, 0);
    assert_int_equal(jobs_receive_reply(cell->player, &reply), 0);
    assert_int_equal(semset_value(cell->child.objects.set, SEM_FILLED), 1);
}

/* As the C library does where the kernel does not show the clock to programs. */
static int read_the_clock(const struct cell *cell, const void *what)
{
    struct timespec time = {0};

    (void)cell;
    (void)what;
    return syscall(SYS_clock_gettime, CLOCK_MONOTONIC, &time) < 0 || time.tv_nsec >= 1000000000;
}

static void the_recorders_clock_can_be_read(void **state)
{
    expect_status(*state, read_the_clock, 0);
}

static int remove_all(const struct cell *cell, const void *what)
{
    const struct orphan_objects *own = &cell->child.objects;

    (void)what;
    return semctl(own->set, 0, IPC_RMID) < 0 || shmctl(own->segment, IPC_RMID, NULL) < 0 ||
           msgctl(own->requests, IPC_RMID, NULL) < 0 || msgctl(own->replies, IPC_RMID, NULL) < 0;
}

static void an_orphan_can_remove_its_four_objects(void **state)
{
    const struct cell *cell = *state;

    expect_status(cell, remove_all, 0);
    assert_int_equal(semset_value(cell->child.objects.set, SEM_FREE), -EINVAL);
}

static int die_of(const struct cell *cell, const void *what)
{
    (void)cell;
    signal(*(const int *)what, SIG_DFL); /* cmocka handles some */
    raise(*(const int *)what);
    return 0;
}

/* malloc notices, says so, and aborts. */
static int die_of_broken_memory(const struct cell *cell, const void *what)
{
    void *volatile memory = malloc(100);

    (void)cell;
    (void)what;
    signal(SIGABRT, SIG_DFL);
    free(memory);
    free(memory);
    return 0;
}

static void its_own_death_is_not_taken_for_a_violation(void **state)
{
    static const int signals[] = {SIGTERM, SIGABRT, SIGSEGV};
    int status;

    for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
        status = cell_try(*state, die_of, &signals[i]);
        assert_int_equal(WTERMSIG(status), signals[i]);
    }
    status = cell_try(*state, die_of_broken_memory, NULL);
    assert_int_equal(WTERMSIG(status), SIGABRT);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        IN_CELL(the_file_in_hand_can_be_read),
        IN_CELL(memory_is_there_up_to_the_limit_and_then_refused),
        IN_CELL(decoders_may_sort_and_chatter),
        IN_CELL(the_ring_and_the_player_are_in_reach),
        IN_CELL(the_recorders_clock_can_be_read),
        IN_CELL(an_orphan_can_remove_its_four_objects),
        IN_CELL(its_own_death_is_not_taken_for_a_violation),
    };

    return cmocka_run_group_tests_name("sandbox_work", tests, NULL, NULL);
}
