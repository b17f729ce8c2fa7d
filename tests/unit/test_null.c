/*
 * test_null.c - the output that does nothing.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "player/consumer/output.h"
#include "shmring/layout.h"

static char why[200];

static void it_takes_any_format_and_any_number_of_frames(void **state)
{
    (void)state;
    const struct output_config config = {.argument = "", .options = ""};
    const struct output_format formats[] = {{44100, 2, SAMPLE_S16}, {96000, 6, SAMPLE_F32}};
    struct output *output = NULL;
    assert_int_equal(output_null.create(&config, &output, why, sizeof(why)), 0);
    assert_non_null(output);
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(output_null.start(output, &formats[i], why, sizeof(why)), 0);
        assert_int_equal(output_null.write(output, NULL, UINT32_MAX), 0);
        assert_int_equal(output_null.stop(output), 0);
    }
    output_null.destroy(output);
}

static void it_refuses_arguments_and_options(void **state)
{
    (void)state;
    struct output *output = NULL;
    struct output_config config = {.argument = "x", .options = ""};
    assert_int_equal(output_null.create(&config, &output, why, sizeof(why)), -EINVAL);
    assert_string_equal(why, "null takes no argument, not even 'x'");
    config = (struct output_config){.argument = "", .options = "speed=2"};
    assert_int_equal(output_null.create(&config, &output, why, sizeof(why)), -EINVAL);
    assert_string_equal(why, "no option 'speed'; this output has none");
    assert_null(output);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_takes_any_format_and_any_number_of_frames),
        cmocka_unit_test(it_refuses_arguments_and_options),
    };
    return cmocka_run_group_tests_name("null", tests, NULL, NULL);
}
