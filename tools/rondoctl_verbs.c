/*
 * rondoctl_verbs.c - the table of rondoctl_verbs.h.
 */
#include "tools/rondoctl_verbs.h"

#include <stddef.h>

const struct rondoctl_verb rondoctl_verbs[] = {
    {.name = "play", .does = "go on after a pause"},
    {.name = "pause", .does = "fall silent and stay at this place"},
    {.name = "toggle", .does = "pause, or go on"},
    {.name = "stop", .does = "fade out and end the player", .ends = true},
    {.name = "next", .does = "play the next track"},
    {.name = "previous", .does = "play the track before"},
    {.name = "seek", .argument = "TIME", .does = "go to 12, 12.5, 1:02 or 1:02:03; by +10, -10"},
    {.name = "volume", .argument = "PERCENT", .does = "set it to 50; change it by +5, -5"},
    {.name = "slow", .argument = "FACTOR", .does = "go so many times slower, 1 to 100; off"},
    {.name = "step",
     .argument = "[COUNT]",
     .does = "let so many steps of the protocol happen, one by one",
     .optional = true},
    {.name = "save", .argument = "FILE", .does = "write its list to FILE.m3u8", .path = true},
    {.name = "status",
     .argument = "[--plain]",
     .does = "print what it does, as JSON; --plain: for people",
     .option = "--plain",
     .asks = true},
    {.name = "quit", .does = "end the player at once", .ends = true},
    {.name = "doctor",
     .argument = "[--reap]",
     .does = "explain all instances, and what dead ones left; --reap: remove that",
     .option = "--reap",
     .looks = true},
    {.name = NULL},
};
