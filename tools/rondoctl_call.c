/*
 * rondoctl_call.c - one request to an instance, and what became of it.
 *
 * The order: find the queues and the player's process by the instance's name, take a pidfd of
 * the process, send the request, wait for the reply that has its id. After a verb that ends
 * the player, wait for the process's end, too: by then it has removed its IPC objects. There,
 * a queue that vanishes before the reply is as good as the reply.
 *
 * A death of the player leaves its queues; then the time runs out and says so. A death of
 * this process leaves a reply that nobody reads, which the player throws away.
 */
#include "tools/rondoctl_call.h"

#include <dirent.h>
#include <errno.h>
#include <json-c/json.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <time.h>
#include <unistd.h>

#include "shmring/cmdq.h"
#include "shmring/instance.h"

static int64_t now_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

/* At least 1: after the deadline, too, what is there already is still found. */
static uint32_t remaining_ms(int64_t deadline_ns)
{
    int64_t left_ns = deadline_ns - now_ns();

    return left_ns > 0 ? (uint32_t)(left_ns / 1000000) + 1 : 1;
}

static int is_instance(const struct dirent *entry)
{
    struct cmdq queues;
    pid_t player;

    return instance_name_valid(entry->d_name) &&
           instance_open_queues(entry->d_name, &queues, &player) == 0;
}

/* "no instance "x" is running; running: a, b" */
static void explain_no_instance(const char *name, char *why, size_t why_size)
{
    char directory[PATH_MAX];
    struct dirent **entries = NULL;
    int count = 0;
    size_t used = (size_t)snprintf(why, why_size, "no instance \"%s\" is running; ", name);

    if (instance_directory(false, directory) == 0)
        count = scandir(directory, &entries, is_instance, alphasort);
    if (count <= 0 && used < why_size)
        snprintf(why + used, why_size - used, "none is");
    for (int i = 0; i < count; i++) {
        if (used < why_size)
            used += (size_t)snprintf(why + used, why_size - used, "%s%s",
                                     i == 0 ? "running: " : ", ", entries[i]->d_name);
        free(entries[i]);
    }
    free(entries);
}

enum rondoctl_result rondoctl_call_no_instance(const char *name, int error, char *why,
                                               size_t why_size)
{
    char directory[PATH_MAX] = "";

    instance_directory(false, directory);
    if (error == -ENOENT)
        explain_no_instance(name, why, why_size);
    else
        snprintf(why, why_size, "instance \"%s\" in %s: %s", name, directory,
                 instance_explain(error));
    return RONDOCTL_NO_INSTANCE;
}

/* Reads the reply's text; *ret_status gets a reference of its own where `asks`. */
static enum rondoctl_result read_reply(const char *text, bool asks, struct json_object **ret_status,
                                       char *why, size_t why_size)
{
    struct json_object *reply = json_tokener_parse(text);
    struct json_object *value = NULL;
    enum rondoctl_result result = RONDOCTL_NO_ANSWER;

    snprintf(why, why_size, "the answer makes no sense: %s", text);
    if (!json_object_is_type(reply, json_type_object) ||
        !json_object_object_get_ex(reply, "ok", &value) ||
        !json_object_is_type(value, json_type_boolean))
        goto out_put;

    if (!json_object_get_boolean(value)) {
        if (!json_object_object_get_ex(reply, "error", &value) ||
            !json_object_is_type(value, json_type_string))
            goto out_put;
        snprintf(why, why_size, "%s", json_object_get_string(value));
        result = RONDOCTL_REFUSED;
        goto out_put;
    }
    if (asks) {
        if (!json_object_object_get_ex(reply, "status", &value) ||
            !json_object_is_type(value, json_type_object))
            goto out_put;
        *ret_status = json_object_get(value);
    }
    result = RONDOCTL_DONE;

out_put:
    json_object_put(reply);
    return result;
}

/* Sends the request and waits for its reply. */
static enum rondoctl_result ask(const struct rondoctl_call *call, const struct cmdq *queues,
                                int64_t deadline_ns, struct json_object **ret_status, char *why,
                                size_t why_size)
{
    char id[CMDQ_ID_MAX + 1];
    char reply[CMDQ_TEXT_MAX];
    int r;

    /* A former process of the same pid may have left a reply: the time makes the id unique. */
    snprintf(id, sizeof(id), "%llx", (unsigned long long)now_ns());
    r = cmdq_send_within(queues, id, call->verb, call->argument, remaining_ms(deadline_ns));
    if (r == 0)
        r = cmdq_await(queues, id, remaining_ms(deadline_ns), reply);
    if (r == 0)
        return read_reply(reply, call->asks, ret_status, why, why_size);

    if (r == -EIDRM && call->ends)
        return RONDOCTL_DONE;
    if (r == -EIDRM)
        snprintf(why, why_size, "instance \"%s\" ended before it answered", call->instance);
    else if (r == -ETIMEDOUT)
        snprintf(why, why_size, "instance \"%s\" did not answer within %g s", call->instance,
                 call->timeout_ms / 1000.0);
    else if (r == -EAGAIN)
        snprintf(why, why_size, "the request queue of instance \"%s\" has been full for %g s",
                 call->instance, call->timeout_ms / 1000.0);
    else
        snprintf(why, why_size, "instance \"%s\": %s", call->instance, strerror(-r));
    return RONDOCTL_NO_ANSWER;
}

static enum rondoctl_result await_end(const struct rondoctl_call *call, int process,
                                      int64_t deadline_ns, char *why, size_t why_size)
{
    struct pollfd end = {.fd = process, .events = POLLIN};
    int r;

    do {
        r = poll(&end, 1, (int)remaining_ms(deadline_ns));
    } while (r < 0 && errno == EINTR);
    if (r > 0)
        return RONDOCTL_DONE;
    snprintf(why, why_size, "instance \"%s\" has not ended within %g s", call->instance,
             call->timeout_ms / 1000.0);
    return RONDOCTL_NO_ANSWER;
}

enum rondoctl_result rondoctl_call(const struct rondoctl_call *call,
                                   struct json_object **ret_status, char *why, size_t why_size)
{
    int64_t deadline_ns = now_ns() + call->timeout_ms * INT64_C(1000000);
    struct cmdq queues;
    enum rondoctl_result result;
    pid_t player;
    int process;
    int r = instance_open_queues(call->instance, &queues, &player);

    if (r < 0)
        return rondoctl_call_no_instance(call->instance, r, why, why_size);
    process = pidfd_open(player, 0);
    if (process < 0)
        return rondoctl_call_no_instance(call->instance, errno == ESRCH ? -ENOENT : -errno, why,
                                         why_size);

    result = ask(call, &queues, deadline_ns, ret_status, why, why_size);
    if (result == RONDOCTL_DONE && call->ends)
        result = await_end(call, process, deadline_ns, why, why_size);
    close(process);
    return result;
}
