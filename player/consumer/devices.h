/*
 * devices.h - PortAudio's list of devices: reads it, finds one by what -o says, prints it.
 *
 * PortAudio reads the list once, when it is initialised; devices_open() after devices_close()
 * reads it anew. Everything but devices_list() wants a portaudio_quiet_begin() before it.
 */
#ifndef PLAYER_CONSUMER_DEVICES_H
#define PLAYER_CONSUMER_DEVICES_H

#include <stdint.h>
#include <stdio.h>

/* Initialises PortAudio. -ENODEV: it cannot be; why[] says why, in one line. */
int devices_open(char *why, uint32_t why_size);

void devices_close(void);

/*
 * wanted: "" for the default device, a number of the list, or a name: a device that is called
 * exactly so, else the only one whose name contains it; upper and lower case are the same.
 * -ENODEV: there is none, or there are several, and why[] says so.
 */
int devices_find(const char *wanted, int *ret_device, char *why, uint32_t why_size);

/* Prints what devices_find() can find. 0 or a negative errno. */
int devices_list(FILE *to);

/*
 * Stands before libjack's own function, which PortAudio calls whenever it is initialised, and
 * goes on to that only where a JACK server runs.
 */
void *jack_client_open(const char *name, int options, int *ret_status, ...);

#endif
