/*
 * test_state.c - every cell of the table of states and events, against a second table that was
 * written without looking at the first: for each cell the state that follows and the action.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "player/state.h"

/*
 * A cell is two letters. The state: P playing, Z paused, J suspended as a job, F fading, O over.
 * The action: - none, s shut the gate, o open it, m move, t suspend, r redraw, f fade, x leave.
 */
static const char columns[EVENT_COUNT][9] = {
    [EVENT_PLAY] = "PLAY",   [EVENT_PAUSE] = "PAUSE",     [EVENT_TOGGLE] = "TOGGLE",
    [EVENT_MOVE] = "MOVE",   [EVENT_SUSPEND] = "SUSPEND", [EVENT_CONTINUE] = "CONTINUE",
    [EVENT_STOP] = "STOP",   [EVENT_QUIT] = "QUIT",       [EVENT_LAST] = "LAST",
    [EVENT_FADED] = "FADED", [EVENT_BROKEN] = "BROKEN",
};

static const struct {
    enum state state;
    /* PLAY PAUSE TOGGLE MOVE SUSPEND CONTINUE STOP QUIT LAST FADED BROKEN */
    const char *cells;
} rows[STATE_COUNT] = {
    {STATE_PLAYING, "P- Zs Zs Pm Jt Pr Ff Ox Ox Ox Ox"},
    {STATE_PAUSED, "Po Z- Po Zm Zt Zr Ox Ox Ox Ox Ox"},
    {STATE_SUSPENDED, "Po Zr Zr Jm Jt Po Ox Ox Ox Ox Ox"},
    {STATE_FADING, "F- F- F- F- F- F- F- Ox Ox Ox Ox"},
    {STATE_OVER, "O- O- O- O- O- O- O- O- O- O- O-"},
};

static const char states[] = "PZJFO";     /* in the order of enum state */
static const char actions[] = "-somtrfx"; /* in the order of enum action */

static void every_cell_is_as_in_this_table(void **state)
{
    (void)state;
    assert_int_equal(strlen(states), STATE_COUNT);
    assert_int_equal(strlen(actions), ACTION_COUNT);
    for (int row = 0; row < STATE_COUNT; row++) {
        assert_int_equal(strlen(rows[row].cells), 3 * EVENT_COUNT - 1);
        for (int event = 0; event < EVENT_COUNT; event++) {
            const char *cell = rows[row].cells + 3 * event;
            struct transition next = state_next(rows[row].state, (enum event)event);

            if (states[next.state] != cell[0] || actions[next.action] != cell[1])
                fail_msg("%s, %s: %c%c and not %c%c", state_name(rows[row].state), columns[event],
                         states[next.state], actions[next.action], cell[0], cell[1]);
        }
    }
}

static void states_have_these_names(void **state)
{
    static const char *const names[] = {"playing", "paused", "suspended", "stopping", "over"};

    (void)state;
    for (int i = 0; i < STATE_COUNT; i++)
        assert_string_equal(state_name((enum state)i), names[i]);
}

static void what_is_over_stays_over_and_every_state_can_be_left(void **state)
{
    (void)state;
    for (int event = 0; event < EVENT_COUNT; event++)
        assert_int_equal(state_next(STATE_OVER, (enum event)event).state, STATE_OVER);
    for (int from = 0; from < STATE_OVER; from++)
        assert_int_equal(state_next((enum state)from, EVENT_QUIT).action, ACTION_LEAVE);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_cell_is_as_in_this_table),
        cmocka_unit_test(states_have_these_names),
        cmocka_unit_test(what_is_over_stays_over_and_every_state_can_be_left),
    };
    return cmocka_run_group_tests_name("state", tests, NULL, NULL);
}
