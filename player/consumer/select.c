/*
 * select.c - the table of outputs.
 */
#include "player/consumer/select.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static const struct output_ops *const outputs[] = {
    &output_portaudio, &output_sim, &output_wav, &output_raw, &output_null,
};

static const struct output_ops *find(const char *kind)
{
    for (size_t i = 0; i < sizeof(outputs) / sizeof(outputs[0]); i++)
        if (strcmp(outputs[i]->kind, kind) == 0)
            return outputs[i];
    return NULL;
}

/* The default: a device if there is one, else the simulated one, saying so. */
static int create_auto(const struct output_config *config, struct selection *selection, char *why,
                       uint32_t why_size)
{
    int error = output_portaudio.create(config, &selection->output, why, why_size);

    selection->ops = &output_portaudio;
    if (error != -ENODEV)
        return error;
    snprintf(selection->note, sizeof(selection->note),
             "%.200s: playing on the simulated device (-o sim)", why);
    selection->ops = &output_sim;
    return output_sim.create(config, &selection->output, why, why_size);
}

int select_output(const char *kind, const struct output_config *config,
                  struct selection *ret_selection, char *why, uint32_t why_size)
{
    ret_selection->note[0] = '\0';
    if (strcmp(kind, "auto") == 0)
        return create_auto(config, ret_selection, why, why_size);
    ret_selection->ops = find(kind);
    if (!ret_selection->ops) {
        snprintf(why, why_size,
                 "no output '%.64s'; there are auto, portaudio, sim, wav, raw and null", kind);
        return -EINVAL;
    }
    return ret_selection->ops->create(config, &ret_selection->output, why, why_size);
}
