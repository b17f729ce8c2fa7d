/*
 * test_layout.c - the bytes of the segment, as a reader in another language would find them.
 */
#include "tests/unit/ring_fixture.h"

#include <sys/shm.h>

/* semctl's fourth argument; the program has to declare it (semctl(2)). */
union semun {
    int val;
    struct semid_ds *buf;
    unsigned short *array;
};

static void the_segment_header_has_these_offsets(void **state)
{
    (void)state;
    assert_int_equal(sizeof(struct ring_segment), 256);
    assert_int_equal(offsetof(struct ring_segment, magic), 0);
    assert_int_equal(offsetof(struct ring_segment, version), 4);
    assert_int_equal(offsetof(struct ring_segment, slots), 8);
    assert_int_equal(offsetof(struct ring_segment, slot_bytes), 12);
    assert_int_equal(offsetof(struct ring_segment, total_bytes), 16);
    assert_int_equal(offsetof(struct ring_segment, name), 24);
    assert_int_equal(offsetof(struct ring_segment, orders), 128);
    assert_int_equal(offsetof(struct ring_segment, orders.track), 132);
    assert_int_equal(offsetof(struct ring_segment, orders.frame), 136);
    assert_int_equal(offsetof(struct ring_segment, epoch), 144);
    assert_int_equal(offsetof(struct ring_segment, volume), 148);
    assert_int_equal(offsetof(struct ring_segment, fade), 152);
    assert_int_equal(offsetof(struct ring_segment, goes_on), 156);
    assert_int_equal(offsetof(struct ring_segment, pace), 160);
    assert_int_equal(offsetof(struct ring_segment, heard), 192);
    assert_int_equal(offsetof(struct ring_segment, heard[1].sequence), 208);
    assert_int_equal(offsetof(struct ring_segment, heard[1].frames), 212);
    assert_int_equal(offsetof(struct ring_segment, heard[1].total), 216);
    assert_int_equal(offsetof(struct ring_segment, heard_now), 224);
    assert_int_equal(offsetof(struct ring_segment, beat), 228);
}

static void the_block_header_has_these_offsets(void **state)
{
    (void)state;
    assert_int_equal(sizeof(struct block_header), 64);
    assert_int_equal(offsetof(struct block_header, sequence), 0);
    assert_int_equal(offsetof(struct block_header, epoch), 4);
    assert_int_equal(offsetof(struct block_header, track), 8);
    assert_int_equal(offsetof(struct block_header, flags), 12);
    assert_int_equal(offsetof(struct block_header, position), 16);
    assert_int_equal(offsetof(struct block_header, frames), 24);
    assert_int_equal(offsetof(struct block_header, rate), 28);
    assert_int_equal(offsetof(struct block_header, channels), 32);
    assert_int_equal(offsetof(struct block_header, format), 34);
    assert_int_equal(SAMPLE_S16, 1);
    assert_int_equal(SAMPLE_S24, 2);
    assert_int_equal(SAMPLE_S32, 3);
    assert_int_equal(SAMPLE_F32, 4);
    assert_int_equal(BLOCK_START, 1);
    assert_int_equal(BLOCK_END, 2);
}

static void a_new_segment_says_what_it_is(void **state)
{
    const struct ring_fixture *fixture = *state;
    const struct ring_segment *segment = ring_segment(fixture->ring);

    assert_memory_equal(&segment->magic, "RNDO", 4);
    assert_int_equal(segment->version, 2);
    assert_int_equal(segment->slots, 8);
    assert_int_equal(segment->slot_bytes, 4096);
    assert_int_equal(segment->total_bytes, 802816 + 8 * 4096);
    assert_string_equal(segment->name, "test");
    assert_int_equal(segment->orders.epoch, 0);
    assert_int_equal(atomic_load(&segment->epoch), 0);
    assert_int_equal(atomic_load(&segment->volume), 1000);
    assert_int_equal(atomic_load(&segment->fade), 0);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(segment->heard[i].sequence, 0);
        assert_int_equal(segment->heard[i].frames, 0);
        assert_int_equal(segment->heard[i].total, 0);
    }
    assert_int_equal(atomic_load(&segment->heard_now), 0);
    assert_int_equal(atomic_load(&segment->beat), 0);
}

static void both_objects_are_for_their_owner_only_and_of_the_announced_size(void **state)
{
    const struct ring_fixture *fixture = *state;
    struct shmid_ds segment;
    struct semid_ds set;

    assert_int_equal(shmctl(ring_segment_id(fixture->ring), IPC_STAT, &segment), 0);
    assert_int_equal(segment.shm_perm.mode & 0777, 0600);
    assert_int_equal(segment.shm_segsz, 802816 + 8 * 4096);
    assert_int_equal(segment.shm_nattch, 1);
    assert_int_equal(semctl(ring_set_id(fixture->ring), 0, IPC_STAT, (union semun){.buf = &set}),
                     0);
    assert_int_equal(set.sem_perm.mode & 0777, 0600);
    assert_int_equal(set.sem_nsems, 10);
}

static void slots_follow_one_another_behind_the_logs_and_wrap(void **state)
{
    const struct ring_fixture *fixture = *state;
    const char *base = (const char *)ring_segment(fixture->ring);

    for (uint32_t i = 0; i < 8; i++) {
        assert_ptr_equal(ring_block(fixture->ring, i), base + 802816 + i * 4096);
        assert_ptr_equal(ring_block(fixture->ring, i + 8), ring_block(fixture->ring, i));
    }
    assert_ptr_equal(block_samples(ring_block(fixture->ring, 0)), base + 802816 + 64);
}

static void the_largest_ring_has_8192_slots(void **state)
{
    struct shmid_ds status;
    struct ring *ring;

    (void)state;
    assert_int_equal(ring_fixture_create(8192, 4096, &ring), 0);
    assert_int_equal(shmctl(ring_segment_id(ring), IPC_STAT, &status), 0);
    assert_int_equal(status.shm_segsz, 802816 + 8192 * 4096);
    assert_ptr_equal(ring_block(ring, 8191),
                     (const char *)ring_segment(ring) + status.shm_segsz - 4096);
    assert_int_equal(ring_remove(ring), 0);
    ring_detach(ring);
}

static void a_shape_beyond_the_limits_is_refused(void **state)
{
    static const struct {
        uint16_t slots;
        uint32_t slot_bytes;
    } shapes[] = {
        {7, 4096}, {8193, 4096}, {0, 4096},     {8, 0},
        {8, 4095}, {8, 4097},    {8, 4096 + 8}, {8, (1 << 20) + 4096},
    };
    struct ring *ring = NULL;

    (void)state;
    for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++)
        assert_int_equal(ring_fixture_create(shapes[i].slots, shapes[i].slot_bytes, &ring),
                         -EINVAL);
    assert_null(ring);
    assert_int_equal(ring_fixture_create(8, 1 << 20, &ring), 0);
    assert_int_equal(ring_slot_bytes(ring), 1 << 20);
    assert_int_equal(ring_remove(ring), 0);
    ring_detach(ring);
}

static void a_name_that_is_too_long_is_cut_and_ended(void **state)
{
    char name[100];
    const struct ring_config config = {
        .segment_key = IPC_PRIVATE,
        .set_key = IPC_PRIVATE,
        .name = name,
        .slots = 8,
        .slot_bytes = 4096,
    };
    struct ring *ring;

    (void)state;
    memset(name, 'n', sizeof(name) - 1);
    name[sizeof(name) - 1] = '\0';
    assert_int_equal(ring_create(&config, &ring), 0);
    assert_int_equal(strlen(ring_segment(ring)->name), RING_NAME_MAX - 1);
    assert_int_equal(ring_remove(ring), 0);
    ring_detach(ring);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_segment_header_has_these_offsets),
        cmocka_unit_test(the_block_header_has_these_offsets),
        RING_TEST(a_new_segment_says_what_it_is),
        RING_TEST(both_objects_are_for_their_owner_only_and_of_the_announced_size),
        RING_TEST(slots_follow_one_another_behind_the_logs_and_wrap),
        cmocka_unit_test(the_largest_ring_has_8192_slots),
        cmocka_unit_test(a_shape_beyond_the_limits_is_refused),
        cmocka_unit_test(a_name_that_is_too_long_is_cut_and_ended),
    };
    return cmocka_run_group_tests_name("layout", tests, NULL, NULL);
}
