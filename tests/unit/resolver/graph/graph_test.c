// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/graph/graph.h"

#include "base/core/buf.h"
#include "base/files/fs.h"
#include "base/text/path.h"
#include "tests/unit/folder.h"

#include <setjmp.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#define CRATES "registry+https://github.com/rust-lang/crates.io-index"
#define SUM    "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

/* A locked package from the registry, and one without source. */
#define CRATE(name, version, rest) \
	"[[package]]\nname = \"" name "\"\nversion = \"" version "\"\nsource = \"" CRATES \
	"\"\nchecksum = \"" SUM "\"\n" rest "\n"
#define LOCAL(name, version, rest) \
	"[[package]]\nname = \"" name "\"\nversion = \"" version "\"\n" rest "\n"
#define PACKAGE(name, version) \
	"[package]\nname = \"" name "\"\nversion = \"" version "\"\nedition = \"2018\"\n"

typedef struct Fixture {
	Scratch in;
	GraphRequest want;
	Workspace workspace;
	const Manifest *members[8];
	ManifestContext reader;
	SourceId source;
	PackageProvider provider;
	GraphResult result;
	const PackageGraph *graph;
	/* the provider's: what was asked for and not yet taken */
	const LockPackage *packages[64];
	uint32_t indexes[64];
	size_t asked, waiting;
} Fixture;

static int set_up(void **state)
{
	Fixture *f = xcalloc(1, sizeof *f);
	scratch_open(&f->in);
	f->want.dev = true;
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	Fixture *f = *state;
	scratch_close(&f->in);
	free(f);
	return 0;
}

/* A manifest in a folder of that name ("" is the root), with an empty library. */
static void add(Fixture *f, const char *folder, const char *manifest)
{
	const char *base = arena_printf(&f->in.arena, "%s%s", folder, *folder ? "/" : "").ptr;
	scratch_write(&f->in, arena_printf(&f->in.arena, "%ssrc/lib.rs", base).ptr, "");
	scratch_write(&f->in, arena_printf(&f->in.arena, "%sCargo.toml", base).ptr, manifest);
}

static bool request(void *ctx, const LockPackage *package, uint32_t index)
{
	Fixture *f = ctx;
	f->packages[f->waiting] = package;
	f->indexes[f->waiting++] = index;
	f->asked++;
	return true;
}

/* Last in, first out: the order must not matter. */
static bool next(void *ctx, ProvidedPackage *out)
{
	Fixture *f = ctx;
	const LockPackage *p = f->packages[--f->waiting];
	out->index = f->indexes[f->waiting];
	out->folder =
		arena_printf(&f->in.arena, STR_FMT "/crates/" STR_FMT "-" STR_FMT,
	                     STR_ARG(f->in.folder), STR_ARG(p->name), STR_ARG(p->version.text));
	return true;
}

static const Toolchain *toolchain(Fixture *f)
{
	Toolchain *t = arena_new(&f->in.arena, Toolchain);
	t->host = STR("x86_64-unknown-linux-gnu");
	t->host_info.triple = t->host;
	t->host_info.cfg = cfg_set_parse(STR("unix\ntarget_os=\"linux\"\n"), &f->in.arena);
	return t;
}

static const Manifest *read_manifest(Fixture *f, Str folder)
{
	const Str path = arena_printf(&f->in.arena, STR_FMT "/Cargo.toml", STR_ARG(folder));
	return manifest_read(&f->reader, path, NULL);
}

/* The root, and what its [workspace] lists: other path packages are no members here. */
static bool read_workspace(Fixture *f)
{
	Workspace *w = &f->workspace;
	f->source = source_path(f->in.folder);
	f->reader = (ManifestContext){ .arena = &f->in.arena,
		                       .diag = &f->in.diag,
		                       .source = &f->source };
	*w = (Workspace){ .root = f->in.folder, .reader = &f->reader, .members = f->members };
	w->top = w->current = read_manifest(f, f->in.folder);
	if (!w->top)
		return false;
	w->resolver = str_eq(w->top->resolver, STR("2")) ? 2 : 1;
	if (w->top->has_package)
		f->members[w->member_count++] = w->top;
	for (size_t i = 0; i < w->top->workspace.members.count; i++) {
		const Str folder =
			path_join(&f->in.arena, f->in.folder, w->top->workspace.members.items[i]);
		f->members[w->member_count++] = read_manifest(f, folder);
	}
	return true;
}

static void build(Fixture *f, const char *lock)
{
	Source *src = arena_new(&f->in.arena, Source);
	src->path = "Cargo.lock";
	src->text = arena_printf(&f->in.arena, "version = 4\n%s", lock);
	f->want.lock = lockfile_read(src, &f->in.arena, &f->in.diag);
	f->want.toolchain = toolchain(f);
	f->want.workspace = &f->workspace;
	f->provider = (PackageProvider){ .ctx = f, .request = request, .next = next };
	f->want.provider = &f->provider;
	f->result = GRAPH_FAILED;
	if (f->want.lock && read_workspace(f))
		f->result = graph_build(&f->in.arena, &f->in.diag, &f->want, &f->graph);
	fflush(f->in.diag.out);
}

/* `a 1.0.0 -> b 1.0.0, c 1.0.0; b 1.0.0; ...` */
static void assert_graph(const Fixture *f, const char *want)
{
	scoped_buf b = { 0 };
	if (f->result != GRAPH_OK)
		fail_msg("not made: %s", f->in.said);
	for (size_t i = 0; i < f->graph->count; i++) {
		const Package *p = &f->graph->packages[i];
		buf_printf(&b, "%s" STR_FMT " " STR_FMT, i ? "; " : "", STR_ARG(p->name),
		           STR_ARG(p->version.text));
		for (size_t e = 0; e < p->edge_count; e++) {
			const Package *q = &f->graph->packages[p->edges[e].to];
			buf_printf(&b, "%s" STR_FMT " " STR_FMT, e ? ", " : " -> ",
			           STR_ARG(q->name), STR_ARG(q->version.text));
		}
	}
	assert_string_equal(b.ptr, want);
}

static void assert_failed(const Fixture *f, GraphResult result, const char *message)
{
	assert_int_equal(f->result, result);
	if (!strstr(f->in.said, message))
		fail_msg("`%s` is not in: %s", message, f->in.said);
}

static void assert_outdated(const Fixture *f)
{
	assert_int_equal(f->result, GRAPH_OUTDATED);
	assert_int_equal(f->in.diag.errors, 0);
}

static void records_lead_to_locked_packages(void **state)
{
	Fixture *f = *state;
	add(f, "", PACKAGE("a", "0.1.0") "[dependencies]\nb = \"1\"\nc = { path = \"c\" }\n");
	add(f, "c", PACKAGE("c", "0.2.0") "[dependencies]\nb = \"1\"\n");
	add(f, "crates/b-1.0.0", PACKAGE("b", "1.0.0"));
	build(f, LOCAL("a", "0.1.0", "dependencies = [\"b\", \"c\"]") CRATE("b", "1.0.0", "")
	                 LOCAL("c", "0.2.0", "dependencies = [\"b\"]"));
	assert_graph(f, "a 0.1.0 -> b 1.0.0, c 0.2.0; b 1.0.0; c 0.2.0 -> b 1.0.0");
	assert_true(f->graph->packages[0].member);
	assert_false(f->graph->packages[1].is_path);
}

static void the_lowest_version_is_taken_first(void **state)
{
	Fixture *f = *state;
	add(f, "",
	    PACKAGE("a", "0.1.0") "[dependencies]\nb = \">=0.4\"\n"
	                          "b1 = { package = \"b\", version = \"1\" }\n");
	add(f, "crates/b-0.4.8", PACKAGE("b", "0.4.8"));
	add(f, "crates/b-1.0.0", PACKAGE("b", "1.0.0"));
	build(f, LOCAL("a", "0.1.0", "dependencies = [\"b 0.4.8\", \"b 1.0.0\"]")
	                 CRATE("b", "0.4.8", "") CRATE("b", "1.0.0", ""));
	assert_graph(f, "a 0.1.0 -> b 0.4.8, b 1.0.0; b 0.4.8; b 1.0.0");
	assert_true(str_eq(f->graph->packages[0].edges[0].records[0]->key, STR("b")));
}

static const char *const optional_lock = LOCAL("a", "0.1.0", "dependencies = [\"b\"]")
	CRATE("b", "1.0.0", "dependencies = [\"c\"]") CRATE("c", "1.0.0", "");

static void optional_records_wait_for_features(void **state)
{
	Fixture *f = *state;
	add(f, "", PACKAGE("a", "0.1.0") "[features]\non = [\"b/x\"]\n[dependencies]\nb = \"1\"\n");
	add(f, "crates/b-1.0.0",
	    PACKAGE("b", "1.0.0") "[features]\nx = [\"dep:c\"]\n"
	                          "[dependencies]\n"
	                          "c = { version = \"1\", optional = true }\n");
	add(f, "crates/c-1.0.0", PACKAGE("c", "1.0.0"));
	build(f, optional_lock);
	assert_graph(f, "a 0.1.0 -> b 1.0.0; b 1.0.0 -> c 1.0.0; c 1.0.0");
	const GraphRoot root = { .member = f->want.workspace->members[0],
		                 .default_features = true };
	f->want.roots = &root;
	f->want.root_count = 1;
	f->asked = 0;
	f->result = graph_build(&f->in.arena, &f->in.diag, &f->want, &f->graph);
	assert_graph(f, "a 0.1.0 -> b 1.0.0; b 1.0.0");
	assert_int_equal(f->asked, 1);
}

static void weak_requests_reach_packages(void **state)
{
	Fixture *f = *state;
	add(f, "",
	    PACKAGE("a", "0.1.0") "[dependencies]\n"
	                          "b = { version = \"1\", features = [\"w\"] }\n");
	add(f, "crates/b-1.0.0",
	    PACKAGE("b", "1.0.0") "[features]\nw = [\"c?/x\"]\n"
	                          "[dependencies]\n"
	                          "c = { version = \"1\", optional = true }\n");
	add(f, "crates/c-1.0.0", PACKAGE("c", "1.0.0") "[features]\nx = []\n");
	build(f, optional_lock);
	assert_graph(f, "a 0.1.0 -> b 1.0.0; b 1.0.0 -> c 1.0.0; c 1.0.0");
}

#define PLATFORM_MANIFEST(resolver) \
	PACKAGE("a", "0.1.0") \
	"resolver = \"" resolver "\"\n[dependencies]\nb = \"1\"\n" \
	"[target.'cfg(windows)'.dependencies]\nw = \"1\"\nx = \"1\"\n"
#define PLATFORM_LOCK \
	LOCAL("a", "0.1.0", "dependencies = [\"b\", \"w\", \"x\"]") \
	CRATE("b", "1.0.0", "") \
	CRATE("w", "1.0.0", "dependencies = [\"b\"]") CRATE("x", "1.0.0", "")

static void add_platform_crates(Fixture *f)
{
	add(f, "crates/b-1.0.0", PACKAGE("b", "1.0.0"));
	add(f, "crates/w-1.0.0", PACKAGE("w", "1.0.0") "[dependencies]\nb = \"1\"\n");
}

static void packages_of_other_platforms_are_not_asked_for(void **state)
{
	Fixture *f = *state;
	add(f, "", PLATFORM_MANIFEST("2"));
	add_platform_crates(f);
	build(f, PLATFORM_LOCK);
	assert_graph(f, "a 0.1.0 -> b 1.0.0; b 1.0.0");
}

/* Its features could reach `b`, which is built; `x` leads nowhere. */
static void resolver_1_wants_what_could_ask_for_features(void **state)
{
	Fixture *f = *state;
	add(f, "", PLATFORM_MANIFEST("1"));
	add_platform_crates(f);
	build(f, PLATFORM_LOCK);
	assert_graph(f, "a 0.1.0 -> b 1.0.0, w 1.0.0; b 1.0.0; w 1.0.0 -> b 1.0.0");
}

static void dev_dependencies_count_if_asked_for(void **state)
{
	Fixture *f = *state;
	add(f, "", PACKAGE("a", "0.1.0") "resolver = \"2\"\n[dev-dependencies]\nb = \"1\"\n");
	add(f, "crates/b-1.0.0", PACKAGE("b", "1.0.0") "[dev-dependencies]\nno = \"1\"\n");
	const char *lock = LOCAL("a", "0.1.0", "dependencies = [\"b\"]") CRATE("b", "1.0.0", "");
	build(f, lock);
	assert_graph(f, "a 0.1.0 -> b 1.0.0; b 1.0.0");
	f->want.dev = false;
	build(f, lock);
	assert_graph(f, "a 0.1.0");
}

static void patches_stand_in_for_their_source(void **state)
{
	Fixture *f = *state;
	add(f, "",
	    PACKAGE("a", "0.1.0") "[dependencies]\nb = \"1\"\n"
	                          "[patch.crates-io]\nb = { path = \"p\" }\n");
	add(f, "p", PACKAGE("b", "1.0.5"));
	build(f, LOCAL("a", "0.1.0", "dependencies = [\"b\"]") LOCAL("b", "1.0.5", ""));
	assert_graph(f, "a 0.1.0 -> b 1.0.5; b 1.0.5");
	assert_false(f->graph->packages[1].member);
	assert_true(f->graph->packages[1].is_path);
}

static void patches_of_configuration_beat_the_manifest(void **state)
{
	Fixture *f = *state;
	add(f, "",
	    PACKAGE("a", "0.1.0") "[dependencies]\nb = \"1\"\n"
	                          "[patch.crates-io]\nb = { path = \"p\" }\n");
	add(f, "p", PACKAGE("b", "1.0.5"));
	add(f, "q", PACKAGE("b", "1.0.6"));
	const SourceId there = source_path(path_join(&f->in.arena, f->in.folder, STR("q")));
	const PatchEntry entry = {
		.of = STR("crates-io"),
		.patched = &source_crates_io,
		.dep = { .key = STR("b"), .package = STR("b"), .req.any = true, .source = &there }
	};
	f->want.config_patches = &entry;
	f->want.config_patch_count = 1;
	build(f, LOCAL("a", "0.1.0", "dependencies = [\"b\"]") LOCAL("b", "1.0.6", ""));
	assert_graph(f, "a 0.1.0 -> b 1.0.6; b 1.0.6");
}

static void build_odd(Fixture *f, const char *manifest_of_b, LockTrust trust)
{
	add(f, "", PACKAGE("a", "0.1.0") "[dependencies]\nb = \"1\"\n");
	add(f, "crates/b-1.0.0", manifest_of_b);
	add(f, "crates/c-2.0.0", PACKAGE("c", "2.0.0"));
	f->want.trust = trust;
	build(f, LOCAL("a", "0.1.0", "dependencies = [\"b\"]")
	                 CRATE("b", "1.0.0", "dependencies = [\"c\"]") CRATE("c", "2.0.0", ""));
}

static void the_lock_beats_manifests_of_published_packages_if_cargo_takes_it(void **state)
{
	const char *other =
		PACKAGE("b",
	                "1.0.0") "[dependencies.c]\nversion='2'\nregistry-index='https://h/'\n";
	Fixture *f = *state;
	const char *odd = PACKAGE("b", "1.0.0") "[dependencies]\nc = \"1\"\n";
	build_odd(f, odd, LOCK_UNASKED);
	assert_int_equal(f->result, GRAPH_DOUBTFUL);
	build_odd(f, odd, LOCK_TAKEN);
	assert_graph(f, "a 0.1.0 -> b 1.0.0; b 1.0.0 -> c 2.0.0; c 2.0.0");
	build_odd(f, odd, LOCK_REFUSED);
	assert_outdated(f);
	build_odd(f, other, LOCK_UNASKED); /* a registry that mirrors another */
	assert_graph(f, "a 0.1.0 -> b 1.0.0; b 1.0.0 -> c 2.0.0; c 2.0.0");
}

/* `c` is overridden by another version, which depends on a package that is not locked. */
static void overrides_stand_in_for_all_of_their_name(void **state)
{
	Fixture *f = *state;
	add(f, "", PACKAGE("a", "0.1.0") "[dependencies]\nb = \"1\"\n");
	add(f, "crates/b-1.0.0", PACKAGE("b", "1.0.0") "[dependencies]\nc = \"1\"\n");
	add(f, "crates/d-1.0.0", PACKAGE("d", "1.0.0"));
	add(f, "o/x/c",
	    PACKAGE("c", "9.0.0") "[dependencies]\nd = \"1\"\n"
	                          "e = { path = \"../../../e\" }\n");
	add(f, "e", PACKAGE("e", "0.3.0"));
	const PathOverride from = { .folder = path_join(&f->in.arena, f->in.folder, STR("o")) };
	f->want.overrides = (OverrideList){ &from, 1 };
	f->want.locked = f->want.locked_help = "";
	build(f, LOCAL("a", "0.1.0", "dependencies = [\"b\"]") CRATE("b", "1.0.0",
	                                                             "dependencies = [\"c\"]")
	                 CRATE("c", "1.0.0", "dependencies = [\"d\"]") CRATE("d", "1.0.0", ""));
	assert_graph(f, "a 0.1.0 -> b 1.0.0; b 1.0.0 -> c 9.0.0; c 9.0.0 -> d 1.0.0, e 0.3.0; "
	                "d 1.0.0; e 0.3.0");
}

static void replaced_packages_are_left_out(void **state)
{
	Fixture *f = *state;
	add(f, "",
	    PACKAGE("a", "0.1.0") "[dependencies]\nb = \"1\"\n"
	                          "[replace]\n\"b:1.0.0\" = { path = \"p\" }\n");
	add(f, "p", PACKAGE("b", "1.0.0"));
	build(f, LOCAL("a", "0.1.0", "dependencies = [\"b 1.0.0 (" CRATES ")\"]")
	                 CRATE("b", "1.0.0", "replace = \"b 1.0.0\"") LOCAL("b", "1.0.0", ""));
	assert_graph(f, "a 0.1.0 -> b 1.0.0; b 1.0.0");
	assert_true(f->graph->packages[1].is_path);
}

static void cyclic_dev_dependencies_are_fine(void **state)
{
	Fixture *f = *state;
	add(f, "", PACKAGE("a", "0.1.0") "[dev-dependencies]\nb = { path = \"b\" }\n");
	add(f, "b", PACKAGE("b", "0.1.0") "[dependencies]\na = { path = \"..\" }\n");
	build(f, LOCAL("a", "0.1.0", "dependencies = [\"b\"]")
	                 LOCAL("b", "0.1.0", "dependencies = [\"a\"]"));
	assert_graph(f, "a 0.1.0 -> b 0.1.0; b 0.1.0 -> a 0.1.0");
}

static void missing_features_are_refused(void **state)
{
	Fixture *f = *state;
	add(f, "",
	    PACKAGE("a", "0.1.0") "[dependencies]\n"
	                          "b = { version = \"1\", features = [\"fast\"] }\n");
	add(f, "crates/b-1.0.0", PACKAGE("b", "1.0.0") "[features]\nfist = []\n");
	build(f, LOCAL("a", "0.1.0", "dependencies = [\"b\"]") CRATE("b", "1.0.0", ""));
	assert_failed(f, GRAPH_FAILED, "depends on `b` with feature `fast` but `b` does not have");
	assert_failed(f, GRAPH_FAILED, "there is a feature `fist`");
}

static void features_of_dependencies_that_are_off_are_not_checked(void **state)
{
	Fixture *f = *state;
	add(f, "", PACKAGE("a", "0.1.0") "[dependencies]\nb = \"1\"\n");
	add(f, "crates/b-1.0.0",
	    PACKAGE("b",
	            "1.0.0") "[dependencies]\n"
	                     "c = { version = \"1\", optional = true, features = [\"no\"] }\n");
	build(f, LOCAL("a", "0.1.0", "dependencies = [\"b\"]") CRATE("b", "1.0.0", ""));
	assert_graph(f, "a 0.1.0 -> b 1.0.0; b 1.0.0");
}

static void cycles_are_refused(void **state)
{
	Fixture *f = *state;
	add(f, "", PACKAGE("a", "0.1.0") "[dependencies]\nb = { path = \"b\" }\n");
	add(f, "b", PACKAGE("b", "0.1.0") "[dependencies]\na = { path = \"..\" }\n");
	build(f, LOCAL("a", "0.1.0", "dependencies = [\"b\"]")
	                 LOCAL("b", "0.1.0", "dependencies = [\"a\"]"));
	assert_failed(f, GRAPH_FAILED, "cyclic package dependency");
	assert_failed(f, GRAPH_FAILED, "`a` needs `b` needs `a`");
}

static void links_belong_to_one_package(void **state)
{
	Fixture *f = *state;
	add(f, "", PACKAGE("a", "0.1.0") "[dependencies]\nb = \"1\"\nc = \"1\"\n");
	add(f, "crates/b-1.0.0", PACKAGE("b", "1.0.0") "links = \"z\"\nbuild = \"src/lib.rs\"\n");
	add(f, "crates/c-1.0.0", PACKAGE("c", "1.0.0") "links = \"z\"\nbuild = \"src/lib.rs\"\n");
	build(f, LOCAL("a", "0.1.0", "dependencies = [\"b\", \"c\"]") CRATE("b", "1.0.0", "")
	                 CRATE("c", "1.0.0", ""));
	assert_failed(f, GRAPH_FAILED, "native library `z`");
}

static void paths_must_lead_to_the_package(void **state)
{
	Fixture *f = *state;
	add(f, "", PACKAGE("a", "0.1.0") "[dependencies]\nb = { path = \"b\", version = \"2\" }\n");
	add(f, "b", PACKAGE("b", "1.0.0"));
	build(f, LOCAL("a", "0.1.0", "dependencies = [\"b\"]") LOCAL("b", "1.0.0", ""));
	assert_failed(f, GRAPH_FAILED,
	              "failed to select a version for the requirement `b = \"2\"`");
}

static void new_dependencies_make_it_outdated(void **state)
{
	Fixture *f = *state;
	add(f, "", PACKAGE("a", "0.1.0") "[dependencies]\nb = \"1\"\n");
	build(f, LOCAL("a", "0.1.0", ""));
	assert_outdated(f);
	f->want.locked = f->want.locked_help = "";
	build(f, LOCAL("a", "0.1.0", ""));
	assert_failed(f, GRAPH_OUTDATED, "Cargo.toml:6:1: error: the lock file Cargo.lock needs");
	assert_failed(f, GRAPH_OUTDATED, "`b = \"1\"` is not locked at all");
}

static void versions_that_do_not_match_make_it_outdated(void **state)
{
	Fixture *f = *state;
	add(f, "", PACKAGE("a", "0.1.0") "[dependencies]\nb = \"2\"\n");
	const char *lock = LOCAL("a", "0.1.0", "dependencies = [\"b\"]") CRATE("b", "1.0.0", "");
	build(f, lock);
	assert_outdated(f);
	f->want.locked = f->want.locked_help = "";
	build(f, lock);
	assert_failed(f, GRAPH_OUTDATED, "matches none of the locked versions: 1.0.0");
}

static void new_members_make_it_outdated(void **state)
{
	Fixture *f = *state;
	add(f, "", "[workspace]\nmembers = [\"a\", \"b\"]\n");
	add(f, "a", PACKAGE("a", "0.1.0"));
	add(f, "b", PACKAGE("b", "0.1.0"));
	build(f, LOCAL("a", "0.1.0", ""));
	assert_outdated(f);
}

static void new_patches_make_it_outdated(void **state)
{
	Fixture *f = *state;
	add(f, "", PACKAGE("a", "0.1.0") "[patch.crates-io]\nb = { path = \"p\" }\n");
	add(f, "p", PACKAGE("b", "1.0.5"));
	build(f, LOCAL("a", "0.1.0", ""));
	assert_outdated(f);
	build(f, LOCAL("a", "0.1.0", "") "[[patch.unused]]\nname = \"b\"\nversion = \"1.0.5\"\n");
	assert_graph(f, "a 0.1.0");
}

static void assert_locked_out(Fixture *f, const char *lock, const char *message)
{
	static const GraphResult wanted[] = { GRAPH_OUTDATED, GRAPH_OK, GRAPH_OUTDATED };
	for (int i = 0; i < 3; i++) {
		f->want.locked = f->want.locked_help = i == 2 ? "" : NULL;
		f->want.trust = i == 1 ? LOCK_TAKEN : LOCK_UNASKED; /* then cargo knows better */
		build(f, lock);
		assert_int_equal(f->result, wanted[i]);
	}
	assert_failed(f, GRAPH_OUTDATED, message);
}

static void locked_wants_nothing_to_be_left_over(void **state)
{
	Fixture *f = *state;
	add(f, "", PACKAGE("a", "0.1.0") "[dependencies]\nb = \"1\"\n");
	add(f, "crates/b-1.0.0", PACKAGE("b", "1.0.0"));
	assert_locked_out(f,
	                  LOCAL("a", "0.1.0", "dependencies = [\"b\"]") CRATE("b", "1.0.0", "")
	                          CRATE("c", "1.0.0", ""),
	                  "nothing depends on `c 1.0.0`");
	assert_locked_out(f,
	                  LOCAL("a", "0.1.0", "dependencies = [\"b\", \"c\"]")
	                          CRATE("b", "1.0.0", "") CRATE("c", "1.0.0", ""),
	                  "`a` no longer depends on `c 1.0.0`");
	assert_locked_out(f, LOCAL("a", "0.1.0", "") CRATE("b", "1.0.0", ""),
	                  "the locked `a` does not depend on `b 1.0.0`");
	assert_locked_out(f,
	                  LOCAL("a", "0.1.0", "dependencies = [\"b\"]")
	                          LOCAL("b", "1.0.0", "source = \"" CRATES "\""),
	                  "the checksum of `b 1.0.0` is missing");
}

static void an_old_version_of_a_path_package_is_outdated(void **state)
{
	Fixture *f = *state;
	add(f, "", PACKAGE("a", "0.2.0") "[dependencies]\nb = \"1\"\n");
	add(f, "crates/b-1.0.0", PACKAGE("b", "1.0.0"));
	assert_locked_out(f, LOCAL("a", "0.1.0", "dependencies = [\"b\"]") CRATE("b", "1.0.0", ""),
	                  "locked at 0.1.0");
}

static void locked_ignores_path_packages_that_are_gone(void **state)
{
	Fixture *f = *state;
	add(f, "", PACKAGE("a", "0.1.0"));
	build(f, LOCAL("a", "0.1.0", "") LOCAL("old", "1.0.0", ""));
	assert_outdated(f); /* cargo writes the file without it */
	f->want.locked = f->want.locked_help = "";
	build(f, LOCAL("a", "0.1.0", "") LOCAL("old", "1.0.0", ""));
	assert_graph(f, "a 0.1.0");
}

static void versions_that_cargo_unifies_make_it_outdated(void **state)
{
	Fixture *f = *state;
	add(f, "", PACKAGE("a", "0.1.0") "[dependencies]\nb = \"1\"\n");
	add(f, "crates/b-1.0.0", PACKAGE("b", "1.0.0"));
	build(f, LOCAL("a", "0.1.0", "dependencies = [\"b 1.0.0\"]") CRATE("b", "1.0.0", "")
	                 CRATE("b", "1.0.1", ""));
	assert_outdated(f);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(records_lead_to_locked_packages),
		TEST(the_lowest_version_is_taken_first),
		TEST(optional_records_wait_for_features),
		TEST(weak_requests_reach_packages),
		TEST(packages_of_other_platforms_are_not_asked_for),
		TEST(resolver_1_wants_what_could_ask_for_features),
		TEST(dev_dependencies_count_if_asked_for),
		TEST(patches_stand_in_for_their_source),
		TEST(patches_of_configuration_beat_the_manifest),
		TEST(the_lock_beats_manifests_of_published_packages_if_cargo_takes_it),
		TEST(overrides_stand_in_for_all_of_their_name),
		TEST(replaced_packages_are_left_out),
		TEST(cyclic_dev_dependencies_are_fine),
		TEST(an_old_version_of_a_path_package_is_outdated),
		TEST(missing_features_are_refused),
		TEST(features_of_dependencies_that_are_off_are_not_checked),
		TEST(cycles_are_refused),
		TEST(links_belong_to_one_package),
		TEST(paths_must_lead_to_the_package),
		TEST(new_dependencies_make_it_outdated),
		TEST(versions_that_do_not_match_make_it_outdated),
		TEST(new_members_make_it_outdated),
		TEST(new_patches_make_it_outdated),
		TEST(locked_wants_nothing_to_be_left_over),
		TEST(locked_ignores_path_packages_that_are_gone),
		TEST(versions_that_cargo_unifies_make_it_outdated),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
