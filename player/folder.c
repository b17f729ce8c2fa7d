/*
 * folder.c - walks through a folder with fts(3), which knows where it has been.
 */
#include "player/folder.h"

#include <ctype.h>
#include <errno.h>
#include <fts.h>
#include <limits.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

/* What the producer decodes, then what ffmpeg does. */
const char *const folder_endings[] = {
    ".aif", ".aifc", ".aiff", ".au",  ".caf",  ".flac", ".mp1", ".mp2",  ".mp3", ".oga",
    ".ogg", ".opus", ".rf64", ".snd", ".voc",  ".w64",  ".wav", ".wave", ".3gp", ".aac",
    ".ac3", ".alac", ".amr",  ".ape", ".asf",  ".dsf",  ".dts", ".eac3", ".it",  ".m4a",
    ".m4b", ".mka",  ".mlp",  ".mod", ".mp4",  ".mpc",  ".mpp", ".ra",   ".s3m", ".shn",
    ".spx", ".tak",  ".thd",  ".tta", ".weba", ".webm", ".wma", ".wv",   ".xm",  NULL,
};

bool folder_is(const char *path)
{
    struct stat status;

    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

static bool is_audio(const char *name)
{
    const char *dot = strrchr(name, '.');

    for (int i = 0; dot && folder_endings[i]; i++)
        if (strcasecmp(dot, folder_endings[i]) == 0)
            return true;
    return false;
}

/* Numbers of any length, by their value; moves both texts behind them. */
static int compare_numbers(const char **left, const char **right)
{
    size_t a, b;
    int order;

    *left += strspn(*left, "0");
    *right += strspn(*right, "0");
    a = strspn(*left, "0123456789");
    b = strspn(*right, "0123456789");
    order = a == b ? strncmp(*left, *right, a) : a < b ? -1 : 1;
    *left += a;
    *right += b;
    return order;
}

int folder_compare(const char *left, const char *right)
{
    const char *a = left, *b = right;
    int order = 0;

    while (order == 0 && *a && *b) {
        if (isdigit((unsigned char)*a) && isdigit((unsigned char)*b))
            order = compare_numbers(&a, &b);
        else
            order = tolower((unsigned char)*a++) - tolower((unsigned char)*b++);
    }
    if (order == 0)
        order = (unsigned char)*a - (unsigned char)*b;
    return order != 0 ? order : strcmp(left, right);
}

static int compare_names(const FTSENT **left, const FTSENT **right)
{
    return folder_compare((*left)->fts_name, (*right)->fts_name);
}

/* 0, what `found` returned, or a negative errno. */
static int visit(FTS *walk, FTSENT *at, uint32_t *folders,
                 int (*found)(void *context, const char *path), void *context)
{
    if (at->fts_level > 0 && at->fts_name[0] == '.') {
        fts_set(walk, at, FTS_SKIP);
        return 0;
    }
    switch (at->fts_info) {
    case FTS_D:
        return ++*folders > FOLDER_MOST ? -ELOOP : 0;
    case FTS_DP:
    case FTS_DC:
        return 0;
    case FTS_DNR:
        return at->fts_level == 0 ? -at->fts_errno : found(context, at->fts_path);
    case FTS_ERR:
        return -at->fts_errno;
    default:
        return is_audio(at->fts_name) ? found(context, at->fts_path) : 0;
    }
}

int folder_walk(const char *path, int (*found)(void *context, const char *path), void *context)
{
    char root[PATH_MAX];
    char *const roots[] = {root, NULL};
    uint32_t folders = 0;
    int result = 0;
    FTSENT *at;
    FTS *walk;

    if (strlen(path) >= sizeof(root))
        return -ENAMETOOLONG;
    strcpy(root, path);
    walk = fts_open(roots, FTS_LOGICAL | FTS_NOCHDIR, compare_names);
    if (!walk)
        return -errno;
    errno = 0;
    while (result == 0 && (at = fts_read(walk)))
        result = visit(walk, at, &folders, found, context);
    if (result == 0)
        result = -errno;
    fts_close(walk);
    return result;
}
