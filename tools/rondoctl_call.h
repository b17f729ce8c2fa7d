/*
 * rondoctl_call.h - one request to an instance, and what became of it.
 */
#ifndef TOOLS_RONDOCTL_CALL_H
#define TOOLS_RONDOCTL_CALL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct json_object;

/* What became of it. The values are rondoctl's exit statuses. */
enum rondoctl_result {
    RONDOCTL_DONE = 0,
    RONDOCTL_REFUSED = 1,     /* the player said no */
    RONDOCTL_NO_INSTANCE = 3, /* no player of that name, or none that this user may talk to */
    RONDOCTL_NO_ANSWER = 4    /* the player did not answer, or not end, in time */
};

struct rondoctl_call {
    const char *instance;
    const char *verb;
    const char *argument; /* NULL: none */
    bool ends;            /* the verb ends the player: it is done when the process has ended */
    bool asks;            /* the verb asks for the status */
    uint32_t timeout_ms;  /* for all of it */
};

/*
 * Sends the request and sleeps until it is done. *ret_status is the reply's status where
 * call->asks, the caller's to put; else untouched. Where the result is not RONDOCTL_DONE,
 * why[why_size] has one line, which may hold what a file's name or tags hold.
 */
enum rondoctl_result rondoctl_call(const struct rondoctl_call *call,
                                   struct json_object **ret_status, char *why, size_t why_size);

/*
 * Says why no player of that name was found: -ENOENT, and then those that run are named, or
 * another negative errno as from instance_open_queues(). Returns RONDOCTL_NO_INSTANCE.
 */
enum rondoctl_result rondoctl_call_no_instance(const char *name, int error, char *why,
                                               size_t why_size);

#endif
