/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * fatal.h - what nobody can go on from, and no input is to blame for: memory is short, a library
 * of the system is missing.
 *
 * The process says on standard error what happened, and ends with status 70.
 * May be called from any thread.
 */
#ifndef L4CARGO_BASE_CORE_FATAL_H
#define L4CARGO_BASE_CORE_FATAL_H

/* `error: TEXT`; a line `\nhelp: ...` of the text says what the user can do. */
_Noreturn void fatal(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* With what errno says. */
_Noreturn void fatal_errno(const char *what);
_Noreturn void fatal_memory(void);

#endif
