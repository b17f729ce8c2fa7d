/*
 * panel_help.c - what each key does, and what the shapes mean.
 */
#include "tools/rondoscope/panel.h"

static const struct {
    const char *key;
    const char *does;
} lines[] = {
    {"p c r, Tab", "choose the producer, the consumer, rondo; the next one"},
    {"k", "kill it: SIGKILL, and then the healing is listed"},
    {"s", "stop it: SIGSTOP; a watchdog may kill it for that"},
    {"u g", "let it go on: SIGCONT"},
    {"m", "slow motion on or off (rondo -o sim): steps take their time"},
    {"Space", "let one step happen, where rondo goes step by step"},
    {"[ ]", "go through the healing; the ring is shown as it was then"},
    {"0, Esc", "back to now; then Esc puts the list away"},
    {"Left Right", "choose a slot, whose block is described; Home: follow the music"},
    {"v", "all slots with track and time"},
    {"e", "the flight recorder's newest events"},
    {"q, Ctrl-C", "quit; Ctrl-Z stops this program, Ctrl-L draws it anew"},
    {"", ""},
    {"T H", "TAIL, the next block to be heard; HEAD, the next slot to fill"},
    {">n =0", "how many sleep until a semaphore grows; until it is 0"},
    {"owes", "what the kernel gives back, by SEM_UNDO, should it die now"},
};

enum { LINES = sizeof(lines) / sizeof(lines[0]), TEXT = 12 };

static void draw_shapes(struct canvas *canvas, int row)
{
    static const char *const names[CELL_KINDS] = {
        [CELL_FREE] = "free",     [CELL_FILLING] = "being filled",
        [CELL_FILLED] = "filled", [CELL_STALE] = "stale",
        [CELL_HELD] = "held",     [CELL_SOUNDING] = "heard now",
        [CELL_BAD] = "bad",
    };
    int column = 0;

    for (int kind = 0; kind < CELL_KINDS; kind++) {
        canvas_put(canvas, row, column, view_cell_style((enum cell)kind),
                   view_cell_glyph((enum cell)kind));
        column = canvas_print(canvas, row, column + 2, STYLE_PLAIN, "%s", names[kind]) + 2;
    }
}

int panel_help_next(int first, int rows)
{
    int next = first + (rows > 1 ? rows - 1 : 1);

    return next <= (int)LINES ? next : 0;
}

void panel_help(struct canvas *canvas, int first)
{
    for (int row = 0; row < canvas->rows; row++)
        canvas_fill(canvas, row, 0, STYLE_PLAIN, L' ');
    canvas_fill(canvas, 0, 0, STYLE_TITLE, L' ');
    canvas_print(canvas, 0, 0, STYLE_TITLE, "rondoscope: any key goes on");
    for (int row = 1; row < canvas->rows; row++, first++) {
        if (first < (int)LINES) {
            canvas_print(canvas, row, 0, STYLE_STRONG, "%s", lines[first].key);
            canvas_print(canvas, row, TEXT, STYLE_PLAIN, "%s", lines[first].does);
        } else if (first == (int)LINES) {
            draw_shapes(canvas, row);
        }
    }
}
