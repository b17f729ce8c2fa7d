/*
 * preload.h - what makes a decoder misbehave under preload.c.
 */
#ifndef TESTS_E2E_PRELOAD_H
#define TESTS_E2E_PRELOAD_H

#define PRELOAD_ORDER "BREAK OUT, PLEASE"

#endif
