// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/vendor/contents.h"

#include "base/files/below.h"
#include "base/text/path.h"
#include "bridge/vendor/list.h"
#include "emitters/vendor/manifest.h"
#include "resolver/manifest/workspace_find.h"

static StrList paths_of(Arena *a, const VendorFiles *files)
{
	Str *paths = arena_array(a, Str, files->count);
	for (size_t i = 0; i < files->count; i++)
		paths[i] = files->items[i].path;
	return (StrList){ paths, files->count };
}

/* Finds the workspace of the manifest. Errors were reported when the manifest was read, so they are
 * silent here. */
static void find_workspace(Arena *a, const VendorContents *what, VendorManifest *out)
{
	Diag *silent = arena_new(a, Diag);
	const Manifest *m = what->package->manifest;
	if (m->workspace.present) {
		out->workspace = m->workspace.table;
		out->workspace_folder = m->folder;
		return;
	}
	out->workspace = workspace_finder_table(workspace_finder_within(a, silent, what->limit),
	                                        m->folder, &out->workspace_folder);
}

static bool make_manifest(Arena *a, Diag *diag, const VendorContents *what, VendorFiles *files,
                          Str head)
{
	scoped_buf text = { 0 };
	Diag silent = { 0 };
	VendorManifest m = { .manifest = what->stub ? what->stub : what->package->manifest,
		             .files = paths_of(a, files),
		             .head = head };
	m.doc = toml_parse(m.manifest->src, a, &silent);
	if (!m.doc)
		return false;
	find_workspace(a, what, &m);
	vendor_manifest_emit(&m, diag, &text);
	for (size_t i = 0; i < files->count; i++)
		if (str_eq(files->items[i].path, STR("Cargo.toml")))
			files->items[i].text = arena_str(a, buf_str(&text));
	return true;
}

/* --- stubs --- */

static void add_text(Arena *a, VendorFiles *files, Str path, Str text)
{
	*vec_push(a, files, VendorFile) = (VendorFile){ .path = path, .text = text };
}

/*
 * Returns the path of a target's file, so that the manifest of a stub says the same as the
 * package's. A package may name files outside of its folder, or files without `.rs`. The stub has
 * `else_path` then.
 */
static Str stub_path(Arena *a, Str path, Str else_path)
{
	static const Str ending = STR_INIT(".rs");
	BelowPath checked;
	if (!below_path(a, path, &checked) || !str_ends_with(path, ending))
		return else_path;
	Str folders = path_parent(path), part;
	while (str_next(&folders, '/', &part))
		if (str_ends_with(part,
		                  ending)) /* such a folder could be the file of another target */
			return else_path;
	return checked.checked;
}

/* Returns the manifest with only the targets that other packages may need. */
static const Manifest *stub_manifest(Arena *a, const Manifest *m)
{
	Manifest *out = arena_new(a, Manifest);
	Target *lib = arena_new(a, Target);
	*out = *m;
	*lib = *m->lib;
	lib->path = stub_path(a, lib->path, STR("src/lib.rs"));
	out->targets = lib;
	out->target_count = 1;
	out->lib = lib;
	if (m->script) {
		Target *script = arena_new(a, Target);
		*script = *m->script;
		script->path = stub_path(a, script->path, STR("build.rs"));
		out->script = script;
	}
	return out;
}

bool vendor_stub(Arena *a, const VendorContents *what, VendorFiles *out)
{
	const Package *k = what->package;
	VendorContents stub = *what;
	Diag silent = { 0 };
	if (!k->manifest->lib)
		return false;
	const Manifest *m = stub.stub = stub_manifest(a, k->manifest);
	const Str code = arena_printf(a,
	                              "compile_error!(\"`" STR_FMT " v" STR_FMT
	                              "` was left out by `l4cargo vendor "
	                              "--target`: none of the given targets needs it\");\n",
	                              STR_ARG(k->name), STR_ARG(k->version.text));
	const Str head =
		arena_printf(a,
	                     "# A stub made by l4cargo: Cargo.lock names `" STR_FMT " v" STR_FMT
	                     "`,\n# but none of the targets given to `l4cargo vendor "
	                     "--target` needs it.\n\n",
	                     STR_ARG(k->name), STR_ARG(k->version.text));
	add_text(a, out, STR("Cargo.toml"), STR(""));
	add_text(a, out, m->lib->path, code);
	if (m->script && !str_eq(m->script->path, m->lib->path))
		add_text(a, out, m->script->path, code);
	vendor_sort(out);
	return make_manifest(a, &silent, &stub, out, head);
}

bool vendor_contents(Arena *a, Diag *diag, const VendorContents *what, VendorFiles *out, Buf *why)
{
	const VendorListing listing = { what->package->manifest, what->limit, what->tracked };
	if (!vendor_list(a, &listing, out, why))
		return false;
	if (what->package->source->kind != SOURCE_GIT ||
	    make_manifest(a, diag, what, out, (Str){ 0 }))
		return true;
	buf_printf(why, "its Cargo.toml cannot be read");
	return false;
}
