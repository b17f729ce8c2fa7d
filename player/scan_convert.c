/*
 * scan_convert.c - what libsndfile does not know, decoded by ffmpeg to be measured.
 *
 * As in spool_convert.c, but all samples become floats: what is measured need not be bit for bit.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "player/scan_bench.h"
#include "player/spool_helper.h"

#define SOURCE "file:/proc/self/fd/0"

enum { MIB_SHIFT = 20 };

int scan_convert(int file, uint32_t limit_mib, struct process *ret_process, int *ret_memory,
                 int *ret_words)
{
    char *const argv[] = {"ffmpeg",
                          "-nostdin",
                          "-v",
                          "repeat+error",
                          "-protocol_whitelist",
                          "file",
                          "-i",
                          SOURCE,
                          "-map",
                          "0:a:0",
                          "-c:a",
                          "pcm_f32le",
                          "-rf64",
                          "auto",
                          "-f",
                          "wav",
                          "-y",
                          "file:/proc/self/fd/3",
                          NULL};
    int memory = memfd_create("rondo", MFD_CLOEXEC);
    int words = memfd_create("rondo", MFD_CLOEXEC);
    const struct spool_helper helper = {
        .argv = argv,
        .input = file,
        .output = words,
        .words = words,
        .memory = memory,
        .limit = (uint64_t)limit_mib << MIB_SHIFT,
    };
    int error = memory < 0 || words < 0 ? -errno : spool_helper_start(&helper, ret_process);

    if (error < 0) {
        close(memory);
        close(words);
        return error;
    }
    *ret_memory = memory;
    *ret_words = words;
    return 0;
}

/* The last line of what it said. */
static void last_words(int words, char *text, size_t size)
{
    off_t end = lseek(words, 0, SEEK_END);
    off_t from = end > (off_t)size - 1 ? end - (off_t)size + 1 : 0;
    ssize_t got = pread(words, text, size - 1, from);
    char *line;

    text[got > 0 ? got : 0] = '\0';
    while (got > 0 && text[got - 1] == '\n')
        text[--got] = '\0';
    line = strrchr(text, '\n');
    line = line ? line + 1 : text;
    if (strncmp(line, SOURCE ": ", strlen(SOURCE ": ")) == 0)
        line += strlen(SOURCE ": ");
    memmove(text, line, strlen(line) + 1);
}

int scan_convert_judge(const struct spawn_end *end, int words, const char *refusal, char *why,
                       size_t why_size)
{
    char said[256];

    last_words(words, said, sizeof(said));
    if (end->signal == 0 && end->status == 0)
        return 0;
    if (end->signal == SIGXFSZ)
        snprintf(why, why_size, "decoded it takes more memory than --spool-limit");
    else if (end->status == HELPER_NOT_FOUND)
        snprintf(why, why_size, "%s; for more formats install ffmpeg", refusal);
    else
        snprintf(why, why_size, "%s (ffmpeg: %s)", refusal, *said ? said : "it failed");
    return -EIO;
}
