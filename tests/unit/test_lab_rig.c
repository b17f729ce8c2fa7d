/*
 * test_lab_rig.c - the lab's own ring: its stream of blocks is counted right, and a block that is
 * not whole, comes again or is missing is found out.
 */
#include "tests/unit/lab_fixture.h"

#include "tools/rondolab/rig.h"

static struct rig open_rig(const struct guardian *guardian)
{
    struct rig rig;

    assert_int_equal(rig_open(guardian, &rig), 0);
    return rig;
}

static struct subject party(struct rig *rig, enum sem_index seat)
{
    struct subject subject;

    assert_int_equal(rig_party(rig, seat, &subject), 0);
    return subject;
}

static void assert_counts(const struct rig *rig, uint32_t heard, uint32_t skipped,
                          uint32_t repeated, uint32_t damaged)
{
    assert_int_equal(rig->heard, heard);
    assert_int_equal(rig->skipped, skipped);
    assert_int_equal(rig->repeated, repeated);
    assert_int_equal(rig->damaged, damaged);
}

static void a_stream_goes_on_past_successors(void **state)
{
    struct rig rig = open_rig(*state);

    for (int i = 0; i < 4; i++) {
        assert_int_equal(rig_fill(&rig, 5), 0);
        assert_int_equal(rig_go_on(&rig, 3), 0);
    }
    assert_counts(&rig, 32, 0, 0, 0);
    assert_int_equal(rig_committed(&rig), 32);
    rig_close(&rig);
}

static void a_full_ring_is_heard_too(void **state)
{
    struct rig rig = open_rig(*state);

    assert_int_equal(rig_fill(&rig, PARTY_SLOTS), 0);
    assert_int_equal(rig_go_on(&rig, 0), 0);
    assert_counts(&rig, PARTY_SLOTS, 0, 0, 0);
    rig_close(&rig);
}

static void a_word_that_is_wrong_is_found(void **state)
{
    struct rig rig = open_rig(*state);
    uint32_t *words;

    assert_int_equal(rig_fill(&rig, 3), 0);
    words = block_samples(ring_block(rig.ring, 1));
    words[PARTY_FRAMES - 1]++;
    assert_int_equal(rig_go_on(&rig, 0), 0);
    assert_counts(&rig, 2, 1, 0, 1);
    rig_close(&rig);
}

static void half_a_block_is_no_block(void **state)
{
    struct rig rig = open_rig(*state);
    struct subject producer = party(&rig, SEM_PRODUCER);

    assert_int_equal(subject_do(&producer, PARTY_CLAIM, 1, NULL), 0);
    assert_int_equal(subject_do(&producer, PARTY_FILL_HALF, 1, NULL), 0);
    assert_int_equal(subject_do(&producer, PARTY_COMMIT, 1, NULL), 0);
    subject_kill(&producer);
    assert_int_equal(rig_go_on(&rig, 0), 0);
    assert_int_equal(rig.damaged, 1);
    rig_close(&rig);
}

static void numbers_that_skip_or_come_again_are_counted(void **state)
{
    struct rig rig = {0};

    (void)state;
    rig_count(&rig, &(struct answer){.count = 3, .number = {0, 1, 2}});
    assert_counts(&rig, 3, 0, 0, 0);
    rig_count(&rig, &(struct answer){.count = 2, .number = {2, 3}});
    assert_counts(&rig, 4, 0, 1, 0);
    rig_count(&rig, &(struct answer){.count = 2, .number = {6, 7}, .damaged = 1});
    assert_counts(&rig, 6, 2, 1, 1);
}

static void what_was_heard_and_not_committed_is_not_heard_again(void **state)
{
    struct rig rig = open_rig(*state);
    struct subject consumer;
    struct answer answer;

    assert_int_equal(rig_fill(&rig, 4), 0);
    consumer = party(&rig, SEM_CONSUMER);
    assert_int_equal(subject_do(&consumer, PARTY_CLAIM, 2, NULL), 0);
    assert_int_equal(subject_do(&consumer, PARTY_HEAR, 0, &answer), 0);
    assert_int_equal(answer.count, 2);
    rig_count(&rig, &answer);
    subject_kill(&consumer);
    assert_int_equal(rig_look(&rig).value[SEM_FILLED], 4);
    assert_int_equal(rig_go_on(&rig, 1), 0);
    assert_counts(&rig, 5, 0, 0, 0);
    rig_close(&rig);
}

static void a_seat_is_for_one(void **state)
{
    struct rig rig = open_rig(*state);
    struct subject first = party(&rig, SEM_PRODUCER), second;

    assert_int_equal(rig_party(&rig, SEM_PRODUCER, &second), -EBUSY);
    subject_kill(&first);
    rig_close(&rig);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        IN_LAB(a_stream_goes_on_past_successors),
        IN_LAB(a_full_ring_is_heard_too),
        IN_LAB(a_word_that_is_wrong_is_found),
        IN_LAB(half_a_block_is_no_block),
        IN_LAB(numbers_that_skip_or_come_again_are_counted),
        IN_LAB(what_was_heard_and_not_committed_is_not_heard_again),
        IN_LAB(a_seat_is_for_one),
    };

    return cmocka_run_group_tests_name("lab_rig", tests, NULL, NULL);
}
