/*
 * test_resume.c - --resume to the very frame, whatever the end of the session before.
 */
#include "tests/e2e/resume.h"

static struct stage_process *play(struct stage *stage, const char *option)
{
    return stage_play(stage, "-q", "-o", "portaudio", option, NULL);
}

/* Silent, and where it fell silent is on the disk. */
static void pause_and_keep(struct stage_process *rondo)
{
    struct numbers_run last;

    assert_int_equal(stage_ctl(rondo, "pause", NULL)->status, 0);
    control_await_silence(rondo->stage);
    last = numbers_last(rondo->stage);
    resume_await_kept(rondo, "frame", last.first + last.count);
}

static void across_kills_and_ends_every_frame_is_heard_once(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo;

    resume_prepare(stage);
    rondo = play(stage, "numbers.wav");
    numbers_await(stage, 0, SOME);
    for (uint32_t i = 2; i < 5; i++) {
        pause_and_keep(rondo);
        if (i % 2)
            assert_int_equal(stage_ctl(rondo, "quit", NULL)->status, 0);
        else
            resume_kill_all(rondo);
        stage_wait(rondo);
        rondo = play(stage, "--resume");
        numbers_await(stage, 0, i * SOME);
    }
    assert_int_equal(stage_ctl(rondo, "seek", "59", NULL)->status, 0);
    assert_int_equal(stage_wait(rondo), 0);
    NUMBERS_ASSERT(stage, {0, 0, 0}, {0, LAST_SECOND, FRAMES - LAST_SECOND});
    assert_int_equal(resume_kept_number(stage, "frame"), 0);
}

static void a_start_that_is_given_outweighs_the_place(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo;
    struct numbers_run last;

    resume_prepare(stage);
    rondo = play(stage, "numbers.wav");
    numbers_await(stage, 0, SOME);
    pause_and_keep(rondo);
    last = numbers_last(stage);
    assert_int_equal(stage_ctl(rondo, "quit", NULL)->status, 0);
    stage_wait(rondo);
    rondo = stage_play(stage, "-q", "-o", "portaudio", "--resume", "--start", "59", NULL);
    assert_int_equal(stage_wait(rondo), 0);
    NUMBERS_ASSERT(stage, {0, 0, last.first + last.count}, {0, LAST_SECOND, FRAMES - LAST_SECOND});
}

/* The consumer's last word counts, unless it was killed because it took too long for that. */
static void an_end_while_it_plays_skips_nothing(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo;
    struct numbers_run before, after;
    int64_t frame;

    resume_prepare(stage);
    rondo = play(stage, "numbers.wav");
    numbers_await(stage, 0, SOME);
    assert_int_equal(stage_ctl(rondo, "quit", NULL)->status, 0);
    stage_wait(rondo);
    before = numbers_last(stage);
    frame = resume_kept_number(stage, "frame");
    assert_in_range(frame, SOME / 2, before.first + before.count);
    print_message("%d frames come again\n", (int)(before.first + before.count - frame));
    rondo = play(stage, "--resume");
    stage_await_ready(rondo);
    numbers_await(stage, 0, before.first + before.count + SOME);
    after = numbers_last(stage);
    assert_true(after.first == 0 || after.first == frame);
    assert_int_equal(stage_ctl(rondo, "quit", NULL)->status, 0);
    stage_wait(rondo);
}

static void a_kill_while_it_plays_costs_what_was_heard_since_the_last_note(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo;
    uint64_t since = 0;
    int64_t frame;

    resume_prepare(stage);
    rondo = play(stage, "numbers.wav");
    while (resume_kept_number(stage, "frame") <= 0)
        stage_tick(rondo, &since, "a note while it plays");
    resume_kill_all(rondo);
    frame = resume_kept_number(stage, "frame");
    assert_true(frame <= numbers_last(stage).first + numbers_last(stage).count);
    rondo = play(stage, "--resume");
    stage_await_ready(rondo);
    stage_await_number(rondo, "frame", (double)frame + SOME);
    assert_int_equal(numbers_last(stage).first, frame);
    assert_int_equal(stage_ctl(rondo, "quit", NULL)->status, 0);
    stage_wait(rondo);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_STAGE(across_kills_and_ends_every_frame_is_heard_once),
        ON_STAGE(a_start_that_is_given_outweighs_the_place),
        ON_STAGE(an_end_while_it_plays_skips_nothing),
        ON_STAGE(a_kill_while_it_plays_costs_what_was_heard_since_the_last_note),
    };

    return cmocka_run_group_tests_name("resume", tests, NULL, NULL);
}
