/*
 * test_others.c - another user of the machine: nothing of a player is in his reach.
 *
 * The tests themselves are one made user, who plays; the other one's processes are forked. Both
 * are in an IPC namespace that the rest of the machine does not see.
 */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <unistd.h>

#include "shmring/semset.h"
#include "tests/e2e/stage_control.h"
#include "tests/e2e/stage_sound.h"
#include "tests/e2e/stage_user.h"

enum { US = 64001, OTHER = 64002, SKIPPED = 77 };

static const char sample[] = "rondo-s16.flac";

/* Fails in the other user's process: with this status, and a line. */
#define REFUSED(call, error)                                                                       \
    do {                                                                                           \
        if ((long)(call) != -1 || errno != (error)) {                                              \
            fprintf(stderr, "%s: %s\n", #call, strerror(errno));                                   \
            return 1;                                                                              \
        }                                                                                          \
    } while (0)

/* What he is told of the player, who could at best guess it. */
struct player {
    struct control_pids pids;
    struct instance_record record;
    key_t keys[INSTANCE_KEYS];
    char path[PATH_MAX];
};

static struct player find_player(struct stage_process *rondo)
{
    struct player player = {.pids = control_pids(rondo)};
    char folder[PATH_MAX];

    assert_int_equal(instance_directory(false, folder), 0);
    assert_true(snprintf(player.path, sizeof(player.path), "%s/%s", folder, rondo->name) <
                PATH_MAX);
    assert_int_equal(instance_read(rondo->name, &player.record), 0);
    for (int i = 0; i < INSTANCE_KEYS; i++)
        assert_int_equal(instance_key(player.path, player.record.project, i, &player.keys[i]), 0);
    return player;
}

/* Only the owner may remove: there the kernel says EPERM rather than EACCES. */
static int try_memory_and_semaphores(void *context)
{
    const struct player *player = context;
    int segment = player->record.segment, set = player->record.set;
    struct sembuf pause = {.sem_num = SEM_PAUSED, .sem_op = 1};
    struct shmid_ds status;

    REFUSED(shmget(player->keys[0], 0, 0600), EACCES);
    REFUSED(shmat(segment, NULL, 0), EACCES);
    REFUSED(shmat(segment, NULL, SHM_RDONLY), EACCES);
    REFUSED(shmctl(segment, IPC_STAT, &status), EACCES);
    REFUSED(shmctl(segment, IPC_RMID, NULL), EPERM);
    REFUSED(semget(player->keys[1], 0, 0600), EACCES);
    REFUSED(semop(set, &pause, 1), EACCES);
    REFUSED(semctl(set, 0, GETVAL), EACCES);
    REFUSED(semctl(set, SEM_PAUSED, SETVAL, 1), EACCES);
    REFUSED(semctl(set, 0, IPC_RMID), EPERM);
    return 0;
}

static int try_queues(void *context)
{
    const struct player *player = context;
    const int queues[] = {player->record.requests, player->record.replies};
    struct {
        long type;
        char text[16];
    } message = {1, "1 1 quit"};
    struct msqid_ds status;

    REFUSED(msgget(player->keys[2], 0600), EACCES);
    REFUSED(msgget(player->keys[3], 0600), EACCES);
    for (size_t i = 0; i < sizeof(queues) / sizeof(queues[0]); i++) {
        REFUSED(msgsnd(queues[i], &message, 8, IPC_NOWAIT), EACCES);
        REFUSED(msgrcv(queues[i], &message, sizeof(message.text), 0, IPC_NOWAIT), EACCES);
        REFUSED(msgctl(queues[i], IPC_STAT, &status), EACCES);
        REFUSED(msgctl(queues[i], IPC_RMID, NULL), EPERM);
    }
    return 0;
}

static int try_processes_and_file(void *context)
{
    const struct player *player = context;

    REFUSED(kill(player->pids.rondo, SIGTERM), EPERM);
    REFUSED(kill(player->pids.producer, SIGKILL), EPERM);
    REFUSED(kill(player->pids.consumer, SIGKILL), EPERM);
    REFUSED(open(player->path, O_RDONLY), EACCES);
    REFUSED(open(player->path, O_RDWR | O_CREAT, 0600), EACCES);
    REFUSED(unlink(player->path), EACCES);
    return 0;
}

static void nothing_of_a_player_is_in_reach(void **state)
{
    struct stage *stage = *state;
    char path[PATH_MAX];
    struct sound sound = sound_decode(stage, stage_sample(sample, path));
    struct stage_process *rondo =
        stage_play(stage, "-q", "-o", "sim,record=out.wav,report=report", path, NULL);
    struct player player;

    stage_await_ready(rondo);
    player = find_player(rondo);
    assert_int_equal(user_act(OTHER, try_memory_and_semaphores, &player), 0);
    assert_int_equal(user_act(OTHER, try_queues, &player), 0);
    assert_int_equal(user_act(OTHER, try_processes_and_file, &player), 0);
    assert_int_equal(stage_number(stage_status(rondo), "malformed_requests"), 0);
    stage_await_number(rondo, "position", 0.5);

    assert_int_equal(stage_ctl(rondo, "quit", NULL)->status, 0);
    assert_int_equal(stage_wait(rondo), 0);
    assert_string_equal(stage_errors(rondo), "");
    assert_true(sound_assert_wav_begins(stage, &sound, "out.wav") >= sound.rate / 2);
    sound_free(&sound);
}

/* What the other user's rondoctl is to do, and where it writes. */
struct asked {
    const char *programs;
    const char *runtime;
    const char *words[4];
    int out;
};

static int run_ctl(void *context)
{
    const struct asked *asked = context;
    char program[PATH_MAX];

    snprintf(program, sizeof(program), "%s/rondoctl", asked->programs);
    setenv("XDG_RUNTIME_DIR", asked->runtime, 1);
    if (dup2(asked->out, STDOUT_FILENO) < 0 || dup2(asked->out, STDERR_FILENO) < 0)
        return 126;
    execl(program, program, asked->words[0], asked->words[1], asked->words[2], asked->words[3],
          (char *)NULL);
    return 127;
}

/* Runs it, and returns what it says, until the next call. */
static const char *other_ctl(struct stage *stage, const char *const words[4], int status)
{
    static char text[1024];
    char runtime[PATH_MAX];
    FILE *out = tmpfile();
    struct asked asked = {.programs = stage->programs,
                          .runtime = stage_path(stage, "run", runtime)};
    int exited;

    assert_non_null(out);
    asked.out = fileno(out);
    memcpy(asked.words, words, sizeof(asked.words));
    exited = user_act(OTHER, run_ctl, &asked);
    rewind(out);
    text[fread(text, 1, sizeof(text) - 1, out)] = '\0';
    fclose(out);
    if (exited != status)
        fail_msg("exit status %d: %s", exited, text);
    return text;
}

static void anothers_rondoctl_sees_no_player(void **state)
{
    struct stage *stage = *state;
    const char *const status[4] = {"-n", stage->name, "status"};
    const char *const doctor[4] = {"doctor", "--reap"};
    char path[PATH_MAX];
    struct stage_process *rondo =
        stage_play(stage, "-q", "-o", "sim,report=report", stage_sample(sample, path), NULL);

    stage_await_ready(rondo);
    assert_non_null(strstr(other_ctl(stage, status, 3), "none is"));
    assert_string_equal(other_ctl(stage, doctor, 0),
                        "There is no instance, and nothing left of any.\n");
    assert_int_equal(stage_ctl(rondo, "status", NULL)->status, 0);
    assert_int_equal(stage_ctl(rondo, "quit", NULL)->status, 0);
    assert_int_equal(stage_wait(rondo), 0);
}

static int run_all(void)
{
    static const struct CMUnitTest tests[] = {
        ON_STAGE(nothing_of_a_player_is_in_reach),
        ON_STAGE(anothers_rondoctl_sees_no_player),
    };

    return cmocka_run_group_tests_name("others", tests, NULL, NULL);
}

int main(void)
{
    if (geteuid() != 0 || unshare(CLONE_NEWIPC) < 0)
        return SKIPPED;
    return user_run(US, run_all);
}
