/*
 * mix.c - the order of channels, and the matrix from one order to another.
 */
#include "producer/mix.h"

#include <math.h>
#include <string.h>

/* Of power: two loudspeakers with so much each are as loud as one. */
#define HALF 0.70710678118654752440

enum { USUAL_MAX = 8, FOLDS = 4 };

static const enum mix_speaker usual[USUAL_MAX + 1][USUAL_MAX] = {
    [1] = {MIX_CENTRE},
    [2] = {MIX_LEFT, MIX_RIGHT},
    [3] = {MIX_LEFT, MIX_RIGHT, MIX_CENTRE},
    [4] = {MIX_LEFT, MIX_RIGHT, MIX_BACK_LEFT, MIX_BACK_RIGHT},
    [5] = {MIX_LEFT, MIX_RIGHT, MIX_CENTRE, MIX_BACK_LEFT, MIX_BACK_RIGHT},
    [6] = {MIX_LEFT, MIX_RIGHT, MIX_CENTRE, MIX_LFE, MIX_BACK_LEFT, MIX_BACK_RIGHT},
    [7] = {MIX_LEFT, MIX_RIGHT, MIX_CENTRE, MIX_LFE, MIX_BACK_CENTRE, MIX_SIDE_LEFT,
           MIX_SIDE_RIGHT},
    [8] = {MIX_LEFT, MIX_RIGHT, MIX_CENTRE, MIX_LFE, MIX_BACK_LEFT, MIX_BACK_RIGHT, MIX_SIDE_LEFT,
           MIX_SIDE_RIGHT},
};

static const enum mix_speaker ogg[USUAL_MAX + 1][USUAL_MAX] = {
    [1] = {MIX_CENTRE},
    [2] = {MIX_LEFT, MIX_RIGHT},
    [3] = {MIX_LEFT, MIX_CENTRE, MIX_RIGHT},
    [4] = {MIX_LEFT, MIX_RIGHT, MIX_BACK_LEFT, MIX_BACK_RIGHT},
    [5] = {MIX_LEFT, MIX_CENTRE, MIX_RIGHT, MIX_BACK_LEFT, MIX_BACK_RIGHT},
    [6] = {MIX_LEFT, MIX_CENTRE, MIX_RIGHT, MIX_BACK_LEFT, MIX_BACK_RIGHT, MIX_LFE},
    [7] = {MIX_LEFT, MIX_CENTRE, MIX_RIGHT, MIX_SIDE_LEFT, MIX_SIDE_RIGHT, MIX_BACK_CENTRE,
           MIX_LFE},
    [8] = {MIX_LEFT, MIX_CENTRE, MIX_RIGHT, MIX_SIDE_LEFT, MIX_SIDE_RIGHT, MIX_BACK_LEFT,
           MIX_BACK_RIGHT, MIX_LFE},
};

/* Where a channel goes whose loudspeaker is missing: to the first pair of which both are there. */
struct fold {
    enum mix_speaker a;
    enum mix_speaker b; /* the same again: it is only one */
    double gain;        /* 0: no more of them */
};

/* A stand-in has all of it, or half the power where the source has a channel for it, too. */
#define STAND_IN 1.0

static const struct fold folds[MIX_SPEAKERS][FOLDS] = {
    [MIX_LEFT] = {{MIX_CENTRE, MIX_CENTRE, HALF}},
    [MIX_RIGHT] = {{MIX_CENTRE, MIX_CENTRE, HALF}},
    [MIX_CENTRE] = {{MIX_LEFT, MIX_RIGHT, HALF}},
    [MIX_BACK_LEFT] = {{MIX_SIDE_LEFT, MIX_SIDE_LEFT, STAND_IN},
                       {MIX_LEFT, MIX_LEFT, HALF},
                       {MIX_CENTRE, MIX_CENTRE, 0.5}},
    [MIX_BACK_RIGHT] = {{MIX_SIDE_RIGHT, MIX_SIDE_RIGHT, STAND_IN},
                        {MIX_RIGHT, MIX_RIGHT, HALF},
                        {MIX_CENTRE, MIX_CENTRE, 0.5}},
    [MIX_SIDE_LEFT] = {{MIX_BACK_LEFT, MIX_BACK_LEFT, STAND_IN},
                       {MIX_LEFT, MIX_LEFT, HALF},
                       {MIX_CENTRE, MIX_CENTRE, 0.5}},
    [MIX_SIDE_RIGHT] = {{MIX_BACK_RIGHT, MIX_BACK_RIGHT, STAND_IN},
                        {MIX_RIGHT, MIX_RIGHT, HALF},
                        {MIX_CENTRE, MIX_CENTRE, 0.5}},
    [MIX_BACK_CENTRE] = {{MIX_BACK_LEFT, MIX_BACK_RIGHT, HALF},
                         {MIX_SIDE_LEFT, MIX_SIDE_RIGHT, HALF},
                         {MIX_LEFT, MIX_RIGHT, 0.5},
                         {MIX_CENTRE, MIX_CENTRE, HALF}},
};

static void layout(const enum mix_speaker orders[][USUAL_MAX], uint32_t channels,
                   struct mix_layout *ret_layout)
{
    ret_layout->channels = channels;
    for (uint32_t i = 0; i < channels; i++)
        ret_layout->speaker[i] = channels <= USUAL_MAX ? orders[channels][i] : MIX_NOWHERE;
}

void mix_usual_layout(uint32_t channels, struct mix_layout *ret_layout)
{
    layout(usual, channels, ret_layout);
}

void mix_ogg_layout(uint32_t channels, struct mix_layout *ret_layout)
{
    layout(ogg, channels, ret_layout);
}

/* Its number there, or -1. */
static int find(const struct mix_layout *in, enum mix_speaker speaker)
{
    for (uint32_t i = 0; i < in->channels && speaker != MIX_NOWHERE; i++)
        if (in->speaker[i] == speaker)
            return (int)i;
    return -1;
}

static void fold(const struct mix_layout *from, const struct mix_layout *to, uint32_t column,
                 struct mix_matrix *m)
{
    const struct fold *way = folds[from->speaker[column]];

    for (uint32_t i = 0; i < FOLDS && way[i].gain > 0; i++) {
        int a = find(to, way[i].a), b = find(to, way[i].b);
        double gain = way[i].gain;

        if (a < 0 || b < 0)
            continue;
        if (gain == STAND_IN && find(from, way[i].a) >= 0)
            gain = HALF;
        m->gain[a][column] = m->gain[b][column] = (float)gain;
        return;
    }
}

/* So that no row can make more than full scale. */
static void normalise(struct mix_matrix *m)
{
    double most = 1;

    for (uint32_t row = 0; row < m->rows; row++) {
        double sum = 0;

        for (uint32_t column = 0; column < m->columns; column++)
            sum += (double)m->gain[row][column];
        most = sum > most ? sum : most;
    }
    for (uint32_t row = 0; row < m->rows && most > 1; row++)
        for (uint32_t column = 0; column < m->columns; column++)
            m->gain[row][column] = (float)((double)m->gain[row][column] / most);
}

void mix_matrix(const struct mix_layout *from, const struct mix_layout *to,
                struct mix_matrix *ret_matrix)
{
    struct mix_matrix *m = ret_matrix;

    memset(m, 0, sizeof(*m));
    m->rows = to->channels;
    m->columns = from->channels;
    for (uint32_t column = 0; column < from->channels; column++) {
        int row = find(to, from->speaker[column]);

        if (from->speaker[column] == MIX_NOWHERE && column < to->channels)
            row = (int)column;
        if (row >= 0)
            m->gain[row][column] = 1;
        else
            fold(from, to, column, m);
    }
    normalise(m);
}

bool mix_only_reorders(const struct mix_matrix *m)
{
    for (uint32_t row = 0; row < m->rows; row++) {
        uint32_t ones = 0;

        for (uint32_t column = 0; column < m->columns; column++) {
            if (m->gain[row][column] != 0 && m->gain[row][column] != 1)
                return false;
            ones += m->gain[row][column] == 1;
        }
        if (ones != 1)
            return false;
    }
    return m->rows == m->columns;
}

bool mix_is_identity(const struct mix_matrix *m)
{
    for (uint32_t i = 0; i < m->rows; i++)
        if (i >= m->columns || m->gain[i][i] != 1)
            return false;
    return mix_only_reorders(m);
}
