/*
 * gather_process.c - the processes in the seats, and a pidfd of each.
 *
 * A number may be given to another process as soon as its owner is gone. A seat is vacated by
 * the kernel at the end of whoever sits there, so a pidfd is his if, once it is open, the seat
 * is still taken and he is still the last one who acted on it.
 */
#include <errno.h>
#include <poll.h>
#include <sys/pidfd.h>
#include <unistd.h>

#include "tools/rondoscope/gather_parts.h"
#include "tools/rondoscope/proc.h"

void gather_left(struct gather *gather, enum flight_role role)
{
    if (gather->process[role].file >= 0)
        close(gather->process[role].file);
    gather->process[role].file = -1;
    gather->process[role].pid = 0;
}

void gather_forget_processes(struct gather *gather)
{
    for (int role = 0; role < FLIGHT_ROLES; role++)
        gather_left(gather, (enum flight_role)role);
}

static void hold(struct gather *gather, enum flight_role role)
{
    const enum sem_index seat = (enum sem_index)(SEM_PRODUCER + role);
    int set = gather->picture.set.id;
    pid_t pid = gather->picture.process[role].pid;
    int file;

    gather_left(gather, role);
    file = pidfd_open(pid, 0);
    if (file < 0)
        return;
    if (semset_last_pid(set, seat) != pid || semset_value(set, seat) != 0) {
        close(file);
        return;
    }
    gather->process[role].pid = pid;
    gather->process[role].file = file;
}

static bool ended(int file)
{
    struct pollfd end = {.fd = file, .events = POLLIN};

    return poll(&end, 1, 0) > 0;
}

static void measure(struct gather *gather, enum flight_role role)
{
    struct picture_process *process = &gather->picture.process[role];
    struct proc_facts facts;

    process->seen = proc_read(process->pid, &facts) == 0;
    if (!process->seen)
        return;
    rate_feed(&gather->rate[role], process->pid,
              &(struct rate_sample){
                  .time_ns = flight_now_ns(), .sleeps = facts.sleeps, .cpu_ns = facts.cpu_ns});
    process->state = facts.state;
    process->threads = facts.threads;
    process->pending = facts.pending;
    process->blocked = facts.blocked;
    process->ignored = facts.ignored;
    process->caught = facts.caught;
    process->wakeups = rate_sleeps(&gather->rate[role]);
    process->cpu = rate_cpu(&gather->rate[role]);
}

/* Who takes the seat of one whose end is not known yet is held only after that. */
void gather_processes(struct gather *gather)
{
    for (int role = 0; role < FLIGHT_ROLES; role++) {
        struct picture_process *process = &gather->picture.process[role];
        bool held = gather->process[role].file >= 0;

        process->ended = held && ended(gather->process[role].file);
        if (!gather->picture.set.there)
            process->taken = held && !process->ended;
        process->seen = false;
        if (!process->taken || process->pid <= 0)
            continue;
        if (gather->process[role].pid != process->pid && !process->ended)
            hold(gather, (enum flight_role)role);
        measure(gather, (enum flight_role)role);
    }
}
