/*
 * witness.c - tells of a crash. Linked into the programs that a hostile producer must not crash,
 * for who is started again after a crash leaves no other trace of it.
 */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

static const int crashes[] = {SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGSYS};

/* A finding of a sanitizer is a crash, too. */
const char *__asan_default_options(void);
const char *__ubsan_default_options(void);

const char *__asan_default_options(void)
{
    return "abort_on_error=1";
}

const char *__ubsan_default_options(void)
{
    return "abort_on_error=1:print_stacktrace=1";
}

static void tell(int number)
{
    static const char said[] = " has CRASHED\n";
    const char *name = program_invocation_short_name;

    if (write(STDERR_FILENO, name, strlen(name)) > 0 &&
        write(STDERR_FILENO, said, strlen(said)) > 0)
        raise(number);
}

__attribute__((constructor)) static void watch(void)
{
    struct sigaction action = {.sa_handler = tell, .sa_flags = (int)SA_RESETHAND};

    for (size_t i = 0; i < sizeof(crashes) / sizeof(crashes[0]); i++)
        sigaction(crashes[i], &action, NULL);
}
