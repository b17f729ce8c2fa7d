/*
 * test_sim_options.c - what the simulated device does not take.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "player/consumer/output.h"

static char why[400];

static void wrong_arguments_options_and_files_are_refused_with_a_reason(void **state)
{
    (void)state;
    static const struct {
        const char *argument, *options;
        int error;
        const char *reason;
    } refused[] = {
        {"x", "", -EINVAL, "sim takes no argument, not even 'x'"},
        {"", "pace=1", -EINVAL,
         "no option 'pace'; the options are: speed, period, jitter, seed, stall, fail, rates, "
         "channels, formats, record, report"},
        {"", "speed=fast", -EINVAL, "option speed does not take 'fast', only 0, or a number from"},
        {"", "speed=0.001", -EINVAL, "option speed does not take '0.001'"},
        {"", "speed=1001", -EINVAL, "option speed does not take '1001'"},
        {"", "period=0", -EINVAL, "option period does not take '0', only a number of milliseconds"},
        {"", "jitter=-1", -EINVAL, "option jitter does not take '-1'"},
        {"", "seed=1.5", -EINVAL, "option seed does not take '1.5', only a whole number"},
        {"", "stall=3", -EINVAL, "option stall does not take '3', only AT+FOR in seconds"},
        {"", "stall=+3", -EINVAL, "option stall does not take '+3'"},
        {"", "stall=1+", -EINVAL, "option stall does not take '1+'"},
        {"", "fail", -EINVAL, "option fail does not take ''"},
        {"", "record=", -EINVAL, "option record does not take '', only the name of a file"},
        {"", "record=/dev,report=x", -EISDIR, "/dev: Is a directory"},
        {"", "report=/no/such/folder", -ENOENT, "/no/such/folder: No such file or directory"},
    };
    for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
        const struct output_config config = {
            .argument = refused[i].argument, .options = refused[i].options, .latency_ms = 100};
        struct output *output = NULL;
        int r = output_sim.create(&config, &output, why, sizeof(why));
        if (r != refused[i].error || output != NULL ||
            strncmp(why, refused[i].reason, strlen(refused[i].reason)) != 0)
            fail_msg("%s: %d, %s", refused[i].options, r, why);
    }
}

static void no_more_than_sixteen_faults_are_taken(void **state)
{
    (void)state;
    char options[300] = "fail=1";
    struct output *output = NULL;
    const struct output_config config = {.argument = "", .options = options, .latency_ms = 100};
    for (int i = 1; i < 16; i++)
        strcat(options, i % 2 ? ",stall=1+1" : ",fail=1");
    assert_int_equal(output_sim.create(&config, &output, why, sizeof(why)), 0);
    output_sim.destroy(output);
    strcat(options, ",fail=1");
    assert_int_equal(output_sim.create(&config, &output, why, sizeof(why)), -EINVAL);
    assert_non_null(strstr(why, "16 faults at most"));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(wrong_arguments_options_and_files_are_refused_with_a_reason),
        cmocka_unit_test(no_more_than_sixteen_faults_are_taken),
    };
    return cmocka_run_group_tests_name("sim_options", tests, NULL, NULL);
}
