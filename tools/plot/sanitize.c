/*
 * sanitize.c - in builds with AddressSanitizer, part of every program that draws.
 *
 * fontconfig, below cairo, keeps what it has read about fonts until the process ends, some of it
 * where LeakSanitizer finds no pointer to it. That is not ours to free, nor to speak about on
 * standard error.
 */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libfontconfig";
}

const char *__lsan_default_options(void);
const char *__lsan_default_options(void)
{
    return "print_suppressions=0";
}
