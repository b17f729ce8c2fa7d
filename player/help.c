/*
 * help.c - what --help and --signals print, and the table of signals.
 */
#include "player/options.h"

static const char help_text[] =
    "Usage: rondo [OPTION]... FILE...\n"
    "Play audio files, folders, playlists (m3u, m3u8, pls, xspf) and cue sheets.\n"
    "A FILE may be a pipe, an http:// address, a radio; '-' is standard input.\n"
    "\n"
    "Playing:\n"
    "  -o, --output KIND[:ARGUMENT][,option=value...]\n"
    "                         where the sound goes (default: auto)\n"
    "                           auto              the default device, or else sim\n"
    "                           portaudio[:NAME]  a device, by its name or number\n"
    "                           sim               a simulated device\n"
    "                           wav:FILE          a WAV file, as fast as possible\n"
    "                           raw:FILE          raw samples; '-': standard output\n"
    "                           null              nowhere, as fast as possible\n"
    "      --start TIME       begin the first track there: 90, 1:30 or 1:02:03.5\n"
    "      --end TIME         end the last track of the list there\n"
    "      --loop FROM-TO     repeat this part of the first track, until next\n"
    "      --repeat off|one|all\n"
    "                         play the track, or the list, again and again\n"
    "      --shuffle          in an order by chance, each track once a round\n"
    "      --seed NUMBER      in just the order by chance that has this number\n"
    "      --resume           go on where this player's last session left off, with\n"
    "                         its list, or with FILEs, where they are the same\n"
    "      --volume PERCENT   0 to 100 (default: 100, the samples as they are)\n"
    "      --rate HZ          resample everything to that, 1000 to 768000\n"
    "      --channels N       mix everything to so many, 1 to 8\n"
    "      --buffer SECONDS   decode so far ahead, 0.5 to 60 (default: 5)\n"
    "      --latency MS       sound that the device holds, 10 to 1000 (default: 80)\n"
    "      --spool-limit MIB  memory for what comes through pipes or out of\n"
    "                         ffmpeg, 1 to 65536 (default: 1024)\n"
    "  -n, --name NAME        this player's name, for rondoctl (default: default)\n"
    "  -u, --screen           the list, a waveform and meters on the whole terminal;\n"
    "                         '?' shows its keys\n"
    "  -q, --quiet            print nothing but errors\n"
    "      --config FILE      read options from there (default:\n"
    "                         $XDG_CONFIG_HOME/rondo/config)\n"
    "      --no-config        read none\n"
    "\n"
    "When something fails:\n"
    "      --on-device-loss pause|wait|quit\n"
    "                         a device that is gone: come back paused (the\n"
    "                         default), go on as soon as it is back, or stop\n"
    "      --consumer-timeout MS\n"
    "                         replace a consumer that hands no sound over (1000)\n"
    "      --producer-timeout MS\n"
    "                         replace a producer that decodes nothing (10000)\n"
    "      --no-sandbox       let the decoder do what it likes; for debugging\n"
    "\n"
    "To see how it works (on the simulated device):\n"
    "      --slow FACTOR      so many times slower, 1 to 100, each step in words\n"
    "      --step             each step waits for the key s, or for rondoctl step\n"
    "\n"
    "Asking:\n"
    "      --list-devices     the devices that portaudio can play on\n"
    "      --print-config     all options as they would be, as a file of options\n"
    "      --signals          what each signal does to a running rondo\n"
    "      --scan             how loud the FILEs are (EBU R128), with true peaks and\n"
    "                         what their ReplayGain tags say, as a table\n"
    "      --json             as JSON, with --scan\n"
    "  -h, --help             this text\n"
    "      --version          the version\n"
    "\n"
    "Keys:\n"
    "  Space          pause, resume        n, p           next, previous track\n"
    "  Left, Right    5 s back, forward    Up, Down       louder, softer\n"
    "  Ctrl-C         pause, resume        q              stop\n"
    "  Ctrl-C three times within 1.5 s     stop\n"
    "  s              the next step, with --step\n"
    "\n"
    "Exit status:\n"
    "  0  everything was played     3  no such output\n"
    "  1  some track failed         4  the system refused shared memory or queues\n"
    "  2  wrong usage\n";

const struct signal_row help_signals[HELP_SIGNALS] = {
    {SIGINT, false, "SIGINT", "pause, or resume; the third within 1.5 s stops"},
    {SIGHUP, false, "SIGHUP", "read options and playlists again; stop if the terminal is gone"},
    {SIGTERM, false, "SIGTERM", "fade out and stop"},
    {SIGQUIT, false, "SIGQUIT", "stop at once"},
    {SIGUSR1, false, "SIGUSR1", "next track"},
    {SIGUSR2, false, "SIGUSR2", "previous track"},
    {SIGTSTP, false, "SIGTSTP", "go silent and stop, as a job does"},
    {SIGCONT, false, "SIGCONT", "go on after that"},
    {SIGWINCH, false, "SIGWINCH", "draw the line again"},
    {SIGCHLD, false, "SIGCHLD", "look after the producer and the consumer"},
    {SIGPIPE, false, "SIGPIPE", "nothing"},
    {0, true, "SIGRTMIN+0", "seek forward SECONDS"},
    {1, true, "SIGRTMIN+1", "seek back SECONDS"},
    {2, true, "SIGRTMIN+2", "go to SECOND"},
    {3, true, "SIGRTMIN+3", "set the volume to PERCENT"},
    {4, true, "SIGRTMIN+4", "play track NUMBER"},
};

void help_write(FILE *file)
{
    fputs(help_text, file);
}

void help_write_signals(FILE *file)
{
    for (uint32_t i = 0; i < HELP_SIGNALS; i++)
        fprintf(file, "%-12s%s\n", help_signals[i].name, help_signals[i].what);
    fputs("\nThe last five carry a value: /bin/kill -s RTMIN+1 -q 30 PID seeks back 30 s.\n", file);
}
