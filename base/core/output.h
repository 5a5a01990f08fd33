/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * output.h - bytes for a descriptor that others share: all of them come, also through a full pipe.
 *
 * Whoever made standard output or standard error non-blocking made them so for us, too.
 */
#ifndef L4CARGO_BASE_CORE_OUTPUT_H
#define L4CARGO_BASE_CORE_OUTPUT_H

#include "base/core/str.h"

/* All of it; waits while the descriptor is full. False with errno. */
bool output_write(int fd, Str bytes);

#endif
