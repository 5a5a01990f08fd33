// SPDX-License-Identifier: MIT OR Apache-2.0
#include "emitters/report/tree_format.h"

#include "base/text/secret.h"

typedef void PutChunk(const TreeGraph *g, const TreeNode *n, ScreenText *out);

typedef struct Chunk {
	PutChunk *put; /* NULL: print the text */
	Str text;
} Chunk;

struct TreeFormat {
	VEC(Chunk) chunks;
};

static const Package *package_of(const TreeGraph *g, const TreeNode *n)
{
	return &g->request->packages->packages[n->pkg];
}

/* Cargo names a registry as it was first named: in a manifest that it read, or in [source]. */
static Str registry_name(const TreeGraph *g, const SourceId *s)
{
	const PackageGraph *all = g->request->packages;
	for (PkgId i = 0; i < all->count; i++) {
		const Manifest *m = all->packages[i].manifest;
		for (size_t d = 0; all->packages[i].is_path && d < m->dep_count; d++)
			if (m->deps[d].source->name.len && source_eq(m->deps[d].source, s))
				return m->deps[d].source->name;
	}
	const Str name = g->request->sources ? replacement_name(g->request->sources, s) : STR("");
	return name.len ? name : s->url;
}

/* Prints a source as Cargo's Display does. */
static void put_source(const TreeGraph *g, const SourceId *s, ScreenText *out)
{
	scoped_arena scratch = { 0 };
	if (s->kind == SOURCE_REGISTRY || s->kind == SOURCE_SPARSE)
		screen_printf(out, " (registry `" STR_FMT "`)",
		              STR_ARG(secret_masked(&scratch, registry_name(g, s))));
	else
		screen_printf(out, " (" STR_FMT ")",
		              STR_ARG(secret_masked(&scratch, source_shown(&scratch, s))));
}

static void put_package(const TreeGraph *g, const TreeNode *n, ScreenText *out)
{
	const Package *p = package_of(g, n);
	screen_printf(out, STR_FMT " v" STR_FMT "%s", STR_ARG(p->name), STR_ARG(p->version.text),
	              p->manifest->proc_macro ? " (proc-macro)" : "");
	if (!source_is_crates_io(p->source))
		put_source(g, p->source, out);
}

static void put_license(const TreeGraph *g, const TreeNode *n, ScreenText *out)
{
	screen_add(out, package_of(g, n)->manifest->info.license);
}

static void put_repository(const TreeGraph *g, const TreeNode *n, ScreenText *out)
{
	screen_add(out, package_of(g, n)->manifest->info.repository);
}

static void put_features(const TreeGraph *g, const TreeNode *n, ScreenText *out)
{
	(void)g;
	for (size_t i = 0; i < n->features.count; i++) {
		if (i)
			screen_char(out, ',');
		screen_add(out, n->features.items[i]);
	}
}

static void put_lib(const TreeGraph *g, const TreeNode *n, ScreenText *out)
{
	const Target *lib = package_of(g, n)->manifest->lib;
	if (lib)
		screen_add(out, lib->crate_name.plain);
}

static PutChunk *put_of_argument(Str name)
{
	static const struct {
		const char *name, *letter;
		PutChunk *put;
	} rows[] = {
		{ "package", "p", put_package },
		{ "license", "l", put_license },
		{ "repository", "r", put_repository },
		{ "features", "f", put_features },
		{ "lib", "lib", put_lib },
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (str_eq(name, str_from(rows[i].name)) || str_eq(name, str_from(rows[i].letter)))
			return rows[i].put;
	return NULL;
}

static bool invalid_format(Diag *diag, Str format, const char *why)
{
	diag_error(diag, NO_SPAN, "tree format `" STR_FMT "` not valid: %s", STR_ARG(format), why);
	diag_help(diag, "there are {p}, {l}, {r}, {f} and {lib}; `{{` and `}}` are braces");
	return false;
}

/* The end of a letter and further letters and digits, like Rust's char methods; bytes beyond ASCII
 * count as letters. */
static size_t name_end(Str s, size_t i)
{
	const size_t start = i;
	for (; i < s.len; i++) {
		const char c = s.ptr[i];
		const bool letter = char_is_alpha(c) || (unsigned char)c >= 0x80;
		if (!letter && (i == start || !char_is_digit(c)))
			break;
	}
	return i;
}

/* Parses the chunk at *at. */
static bool next_chunk(Arena *a, Diag *diag, Str s, size_t *at, Chunk *out)
{
	const size_t i = *at;
	const char c = s.ptr[i];
	if (c != '{' && c != '}') {
		while (*at < s.len && s.ptr[*at] != '{' && s.ptr[*at] != '}')
			++*at;
		out->text = str_sub(s, i, *at);
		return true;
	}
	if (i + 1 < s.len && s.ptr[i + 1] == c) {
		*at = i + 2;
		out->text = str_sub(s, i, i + 1);
		return true;
	}
	if (c == '}')
		return invalid_format(diag, s, "unexpected '}'");
	const size_t end = name_end(s, i + 1);
	if (end == s.len || s.ptr[end] != '}')
		return invalid_format(diag, s, "expected '}'");
	const Str name = str_sub(s, i + 1, end);
	out->put = put_of_argument(name);
	*at = end + 1;
	return out->put ||
	       invalid_format(
		       diag, s,
		       arena_printf(a, "unsupported pattern `" STR_FMT "`", STR_ARG(name)).ptr);
}

const TreeFormat *tree_format_parse(Arena *a, Diag *diag, Str text)
{
	TreeFormat *f = arena_new(a, TreeFormat);
	for (size_t i = 0; i < text.len;)
		if (!next_chunk(a, diag, text, &i, vec_push(a, &f->chunks, Chunk)))
			return NULL;
	return f;
}

void tree_format_put(const TreeFormat *f, const TreeGraph *g, TreeNodeId node, ScreenText *out)
{
	const TreeNode *n = &g->nodes.items[node];
	if (n->is_feature) {
		screen_printf(out, STR_FMT " feature \"" STR_FMT "\"%s",
		              STR_ARG(package_of(g, n)->name), STR_ARG(n->name),
		              n->cli ? " (command-line)" : "");
		return;
	}
	for (size_t i = 0; i < f->chunks.count; i++)
		if (f->chunks.items[i].put)
			f->chunks.items[i].put(g, n, out);
		else
			screen_add(out, f->chunks.items[i].text);
}
