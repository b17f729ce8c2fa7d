/*
 * command_help.c - what --help prints.
 */
#include "tools/ringsim/command.h"

static const char help_text[] =
    "Usage: ringsim [run] [OPTION]...     how often does this ring run dry?\n"
    "       ringsim size [OPTION]...      how large must it be?\n"
    "Simulates the producer, the ring and the device of rondo, with faults.\n"
    "\n"
    "What is simulated:\n"
    "  --decode DIST            time to decode a block (const:1)\n"
    "  --latency MS             sound that the device holds, 10 to 1000 (80)\n"
    "  --period MS              what it takes at once (10)\n"
    "  --jitter MS              how late the consumer wakes up, at most (0)\n"
    "  --block MS               sound in a block, 10 to 1000 (80)\n"
    "  --producer-timeout MS    a stopped producer is killed after that (10000)\n"
    "\n"
    "Faults, at random:\n"
    "  --stall RATE:DIST        the disk gives nothing for so long\n"
    "  --stop RATE[:DIST]       the producer is stopped; without DIST for good\n"
    "  --kill RATE[:DIST]       it is killed; the next one needs so long to start\n"
    "  --kill-consumer RATE[:DIST]  the same for the consumer\n"
    "  --restart DIST           a start whose DIST is not said (const:20)\n"
    "or as planned:\n"
    "  --schedule FILE          lines AT_MS stop|kill|stall|kill-consumer [MS],\n"
    "                           counted from the first sound (only run)\n"
    "\n"
    "  RATE  a number an hour, or with /s /min /h /day /year behind it\n"
    "  DIST  in ms: const:MS  uniform:LOW:HIGH  exp:MEAN  lognormal:MEDIAN:SIGMA\n"
    "        pareto:MIN:ALPHA  trace:FILE, a number a line or a table (CSV)\n"
    "  --column NAME            the column of tables; without it, the first\n"
    "\n"
    "run:\n"
    "  --buffer SECONDS         as rondo's, 0.5 to 60 (5)\n"
    "  --hours HOURS            simulated, up to 1000000 (1000)\n"
    "  --plot FILE.svg|png|csv  how full the ring is, around the first underrun\n"
    "  --window FROM+FOR        or in these seconds\n"
    "size:\n"
    "  --underruns-per-year N   the goal, from 0.05 (1)\n"
    "  --years YEARS            simulated for each size (10 divided by N; 100, if\n"
    "                           each block takes the same to decode)\n"
    "  --plot FILE.svg|png|csv  underruns a year by the ring's size\n"
    "both:\n"
    "  --seed N                 the same seed, the same result (1)\n"
    "  --json                   one JSON object\n"
    "  --help, --version\n"
    "\n"
    "Exit status: 0 done, 1 no ring is large enough or something could not be\n"
    "written, 2 wrong usage.\n";

void command_help(FILE *file)
{
    fputs(help_text, file);
}
