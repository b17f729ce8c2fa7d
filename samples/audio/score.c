/*
 * score.c - "A Little Rondo": A B A C A and a coda, 6/8.
 *
 * A is in D major: eight bars at first, its second half when it returns, at the end in thirds
 * and sixths and turning aside to B minor, so that the coda has something to put right. B is
 * in B minor and finds its way back through A major. C is in D minor, slower, over a harp's
 * sixteenths, and stops on a Phrygian cadence. Every section begins with its upbeat, so its
 * last bar is an eighth short.
 */
#include "samples/audio/score.h"

#include <errno.h>

#include "samples/audio/abc.h"
#include "samples/audio/prng.h"

struct section {
    const char *voice[PART_COUNT];
    double eighth_s;    /* an eighth's length at the beginning */
    double slow_from;   /* after so many eighths ... */
    double slow_by;     /* ... each is longer by this part of eighth_s than the one before */
    double strength[2]; /* at the beginning and at the end */
    double roll_s;      /* from one note of a chord to the next */
};

static const struct section form[] = {
    /* A */
    {
        .voice[PART_MELODY] = "A | d2f a2f | g2b a2f | efg fed | e2c A2A |"
                              "    d2f a2f | g2b d'2b | agf gec | d3 z2",
        .voice[PART_MIDDLE] = "z | A,DF A,DF | B,DG A,DF | A,EG B,DF | A,CE A,CE |"
                              "    A,DF A,DF | B,DG B,EG | A,DF G,CE | [F,A,D]3 z2",
        .voice[PART_BASS] = "z | D,3 A,,3 | G,,3 D,3 | C,3 B,,3 | A,,3 G,,3 |"
                            "    F,,3 D,,3 | G,,3 E,,3 | A,,3 A,,3 | D,,3 z2",
        .eighth_s = 0.167,
        .slow_from = 45,
        .slow_by = 0.04,
        .strength = {0.70, 0.80},
        .roll_s = 0.012,
    },
    /* B */
    {
        .voice[PART_MELODY] = "f | b2f d2f | ^a2f c2e | def ^gfe | a2g fe",
        .voice[PART_MIDDLE] = "z | z[DF][DF] z[DF][DF] | z[^A,E][^A,E] z[CF][CF] |"
                              "    z[DF][DF] z[B,E][B,E] | z[CE][CE] z[CG]",
        .voice[PART_BASS] = "z | B,,3 D,3 | C,3 ^A,,3 | B,,3 D,3 | C,3 A,,2",
        .eighth_s = 0.165,
        .slow_from = 20,
        .slow_by = 0.05,
        .strength = {0.78, 0.72},
        .roll_s = 0.010,
    },
    /* A */
    {
        .voice[PART_MELODY] = "A | d2f/g/ a2f | g2a/b/ d'2b | a/b/a/g/f g/f/ec | d3 z2",
        .voice[PART_MIDDLE] = "z | A,FD A,FD | B,GD B,GE | A,FD G,EC | [F,A,D]3 z2",
        .voice[PART_BASS] = "z | D,2A,, F,,2A,, | G,,2D, E,2E,, | A,,2A, A,,2A,, | D,,3 z2",
        .eighth_s = 0.167,
        .slow_from = 19,
        .slow_by = 0.06,
        .strength = {0.78, 0.66},
        .roll_s = 0.014,
    },
    /* C */
    {
        .voice[PART_MELODY] = "A | =f2e d2A | _b2a g2d | e2g =f2a | g2d ec",
        .voice[PART_MIDDLE] = "z | A,/D/=F/A/=F/D/ A,/D/=F/D/A,/D/ |"
                              "    _B,/D/G/_B/G/D/ _B,/D/G/D/_B,/D/ |"
                              "    _B,/=C/E/G/E/=C/ A,/=C/=F/A/=F/=C/ |"
                              "    _B,/D/G/D/_B,/D/ [A,CE]2",
        .voice[PART_BASS] = "z | D,3 =F,,3 | G,,3 _B,,3 | =C,3 =F,,3 | _B,,3 A,,2",
        .eighth_s = 0.190,
        .slow_from = 18,
        .slow_by = 0.07,
        .strength = {0.58, 0.68},
        .roll_s = 0.030,
    },
    /* A */
    {
        .voice[PART_MELODY] = "A | [Fd]2[Af] [da]2[Af] | [Bg]2[db] [bd']2[gb] |"
                              "    [fa][eg][df] [eg][ce][Ac] | d2e f2",
        .voice[PART_MIDDLE] = "z | A,DF A,DF | B,DG B,EG | A,DF G,CE | B,DF B,D",
        .voice[PART_BASS] = "z | D,2A,, F,,2A,, | G,,2D, E,2E,, | A,,2A, A,,2A,, | B,,3 B,,2",
        .eighth_s = 0.165,
        .strength = {0.72, 0.86},
        .roll_s = 0.010,
    },
    /* coda */
    {
        .voice[PART_MELODY] = "a | b2g e2g | f2d e2c | z/d12z/",
        .voice[PART_MIDDLE] = "z | B,DG B,EG | A,DF G,CE | [D,A,DFA]13",
        .voice[PART_BASS] = "z | G,,3 E,,3 | A,,3 A,,3 | D,,13",
        .eighth_s = 0.169,
        .slow_from = 5,
        .slow_by = 0.07,
        .strength = {0.86, 0.95},
        .roll_s = 0.045,
    },
};

static const double lead_in_s = 0.1; /* what goes before the first note */
static const double ahead_s = 0.004; /* nobody plays exactly on the beat */

/* Seconds from the section's beginning to a tick of it. */
static double time_of(const struct section *section, uint32_t tick)
{
    double eighths = (double)tick / ABC_PER_EIGHTH;
    double slowed = eighths > section->slow_from ? eighths - section->slow_from : 0.0;

    return section->eighth_s * (eighths + section->slow_by * slowed * slowed / 2.0);
}

/* A bar's first beat is the strongest, its second, after three eighths, comes next. */
static double accent_of(uint32_t tick)
{
    uint32_t bar = 6 * ABC_PER_EIGHTH;
    uint32_t in_bar = (tick + bar - ABC_PER_EIGHTH) % bar;

    return in_bar == 0 ? 1.0 : in_bar == bar / 2 ? 0.92 : 0.82;
}

static struct note play(const struct section *section, const struct abc_note *written,
                        enum part part, uint32_t section_ticks, struct prng *prng)
{
    double begin = time_of(section, written->start_ticks);
    double end = time_of(section, written->start_ticks + written->length_ticks);
    double along = (double)written->start_ticks / section_ticks;
    double strength = section->strength[0] + along * (section->strength[1] - section->strength[0]);

    return (struct note){
        .start_s = begin + written->rank * section->roll_s + ahead_s * (prng_unit(prng) - 0.5),
        .length_s = end - begin,
        .strength = strength * accent_of(written->start_ticks) * (0.95 + 0.05 * prng_unit(prng)),
        .pitch = written->pitch,
        .part = part,
    };
}

/* Appends one voice of a section that begins at score->seconds; its length into *ret_ticks. */
static int read_voice(struct score *score, const struct section *section, enum part part,
                      struct prng *prng, uint32_t *ret_ticks)
{
    struct abc_note written[256];
    uint32_t ticks;
    size_t count;
    int r =
        abc_read(section->voice[part], written, sizeof(written) / sizeof(*written), &count, &ticks);

    if (r < 0)
        return r;
    if (count > SCORE_NOTES_MAX - score->count)
        return -ENOBUFS;
    for (size_t i = 0; i < count; i++) {
        struct note note = play(section, &written[i], part, ticks, prng);

        note.start_s += score->seconds;
        note.seed = (uint32_t)score->count;
        score->notes[score->count++] = note;
    }
    *ret_ticks = ticks;
    return 0;
}

int score_read(struct score *score)
{
    struct prng prng = {.state = 68};

    score->count = 0;
    score->seconds = lead_in_s;
    for (size_t i = 0; i < sizeof(form) / sizeof(*form); i++) {
        uint32_t ticks[PART_COUNT];

        for (enum part part = PART_MELODY; part < PART_COUNT; part++) {
            int r = read_voice(score, &form[i], part, &prng, &ticks[part]);

            if (r < 0)
                return r;
            if (ticks[part] != ticks[PART_MELODY])
                return -EINVAL;
        }
        score->seconds += time_of(&form[i], ticks[PART_MELODY]);
    }
    return 0;
}
