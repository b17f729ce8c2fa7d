/*
 * probes.h - places where bpftrace and perf can look in (rondo-probes(7) lists them). Private to
 * shmring.
 *
 * A probe is one no-operation in the code and a note in the program's file; whoever traces puts
 * a breakpoint there. Without <sys/sdt.h> (systemtap-sdt-dev) there are none.
 */
#ifndef SHMRING_PROBES_H
#define SHMRING_PROBES_H

#if __has_include(<sys/sdt.h>)
#include <sys/sdt.h>
#define PROBE_STEP_BEGIN(step, slot, count, held)                                                  \
    DTRACE_PROBE4(rondo, step_begin, step, slot, count, held)
#define PROBE_STEP_END(step, slot, count, held, result)                                            \
    DTRACE_PROBE5(rondo, step_end, step, slot, count, held, result)
#define PROBE_UNDERRUN(count)       DTRACE_PROBE1(rondo, underrun, count)
#define PROBE_EPOCH(number)         DTRACE_PROBE1(rondo, epoch, number)
#define PROBE_STARTED(role, pid)    DTRACE_PROBE2(rondo, child_started, role, pid)
#define PROBE_ENDED(role, pid, sig) DTRACE_PROBE3(rondo, child_ended, role, pid, sig)
#else
#define PROBE_STEP_BEGIN(step, slot, count, held)       ((void)0)
#define PROBE_STEP_END(step, slot, count, held, result) ((void)0)
#define PROBE_UNDERRUN(count)                           ((void)0)
#define PROBE_EPOCH(number)                             ((void)0)
#define PROBE_STARTED(role, pid)                        ((void)0)
#define PROBE_ENDED(role, pid, sig)                     ((void)0)
#endif

#endif
