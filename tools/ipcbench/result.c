/*
 * result.c - figures derived from what was counted.
 */
#include "tools/ipcbench/result.h"

#include <stdio.h>
#include <string.h>

const struct result *result_find(const struct results *results, const struct transport *transport,
                                 uint32_t size)
{
    for (size_t i = 0; i < results->count; i++)
        if (results->cell[i].transport == transport && results->cell[i].size == size)
            return &results->cell[i];
    return NULL;
}

double result_blocks_per_s(const struct result *result)
{
    return (double)result->flow.blocks * 1e9 / (double)result->flow.elapsed_ns;
}

double result_mib_per_s(const struct result *result)
{
    return result_blocks_per_s(result) * result->size / (1 << 20);
}

double result_cpu_us_per_block(const struct result *result)
{
    return (double)(result->flow.cpu_ns[TRANSPORT_SENDER] +
                    result->flow.cpu_ns[TRANSPORT_RECEIVER]) /
           1e3 / (double)result->flow.blocks;
}

double result_cpu_ms_per_gib(const struct result *result)
{
    return result_cpu_us_per_block(result) / 1e3 * (1 << 30) / result->size;
}

double result_sleeps_per_1000(const struct result *result)
{
    return (double)result->flow.sleeps * 1e3 / (double)result->flow.blocks;
}

void result_size_text(uint32_t size, char ret_text[RESULT_SIZE_TEXT])
{
    if (size % 1024 == 0)
        snprintf(ret_text, RESULT_SIZE_TEXT, "%u KiB", size / 1024);
    else
        snprintf(ret_text, RESULT_SIZE_TEXT, "%u B", size);
}

void result_reason(const struct result *result, char *text, size_t size)
{
    snprintf(text, size, "%s (it needs %s)", strerror(-result->refused), result->transport->limits);
}
