/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * fatal.h - errors that no caller can handle and no input causes: memory is exhausted, or a library
 * of the system is missing.
 *
 * The functions write what happened to standard error and end the process with status 70. They may
 * be called from any thread.
 */
#ifndef L4CARGO_BASE_CORE_FATAL_H
#define L4CARGO_BASE_CORE_FATAL_H

/* Prints `error: TEXT`. The text may have a line `\nhelp: ...` that says what the user can do. */
_Noreturn void fatal(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* The same, followed by the text of errno. */
_Noreturn void fatal_errno(const char *what);
_Noreturn void fatal_memory(void);

#endif
