/*
 * panel_processes.c - who sits in the seats, what he costs, owes and does; and his signals.
 */
#include <inttypes.h>

#include "shmring/step_text.h"
#include "tools/rondoscope/event_text.h"
#include "tools/rondoscope/panel.h"
#include "tools/rondoscope/signames.h"

enum { SIGNAL_ROWS = 4, LABEL = 11, SETS = 9, SIGNALS = 17 };

/* As the tables have them: the one that looks after the others comes first. */
static const enum flight_role order[FLIGHT_ROLES] = {FLIGHT_PLAYER, FLIGHT_PRODUCER,
                                                     FLIGHT_CONSUMER};

static int processes_least(const struct view *view, int columns)
{
    (void)view, (void)columns;
    return FLIGHT_ROLES;
}

static int processes_most(const struct view *view, int columns)
{
    (void)view, (void)columns;
    return FLIGHT_ROLES + 1;
}

static void draw_measure(struct canvas *canvas, int row, int column, const char *format,
                         double value)
{
    char text[VIEW_TEXT_MAX] = "-";

    if (value >= 0)
        snprintf(text, sizeof(text), format, value);
    canvas_print(canvas, row, column, STYLE_PLAIN, "%6s", text);
}

static void draw_process(const struct view *view, struct canvas *canvas, int row,
                         enum flight_role role)
{
    const struct picture_process *process = &view->picture->process[role];
    bool chosen = role == view->chosen && !view->all;
    char debts[VIEW_TEXT_MAX], word[EVENT_TEXT_MAX];

    canvas_print(canvas, row, 0, chosen ? STYLE_CHOSEN : STYLE_PLAIN, "%s %s", chosen ? ">" : " ",
                 flight_role_name(role));
    if (process->pid > 0)
        canvas_print(canvas, row, LABEL, STYLE_PLAIN, "%7d", (int)process->pid);
    if (!process->taken) {
        canvas_print(canvas, row, LABEL + 8, STYLE_BAD, process->pid > 0 ? "ended" : "none yet");
    } else if (!process->seen) {
        canvas_print(canvas, row, LABEL + 8, STYLE_BAD, "unseen");
    } else {
        canvas_put(canvas, row, LABEL + 8, process->state == 'T' ? STYLE_BAD : STYLE_STRONG,
                   (wchar_t)process->state);
        draw_measure(canvas, row, LABEL + 10, "%.1f", process->wakeups);
        draw_measure(canvas, row, LABEL + 17, "%.1f", process->cpu);
    }
    if (canvas->columns < 60)
        return;
    view_debts(&process->debts, debts);
    canvas_print(canvas, row, LABEL + 25, STYLE_PLAIN, "%s", process->taken ? debts : "");
    if (!process->spoke)
        return;
    event_text_word(&process->word, word);
    canvas_print(canvas, row, LABEL + 47, STYLE_PLAIN, "%s", word);
}

static void processes_draw(const struct view *view, struct canvas *canvas, int top, int rows)
{
    if (rows > FLIGHT_ROLES)
        canvas_print(canvas, top++, 0, STYLE_FAINT, "%-11s%7s %s", "seat", "process",
                     canvas->columns < 60 ? "S wake/s  cpu%"
                                          : "S wake/s  cpu%  owes, at a death     does");
    for (int i = 0; i < FLIGHT_ROLES; i++)
        draw_process(view, canvas, top + i, order[i]);
}

static void draw_signals(const struct picture_process *process, struct canvas *canvas, int top)
{
    const struct {
        const char *name;
        uint64_t set;
    } sets[SIGNAL_ROWS] = {
        {"pending", process->pending},
        {"blocked", process->blocked},
        {"ignored", process->ignored},
        {"caught", process->caught},
    };
    char text[SIGNAMES_MAX];

    for (int i = 0; i < SIGNAL_ROWS; i++) {
        signames_set(sets[i].set, text);
        canvas_print(canvas, top + i, SETS, STYLE_FAINT, "%s", sets[i].name);
        canvas_print(canvas, top + i, SIGNALS, STYLE_PLAIN, "%s", process->seen ? text : "?");
    }
}

/* The last step with its array of operations, and what a death right now would leave. */
static void draw_word(const struct picture *picture, enum flight_role role, struct canvas *canvas,
                      int row)
{
    const struct picture_process *process = &picture->process[role];
    struct step_operations operations;
    char word[EVENT_TEXT_MAX], text[STEP_TEXT_MAX];

    if (!process->spoke)
        return;
    event_text_word(&process->word, word);
    if (process->word.kind > FLIGHT_END) {
        canvas_print(canvas, row, SETS, STYLE_PLAIN, "%s", word);
        return;
    }
    step_of_event(&process->word, role, picture->slots, &operations);
    step_text(&operations, text);
    canvas_print(canvas, row, SETS, STYLE_PLAIN, "%s: %s", word, text);
}

static int rows_each(const struct view *view)
{
    return view->all ? SIGNAL_ROWS + 1 : SIGNAL_ROWS;
}

static int signals_rows(const struct view *view, int columns)
{
    (void)columns;
    return view->all ? rows_each(view) * FLIGHT_ROLES : rows_each(view);
}

static int signals_most(const struct view *view, int columns)
{
    return view->all ? signals_rows(view, columns) : SIGNAL_ROWS + 1;
}

static void signals_draw(const struct view *view, struct canvas *canvas, int top, int rows)
{
    int each = view->all ? rows_each(view) : rows;

    for (int i = 0; i < FLIGHT_ROLES; i++) {
        enum flight_role role = order[i];

        if (!view->all && role != view->chosen)
            continue;
        canvas_print(canvas, top, 0, STYLE_STRONG, "%s", flight_role_name(role));
        draw_signals(&view->picture->process[role], canvas, top);
        if (each > SIGNAL_ROWS)
            draw_word(view->picture, role, canvas, top + SIGNAL_ROWS);
        top += each;
    }
}

const struct panel panel_processes = {
    .least = processes_least, .most = processes_most, .draw = processes_draw};
const struct panel panel_signals = {
    .least = signals_rows, .most = signals_most, .draw = signals_draw};
