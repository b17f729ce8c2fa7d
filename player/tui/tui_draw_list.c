/*
 * tui_draw_list.c - the list, the line above it, and the foot with what is typed or was said.
 */
#include <stdio.h>
#include <string.h>

#include "player/tui/tui_draw.h"
#include "player/tui/tui_paint.h"

enum { RULE_TEXT = 128, FOLDER_LEAST = 64, FOLDER_PART = 3, SIGN = 2 };

static const struct tui_glyph line = {"─", '-'};

void tui_draw_rule(const struct tui_view *view, const struct tui_layout *layout)
{
    const struct tui_facts *facts = view->facts;
    int row = layout->part[TUI_PART_RULE].top, columns = layout->columns;
    char left[RULE_TEXT], right[2 * RULE_TEXT];
    int width;

    if (layout->part[TUI_PART_RULE].rows == 0)
        return;
    tui_paint_repeat(row, 0, columns, TUI_DIM, line);
    snprintf(left, sizeof(left), " %u track%s ", facts->tracks, facts->tracks == 1 ? "" : "s");
    tui_paint_text(row, 2, columns - 4, TUI_PLAIN, left);
    snprintf(right, sizeof(right), "%s%s%s%s%s ", facts->shuffle ? " shuffle" : "",
             strcmp(facts->repeat, "off") != 0 && facts->repeat[0] ? " repeat " : "",
             strcmp(facts->repeat, "off") != 0 ? facts->repeat : "",
             facts->loop_to > 0 ? " loop" : "", facts->stepping ? " step by step" : "");
    width = tui_paint_width(right);
    if (width > 1 && columns - 4 - width > (int)strlen(left))
        tui_paint_text(row, columns - 2 - width, width, TUI_PLAIN, right);
}

static int digits(uint32_t number)
{
    return snprintf(NULL, 0, "%u", number);
}

static void draw_folder(const struct tui_list_row *row, int at, int end, enum tui_style style)
{
    int width = tui_paint_width(row->folder), most = end / FOLDER_PART;

    width = width < most ? width : most;
    tui_paint_text(at, end - width, width, style, row->folder);
}

static void draw_row(const struct tui_view *view, int at, int columns, uint32_t track)
{
    const struct tui_list_row *row = tui_list_row(view->list, track);
    bool chosen = track == view->list->chosen, playing = track == view->facts->track;
    enum tui_style style = chosen               ? TUI_CHOSEN
                           : playing            ? TUI_PLAYING
                           : row && row->failed ? TUI_ERROR
                                                : TUI_PLAIN;
    int column = SIGN + digits(view->facts->tracks) + 2, end = columns;

    if (chosen)
        tui_paint_repeat(at, 0, columns, style, (struct tui_glyph){" ", ' '});
    if (playing)
        tui_paint_glyph(at, 0, style, (struct tui_glyph){"▶", '>'});
    else if (row && row->failed)
        tui_paint_glyph(at, 0, style, (struct tui_glyph){"!", '!'});
    tui_paint_format(at, SIGN, columns - SIGN, chosen ? style : TUI_DIM, "%*u",
                     digits(view->facts->tracks), track);
    if (!row) {
        tui_paint_text(at, column, columns - column, chosen ? style : TUI_DIM, "…");
        return;
    }
    if (columns >= FOLDER_LEAST && row->folder[0]) {
        int width = tui_paint_width(row->folder);

        draw_folder(row, at, columns, chosen ? style : TUI_DIM);
        end -= (width < columns / FOLDER_PART ? width : columns / FOLDER_PART) + 2;
    }
    tui_paint_text(at, column, end - column, style, row->name);
}

void tui_draw_list(const struct tui_view *view, const struct tui_layout *layout)
{
    const struct tui_rows *part = &layout->part[TUI_PART_LIST];
    uint32_t track = view->list->top;

    for (int i = 0; i < part->rows && track <= view->list->tracks; i++, track++)
        draw_row(view, part->top + i, layout->columns, track);
}

static void draw_prompt(const struct tui_prompt *prompt, int row, int columns)
{
    const char *label = prompt->kind == TUI_PROMPT_SEARCH ? "search: " : "add: ";
    int column = tui_paint_text(row, 0, columns, TUI_STRONG, label);
    const char *text = prompt->text;

    /* Of a long one, the end. */
    while (*text && tui_paint_width(text) >= columns - column)
        text++;
    column += tui_paint_text(row, column, columns - column, TUI_PLAIN, text);
    tui_paint_cursor(row, column < columns ? column : columns - 1);
}

void tui_draw_foot(const struct tui_view *view, const struct tui_layout *layout)
{
    int row = layout->part[TUI_PART_FOOT].top, columns = layout->columns;
    const char *hint = "? keys  / search  q stop";
    int width = (int)strlen(hint);

    if (layout->part[TUI_PART_FOOT].rows == 0)
        return;
    if (view->prompt->kind != TUI_PROMPT_NONE) {
        draw_prompt(view->prompt, row, columns);
    } else if (view->message[0]) {
        tui_paint_text(row, 0, columns, view->alarming ? TUI_ERROR : TUI_STRONG, view->message);
    } else if (view->search[0]) {
        tui_paint_format(row, 0, columns, TUI_DIM, "n, N next, previous \"%s\"  Esc done",
                         view->search);
    } else {
        tui_paint_text(row, 0, columns, TUI_DIM, hint);
        if (columns > width + 2 + tui_paint_width(view->facts->output))
            tui_paint_text(row, columns - tui_paint_width(view->facts->output), columns, TUI_DIM,
                           view->facts->output);
    }
}
