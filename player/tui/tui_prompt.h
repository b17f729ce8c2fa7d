/*
 * tui_prompt.h - one line that is typed: words to search for, or a path to add.
 */
#ifndef PLAYER_TUI_PROMPT_H
#define PLAYER_TUI_PROMPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { TUI_PROMPT_MAX = 1024 };

enum tui_prompt_kind { TUI_PROMPT_NONE, TUI_PROMPT_SEARCH, TUI_PROMPT_ADD };

struct tui_prompt {
    enum tui_prompt_kind kind;
    size_t length;
    char text[TUI_PROMPT_MAX];
};

enum tui_prompt_result {
    TUI_PROMPT_GOES_ON,
    TUI_PROMPT_CHANGED,
    TUI_PROMPT_DONE,    /* Enter */
    TUI_PROMPT_GIVEN_UP /* Esc, or Backspace where there is nothing */
};

void tui_prompt_begin(struct tui_prompt *prompt, enum tui_prompt_kind kind);

/* A key; Tab completes a path that is to be added. The kind stays what it was. */
enum tui_prompt_result tui_prompt_key(struct tui_prompt *prompt, uint32_t key);

/*
 * Completes the path at the prompt as far as there is one way to go on, with a slash behind a
 * folder; "~/" is $HOME. True: it has changed.
 */
bool tui_prompt_complete(struct tui_prompt *prompt);

#endif
