/*
 * fuzz_instance.c - any bytes as an instance's file: a record that is taken is one that could have
 * been written, and reads the same again.
 */
#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "shmring/instance_file.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static int file = -1;
    struct instance_record record, again;

    if (instance_parse((const char *)data, size, &record) < 0)
        return 0;
    assert(record.pid > 0 && record.project > 0 && record.project + INSTANCE_KEYS - 1 <= 255);
    assert(record.segment >= -1 && record.set >= -1);
    assert(record.requests >= -1 && record.replies >= -1);
    if (file < 0)
        file = memfd_create("record", MFD_CLOEXEC);
    assert(instance_file_write(file, &record) == 0);
    assert(instance_file_read(file, &again) == 0);
    assert(memcmp(&record, &again, sizeof(record)) == 0);
    return 0;
}
