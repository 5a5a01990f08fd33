/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * output_stream.h - stdio on top of output.h.
 */
#ifndef L4CARGO_BASE_CORE_OUTPUT_STREAM_H
#define L4CARGO_BASE_CORE_OUTPUT_STREAM_H

#include <stdio.h>

/* Returns a stream that writes with output_write. It is line-buffered on a terminal; fclose leaves
 * the descriptor open. */
FILE *output_stream(int fd);

#endif
