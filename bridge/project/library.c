// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/project/library.h"

#include "base/files/fs.h"
#include "base/text/path.h"
#include "bridge/project/library_copy.h"
#include "bridge/project/packages.h"

#include <stdlib.h>

static const char library_lock[] = "Cargo.lock";

static bool has_file(Arena *a, Str folder, const char *name)
{
	const Str path = path_join(a, folder, str_from(name));
	return fs_kind(arena_cstr(a, path)) == FILE_REGULAR;
}

/* Finds the library in `folder`, which may also be the root of Rust's sources or of a
 * distribution's package of them. */
static bool find_below(Arena *a, Str folder, Str *out)
{
	static const char *const places[] = { ".", "library", "rust/library" };
	for (size_t i = 0; i < COUNT_OF(places); i++) {
		const Str at = path_normalise(a, path_join(a, folder, str_from(places[i])));
		if (has_file(a, at, library_lock) && has_file(a, at, "std/Cargo.toml")) {
			*out = at;
			return true;
		}
	}
	return false;
}

static bool source_missing(Session *s, const Toolchain *t, Str where, const char *given)
{
	diag_error(&s->diag, NO_SPAN,
	           "the standard library's sources are not in `" STR_FMT
	           "`: there is no `%s` with `std/Cargo.toml`",
	           STR_ARG(where), library_lock);
	if (given)
		diag_help(&s->diag, "give --rust-src the folder `library` of Rust's sources");
	else
		diag_help(&s->diag,
		          "install them with `rustup component add rust-src`, or unpack a "
		          "distribution's package with Rust " STR_FMT
		          "'s sources and name its folder with --rust-src",
		          STR_ARG(t->version.text));
	return false;
}

/* The folder where rustup's component rust-src installs it. */
static Str own_library(Arena *a, const Toolchain *t)
{
	return path_join(a, t->sysroot, STR("lib/rustlib/src/rust/library"));
}

/* Finds the folder: of the command line, of the variable for Cargo's own tests, or of the
 * compiler. */
static bool find_folder(Session *s, const LibraryOptions *o, const ProjectTools *tools, Str *out)
{
	Arena *a = &s->arena;
	const Str test = config_env(tools->config, "__CARGO_TESTS_ONLY_SRC_ROOT");
	const Str own = own_library(a, tools->toolchain);
	const Str given = o->rust_src ? str_from(o->rust_src) : test.len ? test : own;
	const Str where = path_normalise(a, path_join(a, s->cwd, given));
	return find_below(a, where, out) || source_missing(s, tools->toolchain, where, o->rust_src);
}

/* Returns the version of the sources, or an empty text. Rust's sources have it in `src/version`,
 * unpacked archives also in their folder's name. */
static Str version_of(Arena *a, Str library)
{
	char *real = realpath(arena_cstr(a, library), NULL);
	const Str root = path_parent(real ? arena_str(a, str_from(real)) : library);
	const Str file = path_join(a, root, STR("src/version"));
	free(real);
	Str text, name = path_name(root);
	if (fs_read_quietly(arena_cstr(a, file), a, &text))
		return str_trim(text);
	if (!str_starts_with(name, STR("rustc-")))
		return STR("");
	name = str_sub(name, 6, name.len);
	return str_ends_with(name, STR("-src")) ? str_sub(name, 0, name.len - 4) : name;
}

static bool same_release(const Version *a, Str text)
{
	Version b;
	const char *why;
	return version_parse(text, &b, &why) && a->major == b.major && a->minor == b.minor &&
	       a->patch == b.patch;
}

/* Compares the folders themselves, because the path may go through links. */
static bool came_with_compiler(Arena *a, const Toolchain *t, Str library)
{
	struct stat own, given;
	return stat(arena_cstr(a, own_library(a, t)), &own) == 0 &&
	       stat(arena_cstr(a, library), &given) == 0 && own.st_dev == given.st_dev &&
	       own.st_ino == given.st_ino;
}

/* The library uses internals of the compiler of its own version; it does not build with another
 * one. */
static bool check_version(Session *s, const LibraryOptions *o, const Toolchain *t, Str library)
{
	const Str version = version_of(&s->arena, library);
	if (!version.len && (!o->rust_src || came_with_compiler(&s->arena, t, library)))
		return true;
	if (!version.len) {
		diag_error(&s->diag, NO_SPAN,
		           "cannot tell which version of Rust the sources in `" STR_FMT "` are",
		           STR_ARG(library));
		diag_help(&s->diag, "keep them as they were unpacked, with `src/version` beside "
		                    "`library`");
		return false;
	}
	if (same_release(&t->version, version))
		return true;
	diag_error(&s->diag, NO_SPAN,
	           "the standard library in `" STR_FMT "` is from Rust " STR_FMT
	           ", but the compiler is Rust " STR_FMT,
	           STR_ARG(library), STR_ARG(version), STR_ARG(t->version.text));
	diag_help(&s->diag, "use sources and a compiler of the same version (RUSTC, "
	                    "RUSTUP_TOOLCHAIN or --rust-src choose them)");
	return false;
}

/* Distributions put the dependencies of the library beside it, in `vendor`. Returns a configuration
 * that uses them, if there are any. */
static const Config *config_with_vendor(Session *s, const Config *config, Str library)
{
	Arena *a = &s->arena;
	const Str vendor = path_join(a, library, STR("vendor"));
	const TomlTable *source = config_table(config, "source");
	if (fs_kind(arena_cstr(a, vendor)) != FILE_FOLDER ||
	    (source && toml_entry(source, STR("crates-io"))))
		return config;
	TextList flags = { 0 };
	for (size_t i = 0; i < s->common.config.count; i++)
		text_list_add(a, &flags, s->common.config.items[i]);
	text_list_add(a, &flags, "source.crates-io.replace-with='library-vendor'");
	text_list_add(a, &flags,
	              arena_printf(a, "source.library-vendor.directory='" STR_FMT "'",
	                           STR_ARG(vendor))
	                      .ptr);
	return config_load(a, &s->diag, &(ConfigSources){ s->cwd, s->env, flags.items });
}

/* Returns whether std itself is built, and not only the crates below it. */
static bool wants_std(Arena *a, const LibraryOptions *o, const Toolchain *t)
{
	const StrList names = library_selection(a, &o->request, t).packages;
	return str_list_has(names, STR("std")) || str_list_has(names, STR("test"));
}

static bool report_outdated(Session *s, Str lock)
{
	diag_error(&s->diag, NO_SPAN,
	           "the standard library's lock file `" STR_FMT "` does not match its manifests",
	           STR_ARG(lock));
	diag_help(&s->diag, "use unchanged sources");
	return false;
}

static bool open_library_packages(Session *s, const LibraryOptions *o, const Project *library,
                                  const PackageGraph **out)
{
	const Toolchain *t = library->tools.toolchain;
	const Selection selection = library_selection(&s->arena, &o->request, t);
	const PackagesRequest want = { .use = PACKAGES_BUILT, .lock = LOCK_OF_LIBRARY };
	const GraphResult result = packages_by_lock(s, &selection, &want, library, out);
	return result == GRAPH_OUTDATED ? report_outdated(s, library->lock_path)
	                                : result == GRAPH_OK;
}

/* Opens the packages of the library in `folder`, or of its copy. */
static bool open_library(Session *s, const LibraryOptions *o, LibraryCopy *copy,
                         const ProjectTools *tools, OpenLibrary *out)
{
	Arena *a = &s->arena;
	Str folder = out->folder;
	if (!o->as_it_is && !library_copy_make(copy, &folder))
		return false;
	const Str manifest = path_join(a, folder, STR("Cargo.toml"));
	const Project library = {
		.tools = *tools,
		.workspace = workspace_load_library(a, &s->diag, tools->config, manifest),
		.lock_path = path_join(a, folder, str_from(library_lock)),
		.lock_trust = LOCK_TAKEN, /* from rustc; distributions change manifests */
	};
	return library.workspace && open_library_packages(s, o, &library, &out->packages) &&
	       library_copy_packages(copy, out->packages);
}

bool library_open(Session *s, const LibraryOptions *o, const ProjectTools *tools, OpenLibrary *out)
{
	Arena *a = &s->arena;
	const Toolchain *t = tools->toolchain;
	Str folder;
	if (!find_folder(s, o, tools, &folder) || !check_version(s, o, t, folder))
		return false;
	out->folder = arena_str(a, folder);
	LibraryCopy copy = { .session = s, .toolchain = t, .std = wants_std(a, o, t) };
	const ProjectTools own = { config_with_vendor(s, tools->config, folder), t };
	const bool good = own.config && open_library(s, o, &copy, &own, out);
	library_copy_close(&copy);
	return good;
}
