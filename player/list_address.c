/*
 * list_address.c - lists that lie at addresses, and what their entries mean there.
 *
 * Who serves a list is not to be trusted with this machine: its entries are addresses, whatever
 * they look like, and nothing else.
 */
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "player/list_text.h"

static const struct type {
    const char *name;
    const char *ending;
} types[] = {
    {"audio/x-mpegurl", ".m3u"},       {"audio/mpegurl", ".m3u"},
    {"application/x-mpegurl", ".m3u"}, {"application/mpegurl", ".m3u"},
    {"audio/x-scpls", ".pls"},         {"application/vnd.apple.mpegurl", ".m3u"},
    {"audio/scpls", ".pls"},           {"application/pls+xml", ".pls"},
    {"application/xspf+xml", ".xspf"},
};

static const char *ending_of_type(const char *type)
{
    size_t length = strcspn(type, "; \t\r\n");

    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
        if (strlen(types[i].name) == length && strncasecmp(type, types[i].name, length) == 0)
            return types[i].ending;
    return NULL;
}

/* The bytes of an address before its query and fragment. */
static size_t path_bytes(const char *address)
{
    return strcspn(address, "?#");
}

static const char *ending_of_name(const char *address)
{
    static const char *const endings[] = {".m3u", ".m3u8", ".pls", ".xspf", ".cue"};
    size_t length = path_bytes(address);

    for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
        size_t bytes = strlen(endings[i]);

        if (length > bytes && strncasecmp(address + length - bytes, endings[i], bytes) == 0)
            return endings[i];
    }
    return NULL;
}

bool list_at_address(const char *address, const char *type, char *name, size_t size)
{
    const char *ending = ending_of_type(type);

    if (!ending)
        ending = ending_of_name(address);
    return ending && (size_t)snprintf(name, size, "%.*s#%s", (int)strcspn(address, "#"), address,
                                      ending) < size;
}

bool list_is_hls(const char *text, size_t bytes)
{
    return memmem(text, bytes, "#EXT-X-TARGETDURATION", 21) != NULL ||
           memmem(text, bytes, "#EXT-X-STREAM-INF", 17) != NULL;
}

/* Up to the last slash that is behind the host. */
static size_t folder_bytes(const char *address, size_t host)
{
    size_t bytes = path_bytes(address);

    while (bytes > host && address[bytes - 1] != '/')
        bytes--;
    return bytes;
}

static bool is_fetchable(const char *address)
{
    return strncasecmp(address, "http://", 7) == 0 || strncasecmp(address, "https://", 8) == 0;
}

/* So many bytes of the base, these between, and the reference, with what is no part of an address
 * as %XX. */
static int write_address(const char *base, size_t kept, const char *between, const char *reference,
                         char *address, size_t size)
{
    size_t used = (size_t)snprintf(address, size, "%.*s%s", (int)kept, base, between);

    for (; *reference && used + 4 < size; reference++) {
        uint8_t byte = (uint8_t)*reference;
        bool plain = byte > ' ' && byte < 0x7f && !strchr("\"<>\\^`{|}", byte);

        used += (size_t)snprintf(address + used, size - used, plain ? "%c" : "%%%02X", byte);
    }
    return *reference || used + 4 >= size ? -ENAMETOOLONG : 0;
}

int list_resolve(const char *base, const char *reference, char *address, size_t size)
{
    const char *host = strstr(base, "://");
    const char *between = "";
    size_t kept = 0; /* bytes of the base */

    if (!host || (list_has_scheme(reference) && !is_fetchable(reference)))
        return -EINVAL;
    if (list_has_scheme(reference))
        kept = 0;
    else if (strncmp(reference, "//", 2) == 0)
        kept = (size_t)(host + 1 - base);
    else if (*reference == '/')
        kept = (size_t)(host + 3 - base) + strcspn(host + 3, "/?#");
    else if (*reference == '?')
        kept = path_bytes(base);
    else
        kept = folder_bytes(base, (size_t)(host + 3 - base));
    if (kept == (size_t)(host + 3 - base)) { /* nothing is behind the host */
        kept = path_bytes(base);
        between = "/";
    }
    return write_address(base, kept, between, reference, address, size);
}
