/*
 * rondoscope - a live picture of one instance: its ring, its set, its processes and queues.
 */
#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <json-c/json.h>

#include "tools/rondoctl_call.h"
#include "tools/rondoscope/clean.h"
#include "tools/rondoscope/command.h"
#include "tools/rondoscope/describe.h"
#include "tools/rondoscope/live.h"
#include "tools/rondoscope/page.h"

enum { STATUS_DONE = 0, STATUS_FAILED = 1, STATUS_USAGE = 2, STATUS_NO_INSTANCE = 3 };

static void print_help(void)
{
    puts("Usage: rondoscope [OPTION]...\n"
         "Shows a running rondo from inside: its ring, semaphores, processes, signals and\n"
         "queues; kills, stops or continues a process, and lists how it heals. ? shows\n"
         "the keys.\n"
         "\n"
         "  -n, --name NAME   the instance; without it, \"default\"\n"
         "  --once            print one picture as text\n"
         "  --json            print one picture as a JSON object\n"
         "  --interval MS     from one picture to the next, 100 to 60000; without it, 100;\n"
         "                    with --once and --json what wake-ups are counted in;\n"
         "                    without it, 500\n"
         "  --help, --version\n"
         "\n"
         "Exit status: 0 done, 1 something failed, 2 wrong usage, 3 no such instance, or\n"
         "with --once and --json a dead one, of which the last picture is printed.");
}

static int say(int status, const char *text)
{
    char safe[1024];

    clean_text(safe, sizeof(safe), text, strlen(text));
    fprintf(stderr, "rondoscope: %s\n", safe);
    return status;
}

static bool is_utf8(void)
{
    return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

static bool wants_colour(void)
{
    const char *no_colour = getenv("NO_COLOR"); /* an empty value does not count */
    const char *term = getenv("TERM");

    return isatty(STDOUT_FILENO) && (!no_colour || !*no_colour) && term &&
           strcmp(term, "dumb") != 0;
}

/* As rondoctl says it, with those that run. */
static int no_instance(const char *name, int error)
{
    char why[CMDQ_TEXT_MAX];

    rondoctl_call_no_instance(name, error, why, sizeof(why));
    return say(STATUS_NO_INSTANCE, why);
}

static int failed(const char *what, int error)
{
    char why[256];

    snprintf(why, sizeof(why), "%s: %s", what, strerror(-error));
    return say(STATUS_FAILED, why);
}

static int print(const struct command *command, const struct picture *picture,
                 const struct recent *recent)
{
    struct json_object *object;

    if (command->kind == COMMAND_ONCE)
        return page_write(picture, recent, is_utf8(), wants_colour(), stdout);
    object = describe(picture, recent);
    puts(json_object_to_json_string_ext(object,
                                        JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE));
    json_object_put(object);
    return 0;
}

/* Two looks, for what is counted in between. */
static int look_once(const struct command *command, struct gather *gather)
{
    const struct picture *picture;
    struct recent recent = {0};
    int error = gather_take(gather, &picture);

    if (error < 0)
        return failed("looking", error);
    recent_take(&recent, picture);
    if (picture->state != DOCTOR_DEAD) {
        poll(NULL, 0, (int)command->interval_ms);
        error = gather_take(gather, &picture);
        if (error < 0)
            return failed("looking", error);
        recent_take(&recent, picture);
    }
    error = print(command, picture, &recent);
    if (error < 0)
        return failed("printing", error);
    if (fflush(stdout) != 0 || ferror(stdout))
        return failed("standard output", -errno);
    return picture->state == DOCTOR_DEAD ? no_instance(command->instance, -ENOENT) : STATUS_DONE;
}

static int look_live(const struct command *command, struct gather *gather)
{
    const struct live_options options = {
        .interval_ms = command->interval_ms, .utf8 = is_utf8(), .colour = wants_colour()};
    int error = live_run(gather, &options);

    if (error == -ENOTTY)
        return say(STATUS_USAGE, "standard input and output are no terminal; accepted there: "
                                 "--once, --json");
    if (error == -EINVAL)
        return say(STATUS_USAGE, "this type of terminal (TERM) cannot be drawn on; accepted there: "
                                 "--once, --json");
    return error < 0 ? failed("the terminal", error) : STATUS_DONE;
}

static int run(const struct command *command)
{
    struct gather *gather;
    int error = gather_open(command->instance, &gather);
    int status;

    if (error == -EPROTO)
        return say(STATUS_FAILED, "this instance is of another version of Rondo");
    if (error < 0)
        return no_instance(command->instance, error);
    status =
        command->kind == COMMAND_LIVE ? look_live(command, gather) : look_once(command, gather);
    gather_close(gather);
    return status;
}

int main(int argc, char **argv)
{
    struct command command;
    char why[512];

    setlocale(LC_CTYPE, "");
    if (command_read(argc, argv, &command, why, sizeof(why)) < 0)
        return say(STATUS_USAGE, why);
    if (command.kind == COMMAND_HELP)
        print_help();
    else if (command.kind == COMMAND_VERSION)
        puts("rondoscope " RONDO_VERSION);
    else
        return run(&command);
    return fflush(stdout) == 0 ? STATUS_DONE : failed("standard output", -errno);
}
