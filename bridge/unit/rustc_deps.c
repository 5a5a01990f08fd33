// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/unit/rustc_deps.h"

#include "bridge/unit/l4re.h"

#include <unistd.h>

/* --- dependencies ----------------------------------------------------------------------------- */

static void add_extern_file(Rustc *r, Str name, Str option, const Pc *dep, const char *suffix)
{
	rustc_add2(r, "--extern",
	           FORMAT(r, STR_FMT "%s" STR_FMT "=" STR_FMT "/" STR_FMT "%s", STR_ARG(option),
	                  option.len ? ":" : "", STR_ARG(name), STR_ARG(r->job->root),
	                  STR_ARG(dep->file), suffix));
}

static void add_extern(Rustc *r, Str pc_name, const Pc *dep)
{
	const Str renamed = text_lookup(rustc_setting(r, "RENAME"), pc_name);
	Str option = text_lookup(rustc_setting(r, "EXTERN_OPTIONS"), pc_name);
	const Str name = renamed.len ? renamed : dep->crate;
	if (!option.ptr)
		option = STR("");
	if (str_has_word(dep->types, STR("meta"))) {
		const Str metadata = FORMAT(r, STR_FMT "/" STR_FMT ".rmeta", STR_ARG(r->job->root),
		                            STR_ARG(dep->file));
		const bool enough = r->metadata_only && access(metadata.ptr, R_OK) == 0;
		add_extern_file(r, name, option, dep, enough ? ".rmeta" : ".rlib");
	} else if (str_has_word(dep->types, STR("rlib"))) {
		add_extern_file(r, name, option, dep, ".rlib");
	}
	if (str_has_word(dep->types, STR("so")) || str_has_word(dep->types, STR("macro")))
		add_extern_file(r, name, option, dep, ".so");
}

/* Adds a native library that another package provides. */
static void add_native_library(Rustc *r, const Pc *dep)
{
	Str libs = dep->libs, one;
	const Str folder = FORMAT(r, "native=" STR_FMT "/lib", STR_ARG(r->job->build));
	search_add(r->job, &r->pc.search, (SearchPath){ folder, false });
	while (str_next_word(&libs, &one))
		rustc_add(r, one);
}

static void add_macro_paths(const Pc *dep, Buf *paths)
{
	for (size_t i = 0; i < dep->search.count; i++) {
		if (!dep->search.items[i].inside)
			continue;
		const Str path = dep->search.items[i].path;
		const ptrdiff_t equals = str_find(path, '=');
		buf_char(paths, ':');
		buf_add(paths, equals >= 0 && equals < str_find(path, '/')
		                       ? str_sub(path, (size_t)equals + 1, path.len)
		                       : path);
	}
}

/* The folders of the package's own script come first, then those of the dependencies in their
 * order. */
bool rustc_add_dependencies(Rustc *r, Buf *library_path)
{
	UnitJob *j = r->job;
	Str names = rustc_setting(r, "REQUIRE"), name;
	for (size_t i = 0; i < r->own.said.count; i++) {
		const Directive *d = &r->own.said.items[i];
		if (d->kind == DIR_LINK_SEARCH)
			search_add(j, &r->pc.search,
			           (SearchPath){ d->value,
			                         result_is_inside(d->value, r->own.out) });
	}
	while (str_next_word(&names, &name)) {
		Pc dep;
		if (!pc_read(j, name, &dep))
			return false;
		if (!dep.crate.len) {
			if (!job_is_for_l4re(j)) /* in an L4Re tree, BID links them */
				add_native_library(r, &dep);
			continue;
		}
		tree_add_foreign_folder(r, &dep);
		add_extern(r, name, &dep);
		if (str_has_word(dep.types, STR("macro"))) {
			add_macro_paths(&dep, library_path);
			continue;
		}
		for (size_t i = 0; i < dep.search.count; i++)
			search_add(j, &r->pc.search, dep.search.items[i]);
		for (size_t i = 0; i < dep.cdylib_args.count; i++)
			*vec_push(&j->arena, &r->pc.cdylib_args, Str) = dep.cdylib_args.items[i];
	}
	return true;
}

/* --- directives of the build script ----------------------------------------------------------- */

/* Returns whether link arguments of this class are for this unit. */
static bool class_applies(Rustc *r, Str class)
{
	static const struct {
		Str class, kind;
	} classes[] = {
		{ STR_INIT("bins"), STR_INIT("bin") },
		{ STR_INIT("tests"), STR_INIT("test") },
		{ STR_INIT("benches"), STR_INIT("bench") },
		{ STR_INIT("examples"), STR_INIT("example") },
	};
	if (!class.len)
		return true;
	if (str_eq(class, STR("cdylib")))
		return !r->is_test && str_has_word(rustc_setting(r, "CRATE_TYPES"), STR("cdylib"));
	for (size_t i = 0; i < COUNT_OF(classes); i++)
		if (str_eq(class, classes[i].class))
			return str_eq(r->kind, classes[i].kind) && (r->is_program || r->is_test);
	return str_eq(r->kind, STR("bin")) && str_starts_with(class, STR("bin=")) &&
	       str_eq(str_sub(class, 4, class.len), r->name);
}

void rustc_add_kind(Rustc *r, DirectiveKind kind, const char *option)
{
	for (size_t i = 0; i < r->own.said.count; i++)
		if (r->own.said.items[i].kind == kind)
			rustc_add2(r, option, r->own.said.items[i].value);
}

void rustc_add_link_args(Rustc *r)
{
	const bool cdylib =
		!r->is_test && str_has_word(rustc_setting(r, "CRATE_TYPES"), STR("cdylib"));
	for (size_t i = 0; i < r->own.said.count; i++) {
		const Directive *d = &r->own.said.items[i];
		if (d->kind != DIR_LINK_ARG)
			continue;
		if (class_applies(r, d->name))
			rustc_add2(r, "-C", FORMAT(r, "link-arg=" STR_FMT, STR_ARG(d->value)));
	}
	for (size_t i = 0; cdylib && i < r->pc.cdylib_args.count; i++)
		rustc_add2(r, "-C",
		           FORMAT(r, "link-arg=" STR_FMT, STR_ARG(r->pc.cdylib_args.items[i])));
	for (size_t i = 0; i < r->own.said.count; i++) {
		const Directive *d = &r->own.said.items[i];
		if (d->kind == DIR_LINK_ARG && str_eq(d->name, STR("cdylib")))
			*vec_push(&r->job->arena, &r->pc.cdylib_args, Str) = d->value;
	}
}

void rustc_add_script(Rustc *r)
{
	for (int inside = 1; inside >= 0; inside--)
		for (size_t i = 0; i < r->pc.search.count; i++)
			if (r->pc.search.items[i].inside == inside)
				rustc_add2(r, "-L", r->pc.search.items[i].path);
	const bool library = str_eq(r->kind, STR("lib")) || str_eq(r->kind, STR("proc-macro"));
	if (library || job_is(r->job, "NO_LIB"))
		rustc_add_kind(r, DIR_LINK_LIB, "-l");
	rustc_add_link_args(r);
	rustc_add_kind(r, DIR_CFG, "--cfg");
	rustc_add_kind(r, DIR_CHECK_CFG, "--check-cfg");
}
