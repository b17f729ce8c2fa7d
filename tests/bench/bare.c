/*
 * bare.c - the least that decoding a file takes: one loop around libsndfile, into one buffer.
 */
#include <sndfile.h>
#include <stdio.h>

enum { FRAMES = 4096, CHANNELS_MAX = 8 };

int main(int argc, char **argv)
{
    static short samples[FRAMES * CHANNELS_MAX];
    SF_INFO info = {0};
    SNDFILE *file = argc == 2 ? sf_open(argv[1], SFM_READ, &info) : NULL;

    if (!file || info.channels > CHANNELS_MAX) {
        fprintf(stderr, "usage: bare FILE\n");
        return 2;
    }
    while (sf_readf_short(file, samples, FRAMES) > 0)
        ;
    return sf_close(file);
}
