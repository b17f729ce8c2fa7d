/*
 * ticks.c - ticks are counted in whole steps from zero, or in whole powers, so that no error of
 * rounding adds up along an axis.
 */
#include "tools/plot/ticks.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Values this near to an end of an axis, in steps, lie on it. */
static const double SLACK = 1e-6;

static void add(struct ticks *ticks, double value, const char *label)
{
    struct tick *tick;

    if (ticks->count == TICKS_MAX)
        return;
    tick = &ticks->tick[ticks->count++];
    tick->value = value;
    snprintf(tick->label, sizeof(tick->label), "%s", label);
}

double ticks_step(double span, double about)
{
    double raw = span / about;
    double power = pow(10, floor(log10(raw)));
    double rest = raw / power;

    return power * (rest < sqrt(2) ? 1 : rest < sqrt(10) ? 2 : rest < sqrt(50) ? 5 : 10);
}

static const char *const PREFIXES[] = {"", "k", "M", "G", "T", "P"};
enum { PREFIX_LAST = 5 };

/* Which prefix a value of that size is written with. */
static int prefix_of(double size, double base)
{
    int prefix = 0;

    while (size >= base * (1 - 1e-9) && prefix < PREFIX_LAST) {
        size /= base;
        prefix++;
    }
    return prefix;
}

static void raised(int exponent, char *text)
{
    static const char *const digits[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
    char plain[16];

    snprintf(plain, sizeof(plain), "%d", exponent);
    for (const char *digit = plain; *digit; digit++)
        text = stpcpy(text, *digit == '-' ? "⁻" : digits[*digit - '0']);
}

static void power_label(double value, char ret_label[TICKS_LABEL])
{
    int exponent = (int)floor(log10(fabs(value)) + SLACK);
    double factor = value / pow(10, exponent);
    int length = fabs(fabs(factor) - 1) < SLACK
                     ? snprintf(ret_label, TICKS_LABEL, value < 0 ? "-10" : "10")
                     : snprintf(ret_label, TICKS_LABEL, "%.4g×10", factor);

    raised(exponent, ret_label + length);
}

void ticks_label(double value, char ret_label[TICKS_LABEL])
{
    int prefix = prefix_of(fabs(value), 1000);

    if (value != 0 && (fabs(value) < 0.00099 || fabs(value) > 9.9e17))
        power_label(value, ret_label);
    else
        snprintf(ret_label, TICKS_LABEL, "%.4g%s", value / pow(1000, prefix), PREFIXES[prefix]);
}

/* How the numbers of one axis are written: all in the same way. */
struct notation {
    bool powers; /* they are so small or so large that digits would be too many */
    double unit;
    const char *prefix;
    int decimals;
};

static int decimals_of(double step)
{
    return (int)fmax(0, fmin(12, ceil(-log10(step) - SLACK)));
}

static struct notation notation_of(double size, double step, bool plain)
{
    int prefix = plain || size < 1e4 ? 0 : prefix_of(size, 1000);

    if (decimals_of(step / pow(1000, prefix)) > 3)
        prefix = 0;
    return (struct notation){size >= 1e15 || size < 1e-4, pow(1000, prefix), PREFIXES[prefix],
                             decimals_of(step / pow(1000, prefix))};
}

static void linear_label(const struct notation *notation, double value, char *label)
{
    if (value == 0)
        strcpy(label, "0");
    else if (notation->powers)
        ticks_label(value, label);
    else
        snprintf(label, TICKS_LABEL, "%.*f%s", notation->decimals, value / notation->unit,
                 notation->prefix);
}

void ticks_linear(double low, double high, double about, bool plain, struct ticks *ret_ticks)
{
    double step = ticks_step(high - low, about);
    struct notation notation = notation_of(fmax(fabs(low), fabs(high)), step, plain);
    double last = floor(high / step + SLACK);

    ret_ticks->count = 0;
    for (double i = ceil(low / step - SLACK); i <= last && ret_ticks->count < TICKS_MAX; i++) {
        double value = i == 0 ? 0 : i * step;
        char label[TICKS_LABEL];

        linear_label(&notation, value, label);
        add(ret_ticks, value, label);
    }
}

/* Powers of ten, every stride-th with a label, and between them the lines for 2 to 9. */
static void decades(double low, double high, double about, struct ticks *ret_ticks)
{
    int first = (int)floor(log10(low) + SLACK);
    int last = (int)floor(log10(high) + SLACK);
    int stride = (int)fmax(1, ceil((last - first + 1) / about));
    int factor_last = last - first <= 8 ? 9 : 1;

    for (int exponent = first; exponent <= last; exponent++) {
        for (int factor = 1; factor <= factor_last; factor++) {
            double value = factor * pow(10, exponent);
            char label[TICKS_LABEL] = "";
            bool shown = factor == 1 && exponent % stride == 0;

            if (value < low * (1 - SLACK) || value > high * (1 + SLACK))
                continue;
            if (shown)
                ticks_label(value, label);
            add(ret_ticks, value, label);
        }
    }
}

static size_t labelled(const struct ticks *ticks)
{
    size_t count = 0;

    for (size_t i = 0; i < ticks->count; i++)
        count += ticks->tick[i].label[0] != '\0';
    return count;
}

/* Labels the lines for 2 and 5 as well. */
static void label_more(struct ticks *ticks)
{
    for (size_t i = 0; i < ticks->count; i++) {
        struct tick *tick = &ticks->tick[i];
        double rest = tick->value / pow(10, floor(log10(tick->value) + SLACK));

        if (fabs(rest - 2) < SLACK || fabs(rest - 5) < SLACK)
            ticks_label(tick->value, tick->label);
    }
}

void ticks_decimal(double low, double high, double about, struct ticks *ret_ticks)
{
    ret_ticks->count = 0;
    decades(low, high, about, ret_ticks);
    if (labelled(ret_ticks) <= about / 3 && log10(high / low) < 8)
        label_more(ret_ticks);
    if (labelled(ret_ticks) < 2)
        ticks_linear(low, high, fmin(about, 5), false, ret_ticks);
}

static void binary_label(double value, char ret_label[TICKS_LABEL])
{
    static const char *const prefixes[] = {"", "Ki", "Mi", "Gi", "Ti", "Pi"};
    int prefix = prefix_of(value, 1024);

    if (value < 1 || value > 0x1p60)
        ticks_label(value, ret_label);
    else
        snprintf(ret_label, TICKS_LABEL, "%g%s", value / pow(1024, prefix), prefixes[prefix]);
}

void ticks_binary(double low, double high, double about, struct ticks *ret_ticks)
{
    int first = (int)ceil(log2(low) - SLACK);
    int last = (int)floor(log2(high) + SLACK);
    int stride = (int)fmax(1, ceil((last - first + 1) / about));

    ret_ticks->count = 0;
    for (int exponent = first; exponent <= last; exponent++) {
        char label[TICKS_LABEL] = "";

        if ((exponent - first) % stride == 0)
            binary_label(ldexp(1, exponent), label);
        if (label[0] || last - first < 40)
            add(ret_ticks, ldexp(1, exponent), label);
    }
}
