/*
 * instance_fixture.h - a private runtime directory for a test, and what the kernel has of it. To
 * be included after cmocka.h.
 */
#ifndef TESTS_UNIT_INSTANCE_FIXTURE_H
#define TESTS_UNIT_INSTANCE_FIXTURE_H

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "shmring/instance.h"
#include "tests/unit/child_process.h"

enum { FIXTURE_SLOTS = 8, FIXTURE_SLOT_BYTES = 4096 };

struct fixture {
    char runtime[64];
    char directory[80];
    char path[96]; /* the file of the instance "test" */
};

static inline void fixture_map(const char *path, unsigned id)
{
    FILE *file = fopen(path, "we");

    if (!file)
        return;
    fprintf(file, "%u %u 1\n", id, id);
    fclose(file);
}

/*
 * For the whole group: objects that no other program sees, where that is permitted. Else a
 * player that runs meanwhile may happen to have the keys of a test's file. Whoever is not root
 * may do it in a user namespace, in which he is who he was.
 */
static inline int fixture_isolate(void **state)
{
    const unsigned uid = getuid(), gid = getgid();
    int file;

    (void)state;
    if (unshare(CLONE_NEWIPC) == 0 || unshare(CLONE_NEWUSER | CLONE_NEWIPC) < 0)
        return 0;
    file = open("/proc/self/setgroups", O_WRONLY | O_CLOEXEC);
    if (file >= 0 && write(file, "deny", 4) == 4)
        fixture_map("/proc/self/gid_map", gid);
    if (file >= 0)
        close(file);
    fixture_map("/proc/self/uid_map", uid);
    return 0;
}

/* XDG_RUNTIME_DIR is a new directory, with an empty "rondo" in it. */
static inline int fixture_open(void **state)
{
    static struct fixture fixture;

    strcpy(fixture.runtime, "/tmp/rondo-test-XXXXXX");
    if (!mkdtemp(fixture.runtime))
        return -1;
    snprintf(fixture.directory, sizeof(fixture.directory), "%s/rondo", fixture.runtime);
    snprintf(fixture.path, sizeof(fixture.path), "%s/test", fixture.directory);
    *state = &fixture;
    return setenv("XDG_RUNTIME_DIR", fixture.runtime, 1) + mkdir(fixture.directory, 0700);
}

/* Fails when the test has left a file, and removes it. */
static inline int fixture_close(void **state)
{
    const struct fixture *fixture = *state;
    int left = unlink(fixture->path) == 0;

    unsetenv("XDG_RUNTIME_DIR");
    return rmdir(fixture->directory) + rmdir(fixture->runtime) - left;
}

static inline int fixture_create(const char *name, struct instance *ret_instance, pid_t *ret_owner)
{
    const char *refused;

    return instance_create(name, FIXTURE_SLOTS, FIXTURE_SLOT_BYTES, ret_instance, ret_owner,
                           &refused);
}

/* Writes the file of "test" as it is given. */
static inline void fixture_write(const struct fixture *fixture, const char *text)
{
    int file = open(fixture->path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

    if (file < 0 || write(file, text, strlen(text)) != (ssize_t)strlen(text))
        abort();
    close(file);
}

static inline key_t fixture_key(const struct fixture *fixture, int project, int i)
{
    key_t key;

    if (instance_key(fixture->path, project, i, &key) < 0)
        abort();
    return key;
}

/* The objects of one kind, "shm", "sem" or "msg", whose keys come from the file of `key`. */
static inline int fixture_count_kind(const char *kind, key_t key)
{
    char path[32];
    char line[512];
    int count = 0;
    FILE *file;

    snprintf(path, sizeof(path), "/proc/sysvipc/%s", kind);
    file = fopen(path, "re");
    while (file && fgets(line, sizeof(line), file)) {
        long found = strtol(line, NULL, 10); /* 0 in the heading, and without a key */

        count += found != 0 && ((found ^ key) & 0xffffff) == 0;
    }
    if (file)
        fclose(file);
    return count;
}

/* All objects whose keys come from the file of `key`, with whatever project number. */
static inline int fixture_count(key_t key)
{
    return fixture_count_kind("shm", key) + fixture_count_kind("sem", key) +
           fixture_count_kind("msg", key);
}

/* A player of that name in another process, which idles once it is there. */
static inline pid_t fixture_start_player(const char *name)
{
    int ready[2];
    char byte = 1;
    pid_t child;

    if (pipe2(ready, O_CLOEXEC) < 0)
        abort();
    child = child_fork();
    if (child == 0) {
        struct instance instance;
        pid_t owner;

        byte = fixture_create(name, &instance, &owner) == 0 ? 0 : 1;
        if (write(ready[1], &byte, 1) != 1)
            _exit(1);
        while (byte == 0)
            pause();
        _exit(1);
    }
    close(ready[1]);
    if (read(ready[0], &byte, 1) != 1 || byte != 0)
        abort();
    close(ready[0]);
    return child;
}

/* A process that attaches to the ring of "test", takes a child's seat and stays. */
static inline pid_t fixture_start_child(enum sem_index seat)
{
    struct instance_record record;
    int ready[2];
    char byte = 1;
    pid_t child;

    assert_int_equal(instance_read("test", &record), 0);
    assert_int_equal(pipe2(ready, O_CLOEXEC), 0);
    child = child_fork();
    if (child == 0) {
        struct ring *ring;
        pid_t holder;

        if (ring_attach(record.segment, record.set, false, &ring) == 0 &&
            ring_take_seat(ring, seat, &holder) == 0 && write(ready[1], &byte, 1) == 1)
            pause();
        _exit(1);
    }
    close(ready[1]);
    assert_int_equal(read(ready[0], &byte, 1), 1);
    close(ready[0]);
    return child;
}

/* A player of that name comes to be, with its own four objects and no others, and goes. */
static inline void fixture_next_player(const struct fixture *fixture, int others)
{
    struct instance instance;
    pid_t owner;
    key_t key;

    assert_int_equal(fixture_create("test", &instance, &owner), 0);
    key = fixture_key(fixture, 1, 0);
    assert_int_equal(fixture_count(key), 4 + others);
    instance_remove(&instance);
    assert_int_equal(fixture_count(key), others);
}

#endif
