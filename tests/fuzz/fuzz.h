/*
 * fuzz.h - what every fuzz_NAME.c defines, and libFuzzer calls with one input after the other.
 *
 * A finding is whatever AddressSanitizer or UndefinedBehaviorSanitizer report, a failed assert(),
 * and an input that takes too long.
 */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
