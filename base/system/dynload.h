/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * dynload.h - shared libraries that are loaded when they are needed: they bring many others along.
 *
 * Their own declarations are the types of a table of functions, of which the
 * caller says where each goes. What was loaded stays.
 */
#ifndef L4CARGO_BASE_SYSTEM_DYNLOAD_H
#define L4CARGO_BASE_SYSTEM_DYNLOAD_H

#include "base/core/buf.h"

#include <stdint.h>

#ifdef __clang__
#define LATE_UNWATCHED __attribute__((no_sanitize("address"))) /* no red zones between notes */
#else
#define LATE_UNWATCHED
#endif

typedef struct DynloadFunction {
	const char *name;
	size_t at; /* in the table */
} DynloadFunction;

/* False: `why` says what is missing. */
bool dynload_open(const char *library, const DynloadFunction *functions, size_t count, void *table,
                  Buf *why);

/*
 * What packages must know, as the dependency is in no list that the linker makes: a note in the
 * program (.note.dlopen, by the specification "dlopen metadata" of systemd and UAPI). `priority`:
 * required, recommended (most will want it), suggested. `readelf -p .note.dlopen` shows it.
 */
#define LATE_OWNER "FDO"
#define LATE_TEXT(library, feature, description, priority) \
	"[{\"feature\":\"" feature "\",\"description\":\"" description \
	"\",\"priority\":\"" priority "\",\"soname\":[\"" library "\"]}]"
/* clang-format off */
#define LATE_NOTE(text) \
	__attribute__((used, section(".note.dlopen"))) LATE_UNWATCHED _Alignas(uint32_t) \
	static const struct { \
		uint32_t owner_size, text_size, type; \
		char owner[sizeof LATE_OWNER]; \
		_Alignas(uint32_t) char of_library[sizeof(text)]; \
	} late_note = { sizeof LATE_OWNER, sizeof(text), 0x407c0c0a, LATE_OWNER, text }
/* clang-format on */

#endif
