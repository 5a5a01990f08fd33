// SPDX-License-Identifier: MIT OR Apache-2.0
/*
 * A record of an import, as anybody may have written it, and behind a NUL a word that is recorded
 * and read again. Of the command only what chooses the build counts.
 */
#include "base/text/path.h"
#include "base/text/words.h"
#include "bridge/import/record.h"
#include "tests/fuzz/fuzz.h"

static bool is_within(Str part, Str text)
{
	return !part.len || (part.ptr >= text.ptr && part.ptr + part.len <= text.ptr + text.len);
}

static void check_record(const Record *r, Str text)
{
	CHECK(is_within(r->version, text) && is_within(r->command, text) &&
	      is_within(r->lock, text));
	for (size_t i = 0; i < r->manifests.count; i++)
		CHECK(is_within(r->manifests.items[i].path, text));
	for (size_t i = 0; i < r->files.count; i++) {
		const RecordEntry *e = &r->files.items[i];
		CHECK(is_within(e->path, text) && is_within(e->hash, text));
		CHECK(map_get(&r->file_at, e->path) == i);
	}
}

static bool is_settled(const char *path)
{
	scoped_arena a = { 0 };
	return !path || (path_is_absolute(str_from(path)) &&
	                 str_eq(path_normalise(&a, str_from(path)), str_from(path)));
}

static void check_options(const Record *r)
{
	Session s = { .cwd = STR("/nowhere") };
	ImportOptions options;
	TextList operands;
	if (record_options(&s, r, STR("/nowhere/out"), &options, &operands)) {
		CHECK(operands.count <= 1 && !options.output);
		CHECK(is_settled(options.build.manifest_path) &&
		      is_settled(options.build.lockfile_path));
		for (size_t i = 0; i < s.common.config.count; i++) {
			const Str item = str_from(s.common.config.items[i]);
			CHECK(str_starts_with(item, STR("profile.")) && str_find(item, '=') > 0);
		}
		const char *manifest = options.build.manifest_path;
		if (record_repeat(&s, r, STR("/nowhere/out"), &options)) {
			const Str folder = path_parent(str_from(manifest));
			CHECK(path_is_below(s.config_folder, folder) ||
			      path_is_below(folder, s.config_folder));
		}
		for (size_t i = 0; i < options.build.target.count; i++)
			if (str_ends_with(str_from(options.build.target.items[i]), STR(".json")))
				CHECK(is_settled(options.build.target.items[i]));
	}
	arena_free(&s.arena);
}

/* What was written for a shell is read as what it was. */
static void check_word(Str word)
{
	scoped_arena a = { 0 };
	Session s = { .cwd = STR("/nowhere") };
	ImportOptions options;
	TextList operands;
	Record r;
	scoped_buf text = { 0 };
	if (!word.len || word.ptr[0] == '-' || str_find(word, '\n') >= 0 ||
	    str_find(word, '\0') >= 0)
		return;
	buf_add(&text, STR("version 1\ncommand l4cargo import "));
	words_add(&text, word);
	buf_char(&text, '\n');
	record_parse(&a, buf_str(&text), &r);
	CHECK(record_options(&s, &r, STR("/nowhere/out"), &options, &operands));
	CHECK(operands.count == 1 && str_eq(str_from(operands.items[0]), word));
	arena_free(&s.arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	scoped_arena a = { 0 };
	Str text, word;
	Record r;
	str_cut(fuzz_text(data, size), '\0', &text, &word);
	record_parse(&a, text, &r);
	check_record(&r, text);
	check_options(&r);
	check_word(word);
	return 0;
}
