/*
 * rondoctl_verbs.h - what rondoctl can be told, one row a verb.
 */
#ifndef TOOLS_RONDOCTL_VERBS_H
#define TOOLS_RONDOCTL_VERBS_H

#include <stdbool.h>

struct rondoctl_verb {
    const char *name;
    const char *argument; /* as the help shows it; NULL: it takes none */
    const char *does;
    const char *option; /* an argument that is not sent, and may be left out */
    bool optional;      /* its argument is sent, but may be left out */
    unsigned words;     /* so many are sent; 0: one if it has an argument that is sent */
    bool path;          /* the last one is a path, and sent with the folder before it */
    bool many;          /* there may be several paths, each for a request of its own, */
    bool backwards;     /* of which the last is sent first */
    bool ends;          /* the player */
    bool asks;          /* for the status */
    bool lists;         /* for what is in the list, page by page */
    bool looks;         /* for instances, itself: nothing is sent */
};

/* In the order of the help; the last one has no name. */
extern const struct rondoctl_verb rondoctl_verbs[];

#endif
