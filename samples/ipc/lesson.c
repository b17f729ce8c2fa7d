/*
 * lesson.c - the command line of every lesson, its beginning and its end.
 *
 * In this order: options, sound, the shared board, the janitor, the heading. At the end, or at
 * exit() from anywhere in main(): the children, then what lesson_clean_up() finds.
 */
#include "samples/ipc/lesson.h"

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "samples/ipc/lesson_board.h"

enum { STATUS_USAGE = 2, BLOCKS_USUAL = 256 };
enum { OPTION_HELP = 256, OPTION_VERSION, OPTION_BLOCKS, OPTION_WAIT, OPTION_OWN };

struct lesson_board *lesson_board;
const char *lesson_name;
_Atomic long *lesson_value;
bool lesson_waits;
static const char *teaches;

static void show_option(const char *name, const char *value, const char *help)
{
    char both[64];

    snprintf(both, sizeof(both), "--%s%s%s", name, value ? " " : "", value ? value : "");
    printf("  %-15s %s\n", both, help);
}

static void show_help(const struct lesson *lesson)
{
    printf("usage: %s [OPTION]... [FILE]\n\n%s.\nMoves blocks of a sound file from process to "
           "process, and compares what arrives.\n\n",
           lesson->name, lesson->teaches);
    for (size_t i = 0; i < LESSON_OPTIONS && lesson->options[i].name; i++)
        show_option(lesson->options[i].name, lesson->options[i].value, lesson->options[i].help);
    show_option("blocks", "N", "how many of 4096 bytes: 16 to 65536; without it, 256");
    show_option("wait", NULL, "wait for Enter before each step, to look around meanwhile");
    show_option("help", NULL, "this text");
    show_option("version", NULL, "the version");
    printf("  %-15s %s\n\n", "FILE", "a sound file; without it, A Little Rondo");
    printf("exit status: 0 all was as told, 1 something was not, or failed, 2 wrong usage\n");
}

const char *lesson_harmless(const char *text)
{
    static char copy[128];

    snprintf(copy, sizeof(copy), "%s", text);
    for (char *c = copy; *c; c++)
        if (*c < ' ' || *c > '~')
            *c = '?';
    return copy;
}

void lesson_refuse(const char *what, const char *wrong, const char *accepted)
{
    fprintf(stderr, "%s: %s%s; accepted: %s\n", lesson_name, what, lesson_harmless(wrong),
            accepted);
    exit(STATUS_USAGE);
}

/* What is called so, "-x", is none of the options. */
static _Noreturn void refuse_option(const struct lesson *lesson, const char *wrong)
{
    char names[128] = "--blocks, --wait, --help, --version";

    for (size_t i = 0; i < LESSON_OPTIONS && lesson->options[i].name; i++)
        snprintf(names + strlen(names), sizeof(names) - strlen(names), ", --%s",
                 lesson->options[i].name);
    lesson_refuse("no option ", wrong, names);
}

static uint32_t read_blocks(const char *text)
{
    char *end;
    unsigned long number = strtoul(text, &end, 10);

    if (*text < '0' || *text > '9' || *end || number < LESSON_BLOCKS_MIN ||
        number > LESSON_BLOCKS_MAX)
        lesson_refuse("--blocks ", text, "16 to 65536");
    return (uint32_t)number;
}

static size_t add_option(struct option *options, size_t count, const char *name, bool value, int is)
{
    options[count] = (struct option){name, value ? required_argument : no_argument, NULL, is};
    return count + 1;
}

static void read_options(const struct lesson *lesson, int argc, char **argv, uint32_t *ret_blocks)
{
    struct option options[LESSON_OPTIONS + 5] = {{0}};
    size_t count = 0;
    int option;

    for (; count < LESSON_OPTIONS && lesson->options[count].name;)
        count = add_option(options, count, lesson->options[count].name,
                           lesson->options[count].value, OPTION_OWN + (int)count);
    count = add_option(options, count, "blocks", true, OPTION_BLOCKS);
    count = add_option(options, count, "wait", false, OPTION_WAIT);
    count = add_option(options, count, "help", false, OPTION_HELP);
    add_option(options, count, "version", false, OPTION_VERSION);
    opterr = 0;
    while ((option = getopt_long(argc, argv, ":", options, NULL)) != -1) {
        if (option == ':')
            lesson_refuse("no value after ", argv[optind - 1], "one, as --help says");
        if (option == '?' && optopt > 0 && optopt < OPTION_HELP)
            refuse_option(lesson, (char[]){'-', (char)optopt, '\0'});
        if (option == '?')
            refuse_option(lesson, argv[optind - 1]);
        if (option == OPTION_BLOCKS)
            *ret_blocks = read_blocks(optarg);
        if (option == OPTION_WAIT)
            lesson_waits = true;
        if (option == OPTION_HELP)
            show_help(lesson);
        if (option == OPTION_VERSION)
            printf("%s (rondo %s)\n", lesson->name, RONDO_VERSION);
        if (option == OPTION_HELP || option == OPTION_VERSION)
            exit(0);
        if (option >= OPTION_OWN)
            *lesson->options[option - OPTION_OWN].ret_value = optarg ? optarg : "";
    }
    if (argc - optind > 1)
        lesson_refuse("too many arguments, from ", argv[optind + 1], "one file");
}

/* A pipe's end that is called 0 would be taken for standard input. */
static void occupy_standard_descriptors(void)
{
    int file;

    do
        file = open("/dev/null", O_RDWR | O_CLOEXEC);
    while (file >= 0 && file <= STDERR_FILENO);
    if (file >= 0)
        close(file);
}

/* Whoever has started us may have ignored or blocked some: see signal-exec. */
static void put_signals_in_order(void)
{
    const int numbers[] = {SIGCHLD, SIGPIPE, SIGTERM, SIGUSR1, SIGUSR2};
    sigset_t none;

    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
        signal(numbers[i], SIG_DFL);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

void lesson_begin(const struct lesson *lesson, int argc, char **argv)
{
    uint32_t blocks = BLOCKS_USUAL;

    lesson_name = lesson->name;
    occupy_standard_descriptors();
    put_signals_in_order();
    read_options(lesson, argc, argv, &blocks);
    lesson_load(optind < argc ? argv[optind] : LESSON_SOUND, blocks);
    lesson_board = mmap(NULL, sizeof(*lesson_board), PROT_READ | PROT_WRITE,
                        MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (lesson_board == MAP_FAILED)
        lesson_fail("mmap: %s", strerror(errno));
    lesson_value = lesson_board->value;
    lesson_start_janitor();
    lesson_start_children();
    teaches = lesson->teaches;
}

void lesson_show_heading(void)
{
    lesson_title("%s: %s.", lesson_name, teaches);
    lesson_title("%s", lesson_sound());
}

int lesson_end(void)
{
    unsigned seen = lesson_board->seen, unlike = lesson_board->unlike;

    lesson_wait_all();
    lesson_clean_up();
    if (unlike == 0)
        lesson_title("\nAll %u observations were as told.", seen);
    else
        lesson_title("\n%u of %u observations were NOT as told.", unlike, seen);
    return unlike == 0 && seen > 0 ? 0 : 1;
}
