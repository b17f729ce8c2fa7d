/*
 * ogg_serial.h - gives the stream in an Ogg file a chosen serial number.
 */
#ifndef SAMPLES_AUDIO_OGG_SERIAL_H
#define SAMPLES_AUDIO_OGG_SERIAL_H

#include <stdint.h>

/*
 * The encoder draws the number at random; without that, the file is the same every time. The
 * file has one stream. 0 or a negative errno: -EBADMSG, it is no Ogg file; what open, read and
 * write say.
 */
int ogg_serial_set(const char *path, uint32_t serial);

#endif
