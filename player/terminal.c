/*
 * terminal.c - borrows the terminal from the shell, and gives it back.
 *
 * A process in the background that changes the terminal is stopped by SIGTTOU, or, where it
 * ignores that, spoils it for whoever has it now; so it first looks who that is. A stop by SIGSTOP
 * gives no chance to put anything back: the shell sets its own modes then, and terminal_enter()
 * takes what it finds after SIGCONT as what is to be put back. A death by SIGKILL leaves the
 * terminal without echo, as that of any program does.
 */
#include "player/terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { COLUMNS_DEFAULT = 80 };

static bool has_controlling_terminal(void)
{
    int file = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);

    if (file >= 0)
        close(file);
    return file >= 0;
}

/* 0, -ENOTTY or -EAGAIN, as terminal_enter(). */
static int check_foreground(const struct terminal *terminal)
{
    pid_t foreground = tcgetpgrp(terminal->input);

    if (foreground < 0)
        return -ENOTTY;
    return foreground == getpgrp() ? 0 : -EAGAIN;
}

void terminal_init(struct terminal *terminal, int input, int output)
{
    *terminal = (struct terminal){
        .input = input,
        .output = output,
        .controlled = has_controlling_terminal(),
    };
}

int terminal_enter(struct terminal *terminal)
{
    struct termios now;
    int error = check_foreground(terminal);

    if (error)
        return error;
    if (tcgetattr(terminal->input, &now))
        return -errno;
    if (terminal->entered && !(now.c_lflag & (ICANON | ECHO)))
        return 0;

    const struct termios found = now;
    now.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
    now.c_cc[VMIN] = 1;
    now.c_cc[VTIME] = 0;
    /* TCSANOW: the others wait for the output to drain, which Ctrl-S can hold up for ever. */
    if (tcsetattr(terminal->input, TCSANOW, &now))
        return -errno;
    terminal->found = found;
    terminal->entered = true;
    return 0;
}

void terminal_keep(struct terminal *terminal)
{
    terminal->entered = tcgetattr(terminal->input, &terminal->found) == 0;
}

void terminal_leave(struct terminal *terminal)
{
    if (terminal->entered && !check_foreground(terminal))
        tcsetattr(terminal->input, TCSANOW, &terminal->found);
    terminal->entered = false;
}

uint32_t terminal_columns(const struct terminal *terminal)
{
    struct winsize size;

    if (ioctl(terminal->output, TIOCGWINSZ, &size) || size.ws_col == 0)
        return COLUMNS_DEFAULT;
    return size.ws_col;
}

static bool hung_up(int file)
{
    struct termios ignored;

    return tcgetattr(file, &ignored) != 0 && errno == EIO;
}

bool terminal_gone(const struct terminal *terminal)
{
    return hung_up(terminal->input) || hung_up(terminal->output) ||
           (terminal->controlled && !has_controlling_terminal());
}
