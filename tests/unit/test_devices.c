/*
 * test_devices.c - PortAudio's list of devices: found by number and by name, printed, and safe
 * from what makes PortAudio abort, or poisons libjack.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <glob.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "player/consumer/devices.h"
#include "player/consumer/portaudio_quiet.h"
#include "tests/card/card.h"

struct list {
    struct card card;
    struct portaudio_quiet quiet;
    int opened; /* what devices_open() said */
    char why[256];
};

static int insert_card(void **state)
{
    static const struct card_options options = {
        .names = "Kitchen kitchen_sink Attic", .rates = "48000", .channels = "2 4"};
    struct list *list = calloc(1, sizeof(*list));

    *state = list;
    list->opened = -1;
    return card_create(&options, &list->card);
}

static void open_list(struct list *list)
{
    assert_int_equal(portaudio_quiet_begin(&list->quiet), 0);
    list->opened = devices_open(list->why, sizeof(list->why));
    portaudio_quiet_end(&list->quiet);
}

static int remove_card(void **state)
{
    struct list *list = *state;

    if (list->opened == 0)
        devices_close();
    card_remove(&list->card);
    free(list);
    return 0;
}

static int find(struct list *list, const char *wanted)
{
    int device = -1;
    int r = devices_find(wanted, &device, list->why, sizeof(list->why));

    return r < 0 ? r : device;
}

static void devices_are_found_by_number_and_name(void **state)
{
    struct list *list = *state;

    open_list(list);
    assert_int_equal(list->opened, 0);
    assert_int_equal(find(list, ""), 3);
    assert_int_equal(find(list, "0"), 0);
    assert_int_equal(find(list, "3"), 3);
    assert_int_equal(find(list, "kitchen"), 0);
    assert_int_equal(find(list, "SINK"), 1);
    assert_int_equal(find(list, "att"), 2);
}

static void a_device_that_is_not_there_is_an_error_that_says_where_to_look(void **state)
{
    struct list *list = *state;

    open_list(list);
    assert_int_equal(find(list, "cellar"), -ENODEV);
    assert_string_equal(list->why,
                        "no audio device is called 'cellar'; rondo --list-devices shows all");
    assert_int_equal(find(list, "kitch"), -ENODEV);
    assert_string_equal(
        list->why, "more than one audio device is called 'kitch'; rondo --list-devices shows all");
    assert_int_equal(find(list, "4"), -ENODEV);
    assert_string_equal(list->why,
                        "no audio device has the number 4; rondo --list-devices shows all");
    assert_int_equal(find(list, "99999999999999999999"), -ENODEV);
}

static void assert_listed(const char *wanted)
{
    char *text = NULL;
    size_t size = 0;
    FILE *to = open_memstream(&text, &size);

    assert_non_null(to);
    assert_int_equal(devices_list(to), 0);
    fclose(to);
    assert_string_equal(text, wanted);
    free(text);
}

static void the_list_has_number_name_interface_channels_and_rate(void **state)
{
    (void)state;
    assert_listed("   0  Kitchen       ALSA    4 channels   48000 Hz\n"
                  "   1  kitchen_sink  ALSA    4 channels   48000 Hz\n"
                  "   2  Attic         ALSA    4 channels   48000 Hz\n"
                  "*  3  default       ALSA    4 channels   48000 Hz\n");
}

static void without_a_device_the_list_says_what_to_do(void **state)
{
    struct list *list = *state;

    card_command(&list->card, CARD_DIE);
    assert_listed("no audio device; `-o sim` plays on a simulated one\n");
    open_list(list);
    assert_int_equal(list->opened, 0);
    assert_int_equal(find(list, ""), -ENODEV);
    assert_string_equal(list->why, "no audio device");
}

/* Each of these makes PortAudio abort the process. */
static void a_configuration_without_devices_is_an_error_that_names_it(void **state)
{
    struct list *list = *state;
    char wanted[512];

    snprintf(wanted, sizeof(wanted),
             "no audio device: ALSA_CONFIG_PATH=%s is missing or defines no default device",
             getenv("ALSA_CONFIG_PATH"));
    assert_int_equal(card_configure_text(&list->card, ""), 0);
    open_list(list);
    assert_int_equal(list->opened, -ENODEV);
    assert_string_equal(list->why, wanted);

    assert_int_equal(card_configure_text(&list->card, "pcm.attic { type null }\n"), 0);
    open_list(list);
    assert_int_equal(list->opened, -ENODEV);
    assert_string_equal(list->why, wanted);

    assert_int_equal(remove(getenv("ALSA_CONFIG_PATH")), 0);
    open_list(list);
    assert_int_equal(list->opened, -ENODEV);
    assert_string_equal(list->why, wanted);
}

/* libjack keeps a database there, which a killed process leaves locked. */
static void without_a_server_libjack_is_not_woken(void **state)
{
    struct list *list = *state;
    struct stat status;
    char database[64];
    glob_t servers;
    int result = 0;
    bool runs = glob("/dev/shm/jack_*_0", 0, NULL, &servers) == 0;

    if (runs)
        globfree(&servers);
    snprintf(database, sizeof(database), "/dev/shm/jack_db-%u", getuid());
    if (runs || stat(database, &status) == 0)
        skip();
    open_list(list);
    assert_int_equal(list->opened, 0);
    assert_int_equal(stat(database, &status), -1);
    assert_null(jack_client_open("nobody", 0, &result));
    assert_int_equal(result, 0x11);
}

#define LIST_TEST(function) cmocka_unit_test_setup_teardown(function, insert_card, remove_card)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        LIST_TEST(without_a_server_libjack_is_not_woken), /* the others would make it skip */
        LIST_TEST(devices_are_found_by_number_and_name),
        LIST_TEST(a_device_that_is_not_there_is_an_error_that_says_where_to_look),
        LIST_TEST(the_list_has_number_name_interface_channels_and_rate),
        LIST_TEST(without_a_device_the_list_says_what_to_do),
        LIST_TEST(a_configuration_without_devices_is_an_error_that_names_it),
    };

    return cmocka_run_group_tests_name("devices", tests, NULL, NULL);
}
