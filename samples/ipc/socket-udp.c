/*
 * socket-udp.c - lesson: datagrams in the Internet domain get lost, and nobody says so.
 *
 * UDP promises nothing: a datagram that finds the receiver's buffer full is thrown away, also on
 * the same machine, and send() has long returned. Who needs all of them numbers them, waits for an
 * acknowledgement of each, and sends again what was not acknowledged in time; the receiver throws
 * away what it has already, for an acknowledgement may be lost, too. connect() on such a socket
 * calls nobody: it fixes the peer, and what others send is not received.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "samples/ipc/lesson.h"

enum { HERE, THERE, ENDS };

struct packet {
    uint32_t number; /* in network byte order */
    char samples[LESSON_BLOCK_BYTES];
};

static const struct lesson lesson = {
    .name = "socket-udp",
    .teaches = "Datagrams in the Internet domain get lost, and nobody says so",
};

/* Two sockets on loopback that hear nobody but one another. */
static void make_ends(int ends[ENDS])
{
    struct sockaddr_in names[ENDS];

    for (int i = 0; i < ENDS; i++) {
        ends[i] = (int)lesson_must("socket", socket(AF_INET, SOCK_DGRAM, 0));
        names[i] = (struct sockaddr_in){
            .sin_family = AF_INET,
            .sin_addr = {htonl(INADDR_LOOPBACK)},
        };
        lesson_must("bind", bind(ends[i], (struct sockaddr *)&names[i], sizeof(names[i])));
        lesson_must("getsockname", getsockname(ends[i], (struct sockaddr *)&names[i],
                                               &(socklen_t){sizeof(names[i])}));
    }
    for (int i = 0; i < ENDS; i++)
        lesson_must("connect",
                    connect(ends[i], (struct sockaddr *)&names[ENDS - 1 - i], sizeof(names[0])));
    lesson_say("port %u and port %u, on %s", ntohs(names[HERE].sin_port),
               ntohs(names[THERE].sin_port), inet_ntoa(names[HERE].sin_addr));
}

static void lose(int ends[ENDS])
{
    struct packet packet;
    int size = 4 * LESSON_BLOCK_BYTES, sent = 0, received = 0;

    lesson_must("setsockopt", setsockopt(ends[THERE], SOL_SOCKET, SO_RCVBUF, &size, sizeof(size)));
    for (uint32_t i = 0; i < 64; i++)
        sent += send(ends[HERE], lesson_block(i % lesson_blocks()), LESSON_BLOCK_BYTES, 0) ==
                LESSON_BLOCK_BYTES;
    while (recv(ends[THERE], &packet, sizeof(packet), MSG_DONTWAIT) > 0)
        received++;
    lesson_saw(sent == 64, "sent %d blocks, and not one error", sent);
    lesson_saw(received > 0 && received < 64, "received %d; the others are lost", received);
}

/*
 * Sends it again and again, until it is acknowledged. A second copy of the last one may find nobody
 * any more; ECONNREFUSED tells of that once, before the acknowledgement that came all the same.
 */
static void send_surely(int to, struct packet *packet)
{
    uint32_t acknowledged;
    long r;

    do {
        lesson_must("send", send(to, packet, sizeof(*packet), 0));
        do
            r = recv(to, &acknowledged, sizeof(acknowledged), 0);
        while ((r == sizeof(acknowledged) && acknowledged != packet->number) ||
               (r < 0 && errno == ECONNREFUSED));
    } while (r < 0 && errno == EAGAIN);
    lesson_must("recv", r);
}

static void produce(int to)
{
    const struct timeval patience = {.tv_usec = 200000};
    static struct packet packet;

    lesson_must("setsockopt", setsockopt(to, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience)));
    for (uint32_t i = 0; i < lesson_blocks(); i++) {
        packet.number = htonl(i);
        memcpy(packet.samples, lesson_block(i), LESSON_BLOCK_BYTES);
        send_surely(to, &packet);
        lesson_count(LESSON_SENT, packet.samples, LESSON_BLOCK_BYTES);
    }
    lesson_leave();
}

static void consume(int from)
{
    static struct packet packet;
    uint32_t next = 0;

    while (next < lesson_blocks()) {
        if (lesson_must("recv", recv(from, &packet, sizeof(packet), 0)) != sizeof(packet))
            continue;
        if (ntohl(packet.number) == next) {
            lesson_count(LESSON_ARRIVED, packet.samples, LESSON_BLOCK_BYTES);
            next++;
        }
        lesson_must("send", send(from, &packet.number, sizeof(packet.number), 0));
    }
    lesson_leave();
}

int main(int argc, char **argv)
{
    int ends[ENDS];

    lesson_begin(&lesson, argc, argv);
    lesson_step("Two sockets in the Internet domain, on this machine.");
    make_ends(ends);
    lesson_step("64 blocks go to a receiver that does not read, with a small buffer.");
    lose(ends);
    lesson_step("The same with numbers and acknowledgements, block by block.");
    if (lesson_fork("consumer") == 0)
        consume(ends[THERE]);
    if (lesson_fork("producer") == 0)
        produce(ends[HERE]);
    lesson_wait_all();
    lesson_compare(LESSON_SENT, LESSON_ARRIVED);
    return lesson_end();
}
