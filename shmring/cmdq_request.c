/*
 * cmdq_request.c - what a request says: "PID ID VERB ARGUMENTS".
 *
 * The text comes from any program that can open the queue, so nothing in it is believed: it
 * is a slice of bytes, every word is measured before it is copied, and the result is written
 * only when all of it is right.
 */
#include <errno.h>
#include <string.h>

#include "shmring/cmdq_message.h"

struct slice {
    const char *text;
    size_t bytes;
};

static const struct {
    const char *verb;
    enum cmdq_urgency urgency;
} urgent[] = {
    {.verb = "stop", .urgency = CMDQ_STOP},          {.verb = "quit", .urgency = CMDQ_STOP},
    {.verb = "play", .urgency = CMDQ_TRANSPORT},     {.verb = "pause", .urgency = CMDQ_TRANSPORT},
    {.verb = "toggle", .urgency = CMDQ_TRANSPORT},   {.verb = "next", .urgency = CMDQ_TRANSPORT},
    {.verb = "previous", .urgency = CMDQ_TRANSPORT}, {.verb = "seek", .urgency = CMDQ_TRANSPORT},
    {.verb = "volume", .urgency = CMDQ_TRANSPORT},
};

enum cmdq_urgency cmdq_urgency(const char *verb)
{
    for (size_t i = 0; i < sizeof(urgent) / sizeof(urgent[0]); i++)
        if (strcmp(verb, urgent[i].verb) == 0)
            return urgent[i].urgency;
    return CMDQ_OTHER;
}

bool cmdq_word_valid(const char *text, size_t bytes)
{
    if (bytes == 0 || bytes > CMDQ_ID_MAX)
        return false;
    for (size_t i = 0; i < bytes; i++)
        if (text[i] <= ' ' || text[i] > '~' || text[i] == '"' || text[i] == '\\')
            return false;
    return true;
}

/* Takes what stands before the first space, and that space, off the front. */
static struct slice take_word(struct slice *rest)
{
    const char *space = memchr(rest->text, ' ', rest->bytes);
    struct slice word = {rest->text, space ? (size_t)(space - rest->text) : rest->bytes};
    size_t taken = word.bytes + (space ? 1 : 0);

    rest->text += taken;
    rest->bytes -= taken;
    return word;
}

/* A process id in decimal, without sign and leading zero; 0 where it is none. */
static pid_t parse_pid(struct slice word)
{
    int64_t pid = 0;

    if (word.bytes == 0 || word.text[0] == '0')
        return 0;
    for (size_t i = 0; i < word.bytes; i++) {
        if (word.text[i] < '0' || word.text[i] > '9')
            return 0;
        pid = pid * 10 + (word.text[i] - '0');
        if (pid > INT32_MAX)
            return 0;
    }
    return (pid_t)pid;
}

static void copy(char *to, struct slice from)
{
    memcpy(to, from.text, from.bytes);
    to[from.bytes] = '\0';
}

int cmdq_parse(const char *text, size_t bytes, struct cmdq_request *ret_request)
{
    struct slice rest = {text, bytes};
    struct slice id, verb;
    pid_t client;

    if (bytes == 0 || bytes >= CMDQ_TEXT_MAX || memchr(text, '\0', bytes))
        return -EBADMSG;
    if (text[bytes - 1] == '\n')
        rest.bytes--;
    client = parse_pid(take_word(&rest));
    id = take_word(&rest);
    verb = take_word(&rest);
    if (client == 0 || !cmdq_word_valid(id.text, id.bytes) ||
        !cmdq_word_valid(verb.text, verb.bytes))
        return -EBADMSG;
    ret_request->client = client;
    copy(ret_request->id, id);
    copy(ret_request->verb, verb);
    copy(ret_request->arguments, rest);
    return 0;
}
