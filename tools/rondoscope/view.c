/*
 * view.c - small things that several panels say in the same way.
 */
#include "tools/rondoscope/view.h"

#include <inttypes.h>
#include <string.h>

static const struct {
    wchar_t glyph;
    enum style style;
} cells[CELL_KINDS] = {
    [CELL_FREE] = {L'·', STYLE_FREE},     [CELL_FILLING] = {L'▒', STYLE_FILLING},
    [CELL_FILLED] = {L'█', STYLE_FILLED}, [CELL_STALE] = {L'░', STYLE_FAINT},
    [CELL_HELD] = {L'▓', STYLE_HELD},     [CELL_SOUNDING] = {L'▶', STYLE_SOUNDING},
    [CELL_BAD] = {L'!', STYLE_BAD},
};

enum style view_cell_style(enum cell cell)
{
    return cells[cell].style;
}

wchar_t view_cell_glyph(enum cell cell)
{
    return cells[cell].glyph;
}

void view_time(uint64_t frames, uint32_t rate, char ret_text[VIEW_TEXT_MAX])
{
    uint64_t seconds = rate > 0 ? frames / rate : 0;
    uint64_t ms = rate > 0 ? frames % rate * 1000 / rate : 0;

    if (rate == 0)
        strcpy(ret_text, "?");
    else
        snprintf(ret_text, VIEW_TEXT_MAX, "%" PRIu64 ":%02" PRIu64 ".%03" PRIu64, seconds / 60,
                 seconds % 60, ms);
}

uint16_t view_slot(const struct view *view)
{
    const struct picture *picture = view->picture;
    int slot = view->slot == VIEW_FOLLOW ? picture->values.value[SEM_TAIL] : view->slot;

    return (uint16_t)(picture->slots > 0 ? slot % picture->slots : 0);
}

void view_debts(const struct picture_debts *debts, char ret_text[VIEW_TEXT_MAX])
{
    size_t used = 0;

    strcpy(ret_text, "nothing");
    for (int i = 0; i < SEM_COUNT && used < VIEW_TEXT_MAX; i++)
        if (debts->value[i] != 0)
            used += (size_t)snprintf(ret_text + used, VIEW_TEXT_MAX - used, "%s%s %d",
                                     used > 0 ? ", " : "", semset_name((enum sem_index)i),
                                     debts->value[i]);
}
