/*
 * socket-pair.c - lesson: two sockets that are connected from birth, for relatives.
 *
 * socketpair() is what pipe() would be if it went both ways. There is no name, so nobody else can
 * call. With SOCK_SEQPACKET it has the best of both: each send is one message, as with datagrams,
 * and there is a connection, so that the end of either side is seen by the other: recv() returns 0,
 * send() fails with EPIPE, however the other one ended. Rondo hands jobs to its producer this way.
 */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "samples/ipc/lesson.h"

struct job {
    uint32_t block;
};

static const struct lesson lesson = {
    .name = "socket-pair",
    .teaches = "Two sockets that are connected from birth, for relatives",
};

static void make_pair(int ends[2])
{
    lesson_must("socketpair", socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends));
}

/* Answers each job with the block it names, until there is nobody who could send one. */
static void produce(int player)
{
    unsigned jobs = 0;
    struct job job;

    while (lesson_must("recv", recv(player, &job, sizeof(job), 0)) == sizeof(job)) {
        lesson_must("send", send(player, lesson_block(job.block), LESSON_BLOCK_BYTES, 0));
        jobs++;
    }
    lesson_saw(jobs == lesson_blocks(), "recv() = 0 after %u jobs: the player has gone", jobs);
    lesson_leave();
}

/* Two jobs at once, as messages do not run together. */
static void play(int producer)
{
    char block[LESSON_BLOCK_BYTES];
    bool whole = true;

    for (uint32_t i = 0; i < lesson_blocks(); i += 2) {
        uint32_t jobs = i + 1 < lesson_blocks() ? 2 : 1;

        for (uint32_t k = 0; k < jobs; k++)
            lesson_must("send", send(producer, &(struct job){i + k}, sizeof(struct job), 0));
        for (uint32_t k = 0; k < jobs; k++) {
            long size = lesson_must("recv", recv(producer, block, sizeof(block), 0));

            whole = whole && size == LESSON_BLOCK_BYTES;
            lesson_count(LESSON_ARRIVED, block, (size_t)size);
        }
    }
    lesson_saw(whole, "each recv() took one block, none a part or two");
    lesson_leave();
}

static void move_the_sound(void)
{
    int ends[2];

    make_pair(ends);
    if (lesson_fork("producer") == 0) {
        close(ends[0]); /* as with pipes: who keeps a copy of the other end never sees its end */
        produce(ends[1]);
    }
    if (lesson_fork("player") == 0) {
        close(ends[1]);
        play(ends[0]);
    }
    close(ends[0]);
    close(ends[1]);
    lesson_wait_all();
    lesson_count_sound(LESSON_SENT);
    lesson_compare(LESSON_SENT, LESSON_ARRIVED);
}

static void see_a_death(void)
{
    struct job job = {0};
    pid_t producer;
    int ends[2];
    long r;

    make_pair(ends);
    producer = lesson_fork("producer");
    if (producer == 0) {
        close(ends[0]);
        lesson_ready();
        for (;;)
            pause();
    }
    close(ends[1]);
    lesson_await_ready();
    lesson_doom(producer);
    kill(producer, SIGKILL);
    r = recv(ends[0], &job, sizeof(job), 0);
    lesson_saw(r == 0, "it is killed, and recv() = %s", lesson_said(r));
    r = send(ends[0], &job, sizeof(job), MSG_NOSIGNAL);
    lesson_saw(r < 0 && errno == EPIPE,
               "a job for it: send() = %s, and with MSG_NOSIGNAL no SIGPIPE", lesson_said(r));
    close(ends[0]);
}

int main(int argc, char **argv)
{
    lesson_begin(&lesson, argc, argv);
    lesson_step("A player sends jobs, a producer answers with blocks, on one pair of sockets.");
    move_the_sound();
    lesson_step("The producer dies; nobody but the kernel says so.");
    see_a_death();
    return lesson_end();
}
