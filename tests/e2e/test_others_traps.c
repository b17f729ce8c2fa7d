/*
 * test_others_traps.c - another user has been there first: with the keys that a player would use,
 * or in the place of its directory below the temporary one. The player avoids what it can, and
 * refuses the rest in one line.
 */
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/stat.h>
#include <unistd.h>

#include "shmring/semset.h"
#include "tests/e2e/stage_user.h"

enum { US = 64001, OTHER = 64002, SKIPPED = 77 };
enum { STATUS_NO_INSTANCE = 3, STATUS_NO_IPC = 4, PROJECT_MAX = 255 };

enum kind { SEGMENT = 1, SET = 2, QUEUE = 4, ALL_KINDS = SEGMENT | SET | QUEUE };

/* Objects open to all, with the keys of our file and these project numbers. */
struct squat {
    enum kind kinds;
    key_t key; /* with any project number */
    int first;
    int last;
};

static key_t squat_key(const struct squat *squat, int project)
{
    return (key_t)(((uint32_t)squat->key & 0xffffff) | (uint32_t)project << 24);
}

static int make_squat(void *context)
{
    const struct squat *squat = context;
    const int flags = IPC_CREAT | IPC_EXCL | 0666;

    for (int project = squat->first; project <= squat->last; project++) {
        key_t key = squat_key(squat, project);

        if ((squat->kinds & SEGMENT && shmget(key, 1 << 16, flags) < 0) ||
            (squat->kinds & SET && semget(key, SEM_COUNT, flags) < 0) ||
            (squat->kinds & QUEUE && msgget(key, flags) < 0))
            return 1;
    }
    return 0;
}

static int remove_squat(void *context)
{
    const struct squat *squat = context;

    for (int project = squat->first; project <= squat->last; project++) {
        key_t key = squat_key(squat, project);

        if ((squat->kinds & SEGMENT && shmctl(shmget(key, 0, 0), IPC_RMID, NULL) < 0) ||
            (squat->kinds & SET && semctl(semget(key, 0, 0), 0, IPC_RMID) < 0) ||
            (squat->kinds & QUEUE && msgctl(msgget(key, 0), IPC_RMID, NULL) < 0))
            return 1;
    }
    return 0;
}

/* Makes our file, as somebody may leave it, and then his objects. */
static struct squat begin_squat(struct stage *stage, enum kind kinds, int first, int last)
{
    struct squat squat = {.kinds = kinds, .first = first, .last = last};
    char folder[PATH_MAX], file[64], path[PATH_MAX];

    assert_int_equal(instance_directory(true, folder), 0);
    snprintf(file, sizeof(file), "run/rondo/%s", stage->name);
    stage_write(stage, file, "", 0);
    assert_int_equal(chmod(stage_path(stage, file, path), 0600), 0);
    assert_int_equal(instance_key(path, 1, 0, &squat.key), 0);
    assert_int_equal(user_act(OTHER, make_squat, &squat), 0);
    return squat;
}

static void assert_untouched(const struct squat *squat, key_t key)
{
    struct shmid_ds segment;
    struct msqid_ds queue;

    if (squat->kinds & SEGMENT) {
        assert_int_equal(shmctl(shmget(key, 0, 0), IPC_STAT, &segment), 0);
        assert_int_equal(segment.shm_lpid, 0);
    }
    if (squat->kinds & QUEUE) {
        assert_int_equal(msgctl(msgget(key, 0), IPC_STAT, &queue), 0);
        assert_int_equal(queue.msg_lspid, 0);
        assert_int_equal(queue.msg_lrpid, 0);
    }
    for (enum sem_index i = 0; squat->kinds & SET && i < SEM_COUNT; i++)
        assert_int_equal(semset_last_pid(semget(key, 0, 0), i), 0);
}

/* What he made is as he made it: nobody has attached, operated or sent. */
static void end_squat(struct squat *squat)
{
    for (int project = squat->first; project <= squat->last; project++)
        assert_untouched(squat, squat_key(squat, project));
    assert_int_equal(user_act(OTHER, remove_squat, squat), 0);
}

/* Plays, and returns the project number that it got. */
static int play_beside(struct stage *stage)
{
    char path[PATH_MAX];
    struct instance_record record;
    struct stage_process *rondo = stage_play(stage, "-q", "-o", "sim,report=report",
                                             stage_sample("rondo-s16.flac", path), NULL);

    stage_await_ready(rondo);
    stage_await_number(rondo, "frame", 1);
    assert_int_equal(instance_read(stage->name, &record), 0);
    assert_int_equal(stage_ctl(rondo, "quit", NULL)->status, 0);
    assert_int_equal(stage_wait(rondo), 0);
    assert_string_equal(stage_errors(rondo), "");
    return record.project;
}

static void an_object_with_one_of_its_keys_is_avoided(void **state)
{
    static const enum kind kinds[INSTANCE_KEYS] = {SEGMENT, SET, QUEUE, QUEUE};

    for (int i = 0; i < INSTANCE_KEYS; i++) {
        struct squat squat =
            begin_squat(*state, kinds[i], INSTANCE_PROJECT_FIRST + i, INSTANCE_PROJECT_FIRST + i);

        assert_int_equal(play_beside(*state), INSTANCE_PROJECT_FIRST + INSTANCE_KEYS);
        end_squat(&squat);
    }
}

/* The record of a dead player leads to them, but they are not its own. */
static void objects_in_the_place_of_a_dead_players_are_avoided_and_stay(void **state)
{
    struct squat squat = begin_squat(*state, ALL_KINDS, INSTANCE_PROJECT_FIRST,
                                     INSTANCE_PROJECT_FIRST + INSTANCE_KEYS - 1);
    struct stage *stage = *state;
    char file[64], text[256];
    key_t key[INSTANCE_KEYS];

    for (int i = 0; i < INSTANCE_KEYS; i++)
        key[i] = squat_key(&squat, INSTANCE_PROJECT_FIRST + i);
    snprintf(text, sizeof(text),
             "rondo 1\npid %d\nproject %d\nsegment %d\nset %d\nrequests %d\nreplies %d\n",
             (int)getpid(), INSTANCE_PROJECT_FIRST, shmget(key[0], 0, 0), semget(key[1], 0, 0),
             msgget(key[2], 0), msgget(key[3], 0));
    snprintf(file, sizeof(file), "run/rondo/%s", stage->name);
    stage_write(stage, file, text, strlen(text));
    assert_int_equal(play_beside(stage), INSTANCE_PROJECT_FIRST + INSTANCE_KEYS);
    end_squat(&squat);
}

static void objects_with_all_its_keys_are_refused_in_one_line(void **state)
{
    struct stage *stage = *state;
    struct squat squat = begin_squat(stage, ALL_KINDS, 1, PROJECT_MAX);
    char path[PATH_MAX];
    struct stage_process *rondo =
        stage_play(stage, "-q", "-o", "null", stage_sample("mono.wav", path), NULL);

    assert_int_equal(stage_wait(rondo), STATUS_NO_IPC);
    assert_string_equal(stage_errors(rondo),
                        "rondo: cannot make the shared memory and semaphores: other programs use "
                        "all keys that it could have: choose another name with --name\n");
    end_squat(&squat);
    assert_true(stage_is_empty(stage));
}

/*
 * In the place of our directory below the temporary one: made by whom, by which line of sh. $0
 * is that place; beside it are "his", a directory that is open to all, and "ours", a private one.
 */
static const struct trap {
    uid_t maker;
    const char *line;
} traps[] = {
    {OTHER, "ln -s his $0"},     {OTHER, "ln -s ours $0"},   {OTHER, "ln -s nowhere $0"},
    {OTHER, "mkdir -m 777 $0"},  {OTHER, "mkdir -m 700 $0"}, {OTHER, "umask 0; echo x >$0"},
    {OTHER, "mkfifo -m 666 $0"}, {US, "ln -s ours $0"},      {US, "mkdir -m 755 $0"},
    {US, "mkdir -m 770 $0"},     {US, "mkdir -m 701 $0"},    {US, "umask 077; echo x >$0"},
};

/* One line on standard error, which names the place, and no other word. */
static void assert_refused(struct stage_process *process, int status, const char *begin,
                           const char *place)
{
    bool as_expected = stage_wait(process) == status;
    const char *line = stage_errors(process);

    if (!as_expected || strncmp(line, begin, strlen(begin)) != 0 || !strstr(line, place) ||
        strchr(line, '\n') != line + strlen(line) - 1)
        fail_msg("at %s it exits with %d: %s", place, process->status, line);
    assert_string_equal(stage_out(process), "");
}

static void assert_trapped(struct stage *stage, const struct trap *trap, const char *place)
{
    char path[PATH_MAX];

    if (user_shell(trap->maker, trap->line, place) != 0)
        fail_msg("cannot do: %s", trap->line);
    print_message("%s: %s\n", trap->maker == US ? "we" : "he", trap->line);
    assert_refused(stage_play(stage, "-q", "-o", "null", stage_sample("mono.wav", path), NULL),
                   STATUS_NO_IPC, "rondo: cannot use ", place);
    assert_refused(stage_run(stage, "rondoctl", "status", NULL), STATUS_NO_INSTANCE,
                   "rondoctl: instance \"default\" in ", place);
    assert_refused(stage_run(stage, "rondoctl", "doctor", "--reap", NULL), STATUS_NO_INSTANCE,
                   "rondoctl: cannot look into ", place);
    /* Nothing was made there, nor where it leads to. */
    if (user_shell(0,
                   "cd ${0%/*} && test -z \"$(ls -A his)$(ls -A ours)\" && test ! -e nowhere || "
                   "exit 1; rm -f $0 2>/dev/null || rmdir $0",
                   place) != 0)
        fail_msg("something was made at %s", place);
}

static void a_directory_that_is_not_ours_alone_is_refused_in_one_line(void **state)
{
    struct stage *stage = *state;
    char temporary[PATH_MAX], place[PATH_MAX + 32];
    const char *usual = getenv("TMPDIR");
    char *before = usual ? strdup(usual) : NULL;

    assert_int_equal(chmod(stage->folder, 0711), 0);
    assert_int_equal(mkdir(stage_path(stage, "tmp", temporary), 0700), 0);
    assert_int_equal(user_shell(0,
                                "mkdir $0/his $0/ours && chown 64002 $0/his && chmod 777 $0/his &&"
                                "chown 64001 $0/ours && chmod 700 $0/ours && chown 0 $0 &&"
                                "chmod 1777 $0",
                                temporary),
                     0);
    snprintf(place, sizeof(place), "%s/rondo-%d", temporary, US);
    setenv("XDG_RUNTIME_DIR", "/nowhere", 1);
    setenv("TMPDIR", temporary, 1);
    for (size_t i = 0; i < sizeof(traps) / sizeof(traps[0]); i++)
        assert_trapped(stage, &traps[i], place);

    if (before)
        setenv("TMPDIR", before, 1);
    else
        unsetenv("TMPDIR");
    free(before);
    assert_int_equal(user_shell(0, "rm -r $0", temporary), 0);
}

/* One that is another's is no runtime directory of ours: the usual place is taken. */
static void anothers_runtime_directory_is_not_used(void **state)
{
    struct stage *stage = *state;
    char runtime[PATH_MAX], path[PATH_MAX];
    struct stage_process *rondo;

    assert_int_equal(chmod(stage->folder, 0777), 0);
    stage_path(stage, "his", runtime);
    assert_int_equal(user_shell(OTHER, "mkdir -m 777 $0", runtime), 0);
    setenv("XDG_RUNTIME_DIR", runtime, 1);
    setenv("TMPDIR", stage->folder, 1);
    rondo = stage_play(stage, "-q", "-o", "null", stage_sample("mono.wav", path), NULL);
    assert_int_equal(stage_wait(rondo), 0);
    unsetenv("TMPDIR");
    assert_int_equal(user_shell(0, "rmdir $0 ${0%/*}/rondo-64001", runtime), 0);
}

static int run_all(void)
{
    static const struct CMUnitTest tests[] = {
        ON_STAGE(an_object_with_one_of_its_keys_is_avoided),
        ON_STAGE(objects_in_the_place_of_a_dead_players_are_avoided_and_stay),
        ON_STAGE(objects_with_all_its_keys_are_refused_in_one_line),
        ON_STAGE(a_directory_that_is_not_ours_alone_is_refused_in_one_line),
        ON_STAGE(anothers_runtime_directory_is_not_used),
    };

    return cmocka_run_group_tests_name("others_traps", tests, NULL, NULL);
}

int main(void)
{
    if (geteuid() != 0 || unshare(CLONE_NEWIPC) < 0)
        return SKIPPED;
    return user_run(US, run_all);
}
