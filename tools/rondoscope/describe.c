/*
 * describe.c - the instance, its set and its processes as JSON; describe_ring.c does the rest.
 */
#include "tools/rondoscope/describe.h"

#include <json-c/json.h>

#include "tools/rondoscope/describe_parts.h"
#include "tools/rondoscope/event_text.h"
#include "tools/rondoscope/signames.h"

void describe_add(struct json_object *to, const char *name, struct json_object *value)
{
    json_object_object_add(to, name, value);
}

void describe_text(struct json_object *to, const char *name, const char *text)
{
    describe_add(to, name, json_object_new_string(text));
}

void describe_number(struct json_object *to, const char *name, int64_t number)
{
    describe_add(to, name, json_object_new_int64(number));
}

void describe_count(struct json_object *to, const char *name, uint64_t count)
{
    describe_add(to, name, json_object_new_uint64(count));
}

void describe_bool(struct json_object *to, const char *name, bool value)
{
    describe_add(to, name, json_object_new_boolean(value));
}

void describe_object(struct json_object *to, const struct picture_object *object)
{
    char key[16];

    snprintf(key, sizeof(key), "0x%08x", (unsigned)object->key);
    describe_number(to, "id", object->id);
    describe_text(to, "key", key);
    describe_bool(to, "there", object->there);
}

/* null: nobody. */
void describe_person(struct json_object *to, const char *name, const struct picture *picture,
                     pid_t pid)
{
    struct json_object *person = NULL;

    if (pid > 0) {
        person = json_object_new_object();
        describe_number(person, "pid", pid);
        describe_text(person, "role", picture_who(picture, pid));
    }
    describe_add(to, name, person);
}

/* null: not known. */
static void add_count(struct json_object *to, const char *name, int count)
{
    describe_add(to, name, count < 0 ? NULL : json_object_new_int64(count));
}

static void add_measure(struct json_object *to, const char *name, double value)
{
    char text[32];

    snprintf(text, sizeof(text), "%.3f", value);
    describe_add(to, name, value < 0 ? NULL : json_object_new_double_s(value, text));
}

static void add_semaphores(struct json_object *to, const struct picture *picture)
{
    struct json_object *list = json_object_new_array();

    for (int i = 0; i < SEM_COUNT; i++) {
        const struct picture_semaphore *semaphore = &picture->semaphore[i];
        struct json_object *one = json_object_new_object();

        describe_text(one, "name", semset_name((enum sem_index)i));
        describe_number(one, "value", semaphore->value);
        add_count(one, "waiting_grow", semaphore->grow);
        add_count(one, "waiting_zero", semaphore->zero);
        describe_person(one, "last", picture, semaphore->last);
        json_object_array_add(list, one);
    }
    describe_add(to, "semaphores", list);
}

static void add_set_of_signals(struct json_object *to, const char *name, uint64_t set)
{
    struct json_object *list = json_object_new_array();
    char text[16];

    for (int number = 1; number <= 64; number++) {
        if (!(set >> (number - 1) & 1))
            continue;
        signames_one(number, text, sizeof(text));
        json_object_array_add(list, json_object_new_string(text));
    }
    describe_add(to, name, list);
}

static void add_signals(struct json_object *to, const struct picture_process *process)
{
    struct json_object *signals = NULL;

    if (process->seen) {
        signals = json_object_new_object();
        add_set_of_signals(signals, "pending", process->pending);
        add_set_of_signals(signals, "blocked", process->blocked);
        add_set_of_signals(signals, "ignored", process->ignored);
        add_set_of_signals(signals, "caught", process->caught);
    }
    describe_add(to, "signals", signals);
}

static void add_debts(struct json_object *to, const struct picture_debts *debts)
{
    struct json_object *list = json_object_new_object();

    for (int i = 0; i < SEM_COUNT; i++)
        if (debts->value[i] != 0)
            describe_number(list, semset_name((enum sem_index)i), debts->value[i]);
    describe_add(to, "debts", list);
}

static struct json_object *process_of(const struct picture *picture, enum flight_role role)
{
    const struct picture_process *process = &picture->process[role];
    struct json_object *one = json_object_new_object();
    char state[2] = {process->state, '\0'}, word[EVENT_TEXT_MAX] = "";

    describe_text(one, "role", flight_role_name(role));
    describe_add(one, "pid", process->pid > 0 ? json_object_new_int64(process->pid) : NULL);
    describe_bool(one, "seat_taken", process->taken);
    describe_add(one, "state", process->seen ? json_object_new_string(state) : NULL);
    add_count(one, "threads", process->seen ? (int)process->threads : PICTURE_UNKNOWN);
    add_measure(one, "wakeups", process->seen ? process->wakeups : -1);
    add_measure(one, "cpu", process->seen ? process->cpu : -1);
    add_signals(one, process);
    add_debts(one, &process->debts);
    if (process->spoke)
        event_text_word(&process->word, word);
    describe_add(one, "does", process->spoke ? json_object_new_string(word) : NULL);
    return one;
}

static void add_processes(struct json_object *to, const struct picture *picture)
{
    struct json_object *list = json_object_new_array();

    for (int role = 0; role < FLIGHT_ROLES; role++)
        json_object_array_add(list, process_of(picture, (enum flight_role)role));
    describe_add(to, "processes", list);
}

static void add_pace(struct json_object *to, uint32_t pace)
{
    struct json_object *of = json_object_new_object();

    describe_text(of, "kind",
                  pace == RING_PACE_NONE   ? "none"
                  : pace == RING_PACE_TURN ? "turns"
                                           : "time");
    describe_number(of, "ms", pace == RING_PACE_TURN ? 0 : pace);
    describe_add(to, "pace", of);
}

struct json_object *describe(const struct picture *picture, const struct recent *recent)
{
    struct json_object *all = json_object_new_object();

    describe_text(all, "rondoscope", RONDO_VERSION);
    describe_text(all, "name", picture->name);
    describe_text(all, "state", picture_state_name(picture->state));
    describe_bool(all, "paused", picture->values.value[SEM_PAUSED] > 0);
    describe_bool(all, "fading", picture->fading);
    describe_number(all, "epoch", picture->epoch);
    describe_number(all, "volume", picture->volume);
    add_pace(all, picture->pace);
    describe_ring(all, picture);
    add_semaphores(all, picture);
    add_processes(all, picture);
    describe_objects(all, picture);
    describe_events(all, picture, recent);
    return all;
}
