/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * output.h - writes to a descriptor, even to one that other processes share, without losing bytes.
 *
 * Another process may have made standard output or standard error non-blocking. As the descriptors
 * are shared, this applies to us, too.
 */
#ifndef L4CARGO_BASE_CORE_OUTPUT_H
#define L4CARGO_BASE_CORE_OUTPUT_H

#include "base/core/str.h"

/* Writes all bytes, and waits while the descriptor is full. Returns false with errno. */
bool output_write(int fd, Str bytes);

#endif
