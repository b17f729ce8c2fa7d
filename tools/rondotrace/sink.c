/*
 * sink.c - a file's content is gathered in memory, and takes the path only when it is whole.
 */
#include "tools/rondotrace/sink.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "tools/plot/replace.h"

int sink_open(const char *path, struct sink *ret_sink)
{
    struct sink *sink = ret_sink;

    *sink = (struct sink){.path = path};
    if (strcmp(path, "-") == 0)
        sink->file = stdout;
    else
        sink->file = open_memstream(&sink->bytes, &sink->size);
    return sink->file ? 0 : -ENOMEM;
}

static int close_stdout(void)
{
    int error = fflush(stdout) == 0 ? 0 : -errno;

    return error == 0 && ferror(stdout) ? -EIO : error;
}

int sink_close(struct sink *sink)
{
    bool failed;
    int error = 0;

    if (sink->file == stdout)
        return close_stdout();
    failed = ferror(sink->file);
    if (fclose(sink->file) != 0 || failed)
        error = -ENOMEM;
    if (error == 0)
        error = replace_file(sink->path, sink->bytes, sink->size);
    free(sink->bytes);
    return error;
}

void sink_drop(struct sink *sink)
{
    if (sink->file == stdout)
        return;
    fclose(sink->file);
    free(sink->bytes);
}
