/*
 * test_attacks.c - a producer under an attacker's control can make noise, and nothing worse.
 *
 * The producer is hostile.c. Whatever it does, rondo and rondo-consumer do not crash, rondo
 * answers as long as it is there, ends when it is told to, and leaves nothing.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/e2e/stage.h"

enum { SEEDS = 24, ATTACKED_MS = 150, ATTACKERS = 4 };

static const char *const files[] = {"rondo-s16.wav", "rondo-s24.flac"};

static const char usual[] = "--producer-timeout=10000";
static const char impatient[] = "--producer-timeout=400";

/* Two tracks, and a consumer that is not waited for long. */
static struct stage_process *play(struct stage *stage, const char *attack, unsigned seed,
                                  const char *output, const char *patience)
{
    char order[96], name[64], first[PATH_MAX], second[PATH_MAX];
    struct stage_process *rondo;

    snprintf(order, sizeof(order), "%s %u", attack, seed);
    setenv("RONDO_HOSTILE", order, 1);
    snprintf(name, sizeof(name), "--name=%.20s-%u", stage->name, seed);
    stage->programs = HOSTILE_DIR;
    rondo = stage_play(stage, name, "--buffer=1", "--volume=50", "--consumer-timeout=400", patience,
                       "-o", output, stage_sample(files[0], first), stage_sample(files[1], second),
                       NULL);
    stage->programs = PROGRAMS_DIR;
    return rondo;
}

static void await_beginning(struct stage_process *rondo)
{
    uint64_t since = 0;

    while (!rondo->ended && !stage_status(rondo))
        stage_tick(rondo, &since, "its status");
}

/* As long as it is there, it answers, and does what it is told where that is possible. */
static void assert_answers(struct stage_process *rondo)
{
    uint64_t since = 0;

    stage_ctl(rondo, "seek", "+5", NULL);
    if (stage_status(rondo))
        return;
    while (!rondo->ended)
        stage_tick(rondo, &since, "its end, since it gives no answer");
}

/* Sent away, if it is still there: it goes, and nobody has crashed. */
static void assert_ends(struct stage_process *rondo)
{
    const char *said;

    if (!rondo->ended)
        kill(rondo->pid, SIGTERM);
    stage_wait(rondo);
    said = stage_errors(rondo);
    if (rondo->status > 4 || strstr(said, "CRASHED"))
        fail_msg("status %d: %s", rondo->status, said);
}

static const char device[] = "sim,speed=0";
static const char file[] = "raw:heard";
static const char spoiled[] = "the ring was spoiled";
static const char locked[] = "keeps the ring's lock";
static const char removed[] = "its IPC objects were removed";
static const char late[] = "(no block for too long)";
static const char bad[] = "3 times (a block that cannot be true)";

/* Rondo says so and comes to its end; NULL: it goes on until it is told to end. */
static void attack(struct stage *stage, const char *name, const char *output, const char *says)
{
    struct stage_process *rondo =
        play(stage, name, 0, output, says == late || says == locked ? impatient : usual);

    await_beginning(rondo);
    if (says) {
        stage_await_errors(rondo, says);
        stage_wait(rondo);
    }
    assert_answers(rondo);
    assert_ends(rondo);
}

#define ATTACK(test, name, output, says)                                                           \
    static void test(void **state)                                                                 \
    {                                                                                              \
        attack(*state, name, output, says);                                                        \
    }

ATTACK(a_crash_is_the_files_fault, "crash", file, "failed there 3 times (SIGSEGV)")
ATTACK(a_lock_that_is_kept_ends_it, "lock", device, locked)
ATTACK(a_lock_that_outlives_its_holder_ends_it, "lock-and-crash", device, locked)
ATTACK(a_gate_that_nobody_wanted_shut_ends_it, "gate", file, spoiled)
ATTACK(more_free_slots_than_there_are_end_it, "free", device, spoiled)
ATTACK(as_many_free_slots_as_can_be_counted_end_it, "free-limit", device, spoiled)
ATTACK(more_filled_slots_than_there_are_end_it, "filled", device, spoiled)
ATTACK(blocks_that_vanish_before_a_file_end_it, "vanished", file, spoiled)
ATTACK(blocks_that_vanish_before_a_device_end_it, "vanished", device, spoiled)
ATTACK(a_tail_that_moves_by_itself_hangs_no_file, "tail", file, late)
ATTACK(a_tail_that_moves_by_itself_hangs_no_device, "tail", device, late)
ATTACK(a_head_beyond_the_ring_ends_it, "head", file, spoiled)
ATTACK(more_seats_than_one_end_it, "seats", file, spoiled)
ATTACK(debts_that_spoil_the_counts_after_a_death_end_it, "debts", file, spoiled)
ATTACK(whoever_sleeps_for_room_that_is_there_is_woken, "sleep", file, late)
ATTACK(another_magic_ends_it, "magic", device, spoiled)
ATTACK(another_epoch_ends_it, "epoch", device, spoiled)
ATTACK(other_orders_end_it, "orders", file, spoiled)
ATTACK(a_fade_that_nobody_wanted_ends_a_file, "fade", file, spoiled)
ATTACK(a_fade_that_nobody_wanted_ends_a_device, "fade", device, spoiled)
ATTACK(a_pace_of_turns_that_nobody_wanted_ends_a_file, "pace-turns", file, spoiled)
ATTACK(a_pace_of_turns_that_nobody_wanted_ends_a_device, "pace-turns", device, spoiled)
ATTACK(a_pace_of_ages_that_nobody_wanted_ends_a_device, "pace-ages", device, spoiled)
ATTACK(turns_that_nobody_gave_are_nothing_to_anybody, "turns", device, NULL)
ATTACK(garbage_in_the_flight_logs_harms_nobody_with_a_file, "flight-logs", file, NULL)
ATTACK(garbage_in_the_flight_logs_harms_nobody_with_a_device, "flight-logs", device, NULL)
ATTACK(a_bad_block_is_the_files_fault, "bad-block", device, bad)
ATTACK(stale_blocks_without_end_are_the_files_fault, "stale", file, bad)
ATTACK(formats_that_change_all_the_time_are_noise_in_a_file, "two-formats", file, NULL)
ATTACK(formats_that_change_all_the_time_are_noise_on_a_device, "two-formats", device, NULL)
ATTACK(nonsense_is_the_files_fault, "nonsense", file, "3 times (it spoke nonsense)")
ATTACK(tracks_that_are_done_without_a_block_are_over, "nothing", device, "")
ATTACK(a_flood_of_replies_keeps_nobody_from_being_answered, "flood", device, NULL)
ATTACK(a_removed_set_ends_it, "remove-set", device, removed)
ATTACK(a_removed_segment_ends_it, "remove-segment", file, removed)
ATTACK(a_removed_queue_ends_it, "remove-requests", device, removed)

/* Wherever rondo believes to be: it reckons from there. */
static void a_place_beyond_all_numbers_is_noise(void **state)
{
    struct stage_process *rondo = play(*state, "far-away", 0, device, usual);

    await_beginning(rondo);
    stage_await_number(rondo, "position", 1e7);
    stage_ctl(rondo, "seek", "+9999:59:59", NULL);
    assert_answers(rondo);
    assert_ends(rondo);
}

static void at_random(struct stage *stage, const char *output)
{
    for (unsigned seed = 0; seed < SEEDS; seed += ATTACKERS) {
        struct stage_process *rondo[ATTACKERS];
        uint64_t begin;

        for (unsigned i = 0; i < ATTACKERS; i++)
            rondo[i] = play(stage, "mixed", seed + i, output, impatient);
        for (unsigned i = 0; i < ATTACKERS; i++)
            await_beginning(rondo[i]);
        begin = stage_now_ms();
        do
            for (unsigned i = 0; i < ATTACKERS; i++)
                assert_answers(rondo[i]);
        while (stage_now_ms() - begin < ATTACKED_MS);
        for (unsigned i = 0; i < ATTACKERS; i++)
            assert_ends(rondo[i]);
        assert_true(stage_is_empty(stage));
    }
}

static void random_attacks_end_nothing_but_themselves_on_a_file(void **state)
{
    at_random(*state, file);
}

static void random_attacks_end_nothing_but_themselves_on_a_device(void **state)
{
    at_random(*state, device);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_STAGE(a_crash_is_the_files_fault),
        ON_STAGE(a_lock_that_is_kept_ends_it),
        ON_STAGE(a_lock_that_outlives_its_holder_ends_it),
        ON_STAGE(a_gate_that_nobody_wanted_shut_ends_it),
        ON_STAGE(more_free_slots_than_there_are_end_it),
        ON_STAGE(as_many_free_slots_as_can_be_counted_end_it),
        ON_STAGE(more_filled_slots_than_there_are_end_it),
        ON_STAGE(blocks_that_vanish_before_a_file_end_it),
        ON_STAGE(blocks_that_vanish_before_a_device_end_it),
        ON_STAGE(a_tail_that_moves_by_itself_hangs_no_file),
        ON_STAGE(a_tail_that_moves_by_itself_hangs_no_device),
        ON_STAGE(a_head_beyond_the_ring_ends_it),
        ON_STAGE(more_seats_than_one_end_it),
        ON_STAGE(debts_that_spoil_the_counts_after_a_death_end_it),
        ON_STAGE(whoever_sleeps_for_room_that_is_there_is_woken),
        ON_STAGE(another_magic_ends_it),
        ON_STAGE(another_epoch_ends_it),
        ON_STAGE(other_orders_end_it),
        ON_STAGE(a_fade_that_nobody_wanted_ends_a_file),
        ON_STAGE(a_fade_that_nobody_wanted_ends_a_device),
        ON_STAGE(a_pace_of_turns_that_nobody_wanted_ends_a_file),
        ON_STAGE(a_pace_of_turns_that_nobody_wanted_ends_a_device),
        ON_STAGE(a_pace_of_ages_that_nobody_wanted_ends_a_device),
        ON_STAGE(turns_that_nobody_gave_are_nothing_to_anybody),
        ON_STAGE(garbage_in_the_flight_logs_harms_nobody_with_a_file),
        ON_STAGE(garbage_in_the_flight_logs_harms_nobody_with_a_device),
        ON_STAGE(a_bad_block_is_the_files_fault),
        ON_STAGE(stale_blocks_without_end_are_the_files_fault),
        ON_STAGE(a_place_beyond_all_numbers_is_noise),
        ON_STAGE(formats_that_change_all_the_time_are_noise_in_a_file),
        ON_STAGE(formats_that_change_all_the_time_are_noise_on_a_device),
        ON_STAGE(nonsense_is_the_files_fault),
        ON_STAGE(tracks_that_are_done_without_a_block_are_over),
        ON_STAGE(a_flood_of_replies_keeps_nobody_from_being_answered),
        ON_STAGE(a_removed_set_ends_it),
        ON_STAGE(a_removed_segment_ends_it),
        ON_STAGE(a_removed_queue_ends_it),
        ON_STAGE(random_attacks_end_nothing_but_themselves_on_a_file),
        ON_STAGE(random_attacks_end_nothing_but_themselves_on_a_device),
    };

    return cmocka_run_group_tests_name("attacks", tests, NULL, NULL);
}
