/*
 * help.c - what --help prints.
 */
#include "tools/rondotrace/command.h"

void command_help(FILE *out)
{
    fputs("Usage: rondotrace [OPTION]...\n"
          "Shows what the processes of a rondo did last, from its flight recorder.\n\n"
          "  -n, --name NAME        the instance; without it, \"default\"\n"
          "  --wait                 first wait until its player has ended, in whatever way;\n"
          "                         Ctrl-C: show what there is so far\n\n"
          "Which events, in seconds since the first one, or, below 0, before the last one:\n"
          "  --since SECONDS        none before that\n"
          "  --until SECONDS        none after that\n"
          "  --role ROLE            only of the producer, consumer or player (lines, CSV)\n"
          "  --last N               only the last N of them (lines, CSV)\n\n"
          "How; as lines, if nothing else is asked for:\n"
          "  --clock                times as CLOCK_MONOTONIC has them (lines, Chrome)\n"
          "  --meaning              say what each step means (lines)\n"
          "  --csv FILE             all there is to know; - is standard output\n"
          "  --decode-times FILE    for how long each block was being filled, in ms\n"
          "  --chrome FILE          trace JSON for Perfetto (ui.perfetto.dev)\n"
          "  --plot KIND FILE       draws into FILE.svg, FILE.png, or data into FILE.csv:\n"
          "      fill               FREE and FILLED over time, underruns, kills, restarts\n"
          "      latency            how long blocks were in the ring\n"
          "      sequence           who did what when, in a short time:\n"
          "  --from SECONDS         where it begins; without it, shortly before the last\n"
          "                         kill or underrun, or at the end\n"
          "  --for SECONDS          how long it is; without it, 0.5\n"
          "  --help, --version\n\n"
          "Exit status: 0 done, 1 something could not be written, 2 wrong usage, 3 no such\n"
          "instance.\n",
          out);
}
