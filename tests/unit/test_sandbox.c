/*
 * test_sandbox.c - what a prisoner may do, and what kills it.
 */
#include "tests/unit/sandbox_cell.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>

enum { HUGE_BYTES = 1 << 30, SORTED = 4096 };

#define PATH(text) (long)(text)
#define X32_BIT    0x40000000

/* A system call, whatever the C library would have done before and after it. */
struct attempt {
    const char *what;
    long call;
    long argument[6];
};

static int attempt(const struct cell *cell, const void *what)
{
    const struct attempt *a = what;

    (void)cell;
    return syscall(a->call, a->argument[0], a->argument[1], a->argument[2], a->argument[3],
                   a->argument[4], a->argument[5]) < 0;
}

static void expect_death(const struct cell *cell, const struct attempt *attempts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        int status = cell_try(cell, attempt, &attempts[i]);

        if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGSYS)
            fail_msg("to %s ended with status %#x", attempts[i].what, (unsigned)status);
    }
}

#define EXPECT_DEATH(cell, attempts)                                                               \
    expect_death(cell, attempts, sizeof(attempts) / sizeof(attempts[0]))

static void a_path_kills(void **state)
{
    static const struct attempt attempts[] = {
        {"open a file", SYS_openat, {AT_FDCWD, PATH("/dev/null"), O_RDONLY}},
        {"open a file as of old", SYS_open, {PATH("/dev/null"), O_RDONLY}},
        {"make a file", SYS_creat, {PATH("/dev/null"), 0600}},
        {"ask for a file's status", SYS_newfstatat, {AT_FDCWD, PATH("/dev/null"), 0, 0}},
        {"ask whether there is a file", SYS_access, {PATH("/dev/null"), F_OK}},
        {"remove a file", SYS_unlink, {PATH("/nowhere")}},
        {"rename a file", SYS_rename, {PATH("/nowhere"), PATH("/nowhere")}},
        {"read a link", SYS_readlink, {PATH("/proc/self/exe"), 0, 0}},
        {"run a program", SYS_execve, {PATH("/bin/true"), 0, 0}},
        {"change the folder", SYS_chdir, {PATH("/")}},
    };

    EXPECT_DEATH((const struct cell *)*state, attempts);
}

static void other_processes_and_machines_kill(void **state)
{
    const struct attempt attempts[] = {
        {"make a socket", SYS_socket, {AF_UNIX, SOCK_STREAM, 0}},
        {"make a socket for the network", SYS_socket, {AF_INET, SOCK_STREAM, 0}},
        {"make two sockets", SYS_socketpair, {AF_UNIX, SOCK_STREAM, 0, 0}},
        {"signal the player", SYS_kill, {getpid(), 0}},
        {"signal a thread of the player", SYS_tgkill, {getpid(), getpid(), 0}},
        {"fork", SYS_fork, {0}},
        {"make a thread", SYS_clone, {SIGCHLD}},
        {"debug", SYS_ptrace, {PTRACE_TRACEME}},
        {"read another's memory", SYS_process_vm_readv, {getpid(), 0, 0, 0, 0, 0}},
        {"get hold of a process", SYS_pidfd_open, {getpid(), 0}},
        {"lift a limit", SYS_prlimit64, {0, RLIMIT_AS, 0, 0}},
        {"lift the protection", SYS_prctl, {0}},
        {"command a terminal", SYS_ioctl, {STDERR_FILENO, TIOCSTI, PATH("x")}},
        {"send through another descriptor", SYS_sendmsg, {STDIN_FILENO, 0, 0}},
        {"receive through another descriptor", SYS_recvmsg, {STDIN_FILENO, 0, 0}},
        {"write to the file in hand", SYS_write, {((struct cell *)*state)->file, PATH("x"), 1}},
    };

    EXPECT_DEATH((const struct cell *)*state, attempts);
}

static void objects_of_others_kill(void **state)
{
    const struct cell *cell = *state;
    static struct sembuf give = {.sem_op = 1};
    const struct attempt attempts[] = {
        {"operate on another set", SYS_semop, {cell->set, PATH(&give), 1}},
        {"operate on another set, and wait", SYS_semtimedop, {cell->set, PATH(&give), 1, 0}},
        {"ask another set", SYS_semctl, {cell->set, 0, GETVAL}},
        {"remove another set", SYS_semctl, {cell->set, 0, IPC_RMID}},
        {"find a set", SYS_semget, {IPC_PRIVATE, 1, 0600}},
        {"remove another segment", SYS_shmctl, {cell->segment, IPC_RMID, 0}},
        {"attach another segment", SYS_shmat, {cell->segment, 0, 0}},
        {"make a segment", SYS_shmget, {IPC_PRIVATE, 4096, 0600}},
        {"remove another queue", SYS_msgctl, {cell->queue, IPC_RMID, 0}},
        {"make a queue", SYS_msgget, {IPC_PRIVATE, 0600}},
    };

    EXPECT_DEATH(cell, attempts);
}

static void more_than_is_needed_of_its_own_objects_kills(void **state)
{
    const struct cell *cell = *state;
    const struct orphan_objects *own = &cell->child.objects;
    static unsigned short values[SEM_COUNT];
    static struct shmid_ds segment;
    const struct attempt attempts[] = {
        {"set all values", SYS_semctl, {own->set, 0, SETALL, PATH(values)}},
        {"set a value", SYS_semctl, {own->set, 0, SETVAL, 1}},
        {"give the set away", SYS_semctl, {own->set, 0, IPC_SET, 0}},
        {"ask about the segment", SYS_shmctl, {own->segment, IPC_STAT, PATH(&segment)}},
        {"attach the segment again", SYS_shmat, {own->segment, 0, SHM_EXEC}},
        {"read the requests", SYS_msgrcv, {own->requests, 0, 0, 0, IPC_NOWAIT}},
        {"forge a reply", SYS_msgsnd, {own->replies, PATH("12345678"), 0, IPC_NOWAIT}},
    };

    EXPECT_DEATH(cell, attempts);
}

static void code_of_its_own_kills(void **state)
{
    static const struct attempt attempts[] = {
        {"map code",
         SYS_mmap,
         {0, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0}},
        {"map a file", SYS_mmap, {0, 4096, PROT_READ, MAP_PRIVATE, 3, 0}},
        {"turn memory into code", SYS_mprotect, {0, 4096, PROT_READ | PROT_EXEC}},
#ifdef __x86_64__
        {"speak another dialect", X32_BIT | SYS_getppid, {0}},
#endif
    };

    EXPECT_DEATH((const struct cell *)*state, attempts);
}

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
    const size_t big = 16 << 20;
    char *memory = malloc(big);

    (void)cell;
    (void)what;
    if (!memory)
        return 1;
    memory[big - 1] = 1;
    memory = realloc(memory, 2 * big);
    if (!memory || memory[big - 1] != 1)
        return 2;
    free(memory);
    return malloc(HUGE_BYTES) || calloc(1, HUGE_BYTES) ? 3 : 0;
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
    int file;

    (void)what;
    if (jobs_receive(cell->child.channel, false, &job, &file) != -EAGAIN ||
        jobs_send_reply(cell->child.channel, &done) < 0)
        return 1;
    return ring_fixture_produce(cell->ring, 1, 0) < 0;
}

static void the_ring_and_the_player_are_in_reach(void **state)
{
    const struct cell *cell = *state;
    struct job_reply reply;

    expect_status(cell, produce, 0);
    assert_int_equal(jobs_receive_reply(cell->player, &reply), 0);
    assert_int_equal(semset_value(cell->child.objects.set, SEM_FILLED), 1);
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
    raise(*(const int *)what);
    return 0;
}

static int die_of_broken_memory(const struct cell *cell, const void *what)
{
    char *memory = malloc(100);
    void *volatile wrong = memory + 8;

    (void)cell;
    (void)what;
    free(wrong);
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
        IN_CELL(a_path_kills),
        IN_CELL(other_processes_and_machines_kill),
        IN_CELL(objects_of_others_kill),
        IN_CELL(more_than_is_needed_of_its_own_objects_kills),
        IN_CELL(code_of_its_own_kills),
        IN_CELL(the_file_in_hand_can_be_read),
        IN_CELL(memory_is_there_up_to_the_limit_and_then_refused),
        IN_CELL(decoders_may_sort_and_chatter),
        IN_CELL(the_ring_and_the_player_are_in_reach),
        IN_CELL(an_orphan_can_remove_its_four_objects),
        IN_CELL(its_own_death_is_not_taken_for_a_violation),
    };

    return cmocka_run_group_tests_name("sandbox", tests, NULL, NULL);
}
