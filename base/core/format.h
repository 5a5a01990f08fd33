/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * format.h - printf for what is printed by the ten thousand: the plain conversions without a call
 * to the C library.
 */
#ifndef L4CARGO_BASE_CORE_FORMAT_H
#define L4CARGO_BASE_CORE_FORMAT_H

#include <stdarg.h>
#include <stddef.h>

/* As vsnprintf: the length of the whole text, of which the first room - 1 bytes and a NUL are
 * written (nothing if room is 0). */
size_t format_text(char *to, size_t room, const char *fmt, va_list args)
	__attribute__((format(printf, 3, 0)));

#endif
