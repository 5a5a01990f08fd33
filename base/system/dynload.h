/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * dynload.h - loads shared libraries when they are needed, as they load many others.
 *
 * The caller has a table of function pointers whose types come from the library's own header, and
 * says where each function goes. A loaded library stays loaded.
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
	size_t at; /* offset in the table */
} DynloadFunction;

/* Loads a library and fills the table. Returns false with the reason in `why`. */
bool dynload_open(const char *library, const DynloadFunction *functions, size_t count, void *table,
                  Buf *why);

/*
 * A note in the program (.note.dlopen, by the specification "dlopen metadata" of systemd and UAPI).
 * It tells packagers about the dependency, which the linker does not list. `priority` is required,
 * recommended (most users want it) or suggested. `readelf -p .note.dlopen` shows it.
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
