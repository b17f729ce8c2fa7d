/*
 * rondoctl_doctor.h - lists this user's instances and their objects, explains, and reaps.
 */
#ifndef TOOLS_RONDOCTL_DOCTOR_H
#define TOOLS_RONDOCTL_DOCTOR_H

#include <stdbool.h>
#include <stdio.h>

/* What was found. The values are rondoctl's exit statuses. */
enum rondoctl_doctor_result {
    RONDOCTL_DOCTOR_CLEAN = 0,   /* nothing dead is there any more */
    RONDOCTL_DOCTOR_DEAD = 1,    /* something dead is there */
    RONDOCTL_DOCTOR_REFUSED = 3, /* the runtime directory, or System V IPC, is closed to us */
};

/* With `reap`, removes what is dead and says each removal. A refusal goes to `err`, one line. */
enum rondoctl_doctor_result rondoctl_doctor(bool reap, FILE *out, FILE *err);

#endif
