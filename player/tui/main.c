/*
 * main.c - rondo-screen: the command line, and the exit status.
 */
#include <errno.h>
#include <getopt.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "player/tui/tui.h"
#include "player/tui/tui_paint.h"
#include "shmring/instance.h"

enum { STATUS_DONE = 0, STATUS_UNUSABLE = 2, STATUS_NO_INSTANCE = 3 };

static const char help_text[] =
    "Usage: rondo-screen [OPTION]...\n"
    "Show a running rondo on the whole terminal, and take keys for it. 'rondo -u'\n"
    "starts it by itself.\n"
    "\n"
    "  -n, --name NAME        the player's name (default: default)\n"
    "  -h, --help             this text\n"
    "      --version          the version\n"
    "\n"
    "'?' shows the keys. q and Ctrl-C end this screen; the music goes on.\n"
    "\n"
    "Exit status:\n"
    "  0  it was ended, or the player has ended\n"
    "  2  wrong usage, or no terminal to show it on\n"
    "  3  no player of that name\n"
    "  4  the system refused something\n";

static struct tui tui = {.name = "default"};

/* -1: go on. */
static int parse(int argc, char **argv)
{
    enum { OWNED = 256, VERSION };
    static const struct option options[] = {
        {"name", required_argument, NULL, 'n'},
        {"help", no_argument, NULL, 'h'},
        {"version", no_argument, NULL, VERSION},
        {"owned", no_argument, NULL, OWNED},
        {NULL, 0, NULL, 0},
    };
    int option;

    while ((option = getopt_long(argc, argv, "n:h", options, NULL)) >= 0) {
        switch (option) {
        case 'n':
            tui.name = optarg;
            break;
        case 'h':
            fputs(help_text, stdout);
            return STATUS_DONE;
        case VERSION:
            printf("rondo-screen %s\n", RONDO_VERSION);
            return STATUS_DONE;
        case OWNED: /* for rondo itself */
            tui.owned = true;
            break;
        default:
            return STATUS_UNUSABLE;
        }
    }
    if (optind == argc && instance_name_valid(tui.name))
        return -1;
    fprintf(stderr, "rondo-screen: %s\n",
            optind < argc ? "an argument is too much; accepted: --name NAME"
                          : "--name: accepted: 1 to 32 letters, digits, '-' and '_'");
    return STATUS_UNUSABLE;
}

static bool usable(void)
{
    const char *term = getenv("TERM");

    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
        fputs("rondo-screen: standard input and output have to be a terminal\n", stderr);
    else if (!tui_paint_possible())
        fprintf(stderr, "rondo-screen: TERM is %s; accepted: a terminal that can move its cursor\n",
                term ? term : "not set");
    else
        return true;
    return false;
}

int main(int argc, char **argv)
{
    const char *no_colour = getenv("NO_COLOR"); /* an empty value does not count */
    struct instance_record record;
    int status;

    setlocale(LC_CTYPE, "");
    status = parse(argc, argv);
    if (status >= 0)
        return status;
    if (!usable())
        return STATUS_UNUSABLE;
    status = instance_read(tui.name, &record);
    if (status < 0 || kill(record.pid, 0) < 0) {
        fprintf(stderr, "rondo-screen: no instance \"%s\" is running\n", tui.name);
        return STATUS_NO_INSTANCE;
    }
    tui.colour = !no_colour || !*no_colour;
    return tui_run(&tui);
}
