/*
 * tui_facts.h - what the player said last of itself and of what it plays.
 */
#ifndef PLAYER_TUI_FACTS_H
#define PLAYER_TUI_FACTS_H

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>

enum { TUI_FACTS_TEXT = 512 };

struct tui_facts {
    bool known;
    bool playing, lost; /* it plays; its device is gone */
    bool stepping;
    bool shuffle;
    char repeat[8];      /* "off", "one", "all" */
    uint32_t news, said; /* counts of changes, and of messages */
    uint32_t revision;   /* of the list */
    uint32_t tracks, track;
    uint32_t volume;
    uint32_t slow;
    uint32_t underruns, restarts;
    double loop_from, loop_to; /* seconds; to 0: none */
    char output[TUI_FACTS_TEXT];

    bool placed;     /* there is a track: */
    uint32_t handed; /* its number in the ring */
    double position; /* seconds */
    double duration; /* 0: nobody knows */
    uint64_t frames; /* 0: nobody knows */
    uint32_t rate;   /* 0: not opened yet */
    uint32_t channels;
    char file[PATH_MAX];
    char title[TUI_FACTS_TEXT], artist[TUI_FACTS_TEXT], album[TUI_FACTS_TEXT];
    char codec[64], format[16];
    char progress[TUI_FACTS_TEXT]; /* how far it has been fetched or converted; "": it is not waited
                                      for */
    char station[TUI_FACTS_TEXT];  /* of an internet radio */
};

struct json_object;

/* From the `status` of an answer; what it lacks is 0 or "". */
void tui_facts_read(struct tui_facts *facts, struct json_object *status);

/*
 * The `status` of an answer, which the caller puts; NULL: it was refused, and why[] says why, or is
 * empty where it makes no sense.
 */
struct json_object *tui_facts_status(const char *answer, char *why, uint32_t why_size);

/* Members of an object: 0, "" or false where there is none of that kind. */
int64_t tui_facts_integer(struct json_object *object, const char *name);
double tui_facts_number(struct json_object *object, const char *name);
const char *tui_facts_text(struct json_object *object, const char *name);
bool tui_facts_bool(struct json_object *object, const char *name);

#endif
