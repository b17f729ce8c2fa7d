/*
 * doctor_fixture.h - what the doctor finds of the instance "test". Include <cmocka.h> first.
 */
#ifndef TESTS_UNIT_DOCTOR_FIXTURE_H
#define TESTS_UNIT_DOCTOR_FIXTURE_H

#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>

#include "shmring/doctor.h"
#include "tests/unit/instance_fixture.h"

/* How many findings have that name, and the last of them. */
static inline int doctor_count(const char *name, struct doctor_finding *ret_finding)
{
    struct doctor_findings findings;
    int count = 0;

    assert_int_equal(doctor_find(&findings), 0);
    for (size_t i = 0; i < findings.count; i++)
        if (strcmp(findings.list[i].name, name) == 0) {
            *ret_finding = findings.list[i];
            count++;
        }
    doctor_free(&findings);
    return count;
}

/* There is just one finding of "test", and in this state. */
static inline struct doctor_finding doctor_expect(enum doctor_state state, bool filed)
{
    struct doctor_finding finding;

    assert_int_equal(doctor_count("test", &finding), 1);
    assert_int_equal(finding.state, state);
    assert_int_equal(finding.filed, filed);
    return finding;
}

/* Reaping it is refused, and all that is there stays. */
static inline void doctor_expect_refusal(const struct doctor_finding *finding)
{
    bool removed[DOCTOR_OBJECTS];
    struct doctor_finding now;

    assert_int_equal(doctor_reap(finding, removed), -EBUSY);
    for (int i = 0; i < DOCTOR_OBJECTS; i++)
        assert_false(removed[i]);
    assert_int_equal(doctor_count("test", &now), 1);
    for (int i = 0; i < DOCTOR_OBJECTS; i++)
        assert_int_equal(now.objects[i].there, finding->objects[i].there);
}

/* Reaping removes all that is there, and nothing of "test" is left. */
static inline void doctor_expect_reaped(const struct doctor_finding *finding)
{
    bool removed[DOCTOR_OBJECTS];
    struct doctor_finding now;

    assert_true(doctor_is_dead(finding));
    assert_int_equal(doctor_reap(finding, removed), 0);
    for (int i = 0; i < DOCTOR_OBJECTS; i++)
        assert_int_equal(removed[i], finding->objects[i].there);
    assert_int_equal(doctor_count("test", &now), 0);
}

static inline int doctor_remove(const struct doctor_finding *finding, int kind)
{
    int id = finding->objects[kind].id;

    if (kind == DOCTOR_SEGMENT)
        return shmctl(id, IPC_RMID, NULL);
    return kind == DOCTOR_SET ? semctl(id, 0, IPC_RMID) : msgctl(id, IPC_RMID, NULL);
}

#endif
