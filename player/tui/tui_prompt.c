/*
 * tui_prompt.c - a line of UTF-8, edited at its end.
 */
#include "player/tui/tui_prompt.h"

#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "player/tui/tui_input.h"

enum { TAB = '\t', CTRL_U = 0x15, CTRL_W = 0x17, NAMES_MAX = 100000 };

void tui_prompt_begin(struct tui_prompt *prompt, enum tui_prompt_kind kind)
{
    *prompt = (struct tui_prompt){.kind = kind};
}

/* Without a zero; 0: it is no character. */
static size_t encode(uint32_t code, char bytes[4])
{
    static const uint32_t above[] = {0x7f, 0x7ff, 0xffff, 0x10ffff};
    static const uint8_t lead[] = {0, 0xc0, 0xe0, 0xf0};
    size_t more = 0;

    while (more < 4 && code > above[more])
        more++;
    if (more == 4 || code < ' ' || (code >= 0x7f && code <= 0x9f) ||
        (code >= 0xd800 && code <= 0xdfff))
        return 0;
    for (size_t i = more; i > 0; i--) {
        bytes[i] = (char)(0x80 | (code & 0x3f));
        code >>= 6;
    }
    bytes[0] = (char)(lead[more] | code);
    return more + 1;
}

static void cut(struct tui_prompt *prompt, size_t length)
{
    prompt->length = length;
    prompt->text[length] = '\0';
}

static bool append(struct tui_prompt *prompt, const char *text, size_t bytes)
{
    if (prompt->length + bytes >= TUI_PROMPT_MAX)
        return false;
    memcpy(prompt->text + prompt->length, text, bytes);
    cut(prompt, prompt->length + bytes);
    return bytes > 0;
}

static size_t before_character(const struct tui_prompt *prompt)
{
    size_t length = prompt->length;

    while (length > 0 && ((unsigned char)prompt->text[--length] & 0xc0) == 0x80)
        ;
    return length;
}

/* Blanks and slashes end words. */
static size_t before_word(const struct tui_prompt *prompt)
{
    size_t length = prompt->length;

    while (length > 0 && strchr(" /", prompt->text[length - 1]))
        length--;
    while (length > 0 && !strchr(" /", prompt->text[length - 1]))
        length--;
    return length;
}

enum tui_prompt_result tui_prompt_key(struct tui_prompt *prompt, uint32_t key)
{
    char bytes[4];

    switch (key) {
    case TUI_KEY_ENTER:
        return TUI_PROMPT_DONE;
    case TUI_KEY_ESCAPE:
        return TUI_PROMPT_GIVEN_UP;
    case TUI_KEY_BACKSPACE:
        if (prompt->length == 0)
            return TUI_PROMPT_GIVEN_UP;
        cut(prompt, before_character(prompt));
        return TUI_PROMPT_CHANGED;
    case CTRL_W:
        cut(prompt, before_word(prompt));
        return TUI_PROMPT_CHANGED;
    case CTRL_U:
        cut(prompt, 0);
        return TUI_PROMPT_CHANGED;
    case TAB:
        return prompt->kind == TUI_PROMPT_ADD && tui_prompt_complete(prompt) ? TUI_PROMPT_CHANGED
                                                                             : TUI_PROMPT_GOES_ON;
    default:
        return append(prompt, bytes, encode(key, bytes)) ? TUI_PROMPT_CHANGED : TUI_PROMPT_GOES_ON;
    }
}

static bool is_folder(const char *folder, const char *name)
{
    char path[2 * TUI_PROMPT_MAX];
    struct stat about;

    snprintf(path, sizeof(path), "%s%s", folder, name);
    return stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

/* What all names that begin with `part` have in common; how many there are. */
static unsigned common_of(const char *folder, const char *part, char common[NAME_MAX + 1])
{
    DIR *directory = opendir(*folder ? folder : ".");
    unsigned count = 0, seen = 0;
    struct dirent *entry;

    while (directory && (entry = readdir(directory)) && seen++ < NAMES_MAX) {
        size_t same = 0;

        if (strncmp(entry->d_name, part, strlen(part)) != 0 ||
            (entry->d_name[0] == '.' && *part != '.'))
            continue;
        if (count++ == 0)
            strcpy(common, entry->d_name);
        while (common[same] && common[same] == entry->d_name[same])
            same++;
        common[same] = '\0';
    }
    if (directory)
        closedir(directory);
    return count;
}

static void expand_home(struct tui_prompt *prompt)
{
    const char *home = getenv("HOME");
    char rest[TUI_PROMPT_MAX];

    if (!home || strncmp(prompt->text, "~/", 2) != 0 ||
        strlen(home) + prompt->length >= TUI_PROMPT_MAX)
        return;
    strcpy(rest, prompt->text + 1);
    cut(prompt, 0);
    append(prompt, home, strlen(home));
    append(prompt, rest, strlen(rest));
}

bool tui_prompt_complete(struct tui_prompt *prompt)
{
    char folder[TUI_PROMPT_MAX], common[NAME_MAX + 1] = "";
    const char *slash, *part;
    size_t length;
    unsigned count;

    expand_home(prompt);
    length = prompt->length;
    slash = strrchr(prompt->text, '/');
    part = slash ? slash + 1 : prompt->text;
    snprintf(folder, sizeof(folder), "%.*s", (int)(part - prompt->text), prompt->text);
    count = common_of(folder, part, common);
    if (count == 0)
        return false;
    append(prompt, common + strlen(part), strlen(common) - strlen(part));
    if (count == 1 && is_folder(folder, common))
        append(prompt, "/", 1);
    return prompt->length > length;
}
