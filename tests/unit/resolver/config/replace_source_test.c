// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/config/replace_source.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

typedef struct World {
	Arena arena;
	Diag diag;
	char *said;
	size_t said_len;
	Config config;
} World;

static int open_world(void **state)
{
	World *w = calloc(1, sizeof(*w));
	w->diag.out = open_memstream(&w->said, &w->said_len);
	*state = w;
	return 0;
}

static int close_world(void **state)
{
	World *w = *state;
	fclose(w->diag.out);
	free(w->said);
	arena_free(&w->arena);
	free(w);
	return 0;
}

/* A configuration that was read from /at/.cargo/config.toml, as far as it matters here. */
static const Replacements *read(World *w, const char *text)
{
	Source *src = arena_new(&w->arena, Source);
	*src = (Source){ .path = "config.toml", .text = str_from(text) };
	w->config = (Config){
		.arena = &w->arena,
		.diag = &w->diag,
		.cwd = STR("/at"),
		.merged = toml_parse(src, &w->arena, &w->diag),
	};
	assert_non_null(w->config.merged);
	return replacements_read(&w->config);
}

static SourcePlace place_of(World *w, const char *text, SourceId of)
{
	const Replacements *r = read(w, text);
	SourcePlace p = { 0 };
	assert_non_null(r);
	assert_true(replacement_find(r, &of, &p));
	return p;
}

static void assert_says(World *w, const char *part)
{
	fflush(w->diag.out);
	if (!w->said || !strstr(w->said, part))
		print_error("said: %s\n", w->said ? w->said : "nothing");
	assert_non_null(strstr(w->said, part));
}

static void assert_refused(World *w, const char *text, const char *why)
{
	assert_null(read(w, text));
	assert_says(w, why);
}

static void assert_not_found(World *w, const char *text, SourceId of, const char *why)
{
	const Replacements *r = read(w, text);
	SourcePlace p;
	assert_non_null(r);
	assert_false(replacement_find(r, &of, &p));
	assert_says(w, why);
}

static SourceId git(World *w, const char *precise)
{
	return source_git(&w->arena, STR("https://g.example/x"), GIT_BRANCH, STR("b"),
	                  str_from(precise));
}

static void sources_stand_for_themselves(void **state)
{
	World *w = *state;
	const SourcePlace p = place_of(w, "", source_crates_io);
	assert_int_equal(p.name.len, 0);
	assert_true(p.kind == PLACE_SOURCE && source_is_crates_io(&p.source));
	assert_int_equal(place_of(w, "source.crates-io = {}\n", source_crates_io).name.len, 0);
}

static void vendored_folders_replace_registries(void **state)
{
	World *w = *state;
	const SourcePlace p = place_of(w,
	                               "[source.crates-io]\nreplace-with = 'v'\n"
	                               "[source.v]\ndirectory = 'x/../vendor'\n",
	                               source_crates_io);
	assert_int_equal(p.kind, PLACE_DIRECTORY);
	assert_true(str_eq(p.folder, STR("/at/vendor")) && str_eq(p.name, STR("v")));
}

static void both_addresses_of_crates_io_are_replaced(void **state)
{
	World *w = *state;
	const SourcePlace p = place_of(w,
	                               "[source.crates-io]\nreplace-with = 'v'\n"
	                               "[source.v]\nlocal-registry = '/l'\n",
	                               source_registry(&w->arena, source_crates_io_sparse));
	assert_int_equal(p.kind, PLACE_LOCAL_REGISTRY);
}

static void chains_are_followed(void **state)
{
	World *w = *state;
	const SourcePlace p =
		place_of(w,
	                 "source.crates-io.replace-with = 'a'\n"
	                 "source.a = { registry = 'https://a.example', replace-with = 'b' }\n"
	                 "source.b.directory = 'd'\n",
	                 source_crates_io);
	assert_true(str_eq(p.name, STR("b")) && str_eq(p.folder, STR("/at/d")));
}

static void registries_can_replace_by_name(void **state)
{
	World *w = *state;
	const SourcePlace p = place_of(w,
	                               "source.crates-io.replace-with = 'mine'\n"
	                               "registries.mine.index = 'sparse+https://m.example/'\n",
	                               source_crates_io);
	assert_int_equal(p.source.kind, SOURCE_SPARSE);
	assert_true(str_eq(p.name, STR("mine")));
}

static void git_sources_keep_their_commit(void **state)
{
	World *w = *state;
	static const char text[] = "source.g = { git = 'https://g.example/x.git', branch = 'b', "
				   "replace-with = 'h' }\n"
				   "source.h.git = 'https://h.example'\n";
	const SourcePlace p = place_of(w, text, git(w, "0123"));
	assert_true(str_eq(p.name, STR("h")) && str_eq(p.source.precise, STR("0123")));
	const SourceId other =
		source_git(&w->arena, STR("https://g.example/x"), GIT_TAG, STR("b"), STR("0123"));
	assert_int_equal(place_of(w, text, other).name.len, 0);
	assert_not_found(w, text, git(w, ""), "requires a lock file");
}

static void a_mirror_can_be_crates_io(void **state)
{
	World *w = *state;
	const SourcePlace p =
		place_of(w, "source.crates-io.registry = 'https://m.example'\n", source_crates_io);
	assert_true(str_starts_with(p.source.url, STR("https://m.example")));
}

static void circles_are_errors(void **state)
{
	World *w = *state;
	assert_not_found(w,
	                 "source.crates-io.replace-with = 'a'\n"
	                 "source.a = { directory = 'a', replace-with = 'crates-io' }\n",
	                 source_crates_io,
	                 "config.toml:2:46: error: `replace-with` forms a circle");
	assert_not_found(w,
	                 "source.crates-io.replace-with = 'a'\n"
	                 "source.a = { directory = 'a', replace-with = 'b' }\n"
	                 "source.b = { directory = 'b', replace-with = 'a' }\n",
	                 source_crates_io, "source `a` is in the end replaced with itself");
}

static void unknown_names_are_errors(void **state)
{
	World *w = *state;
	assert_not_found(w, "source.crates-io.replace-with = 'a'\n", source_crates_io,
	                 "config.toml:1:33: error: no source is named `a`");
}

static void git_cannot_replace_a_registry(void **state)
{
	World *w = *state;
	assert_not_found(w,
	                 "source.crates-io.replace-with = 'a'\n"
	                 "source.a.git = 'https://g.example'\n",
	                 source_crates_io, "cannot replace `crates-io` with `a`");
}

static void definitions_have_one_location(void **state)
{
	World *w = *state;
	assert_refused(w, "source.a = {}\n", "no source location specified for `source.a`");
	assert_refused(w, "source.a = { directory = 'x', local-registry = 'y' }\n",
	               "more than one source location specified for `source.a`");
	assert_refused(w, "source.a = { directory = 'x', tag = 'y' }\n",
	               "`source.a.tag` needs a `git` key");
	assert_refused(w, "source.a.registry = 'x'\n", "`source.a.registry` is not a URL");
	assert_refused(w, "source.a.registry = 'sparse+https://x.example'\n", "must end in `/`");
	assert_refused(w, "source = 1\n", "`source` in the configuration is an integer");
	assert_refused(w, "source.a = 1\n", "not a table of tables");
}

static void sources_are_defined_once(void **state)
{
	World *w = *state;
	assert_refused(w, "source.a.directory = 'x'\nsource.b.directory = './x'\n",
	               "source `b` is the same as source `a`");
	assert_refused(w, "source.a.registry = 'https://github.com/rust-lang/crates.io-index'\n",
	               "source `a` is the same as source `crates-io`");
}

static void the_environment_has_its_say(void **state)
{
	World *w = *state;
	char text[] = "CARGO_SOURCE_v_DIRECTORY=other";
	char *env[] = { text, NULL };
	const Replacements *r;
	SourcePlace p;
	read(w, "source.crates-io.replace-with = 'v'\nsource.v.directory = 'x'\n");
	w->config.env = env;
	r = replacements_read(&w->config);
	assert_true(r && replacement_find(r, &source_crates_io, &p));
	assert_true(str_eq(p.folder, STR("/at/other")));
}

#define IN_WORLD(test) cmocka_unit_test_setup_teardown(test, open_world, close_world)

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_WORLD(sources_stand_for_themselves),
		IN_WORLD(vendored_folders_replace_registries),
		IN_WORLD(both_addresses_of_crates_io_are_replaced),
		IN_WORLD(chains_are_followed),
		IN_WORLD(registries_can_replace_by_name),
		IN_WORLD(git_sources_keep_their_commit),
		IN_WORLD(a_mirror_can_be_crates_io),
		IN_WORLD(circles_are_errors),
		IN_WORLD(unknown_names_are_errors),
		IN_WORLD(git_cannot_replace_a_registry),
		IN_WORLD(definitions_have_one_location),
		IN_WORLD(sources_are_defined_once),
		IN_WORLD(the_environment_has_its_say),
	};
	return cmocka_run_group_tests_name("replace_source", tests, NULL, NULL);
}
