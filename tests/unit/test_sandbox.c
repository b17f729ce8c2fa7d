/*
 * test_sandbox.c - what kills a prisoner. What it may do is in test_sandbox_work.c.
 */
#include "tests/unit/sandbox_cell.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>

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
        {"ask for a file's status", SYS_newfstatat, {AT_FDCWD, PATH("/dev/null"), 0, 0}},
        {"ask whether there is a file", SYS_faccessat, {AT_FDCWD, PATH("/dev/null"), F_OK}},
        {"remove a file", SYS_unlinkat, {AT_FDCWD, PATH("/nowhere"), 0}},
        {"make a folder", SYS_mkdirat, {AT_FDCWD, PATH("/"), 0700}},
        {"read a link", SYS_readlinkat, {AT_FDCWD, PATH("/proc/self/exe"), 0, 0}},
        {"run a program", SYS_execve, {PATH("/bin/true"), 0, 0}},
        {"change the folder", SYS_chdir, {PATH("/")}},
    };

    EXPECT_DEATH((const struct cell *)*state, attempts);
}

static void other_processes_and_machines_kill(void **state)
{
    const struct cell *cell = *state;
    static struct timespec time;
    const struct attempt attempts[] = {
        {"make a socket", SYS_socket, {AF_UNIX, SOCK_STREAM, 0}},
        {"make a socket for the network", SYS_socket, {AF_INET, SOCK_STREAM, 0}},
        {"make two sockets", SYS_socketpair, {AF_UNIX, SOCK_STREAM, 0, 0}},
        {"signal the player", SYS_kill, {getpid(), 0}},
        {"signal a thread of the player", SYS_tgkill, {getpid(), getpid(), 0}},
        {"fork", SYS_clone, {SIGCHLD}},
        {"debug", SYS_ptrace, {PTRACE_TRACEME}},
        {"read another's memory", SYS_process_vm_readv, {getpid(), 0, 0, 0, 0, 0}},
        {"get hold of a process", SYS_pidfd_open, {getpid(), 0}},
        {"read a process's clock", SYS_clock_gettime, {~getpid() * 8L + 2, PATH(&time)}},
        {"lift a limit", SYS_prlimit64, {0, RLIMIT_AS, 0, 0}},
        {"lift the protection", SYS_prctl, {0}},
        {"command a terminal", SYS_ioctl, {STDERR_FILENO, TIOCGWINSZ, 0}},
        {"send through another descriptor", SYS_sendmsg, {STDIN_FILENO, 0, 0}},
        {"receive through another descriptor", SYS_recvmsg, {STDIN_FILENO, 0, 0}},
        {"write to the file in hand", SYS_write, {cell->file, PATH("x"), 1}},
        {"write to it piece by piece", SYS_writev, {cell->file, 0, 0}},
    };

    EXPECT_DEATH(cell, attempts);
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

int main(void)
{
    static const struct CMUnitTest tests[] = {
        IN_CELL(a_path_kills),           IN_CELL(other_processes_and_machines_kill),
        IN_CELL(objects_of_others_kill), IN_CELL(more_than_is_needed_of_its_own_objects_kills),
        IN_CELL(code_of_its_own_kills),
    };

    return cmocka_run_group_tests_name("sandbox", tests, NULL, NULL);
}
