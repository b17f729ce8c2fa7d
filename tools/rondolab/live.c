/*
 * live.c - starts the real player, and asks it.
 *
 * The folder holds all that it needs: the sound, the recording, its messages. The player dies with
 * the lab (PR_SET_PDEATHSIG), or at the guardian's hand; its children then clean up, and what is
 * left after a kill of all of them the guardian reaps.
 */
#include "tools/rondolab/live.h"

#include <errno.h>
#include <json-c/json.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tools/rondoctl_call.h"
#include "tools/rondolab/await.h"
#include "tools/rondolab/live_program.h"
#include "tools/rondolab/sound.h"

static bool ended(struct live *live)
{
    if (live->pid == 0)
        return true;
    if (waitpid(live->pid, NULL, WNOHANG) != live->pid)
        return false;
    guardian_forget(live->trial->guardian, GUARDIAN_PROCESS, live->pid);
    live->pid = 0;
    return true;
}

/* It has made all objects, the replies last, and its record says so. */
static bool attach(struct live *live)
{
    struct instance_record record;

    if (live->ring)
        return true;
    if (instance_read(LIVE_NAME, &record) < 0 || record.pid != live->pid || record.replies < 0)
        return false;
    if (ring_attach(record.segment, record.set, true, &live->ring) < 0)
        return false;
    live->record = record;
    return true;
}

static int await_sound(struct live *live)
{
    struct await await = await_begin();
    int error = 0;

    while (error == 0 && !(attach(live) && ring_heard(live->ring).total > 0)) {
        if (ended(live))
            return live_program_refuse(live->trial);
        error = await_tick(&await);
    }
    return error;
}

int live_start(struct trial *trial, const char *const options[LIVE_OPTIONS_MAX],
               struct live *ret_live)
{
    struct live live = {.trial = trial};
    int error = live_program_prepare(trial);

    if (error == 0)
        error = live_program_start(trial, options, &live.pid);
    if (error < 0)
        return error;
    error = await_sound(&live);
    if (error < 0) {
        live_close(&live);
        return error == -ETIMEDOUT ? trial_refuse(trial, error, "the real player") : error;
    }
    *ret_live = live;
    return 0;
}

void live_end(struct live *live)
{
    const struct rondoctl_call call = {
        .instance = LIVE_NAME, .verb = "quit", .timeout_ms = LIVE_ANSWER_MS};
    struct await await = await_begin();
    char why[CMDQ_TEXT_MAX];

    if (live->pid == 0)
        return;
    kill(live->pid, SIGCONT);
    rondoctl_call(&call, NULL, why, sizeof(why));
    while (!ended(live))
        if (await_tick(&await) < 0)
            kill(live->pid, SIGKILL);
}

void live_bury(struct live *live)
{
    struct await await = await_begin();

    while (!ended(live) && await_tick(&await) == 0)
        ;
}

void live_close(struct live *live)
{
    live_end(live);
    ring_detach(live->ring);
    live->ring = NULL;
}

pid_t live_child(const struct live *live, enum flight_role role)
{
    const struct recorder_wanted begun = {
        .kind = FLIGHT_STARTED, .is_step = true, .step = (uint8_t)role};
    const struct recorder_wanted over = {
        .kind = FLIGHT_ENDED, .is_step = true, .step = (uint8_t)role};
    struct flight_event last, end;

    if (recorder_count(live->ring, FLIGHT_PLAYER, &begun, NULL, &last) == 0)
        return 0;
    if (recorder_count(live->ring, FLIGHT_PLAYER, &over, NULL, &end) > 0 && end.value == last.value)
        return 0;
    /* The log is in shared memory: a signal goes only to a process that is rondo's own. */
    return await_parent((pid_t)last.value) == live->pid ? (pid_t)last.value : 0;
}

static struct json_object *ask(const struct live *live, uint32_t timeout_ms)
{
    const struct rondoctl_call call = {
        .instance = LIVE_NAME, .verb = "status", .asks = true, .timeout_ms = timeout_ms};
    struct json_object *status = NULL;
    char why[CMDQ_TEXT_MAX];

    (void)live;
    return rondoctl_call(&call, &status, why, sizeof(why)) == RONDOCTL_DONE ? status : NULL;
}

bool live_answers(const struct live *live, uint32_t timeout_ms)
{
    struct json_object *status = ask(live, timeout_ms);
    bool answered = status != NULL;

    json_object_put(status);
    return answered;
}

int64_t live_number(const struct live *live, const char *member)
{
    struct json_object *status = ask(live, LIVE_ANSWER_MS);
    struct json_object *at = status;
    int64_t number = -1;

    while (at && *member) {
        size_t length = strcspn(member, ".");
        char word[64];

        snprintf(word, sizeof(word), "%.*s", (int)length, member);
        if (!json_object_object_get_ex(at, word, &at))
            at = NULL;
        member += length + (member[length] == '.');
    }
    if (json_object_is_type(at, json_type_int))
        number = json_object_get_int64(at);
    json_object_put(status);
    return number;
}

bool live_await(const struct live *live, enum flight_role role,
                const struct recorder_wanted *wanted, size_t count, struct flight_event *ret_first)
{
    struct await await = await_begin();

    while (recorder_count(live->ring, role, wanted, ret_first, NULL) < count)
        if (await_tick(&await) < 0)
            return false;
    return true;
}

int64_t live_await_number(const struct live *live, const char *member, int64_t at_least)
{
    struct await await = await_begin();
    int64_t number = live_number(live, member);

    while (number < at_least && await_tick(&await) == 0)
        number = live_number(live, member);
    return number;
}

void live_await_blocks(const struct live *live, uint32_t blocks)
{
    const struct recorder_wanted commits = {.kind = FLIGHT_END,
                                            .is_step = true,
                                            .step = STEP_CONSUMER_COMMIT,
                                            .done = true,
                                            .after_ns = flight_now_ns()};

    live_await(live, FLIGHT_CONSUMER, &commits, blocks, NULL);
}

struct semset_snapshot live_look(const struct live *live)
{
    struct semset_snapshot now = {0};

    ring_snapshot(live->ring, &now);
    return now;
}

int live_compare_heard(struct live *live, uint64_t heard_before)
{
    struct trial *trial = live->trial;
    struct sound_heard heard;
    char prediction[160], observation[160];
    int error = live_program_compare(trial, &heard);

    if (error < 0)
        return error;
    report_case(&trial->report, "what the listener has heard, beside the sound");
    snprintf(prediction, sizeof(prediction),
             "the sound from its first frame on, each frame once, beyond frame %llu",
             (unsigned long long)heard_before);
    snprintf(observation, sizeof(observation), "%llu frames, the first %llu of them the sound's",
             (unsigned long long)heard.frames, (unsigned long long)heard.same);
    report_judge(&trial->report, heard.same == heard.frames && heard.frames > heard_before,
                 prediction, observation);
    return 0;
}
