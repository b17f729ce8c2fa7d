/*
 * jobs.c - jobs to the producer and its answers, over one socketpair.
 *
 * The player sends jobs and reads answers, and never sleeps on either; the producer reads jobs
 * and answers, and may sleep on both.
 */
#include "shmring/jobs.h"

#include <errno.h>
#include <unistd.h>

#include "shmring/layout.h"
#include "shmring/packet.h"

int jobs_socketpair(int ret_sockets[2])
{
    return packet_socketpair(ret_sockets);
}

int jobs_send(int socket, const struct job *job, int file)
{
    return packet_send(socket, job, sizeof(*job), file, false);
}

static bool takes_file(uint32_t kind)
{
    return kind == JOB_PLAY || kind == JOB_TAIL;
}

int jobs_receive(int socket, bool wait, struct job *ret_job, int *ret_file)
{
    struct job job = {0};
    int file = -1;
    int error = packet_receive(socket, &job, sizeof(job), wait, &file);

    if (error == 0 && (job.kind < JOB_PLAY || job.kind > JOB_TAIL))
        error = -EBADMSG;
    if (file >= 0 && (error < 0 || !takes_file(job.kind))) {
        close(file);
        file = -1;
    }
    if (error < 0)
        return error;
    *ret_job = job;
    *ret_file = file;
    return 0;
}

int jobs_send_reply(int socket, const struct job_reply *reply)
{
    return packet_send(socket, reply, sizeof(*reply), -1, true);
}

/* Facts outside these bounds come from no producer of ours. */
static bool shape_plausible(uint32_t rate, uint32_t channels, uint32_t format)
{
    return rate <= BLOCK_RATE_MAX && channels <= BLOCK_CHANNELS_MAX && format < SAMPLE_FORMATS;
}

static bool shape_whole(uint32_t rate, uint32_t channels, uint32_t format)
{
    return rate >= BLOCK_RATE_MIN && channels > 0 && format != SAMPLE_NONE;
}

static bool reply_plausible(const struct job_reply *reply)
{
    if (reply->kind < JOB_OPENED || reply->kind > JOB_ASKED)
        return false;
    if (!shape_plausible(reply->rate, reply->channels, reply->format) ||
        !shape_plausible(reply->source_rate, reply->source_channels, reply->source_format) ||
        reply->frames > INT64_MAX || reply->changes & ~(uint32_t)JOB_CHANGES)
        return false;
    return reply->kind != JOB_OPENED ||
           (shape_whole(reply->rate, reply->channels, reply->format) &&
            shape_whole(reply->source_rate, reply->source_channels, reply->source_format));
}

static void end_strings(struct job_reply *reply)
{
    reply->codec[sizeof(reply->codec) - 1] = '\0';
    reply->title[sizeof(reply->title) - 1] = '\0';
    reply->artist[sizeof(reply->artist) - 1] = '\0';
    reply->album[sizeof(reply->album) - 1] = '\0';
    reply->date[sizeof(reply->date) - 1] = '\0';
    reply->number[sizeof(reply->number) - 1] = '\0';
    reply->text[sizeof(reply->text) - 1] = '\0';
}

int jobs_receive_reply(int socket, struct job_reply *ret_reply)
{
    struct job_reply reply;
    /* The kernel closes what descriptors a hostile producer attaches. */
    int error = packet_receive(socket, &reply, sizeof(reply), false, NULL);

    if (error < 0)
        return error;
    if (!reply_plausible(&reply))
        return -EBADMSG;
    end_strings(&reply);
    *ret_reply = reply;
    return 0;
}
