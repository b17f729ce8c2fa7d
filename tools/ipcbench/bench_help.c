/*
 * bench_help.c - what ipcbench --help says.
 */
#include "tools/ipcbench/bench_options.h"

void bench_help(FILE *out)
{
    fputs("Usage: ipcbench [OPTION]...\n"
          "Hands the same blocks of sound from one process to another in every way that\n"
          "Linux has, checks each of them, and measures how many go, what they cost and how\n"
          "long they take.\n\n"
          "  --transport LIST  only these of: ring (Rondo's own), pipe, fifo, unix-stream,\n"
          "                    unix-datagram, unix-seqpacket, tcp, sysv-queue, posix-queue,\n"
          "                    futex (a lock-free ring, the limit)\n"
          "  --size LIST       bytes of a block, from 16 to 256K; without it\n"
          "                    64,256,1K,4K,16K,64K\n"
          "  --seconds S       for each of two measurements per transport and size, in\n"
          "                    three rounds; without it 0.15, which takes about 25 s\n"
          "  --blocks N        so many blocks in each round instead, up to 100000\n"
          "  --cpus A,B        the sender on processor A, the receiver on B\n"
          "  --sound FILE      the sound: the samples of a WAV file, or the bytes of any\n"
          "                    other, up to 8 MiB; without it the same random bytes.\n"
          "                    rondo -q -o wav:FILE samples/audio/rondo.flac makes one\n"
          "  --json            prints JSON, which ipcbench.schema.json describes\n"
          "  --plot DIR        also draws throughput, latency, latency-p99 and cpu there,\n"
          "                    each as .svg, .png and .csv\n"
          "  --help, --version\n\n"
          "Exit status: 0 done, though the system may have refused some transports; 1 a\n"
          "block came wrong or not at all, or the output could not be written; 2 wrong\n"
          "usage; 3 the system refused all transports. A signal that ends it is its end,\n"
          "as usual.\n",
          out);
}
