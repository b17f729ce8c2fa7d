/*
 * stage.c - makes a test's world, keeps count of what was made in it, and takes it down.
 *
 * Every test runs beside others, perhaps of another user's too, so only what certainly is its
 * own is looked at: processes by XDG_RUNTIME_DIR in their environment, which whoever is started
 * here inherits, and System V objects by the ids that an instance file of this stage named.
 */
#include "tests/e2e/stage.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/stat.h>
#include <unistd.h>

static const char no_device[] = "# This world has no sound device.\n";

/* What would lead out of this world. */
static const char *const outside[] = {
    "COLUMNS",      "DISPLAY",         "LINES",          "NO_COLOR", "PULSE_RUNTIME_PATH",
    "PULSE_SERVER", "XDG_CONFIG_HOME", "XDG_CACHE_HOME",
};

static void set_environment(const struct stage *stage, const char *runtime)
{
    for (size_t i = 0; i < sizeof(outside) / sizeof(outside[0]); i++)
        unsetenv(outside[i]);
    setenv("HOME", stage->folder, 1);
    setenv("XDG_RUNTIME_DIR", runtime, 1);
    setenv("JACK_DEFAULT_SERVER", "nowhere", 1);
    setenv("JACK_NO_START_SERVER", "1", 1);
    setenv("LC_ALL", "C.UTF-8", 1);
    setenv("TERM", "xterm", 1);
}

static int remove_entry(const char *path, const struct stat *status, int kind, struct FTW *place)
{
    (void)status;
    (void)kind;
    (void)place;
    return remove(path);
}

static void remove_folder(const struct stage *stage)
{
    nftw(stage->folder, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}

static const char *folder_from(const char *variable, const char *usual)
{
    const char *folder = getenv(variable);

    return folder ? folder : usual;
}

int stage_setup(void **state)
{
    const char *base = getenv("TMPDIR");
    struct stage *stage = calloc(1, sizeof(*stage));
    char runtime[PATH_MAX];

    if (!stage)
        return -1;
    *state = stage;
    stage->programs = folder_from("RONDO_STAGE_PROGRAMS", PROGRAMS_DIR);
    snprintf(stage->name, sizeof(stage->name), "stage-%d", (int)getpid());
    snprintf(stage->folder, sizeof(stage->folder), "%.200s/rondo-stage-XXXXXX",
             base ? base : "/tmp");
    if (!mkdtemp(stage->folder))
        goto err_free;
    if (mkdir(stage_path(stage, "run", runtime), 0700) < 0)
        goto err_folder;
    set_environment(stage, runtime);
    if (card_create(&(struct card_options){0}, &stage->card) == 0)
        return card_configure_text(&stage->card, no_device);

err_folder:
    remove_folder(stage);
err_free:
    free(stage);
    return -1;
}

void stage_card(struct stage *stage, const struct card_options *options)
{
    assert_int_equal(card_configure(&stage->card, options), 0);
}

const char *stage_path(struct stage *stage, const char *file, char ret_path[PATH_MAX])
{
    snprintf(ret_path, PATH_MAX, "%s/%s", stage->folder, file);
    return ret_path;
}

const char *stage_sample(const char *file, char ret_path[PATH_MAX])
{
    snprintf(ret_path, PATH_MAX, "%s/%s", folder_from("RONDO_STAGE_SAMPLES", SAMPLES_DIR), file);
    if (access(ret_path, R_OK) < 0)
        fail_msg("%s: %s", ret_path, strerror(errno));
    return ret_path;
}

/* A path of its own, or one in the stage's folder. */
static const char *resolve(struct stage *stage, const char *file, char path[PATH_MAX])
{
    return file[0] == '/' ? file : stage_path(stage, file, path);
}

void stage_write(struct stage *stage, const char *file, const void *bytes, size_t size)
{
    char path[PATH_MAX];
    FILE *to = fopen(resolve(stage, file, path), "we");

    assert_non_null(to);
    assert_int_equal(fwrite(bytes, 1, size, to), size);
    assert_int_equal(fclose(to), 0);
}

uint8_t *stage_read(struct stage *stage, const char *file, size_t *ret_size)
{
    char path[PATH_MAX];
    struct stat status;
    FILE *from = fopen(resolve(stage, file, path), "re");

    if (!from)
        fail_msg("%s: %s", file, strerror(errno));
    assert_int_equal(fstat(fileno(from), &status), 0);

    uint8_t *bytes = calloc(1, (size_t)status.st_size + 1);
    assert_non_null(bytes);
    *ret_size = fread(bytes, 1, (size_t)status.st_size, from);
    fclose(from);
    return bytes;
}

/* Whether the process was started in this world. */
static bool belongs(const struct stage *stage, const char *pid)
{
    char path[300], wanted[sizeof(stage->folder) + 32], environment[1 << 15];
    size_t length =
        (size_t)snprintf(wanted, sizeof(wanted), "XDG_RUNTIME_DIR=%s/run", stage->folder);
    ssize_t size;
    int file;

    snprintf(path, sizeof(path), "/proc/%s/environ", pid);
    file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return false;
    size = read(file, environment, sizeof(environment));
    close(file);
    return size > 0 && memmem(environment, (size_t)size, wanted, length + 1);
}

/* Counts the processes of this world, and sends each of them a signal; 0: none. */
static unsigned signal_all(const struct stage *stage, int number)
{
    DIR *folder = opendir("/proc");
    unsigned count = 0;

    for (struct dirent *entry; folder && (entry = readdir(folder));) {
        if (!isdigit((unsigned char)entry->d_name[0]) || !belongs(stage, entry->d_name))
            continue;
        count++;
        kill((pid_t)atoi(entry->d_name), number);
    }
    if (folder)
        closedir(folder);
    return count;
}

static bool object_exists(const struct stage_object *object)
{
    struct shmid_ds segment;
    struct semid_ds set;
    struct msqid_ds queue;

    if (object->kind == 'm')
        return shmctl(object->id, IPC_STAT, &segment) == 0;
    if (object->kind == 's')
        return semctl(object->id, 0, IPC_STAT, &set) == 0;
    return msgctl(object->id, IPC_STAT, &queue) == 0;
}

unsigned stage_objects(const struct stage *stage)
{
    unsigned count = 0;

    for (unsigned i = 0; i < stage->object_count; i++)
        count += object_exists(&stage->objects[i]);
    return count;
}

static void remove_objects(const struct stage *stage)
{
    for (unsigned i = 0; i < stage->object_count; i++) {
        const struct stage_object *object = &stage->objects[i];
        if (object->kind == 'm')
            shmctl(object->id, IPC_RMID, NULL);
        else if (object->kind == 's')
            semctl(object->id, 0, IPC_RMID);
        else
            msgctl(object->id, IPC_RMID, NULL);
    }
}

static unsigned count_files(struct stage *stage)
{
    char path[PATH_MAX];
    DIR *folder = opendir(stage_path(stage, "run/rondo", path));
    unsigned count = 0;

    for (struct dirent *entry; folder && (entry = readdir(folder));)
        count += entry->d_name[0] != '.';
    if (folder)
        closedir(folder);
    return count;
}

bool stage_is_empty(struct stage *stage)
{
    uint64_t begin = stage_now_ms();
    unsigned processes = 0, objects = 0, files = 0;

    while (stage_now_ms() - begin < STAGE_TIMEOUT_MS) {
        processes = signal_all(stage, 0);
        objects = stage_objects(stage);
        files = count_files(stage);
        if (processes + objects + files == 0)
            return true;
        poll(NULL, 0, STAGE_POLL_MS);
    }
    print_error("left behind: %u processes, %u System V objects, %u instance files\n", processes,
                objects, files);
    return false;
}

/* Ends what a failed test has left running. */
static void end_processes(struct stage *stage)
{
    for (struct stage_process *p = stage->processes; p; p = p->next) {
        if (p->pid == 0 || p->ended)
            continue;
        kill(p->pid, SIGKILL);
        stage_wait(p);
    }
}

static void free_processes(struct stage *stage)
{
    while (stage->processes) {
        struct stage_process *p = stage->processes;

        stage->processes = p->next;
        if (p->terminal >= 0)
            close(p->terminal);
        for (size_t i = 0; i < sizeof(p->text) / sizeof(p->text[0]); i++)
            free(p->text[i]);
        free(p);
    }
}

int stage_teardown(void **state)
{
    struct stage *stage = *state;
    bool empty;

    end_processes(stage);
    empty = stage_is_empty(stage);
    signal_all(stage, SIGKILL);
    remove_objects(stage);
    card_remove(&stage->card);
    free_processes(stage);
    remove_folder(stage);
    free(stage);
    return empty ? 0 : -1;
}
