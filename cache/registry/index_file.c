// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cache/registry/index_file.h"

#include "base/core/vec.h"
#include "base/system/digest.h"

enum { LINE_LIMIT = 4 << 20, NEWEST_FORMAT = 2 };

typedef struct IndexEntries {
	VEC(IndexVersion) versions;
	Arena *arena;
	Str name;
} IndexEntries;

/* Adds the version in a line. Ignores a line that is not valid. */
static void add_line(IndexEntries *f, Str line)
{
	if (line.len == 0 || line.len > LINE_LIMIT || str_find(line, '\0') >= 0)
		return; /* cJSON treats a NUL as white space */
	scoped_json v = json_parse(line, NULL);
	const Str name = json_string(v, "name"), checksum = json_string(v, "cksum");
	uint64_t format = 1;
	const char *why;
	IndexVersion found = { .yanked = json_bool(v, "yanked", false), .line = line };
	json_u64(v, "v", &format);
	if (format > NEWEST_FORMAT || !str_eq(name, f->name) || !digest_is_hex(checksum))
		return;
	const Str version = arena_str(f->arena, json_string(v, "vers"));
	if (!crate_version_is_safe(version) || !version_parse(version, &found.version, &why))
		return;
	found.checksum = arena_str(f->arena, checksum);
	found.rust_version = arena_str(f->arena, json_string(v, "rust_version"));
	*vec_push(f->arena, &f->versions, IndexVersion) = found;
}

void index_read(Str lines, Str name, Arena *a, IndexVersions *out)
{
	IndexEntries f = { .arena = a, .name = name };
	for (Str line; str_next(&lines, '\n', &line);)
		add_line(&f, line);
	*out = (IndexVersions){ f.versions.items, f.versions.count };
}

/* Removes the part before the versions. */
static bool cut_head(Str *bytes, Str *http_version)
{
	static const Str format = STR_INIT("\x03\x02\0\0\0");
	return str_starts_with(*bytes, format) &&
	       str_cut(str_sub(*bytes, format.len, bytes->len), '\0', http_version, bytes);
}

bool index_file_find(Str bytes, const CrateName *crate, Arena *a, Str *checksum)
{
	scoped_arena scratch = { 0 };
	IndexEntries f = { .arena = &scratch, .name = crate->name };
	Str version, line;
	if (!cut_head(&bytes, &version))
		return false;
	while (bytes.len && str_cut(bytes, '\0', &version, &bytes) &&
	       str_cut(bytes, '\0', &line, &bytes))
		if (str_eq(version, crate->version))
			add_line(&f, line);
	if (f.versions.count)
		*checksum = arena_str(a, f.versions.items[0].checksum);
	return f.versions.count > 0;
}

bool index_file_read(Str bytes, Str name, Arena *a, Str *http_version, IndexVersions *out)
{
	IndexEntries f = { .arena = a, .name = name };
	Str rest = bytes, version, line;
	if (!cut_head(&rest, http_version))
		return false;
	while (rest.len && str_cut(rest, '\0', &version, &rest) &&
	       str_cut(rest, '\0', &line, &rest))
		add_line(&f, line);
	*out = (IndexVersions){ f.versions.items, f.versions.count };
	return true;
}

void index_file_write(Buf *to, Str http_version, const IndexVersions *versions)
{
	buf_add(to, STR("\x03\x02\0\0\0"));
	buf_add(to, http_version);
	buf_char(to, '\0');
	for (size_t i = 0; i < versions->count; i++) {
		buf_add(to, versions->items[i].version.text);
		buf_char(to, '\0');
		buf_add(to, versions->items[i].line);
		buf_char(to, '\0');
	}
}
