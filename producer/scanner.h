/*
 * scanner.h - the scanner's work: requests in, tags and loudness out.
 */
#ifndef PRODUCER_SCANNER_H
#define PRODUCER_SCANNER_H

/* Works off what comes through the socket until the player closes it (0), or a negative errno. */
int scanner_run(int socket);

#endif
