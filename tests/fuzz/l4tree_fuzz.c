// SPDX-License-Identifier: MIT OR Apache-2.0
/*
 * Pieces with NULs between, of an L4Re tree: an l4cargo.toml, a package's Control, a file of
 * aliases.d, and a Makeconf.local, from which setup takes exactly what it put in.
 */
#include "bridge/import/l4tree.h"
#include "bridge/import/native_links.h"
#include "tests/fuzz/folder.h"

static void check_links(Session *s)
{
	NativeLinks links;
	const unsigned before = s->diag.errors;
	const Str tree = str_from(fuzz_folder());
	if (!native_links_load(s, tree, tree, &links)) {
		CHECK(s->diag.errors > before);
		return;
	}
	for (size_t i = 0; i < links.count; i++) {
		CHECK(links.items[i].links.ptr);
		CHECK(links.places[i].src);
	}
}

static void check_block(Diag *diag, Str text)
{
	scoped_buf added = { 0 }, twice = { 0 }, removed = { 0 };
	const Source file = { .path = "Makeconf.local", .text = text };
	bool changed = false;
	if (!makeconf_edit(&file, BLOCK_ADD, diag, &added, &changed))
		return;
	const Source with = { .path = "Makeconf.local", .text = buf_str(&added) };
	const bool was_there = !changed;
	CHECK(makeconf_edit(&with, BLOCK_ADD, diag, &twice, &changed));
	CHECK(!changed && str_eq(buf_str(&twice), buf_str(&added)));
	CHECK(makeconf_edit(&with, BLOCK_REMOVE, diag, &removed, &changed));
	if (!was_there && str_find(text, '#') < 0)
		CHECK(str_eq(buf_str(&removed), text));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	Session s = { .diag = fuzz_diag() };
	char *const env[] = { NULL };
	Str config, control, aliases, makeconf;
	s.env = env;
	s.cwd = str_from(fuzz_folder());
	str_cut(fuzz_text(data, size), '\0', &config, &control);
	str_cut(control, '\0', &control, &aliases);
	str_cut(aliases, '\0', &aliases, &makeconf);
	fuzz_folder_write(&s.arena, "l4cargo.toml", config);
	fuzz_folder_write(&s.arena, "pkg/some/Control", control);
	fuzz_folder_write(&s.arena, "mk/aliases.d/more", aliases);
	check_links(&s);
	check_block(&s.diag, makeconf);
	fuzz_diag_close(&s.diag);
	arena_free(&s.arena);
	return 0;
}
