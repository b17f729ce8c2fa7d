/*
 * test_work.c - jobs in, blocks out: whole files, one after the other, from the middle, broken
 * ones, and orders that change meanwhile.
 */
#include "tests/unit/work_fixture.h"

static void a_file_comes_out_whole_with_its_facts_before_and_a_word_after(void **state)
{
    struct shop *shop = *state;
    struct sound sound = {0};
    struct job_reply facts;

    shop_ask(shop, 1, 5, "rondo-s24.flac");
    facts = shop_expect(shop, JOB_OPENED, 1, 5);
    assert_int_equal(facts.frames, 132300);
    assert_int_equal(facts.rate, 44100);
    assert_int_equal(facts.format, SAMPLE_S24);
    assert_string_equal(facts.title, "A Little Rondo");
    assert_int_equal(shop_take_track(shop, 1, 5, 0, &sound), 132300);
    shop_expect_sound(shop, &sound, "rondo-s24.flac", 0);
    shop_expect(shop, JOB_DONE, 1, 5);
}

static void tracks_follow_one_another_without_a_gap_though_their_formats_differ(void **state)
{
    static const char *const names[] = {"mono.wav", "8k.flac", "rondo.ogg", "surround.flac"};
    struct shop *shop = *state;
    struct sound sound = {0};

    shop_hold(shop);
    for (uint32_t i = 0; i < 4; i++)
        shop_ask(shop, 1, i, names[i]);
    shop_go_on(shop);
    for (uint32_t i = 0; i < 4; i++) /* all are opened before the first is at its end */
        shop_expect(shop, JOB_OPENED, 1, i);
    for (uint32_t i = 0; i < 4; i++) {
        shop_take_track(shop, 1, i, 0, &sound);
        shop_expect_sound(shop, &sound, names[i], 0);
        shop_expect(shop, JOB_DONE, 1, i);
    }
}

static void blocks_are_as_full_as_the_slot_or_the_time_allows(void **state)
{
    struct shop *shop = *state;

    shop_ask(shop, 1, 0, "96k.flac");
    shop_ask(shop, 1, 1, "8k.wav");
    assert_int_equal(shop_take(shop, NULL).frames, (SHOP_SLOT_BYTES - 64) / 8);
    while (shop_take(shop, NULL).track == 0)
        ;
    assert_int_equal(shop_take(shop, NULL).frames, 8000 * RING_BLOCK_MS / 1000);
}

static void a_track_begins_where_the_job_says(void **state)
{
    static const struct {
        const char *name;
        uint64_t start;
        uint32_t start_ms;
        uint64_t from;
    } rows[] = {
        {"mono.flac", 12345, 0, 12345},    {"rondo.opus", 0, 1500, 72000},
        {"rondo.mp3", 1000, 100, 5410},    {"rondo.ogg", 132299, 0, 132299},
        {"mono.flac", 0, 3600000, 132300}, {"rondo.ogg", UINT64_C(1) << 40, 0, 132300},
    };
    struct shop *shop = *state;

    for (uint32_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const struct job job = {.kind = JOB_PLAY,
                                .epoch = 1,
                                .track = i,
                                .start = rows[i].start,
                                .start_ms = rows[i].start_ms};
        struct sound sound = {0};

        shop_send(shop, &job, rows[i].name);
        shop_expect(shop, JOB_OPENED, 1, i);
        shop_take_track(shop, 1, i, rows[i].from, &sound);
        shop_expect_sound(shop, &sound, rows[i].name, rows[i].from);
        shop_expect(shop, JOB_DONE, 1, i);
    }
}

static void parts_of_a_file_are_tracks_that_follow_one_another(void **state)
{
    struct shop *shop = *state;
    struct sound sound = {0};

    shop_hold(shop);
    for (uint32_t i = 0; i < 2; i++) {
        const struct job job = {.kind = JOB_PLAY,
                                .epoch = 1,
                                .track = i,
                                .range = {.first = i * 100, .end = i == 0 ? 100 : 0, .hz = 75}};
        shop_send(shop, &job, "mono.flac");
    }
    shop_go_on(shop);
    assert_int_equal(shop_expect(shop, JOB_OPENED, 1, 0).frames, 58800);
    assert_int_equal(shop_expect(shop, JOB_OPENED, 1, 1).frames, 132300 - 58800);
    assert_int_equal(shop_take_track(shop, 1, 0, 0, &sound), 58800);
    shop_take_track(shop, 1, 1, 0, &sound);
    shop_expect_sound(shop, &sound, "mono.flac", 0);
}

static void a_part_behind_the_files_end_is_told(void **state)
{
    const struct job job = {
        .kind = JOB_PLAY, .epoch = 1, .track = 0, .range = {.first = 3000, .hz = 1000}};
    struct shop *shop = *state;

    shop_send(shop, &job, "mono.flac");
    assert_string_equal(shop_expect(shop, JOB_FAILED, 1, 0).text,
                        "the file ends before this part of it begins");
}

static void what_cannot_be_decoded_is_told_and_the_next_track_plays(void **state)
{
    struct shop *shop = *state;
    struct sound sound = {0};
    struct job_reply reply;

    scratch_write(scratch_path(shop->scratch, "text"), "no sound at all", 15);
    shop_ask(shop, 1, 0, "text");
    shop_ask(shop, 1, 1, "8k.wav");
    reply = shop_expect(shop, JOB_FAILED, 1, 0);
    assert_int_equal(reply.frames, 0);
    assert_string_equal(reply.text, "not audio that can be decoded");
    shop_expect(shop, JOB_OPENED, 1, 1);
    shop_take_track(shop, 1, 1, 0, &sound);
    shop_expect_sound(shop, &sound, "8k.wav", 0);
    shop_expect(shop, JOB_DONE, 1, 1);
}

static void what_is_cut_off_plays_to_there_and_is_told_with_the_frame(void **state)
{
    struct shop *shop = *state;
    struct sound sound = {0};
    struct job_reply reply;
    size_t size;
    uint8_t *bytes = scratch_read(shop_path(shop, "96k.flac"), &size);
    uint64_t end;

    scratch_write(scratch_path(shop->scratch, "cut"), bytes, size / 2);
    free(bytes);
    shop_hold(shop);
    shop_ask(shop, 1, 0, "cut");
    shop_ask(shop, 1, 1, "8k.wav");
    shop_go_on(shop);
    shop_expect(shop, JOB_OPENED, 1, 0);
    shop_expect(shop, JOB_OPENED, 1, 1);
    end = shop_take_track(shop, 1, 0, 0, &sound);
    assert_in_range(end, 1, 287999);
    shop_expect_sound(shop, &sound, "cut", 0);
    reply = shop_expect(shop, JOB_FAILED, 1, 0);
    assert_int_equal(reply.frames, end);
    assert_non_null(strstr(reply.text, "cut off"));
    shop_take_track(shop, 1, 1, 0, NULL);
    shop_expect(shop, JOB_DONE, 1, 1);
}

static void forgetting_keeps_the_track_that_has_begun(void **state)
{
    struct shop *shop = *state;
    struct sound sound = {0};

    shop_hold(shop);
    for (uint32_t i = 0; i < 3; i++)
        shop_ask(shop, 1, i, "mono.flac");
    shop_go_on(shop);
    for (uint32_t i = 0; i < 3; i++)
        shop_expect(shop, JOB_OPENED, 1, i);
    assert_true(ring_fixture_await(semset_value, ring_set_id(shop->ring), SEM_FILLED, SHOP_SLOTS));
    shop_send(shop, &(const struct job){.kind = JOB_FORGET, .epoch = 1}, NULL);
    shop_ask(shop, 1, 7, "8k.wav");
    for (int i = 0; i < SHOP_BURST; i++) /* it wakes, fills these, and looks for jobs */
        shop_take(shop, &sound);
    shop_expect(shop, JOB_OPENED, 1, 7);
    shop_take_rest(shop, 1, 0, sound.frames, &sound);
    shop_expect_sound(shop, &sound, "mono.flac", 0);
    shop_take_track(shop, 1, 7, 0, &sound);
    shop_expect_sound(shop, &sound, "8k.wav", 0);
    shop_expect(shop, JOB_DONE, 1, 0);
    shop_expect(shop, JOB_DONE, 1, 7);
}

static void new_orders_void_every_job_of_the_old_ones(void **state)
{
    struct shop *shop = *state;
    struct sound sound = {0};
    struct block_header header;

    shop_hold(shop);
    shop_ask(shop, 1, 0, "surround.flac");
    shop_ask(shop, 1, 1, "mono.flac");
    shop_go_on(shop);
    assert_true(ring_fixture_await(semset_value, ring_set_id(shop->ring), SEM_FILLED, SHOP_SLOTS));
    assert_int_equal(ring_set_orders(shop->ring, &(const struct ring_orders){.epoch = 2}), 0);
    shop_ask(shop, 2, 9, "8k.flac");
    do
        header = shop_take(shop, NULL);
    while (header.epoch == 1);
    assert_int_equal(header.track, 9);
    assert_int_equal(header.position, 0);
    assert_int_equal(header.flags, BLOCK_START);
    shop_take_rest(shop, 2, 9, header.frames, &sound);
    shop_expect_sound(shop, &sound, "8k.flac", header.frames);
    shop_expect(shop, JOB_OPENED, 1, 0);
    shop_expect(shop, JOB_OPENED, 1, 1);
    shop_expect(shop, JOB_OPENED, 2, 9);
    shop_expect(shop, JOB_DONE, 2, 9);
}

static void jobs_that_are_late_or_have_no_file_are_passed_over(void **state)
{
    struct shop *shop = *state;

    assert_int_equal(ring_set_orders(shop->ring, &(const struct ring_orders){.epoch = 2}), 0);
    shop_ask(shop, 2, 0, NULL);
    assert_string_equal(shop_expect(shop, JOB_FAILED, 2, 0).text,
                        "its file did not reach the decoder");
    shop_ask(shop, 1, 1, "8k.wav");
    shop_ask(shop, 2, 2, "8k.wav");
    shop_expect(shop, JOB_OPENED, 2, 2);
    assert_int_equal(shop_take_track(shop, 2, 2, 0, NULL), 24000);
    shop_expect(shop, JOB_DONE, 2, 2);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        SHOP_TEST(a_file_comes_out_whole_with_its_facts_before_and_a_word_after),
        SHOP_TEST(tracks_follow_one_another_without_a_gap_though_their_formats_differ),
        SHOP_TEST(blocks_are_as_full_as_the_slot_or_the_time_allows),
        SHOP_TEST(a_track_begins_where_the_job_says),
        SHOP_TEST(parts_of_a_file_are_tracks_that_follow_one_another),
        SHOP_TEST(a_part_behind_the_files_end_is_told),
        SHOP_TEST(what_cannot_be_decoded_is_told_and_the_next_track_plays),
        SHOP_TEST(what_is_cut_off_plays_to_there_and_is_told_with_the_frame),
        SHOP_TEST(forgetting_keeps_the_track_that_has_begun),
        SHOP_TEST(new_orders_void_every_job_of_the_old_ones),
        SHOP_TEST(jobs_that_are_late_or_have_no_file_are_passed_over),
    };
    return cmocka_run_group_tests_name("work", tests, NULL, NULL);
}
