// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/import/native_links.h"

#include "base/files/fs.h"
#include "base/text/path.h"
#include "base/toml/toml.h"
#include "base/toml/writer.h"

static const Source *nearest_file(Session *s, Str start)
{
	Arena *a = &s->arena;
	for (Str folder = start; folder.len > 1; folder = path_parent(folder)) {
		const Str path = path_join(a, folder, STR("l4cargo.toml"));
		if (fs_kind(arena_cstr(a, path)) == FILE_REGULAR)
			return fs_read_source(arena_cstr(a, path), NULL, a, &s->diag);
	}
	return NULL;
}

static bool is_pc_name(Str name)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789_+-.";
	for (size_t i = 0; i < name.len; i++)
		if (!name.ptr[i] || !strchr(allowed, name.ptr[i]))
			return false;
	return name.len > 0;
}

static bool check_entry(Session *s, const TomlEntry *e, Str tree)
{
	Diag *d = &s->diag;
	if (e->value.kind != TOML_STRING)
		return diag_error(d, e->value.at,
		                  "the library for `" STR_FMT "` must be a string, not %s",
		                  STR_ARG(e->key), toml_kind_name(e->value.kind));
	if (!is_pc_name(e->value.text))
		return diag_error(d, e->value.at, "`" STR_FMT "` is not the name of a library",
		                  STR_ARG(e->value.text));
	if (l4tree_provides(s, tree, e->value.text, STR("")))
		return true;
	diag_error(d, e->value.at, "no package in `" STR_FMT "` provides `" STR_FMT "`",
	           STR_ARG(tree), STR_ARG(e->value.text));
	diag_help(d, "put the package into its folder pkg, or name one whose Control has it in "
	             "`provides:`");
	return false;
}

static bool take_table(Session *s, const TomlTable *t, Str tree, NativeLinks *out)
{
	Span *places = arena_array(&s->arena, Span, t->count);
	bool good = true;
	out->items = arena_array(&s->arena, NativeLink, t->count);
	out->places = places;
	for (size_t i = 0; i < t->count; i++) {
		const TomlEntry *e = &t->entries[i];
		good = check_entry(s, e, tree) && good;
		places[out->count] = e->key_at;
		out->items[out->count++] = (NativeLink){ e->key, e->value.text };
	}
	return good;
}

bool native_links_load(Session *s, Str start, Str tree, NativeLinks *out)
{
	*out = (NativeLinks){ .start = start };
	const unsigned errors = s->diag.errors;
	const Source *file = nearest_file(s, start);
	if (!file)
		return s->diag.errors == errors;
	const TomlTable *root = toml_parse(file, &s->arena, &s->diag);
	for (size_t i = 0; root && i < root->count; i++)
		if (!str_eq(root->entries[i].key, STR("links")))
			diag_warning(&s->diag, root->entries[i].key_at,
			             "unknown key `" STR_FMT "`: only [links] is allowed here",
			             STR_ARG(root->entries[i].key));
	const TomlValue *links = toml_get(root, STR("links"));
	if (links && links->kind != TOML_TABLE) {
		diag_error(&s->diag, links->at, "`links` must be a table, not %s",
		           toml_kind_name(links->kind));
		return diag_help(&s->diag, "write `[links]`, and below it `NAME = \"...\"`");
	}
	return root && (!links || take_table(s, links->table, tree, out));
}

void native_links_configure(Session *s, const NativeLinks *links, Str triple)
{
	for (size_t i = 0; i < links->count; i++) {
		const NativeLink *l = &links->items[i];
		scoped_buf text = { 0 };
		buf_add(&text, STR("target."));
		toml_write_key(&text, triple);
		buf_char(&text, '.');
		toml_write_key(&text, l->links);
		buf_add(&text, STR(".bid = "));
		toml_write_string(&text, l->require);
		text_list_add(&s->arena, &s->common.config, arena_cstr(&s->arena, buf_str(&text)));
	}
}

void native_links_check_use(Session *s, const NativeLinks *links, const PackageGraph *graph)
{
	for (size_t i = 0; i < links->count; i++) {
		bool used = false;
		for (PkgId p = 0; p < graph->count; p++)
			used = used ||
			       str_eq(graph->packages[p].manifest->links, links->items[i].links);
		if (!used)
			diag_warning(&s->diag, links->places[i],
			             "no crate of this import has `links = \"" STR_FMT "\"`",
			             STR_ARG(links->items[i].links));
	}
}

/* --- what packages provide --- */

enum { DEPTH_MAX = 4 }; /* as deep as BID looks for Control files */

static bool has_word(Str text, Str word)
{
	while (text.len) {
		size_t n = 0;
		while (n < text.len && !strchr(" \t\n\r,", text.ptr[n]))
			n++;
		Str one = str_sub(text, 0, n);
		for (size_t i = 0; i < one.len; i++)
			if (one.ptr[i] == '[')
				one.len = i; /* `libz[arch(arm)]` */
		if (str_eq(one, word))
			return true;
		text = str_sub(text, n + 1, text.len);
	}
	return false;
}

/* Searches the field `provides:` of a Control file. It continues in lines that begin with a
 * blank. */
static bool control_provides(Str text, Str name)
{
	Str line;
	bool inside = false;
	while (str_next(&text, '\n', &line)) {
		if (line.len && !strchr(" \t", line.ptr[0])) {
			inside = line.len > 9 && strncasecmp(line.ptr, "provides:", 9) == 0;
			line = inside ? str_sub(line, 9, line.len) : line;
		}
		if (inside && has_word(line, name))
			return true;
	}
	return false;
}

/* Searches the files of an aliases.d, whose lines are `name := replacement`. */
static bool aliases_provide(Str folder, Str name)
{
	scoped_arena scratch = { 0 };
	FsEntry *entries;
	size_t count;
	if (!fs_list(arena_cstr(&scratch, folder), &scratch, &entries, &count))
		return false;
	for (size_t i = 0; i < count; i++) {
		const Str path = path_join(&scratch, folder, entries[i].name);
		Str text, line, rest;
		if (!fs_read_quietly(arena_cstr(&scratch, path), &scratch, &text))
			continue;
		while (str_next(&text, '\n', &line))
			if (str_cut(line, '=', &line, &rest) &&
			    str_eq(str_trim(str_ends_with(line, STR(":"))
			                            ? str_sub(line, 0, line.len - 1)
			                            : line),
			           name))
				return true;
	}
	return false;
}

static bool folder_provides(Str folder, Str name, Str except, unsigned depth)
{
	scoped_arena scratch = { 0 };
	FsEntry *entries;
	size_t count;
	Str text;
	const Str control = path_join(&scratch, folder, STR("Control"));
	if (str_eq(folder, except))
		return false;
	if (fs_read_quietly(arena_cstr(&scratch, control), &scratch, &text))
		return control_provides(text, name) || str_eq(path_name(folder), name);
	if (aliases_provide(path_join(&scratch, folder, STR("prj-config/aliases.d")), name))
		return true;
	if (depth >= DEPTH_MAX ||
	    !fs_list(arena_cstr(&scratch, folder), &scratch, &entries, &count))
		return false;
	for (size_t i = 0; i < count; i++) {
		const Str path = path_join(&scratch, folder, entries[i].name);
		const bool hidden = entries[i].name.ptr[0] == '.';
		if (!hidden && fs_kind(arena_cstr(&scratch, path)) == FILE_FOLDER &&
		    folder_provides(path, name, except, depth + 1))
			return true;
	}
	return false;
}

bool l4tree_provides(Session *s, Str tree, Str name, Str except)
{
	Arena *a = &s->arena;
	return aliases_provide(path_join(a, tree, STR("mk/aliases.d")), name) ||
	       folder_provides(path_join(a, tree, STR("pkg")), name, except, 0);
}
