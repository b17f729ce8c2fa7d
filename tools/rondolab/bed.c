/*
 * bed.c - the sleeper's side, and the handshake around the moment between looking and sleeping.
 */
#include "tools/rondolab/bed.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/select.h>
#include <time.h>
#include <unistd.h>

#include "shmring/flight.h"
#include "tools/rondolab/await.h"

static const struct timespec limit = {.tv_nsec = BED_LIMIT_MS * 1000000L};
static const struct timespec no_time;

/* Grows with each run of the handler. */
static volatile sig_atomic_t flag;

static void on_signal(int number)
{
    (void)number;
    flag = flag + 1;
}

static void catch_signal(void)
{
    struct sigaction action = {.sa_handler = on_signal};

    flag = 0;
    sigemptyset(&action.sa_mask);
    sigaction(SIGUSR1, &action, NULL);
}

static void mask(int how)
{
    sigset_t set;

    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    sigprocmask(how, &set, NULL);
}

struct diary {
    uint64_t began_ns;
    struct answer *answer;
};

static void enter(struct diary *diary, int what)
{
    diary->answer->number[what] = (uint32_t)((flight_now_ns() - diary->began_ns) / 1000);
}

/* The very moment. */
static void between(const struct bed *bed, struct diary *diary)
{
    char byte = 0;

    enter(diary, BED_LOOKED);
    while (write(bed->said[1], &byte, 1) < 0 && errno == EINTR)
        ;
    while (read(bed->go_on[0], &byte, 1) < 0 && errno == EINTR)
        ;
    enter(diary, BED_ASLEEP);
}

static int sleep_plainly(void)
{
    return nanosleep(&limit, NULL) < 0 && errno == EINTR ? 0 : -ETIMEDOUT;
}

static int sleep_with_signal_let_in(void)
{
    sigset_t open;

    sigprocmask(SIG_BLOCK, NULL, &open);
    sigdelset(&open, SIGUSR1);
    return pselect(0, NULL, NULL, NULL, &limit, &open) < 0 && errno == EINTR ? 0 : -ETIMEDOUT;
}

static int sleep_in_semop(const struct bed *bed)
{
    return wrong_ring_take(&bed->semaphores, WRONG_FILLED, &limit) == 0 ? 0 : -ETIMEDOUT;
}

static int sleep_in(const struct bed *bed, enum bed_way way)
{
    switch (way) {
    case BED_FLAG_PSELECT:
        return sleep_with_signal_let_in();
    case BED_SEMOP:
        return sleep_in_semop(bed);
    default:
        return sleep_plainly();
    }
}

/* Looks, and, as there is nothing, sleeps. */
static int rest(const struct bed *bed, enum bed_way way, struct diary *diary)
{
    bool by_signal = way == BED_FLAG_SLEEP || way == BED_FLAG_PSELECT;
    int error;

    if (way == BED_FLAG_PSELECT)
        mask(SIG_BLOCK);
    if (by_signal ? flag > 0 : wrong_ring_value(&bed->semaphores, WRONG_FILLED) > 0)
        return -EALREADY;
    between(bed, diary);
    error = sleep_in(bed, way);
    enter(diary, BED_AWAKE);
    return error;
}

static uint32_t count_signals(const struct bed *bed, struct diary *diary)
{
    mask(SIG_BLOCK);
    between(bed, diary);
    mask(SIG_UNBLOCK);
    return (uint32_t)flag;
}

static uint32_t count_posts(const struct bed *bed, struct diary *diary)
{
    uint32_t count = 0;

    between(bed, diary);
    while (wrong_ring_take(&bed->semaphores, WRONG_FILLED, &no_time) == 0)
        count++;
    return count;
}

void bed_act(void *context, const struct order *order, struct answer *ret_answer)
{
    struct diary diary = {.began_ns = flight_now_ns(), .answer = ret_answer};

    catch_signal();
    if (order->act == BED_COUNT_SIGNALS)
        ret_answer->count = count_signals(context, &diary);
    else if (order->act == BED_COUNT_POSTS)
        ret_answer->count = count_posts(context, &diary);
    else
        ret_answer->error = rest(context, (enum bed_way)order->act, &diary);
}

int bed_make(const struct guardian *guardian, struct bed *ret_bed)
{
    struct bed bed;
    int error = wrong_ring_create(guardian, false, &bed.semaphores);

    if (error < 0)
        return error;
    if (pipe2(bed.said, O_CLOEXEC) < 0) {
        error = -errno;
        goto err_semaphores;
    }
    if (pipe2(bed.go_on, O_CLOEXEC) < 0) {
        error = -errno;
        goto err_said;
    }
    *ret_bed = bed;
    return 0;

err_said:
    close(bed.said[0]);
    close(bed.said[1]);
err_semaphores:
    wrong_ring_remove(&bed.semaphores);
    return error;
}

void bed_remove(struct bed *bed)
{
    for (int i = 0; i < 2; i++) {
        close(bed->said[i]);
        close(bed->go_on[i]);
    }
    wrong_ring_remove(&bed->semaphores);
}

/* The lab holds the writing end, too, so a death does not show; a limit ends the wait for the dead.
 */
int bed_await_look(const struct bed *bed)
{
    struct pollfd said = {.fd = bed->said[0], .events = POLLIN};
    char byte;
    int count;

    do
        count = poll(&said, 1, AWAIT_S * 1000);
    while (count < 0 && errno == EINTR);
    return count > 0 && read(bed->said[0], &byte, 1) == 1 ? 0 : -ECHILD;
}

int bed_let_go_on(const struct bed *bed)
{
    const char byte = 0;

    return write(bed->go_on[1], &byte, 1) == 1 ? 0 : -errno;
}
