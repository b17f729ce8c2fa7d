/*
 * pseudo-player.c - Rondo in miniature: text instead of sound, and the same protocol.
 *
 * A producer reads a file into small slots, a consumer prints them at a chosen rate, the player
 * replaces whoever is killed. Whose a slot is, four semaphores tell; each step is one semop():
 *
 *   claim    FREE -1 UNDO                                who dies now gives the slot back
 *   commit   FREE +1 UNDO, FREE -1, FILLED +1, HEAD on   now the block is the consumer's
 *
 * "FREE +1 UNDO, FREE -1" only takes back the debt that the kernel would pay. The consumer does the
 * same from FILLED to FREE, with TAIL. HEAD and TAIL, which say what was committed, have no UNDO.
 */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { FREE, FILLED, HEAD, TAIL, SEMAPHORES };
enum { PRODUCER, CONSUMER, ROLES, SLOTS = 8, SLOT_BYTES = 32, RATE_MAX = 1000000 };

struct ring {
    off_t printed; /* bytes of the file; writer: the consumer */
    struct slot {
        off_t offset; /* where in the file it begins; writer: the producer, holding the claim */
        off_t size;   /* 0: the file has ended */
        char text[SLOT_BYTES];
    } slot[SLOTS];
};

static struct ring *ring;
static int file, set;
static long rate = 40; /* bytes a second; 0: as fast as possible */
static pid_t player, child[ROLES];
static sigset_t mask;

static void step(struct sembuf *operations, size_t count)
{
    while (semop(set, operations, count) < 0)
        if (errno != EINTR)
            _exit(1); /* the set is gone, and with it the player */
}

/* The debt is taken back, the other side has the slot, and the index moves on, round the ring. */
static void commit(unsigned short from, unsigned short to, unsigned short index, int value)
{
    short on = value + 1 < SLOTS ? 1 : 1 - SLOTS;

    step((struct sembuf[]){{from, 1, SEM_UNDO}, {from, -1, 0}, {to, 1, 0}, {index, on, 0}}, 4);
}

/* Goes on behind the newest block that was committed, which is the one before HEAD. */
static void produce(void)
{
    int head = semctl(set, HEAD, GETVAL);
    struct slot block = ring->slot[(head + SLOTS - 1) % SLOTS];

    for (; head >= 0 && block.size > 0; head = (head + 1) % SLOTS) { /* -1: all is printed */
        step((struct sembuf[]){{FREE, -1, SEM_UNDO}}, 1);
        block.offset += block.size;
        block.size = pread(file, block.text, SLOT_BYTES, block.offset);
        if (block.size < 0)
            err(1, "read");
        ring->slot[head] = block;
        commit(FREE, FILLED, HEAD, head);
    }
}

/* Goes on where a consumer was killed within this block. Between write() and the note of it, a kill
 * prints a piece twice: what has come out at a device, the device alone knows. */
static void print(const struct slot *block)
{
    for (off_t done = ring->printed - block->offset; done < block->size;) {
        off_t left = block->size - done, piece = rate == 0 ? left : rate / 50 + 1;
        ssize_t count = write(1, block->text + done, (size_t)(left < piece ? left : piece));

        if (count < 0)
            err(1, "write");
        done += count;
        ring->printed += count;
        if (rate > 0)
            nanosleep(&(struct timespec){count / rate, count % rate * 1000000000 / rate}, NULL);
    }
}

/* The end is not committed: should the consumer die before it has left, the next one finds it, or
 * finds the set gone, and either way has nothing more to do. */
static void consume(void)
{
    for (int tail = semctl(set, TAIL, GETVAL); tail >= 0; tail = (tail + 1) % SLOTS) {
        step((struct sembuf[]){{FILLED, -1, SEM_UNDO}}, 1);
        if (ring->slot[tail].size == 0)
            break;
        print(&ring->slot[tail]);
        commit(FILLED, FREE, TAIL, tail);
    }
    semctl(set, 0, IPC_RMID);
}

/* SIGTERM to a child. If the player is dead, it comes from the kernel. */
static void leave(int number)
{
    if (getppid() != player)
        semctl(set, 0, IPC_RMID);
    signal(number, SIG_DFL);
    raise(number);
}

/* What ends the player at a key, or with the terminal, is not for the children. */
static void start(int role)
{
    child[role] = fork();
    if (child[role] < 0 && semctl(set, 0, IPC_RMID) == 0)
        err(1, "fork");
    if (child[role] > 0)
        return;
    for (int number = SIGHUP; number <= SIGQUIT; number++) /* HUP, INT, QUIT */
        signal(number, SIG_IGN);
    signal(SIGTERM, leave);
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != player)
        raise(SIGTERM);
    sigprocmask(SIG_SETMASK, &mask, NULL);
    dprintf(2, "pseudo-player: %s %d\n", role == PRODUCER ? "producer" : "consumer", getpid());
    role == PRODUCER ? produce() : consume();
    exit(0);
}

/* Until both have come to the end of the file, or one fails. Who is killed is replaced. */
static int supervise(void)
{
    int status = 0;

    for (int working = ROLES; working > 0 && status == 0;) {
        int role = wait(&status) == child[PRODUCER] ? PRODUCER : CONSUMER;

        if (status == SIGKILL || status == SIGTERM) {
            start(role);
            status = 0;
        } else {
            working--;
        }
    }
    semctl(set, 0, IPC_RMID); /* who still works gets SIGTERM when this process ends */
    return status != 0;
}

static void read_arguments(int argc, char **argv)
{
    int wrong = argc != 2 || argv[1][0] == '-';
    char junk;

    if (argc == 2 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "--version") == 0))
        exit(puts("pseudo-player, rondo " RONDO_VERSION
                  "\n\nusage: pseudo-player [--rate BYTES_A_SECOND (40; 0: no limit)] FILE\nexit "
                  "status: 0 printed, 1 failed, 2 wrong usage") < 0);
    if (argc == 4 && strcmp(argv[1], "--rate") == 0)
        wrong = sscanf(argv[2], "%7ld%c", &rate, &junk) != 1 || rate < 0 || rate > RATE_MAX;
    if (wrong)
        errx(2, "wrong usage; accepted: [--rate 0 to 1000000] FILE, --help, --version");
}

int main(int argc, char **argv)
{
    sigset_t all;
    int memory;

    read_arguments(argc, argv);
    signal(SIGCHLD, SIG_DFL); /* or wait() would find nobody */
    file = open(argv[argc - 1], O_RDONLY | O_NONBLOCK);
    if (file < 0 || lseek(file, 0, SEEK_END) < 0)
        err(1, "open");
    player = getpid();
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, &mask); /* until there is somebody to clean up */
    memory = shmget(IPC_PRIVATE, sizeof(*ring), 0600);
    if (memory < 0)
        err(1, "shmget");
    ring = shmat(memory, NULL, 0);
    shmctl(memory, IPC_RMID, NULL); /* it goes with its last user, however that one ends */
    set = ring == (void *)-1 ? -1 : semget(IPC_PRIVATE, SEMAPHORES, 0600);
    if (set < 0)
        err(1, "shmat, semget");
    semctl(set, FREE, SETVAL, SLOTS);                               /* the others begin at 0 */
    ring->slot[SLOTS - 1] = (struct slot){.offset = -1, .size = 1}; /* before the file's begin */
    dprintf(2, "pseudo-player: player %d, set %d\n", player, set);
    start(PRODUCER);
    start(CONSUMER);
    sigprocmask(SIG_SETMASK, &mask, NULL);
    return supervise();
}
