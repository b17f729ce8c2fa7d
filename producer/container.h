/*
 * container.h - what a file's own headers say about its end, which libsndfile does not tell.
 */
#ifndef PRODUCER_CONTAINER_H
#define PRODUCER_CONTAINER_H

enum container_end {
    CONTAINER_WHOLE, /* nothing speaks against it */
    CONTAINER_CUT,   /* the headers promise more than there is, or the last page is not the last */
    CONTAINER_OPEN   /* no header tells the length: what there is, is all */
};

/*
 * `format` is SF_INFO's. The descriptor's place is put back as it was. A file that cannot be
 * read, and a format of which nothing is known here, is CONTAINER_WHOLE.
 */
enum container_end container_end(int file, int format);

#endif
