// SPDX-License-Identifier: MIT OR Apache-2.0
/* Any bytes as the output of a build script, and as what rustc writes. */
#include "bridge/unit/directives.h"
#include "bridge/unit/messages.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	scoped_arena a = { 0 };
	const Str text = { (const char *)data, size };
	const Str bin = STR("tool");
	const ScriptPackage package = { .description = STR("p v1.0.0"),
		                        .kinds = STR("bin cdylib"),
		                        .bins = &bin,
		                        .bin_count = 1,
		                        .rust_version = str_sub(text, 0, size % 5) };
	DirectiveList list = { 0 };
	Str error = { 0 };
	if (directives_parse(text, &package, &a, &list, &error) != !error.len)
		abort();
	Str rest = text, line;
	while (str_next(&rest, '\n', &line)) {
		scoped_screen plain = { 0 };
		const Message m = message_parse(line, &a);
		message_add_plain(&plain, m.rendered);
	}
	return 0;
}
