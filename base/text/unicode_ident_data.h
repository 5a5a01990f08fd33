/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * unicode_ident_data.h - the Unicode 17 properties XID_Start, XID_Continue and those of
 * alphanumeric characters, beyond ASCII, for unicode_ident.c.
 *
 * Each table lists in ascending order where the property begins and ends, alternately.
 */
#ifndef L4CARGO_BASE_TEXT_UNICODE_IDENT_DATA_H
#define L4CARGO_BASE_TEXT_UNICODE_IDENT_DATA_H

#include <stddef.h>
#include <stdint.h>

extern const uint32_t xid_starts[], xid_continues[], alphanumerics[];
extern const size_t xid_starts_count, xid_continues_count, alphanumerics_count;

#endif
