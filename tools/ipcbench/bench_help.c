/*
 * bench_help.c - what ipcbench --help says.
 */
#include "tools/ipcbench/bench_options.h"

void bench_help(FILE *out)
{
    fputs("Usage: ipcbench [OPTION]...\n"
          "Hands the same blocks of sound from one process to another in every way that Linux\n"
          "has, checks each of them, and measures how many go, what they cost and how long they\n"
          "take.\n\n"
          "  --transport LIST  only these of: ring (Rondo's own), pipe, fifo, unix-stream,\n"
          "                    unix-datagram, unix-seqpacket, tcp, sysv-queue, posix-queue,\n"
          "                    futex (a lock-free ring, the limit)\n"
          "  --size LIST       bytes of a block, from 16 to 256K; without it\n"
          "                    64,256,1K,4K,16K,64K\n"
          "  --seconds S       for each of two measurements per transport and size, in three\n"
          "                    rounds; without it 0.15, and the whole takes about 25 s\n"
          "  --blocks N        so many blocks in each round instead, up to 100000\n"
          "  --cpus A,B        the sender on processor A, the receiver on B\n"
          "  --sound FILE      the sound: the samples of a WAV file, or the bytes of any other,\n"
          "                    up to 8 MiB; without it random bytes, always the same.\n"
          "                    rondo -q -o wav:FILE samples/audio/rondo.flac makes one\n"
          "  --json            prints JSON, which ipcbench.schema.json describes\n"
          "  --plot DIR        also draws throughput, latency, latency-p99 and cpu there, each\n"
          "                    as .svg, .png and .csv\n"
          "  --help, --version\n\n"
          "Exit status: 0 done, though the system may have refused some transports; 1 a block\n"
          "came wrong or not at all, or the output could not be written; 2 wrong usage; 3 the\n"
          "system refused all transports. A signal that ends it is its end, as usual.\n",
          out);
}
