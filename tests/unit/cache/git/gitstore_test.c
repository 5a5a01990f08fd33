// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cache/git/gitstore.h"

#include "base/files/fs.h"
#include "base/system/process.h"
#include "base/text/path.h"
#include "tests/unit/folder.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

extern char **environ;

/* Repositories are made by git, in a folder of the test's own; their trees by `tree`, which writes
 * what git itself would refuse. */
static const char prelude[] =
	"export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1\n"
	"export GIT_AUTHOR_NAME=t GIT_AUTHOR_EMAIL=t@t.invalid GIT_COMMITTER_NAME=t "
	"GIT_COMMITTER_EMAIL=t@t.invalid\n"
	"g() { git -c init.defaultBranch=main -c protocol.file.allow=always \"$@\"; }\n"
	"new() { mkdir -p $1; cd $1; g init -q .; }\n"
	"save() { g add -A -f; g commit -q --allow-empty -m \"${1:-x}\"; g rev-parse HEAD; }\n"
	"blob() { printf '%s' \"$1\" | g hash-object -w --stdin; }\n"
	"entry() { printf '%s %s\\0' $1 \"$2\"; perl -e 'print pack \"H*\", shift' $3; }\n" /* MODE
                                                                                               NAME
                                                                                               ID */
	"tree() { cat >t; g hash-object -t tree -w --literally t; }\n"
	"top() { c=$(g commit-tree -m x $1); g update-ref refs/heads/main $c; echo $c; }\n";

typedef struct World {
	Scratch in;
	NetworkSettings network;
	GitTreeLimits limits;
	GitOptions options;
	GitStore *store;
	unsigned updates;
} World;

static void count_update(void *ctx, const char *what, Str url)
{
	(void)what, (void)url;
	((World *)ctx)->updates++;
}

static Str place(World *w, const char *name)
{
	return path_join(&w->in.arena, w->in.folder, str_from(name));
}

static void open_store(World *w)
{
	w->store = gitstore_open(&w->options, &w->in.diag);
}

static void open_again(World *w)
{
	gitstore_close(&w->store);
	open_store(w);
}

static int setup(void **state)
{
	World *w = test_calloc(1, sizeof *w);
	scratch_open(&w->in);
	w->network = network_defaults;
	w->network.pause_ms = 1;
	w->network.retries = 1;
	w->limits = gittree_limits;
	w->options = (GitOptions){ .folder = place(w, "store"),
		                   .cargo_home = place(w, "home"),
		                   .network = &w->network,
		                   .limits = &w->limits,
		                   .env = environ,
		                   .events = { .ctx = w, .updating = count_update } };
	open_store(w);
	*state = w;
	return 0;
}

static int teardown(void **state)
{
	World *w = *state;
	gitstore_close(&w->store);
	scratch_close(&w->in);
	test_free(w);
	return 0;
}

/* The last line that a script in the test's folder prints. */
static Str sh(World *w, const char *script)
{
	const char *text = arena_printf(&w->in.arena, "%s%s", prelude, script).ptr;
	const char *const argv[] = { "/bin/sh", "-ec", text, NULL };
	const ProcessRequest run = { .argv = argv, .env = environ, .cwd = w->in.folder.ptr };
	ProcessResult result;
	assert_true(process_run(&run, &w->in.arena, &result));
	if (result.status)
		fail_msg("%s\n" STR_FMT, script, STR_ARG(result.err));
	const Str all = str_trim(result.out);
	const ptrdiff_t last = str_rfind(all, '\n');
	return arena_str(&w->in.arena, str_sub(all, (size_t)(last + 1), all.len));
}

typedef struct Ref {
	GitRefKind kind;
	const char *name;
} Ref;

static bool get(World *w, Ref ref, Str commit, Str *folder)
{
	const Str url = arena_printf(&w->in.arena, "file://" STR_FMT "/r", STR_ARG(w->in.folder));
	const SourceId source =
		source_git(&w->in.arena, url, ref.kind, str_from(ref.name ? ref.name : ""), commit);
	return gitstore_checkout(w->store, &(GitWanted){ &source, NO_SPAN }, folder);
}

static Str got(World *w, Str commit)
{
	Str folder;
	if (!get(w, (Ref){ GIT_DEFAULT, NULL }, commit, &folder)) {
		fflush(w->in.diag.out);
		fail_msg("%s", w->in.said);
	}
	return folder;
}

static void assert_file(World *w, Str folder, const char *name, const char *wanted)
{
	Str text;
	assert_true(fs_read_quietly(path_join(&w->in.arena, folder, str_from(name)).ptr,
	                            &w->in.arena, &text));
	assert_string_equal(text.ptr, wanted);
}

static bool is_there(World *w, Str folder, const char *name)
{
	return fs_kind_link(path_join(&w->in.arena, folder, str_from(name)).ptr) != FILE_ABSENT;
}

static void assert_refused(World *w, Ref ref, Str commit, const char *why)
{
	Str folder = STR("/nowhere");
	assert_false(get(w, ref, commit, &folder));
	fflush(w->in.diag.out);
	if (!strstr(w->in.said, why))
		fail_msg("wanted `%s`, but it says: %s", why, w->in.said);
	assert_false(is_there(w, folder, ""));
}

static void refuses(World *w, Str commit, const char *why)
{
	assert_refused(w, (Ref){ GIT_DEFAULT, NULL }, commit, why);
	/* nothing beside it */
	assert_false(is_there(w, w->in.folder, "evil"));
}

/* --- fetching --- */

static void files_are_as_they_were_committed(void **state)
{
	World *w = *state;
	const Str commit =
		sh(w, "new r; mkdir -p a/b; printf '1\\r\\n' >a/b/c; echo x >run; chmod +x run\n"
	              "ln -s a/b link; ln -s /nowhere/at/all gone; save");
	const Str folder = got(w, commit);
	assert_file(w, folder, "a/b/c", "1\r\n");
	assert_file(w, folder, "link/c", "1\r\n");
	assert_int_equal(access(path_join(&w->in.arena, folder, STR("run")).ptr, X_OK), 0);
	assert_true(is_there(w, folder, "gone"));
	assert_string_equal(path_name(folder).ptr, commit.ptr);
}

static void what_is_there_is_not_asked_for(void **state)
{
	World *w = *state;
	const Str commit = sh(w, "new r; echo 1 >f; save");
	got(w, commit);
	sh(w, "mv r away");
	open_again(w);
	assert_file(w, got(w, commit), "f", "1\n");
	sh(w, "rm -r store/git/checkouts");
	open_again(w);
	w->options.offline = true;
	open_again(w);
	assert_file(w, got(w, commit), "f", "1\n");
	assert_int_equal(w->updates, 1);
	assert_string_equal(sh(w, "ls store/tmp | wc -l").ptr,
	                    "1"); /* ours, as long as it is open */
	gitstore_close(&w->store);
	assert_string_equal(sh(w, "ls store/tmp | wc -l").ptr, "0");
}

static void new_commits_are_added(void **state)
{
	World *w = *state;
	const Str one = sh(w, "new r; echo 1 >f; save");
	got(w, one);
	const Str two = sh(w, "cd r; echo 2 >f; save");
	assert_file(w, got(w, two), "f", "2\n");
	assert_int_equal(w->updates, 2);
	sh(w, "rm -r store/git/checkouts r");
	open_again(w);
	assert_file(w, got(w, one), "f", "1\n");
	assert_file(w, got(w, two), "f", "2\n");
	assert_string_equal(sh(w, "ls store/git/db/*/objects/pack/*.pack | wc -l").ptr, "2");
}

static void references_lead_to_commits(void **state)
{
	World *w = *state;
	Str folder;
	const Str branch =
		sh(w, "new r; save; g checkout -q -b b/c; echo b >f; save; g checkout -q main");
	const Str on_branch = sh(w, "cd r; g rev-parse b/c");
	const Str tag = sh(w, "cd r; g checkout -q b/c; echo t >f; save; g tag -a -m t v1;"
	                      "g checkout -q main; g branch -q -f b/c b/c~1");
	const Str ref = sh(w, "cd r; c=$(g commit-tree -m p -p main main^{tree}); "
	                      "g update-ref refs/pull/7/head $c; echo $c");
	(void)branch;
	assert_true(get(w, (Ref){ GIT_BRANCH, "b/c" }, on_branch, &folder));
	assert_file(w, folder, "f", "b\n");
	assert_true(get(w, (Ref){ GIT_TAG, "v1" }, str_sub(tag, tag.len - 40, tag.len), &folder));
	assert_file(w, folder, "f", "t\n");
	assert_true(get(w, (Ref){ GIT_REV, "refs/pull/7/head" }, ref, &folder));
	assert_true(get(w, (Ref){ GIT_REV, "main" }, sh(w, "cd r; g rev-parse main"), &folder));
}

static void a_branch_that_is_gone_may_have_left_its_commits(void **state)
{
	World *w = *state;
	Str folder;
	const Str commit = sh(w, "new r; save; g tag keep");
	for (int cli = 0; cli < 2; cli++) {
		w->options.with_cli = cli;
		sh(w, "rm -rf store");
		open_again(w);
		assert_true(get(w, (Ref){ GIT_BRANCH, "gone" }, commit, &folder));
	}
}

static void git_itself_can_fetch(void **state)
{
	World *w = *state;
	w->options.with_cli = true;
	open_again(w);
	const Str one = sh(w, "new r; echo 1 >f; save");
	assert_file(w, got(w, one), "f", "1\n");
	const Str two = sh(w, "cd r; echo 2 >f; save");
	assert_file(w, got(w, two), "f", "2\n");
}

static void a_commit_that_is_nowhere_is_named(void **state)
{
	World *w = *state;
	sh(w, "new r; save");
	refuses(w, STR("0123456789012345678901234567890123456789"),
	        "/r` has no commit 0123456789012345678901234567890123456789\n"
	        "help: no branch or tag contains it any more: run `cargo update` to lock another "
	        "commit\n");
}

static void what_cannot_be_fetched_is_named(void **state)
{
	World *w = *state;
	refuses(w, STR("0123456789012345678901234567890123456789"),
	        "help: check the address and the network connection");
	w->options.offline = true;
	open_again(w);
	refuses(w, STR("0123456789012345678901234567890123456789"),
	        "commit 012345678901 of git repository `file://");
	refuses(w, STR("main"), "is locked to `main`, which is not a commit of 40 hex digits");
	refuses(w, STR(""), "is not locked to a commit");
}

static void passwords_are_not_shown(void **state)
{
	World *w = *state;
	Str folder;
	w->options.offline = true;
	open_again(w);
	const SourceId s =
		source_git(&w->in.arena, STR("https://me:secret@h.invalid/r"), GIT_DEFAULT, STR(""),
	                   STR("0123456789012345678901234567890123456789"));
	assert_false(gitstore_checkout(w->store, &(GitWanted){ &s, NO_SPAN }, &folder));
	fflush(w->in.diag.out);
	assert_null(strstr(w->in.said, "secret"));
	assert_non_null(strstr(w->in.said, "https://h.invalid/r"));
}

/* --- what Cargo has --- */

static void repositories_of_cargo_serve(void **state)
{
	World *w = *state;
	const Str commit = sh(w, "new r; echo 1 >f; save >/dev/null; cd ..; mkdir -p home/git/db\n"
	                         "g clone -q --bare r home/git/db/r-0123456789abcdef; mv r away\n"
	                         "g -C home/git/db/r-0123456789abcdef rev-parse HEAD");
	const Str before = sh(w, "find home | xargs -d '\\n' stat -c '%n %s %Y' | sort | cksum");
	assert_file(w, got(w, commit), "f", "1\n");
	assert_int_equal(w->updates, 0);
	assert_string_equal(
		sh(w, "find home | xargs -d '\\n' stat -c '%n %s %Y' | sort | cksum").ptr,
		before.ptr);
}

static void checkouts_of_cargo_serve(void **state)
{
	World *w = *state;
	const Str commit = sh(w, "new r; echo 1 >f; save >/dev/null; cd ..\n"
	                         "mkdir -p home/git/checkouts/r-0\n"
	                         "g clone -q r home/git/checkouts/r-0/1234567; rm -r r\n"
	                         "g -C home/git/checkouts/r-0/1234567 rev-parse HEAD");
	assert_file(w, got(w, commit), "f", "1\n");
	assert_int_equal(w->updates, 0);
}

static void broken_repositories_are_made_anew(void **state)
{
	World *w = *state;
	const Str commit = sh(w, "new r; seq 1000 >f; save");
	got(w, commit);
	sh(w, "rm -r store/git/checkouts; chmod -R u+w store; o=$(g -C r rev-parse HEAD:f)\n"
	      "cd store/git/db/r-*; mv objects/pack/*.pack p; rm objects/pack/*\n"
	      "g unpack-objects -q <p; rm objects/$(echo $o | cut -c-2)/$(echo $o | cut -c3-)");
	open_again(w);
	assert_true(is_there(w, got(w, commit), "f"));
	assert_int_equal(w->updates, 2);
}

static void a_home_of_cargo_is_filled(void **state)
{
	World *w = *state;
	const Str url = arena_printf(&w->in.arena, "file://" STR_FMT "/r", STR_ARG(w->in.folder));
	sh(w, "mkdir -p filled/tmp elsewhere; ln -s ../elsewhere filled/git; (new leaf; echo leaf "
	      ">l; save); new r; g submodule -q add "
	      "../leaf l");
	scoped_fd folder = open(place(w, "filled").ptr, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	scoped_fd temp = openat(folder, "tmp", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	const GitHome home = { place(w, "filled"), place(w, "filled/tmp"), folder, temp };
	for (int i = 0; i < 2; i++) {
		const Str commit = sh(w, "cd r; echo x >>f; save");
		const SourceId source = source_git(&w->in.arena, url, GIT_DEFAULT, STR(""), commit);
		const GitWanted wanted = { &source, NO_SPAN };
		assert_true(gitstore_fill(w->store, &wanted, &home));
		assert_true(gitstore_fill(w->store, &wanted, &home));
		const char *look = arena_printf(&w->in.arena,
		                                "g -C filled/git/db/r-* fsck --strict >&2\n"
		                                "g -C filled/git/db/r-* cat-file -t " STR_FMT,
		                                STR_ARG(commit))
		                           .ptr;
		assert_string_equal(sh(w, look).ptr, "commit");
	}
	assert_string_equal(sh(w, "ls -A filled/git/db | wc -l").ptr, "2");
	assert_string_equal(sh(w, "ls -A filled/tmp | wc -l").ptr, "0");
	assert_false(is_there(w, w->in.folder, "store/git/checkouts"));
}

/* --- submodules --- */

static void submodules_come_along(void **state)
{
	World *w = *state;
	const Str commit =
		sh(w,
	           "(new leaf; echo leaf >l; save); (new mid; g submodule -q add ../leaf in/leaf; "
	           "save)\n"
	           "new r; g submodule -q add ../mid deps/mid; g submodule -q add ../leaf skipped\n"
	           "g config -f .gitmodules submodule.skipped.update none\n"
	           "g config -f .gitmodules submodule.other.path other\n"
	           "g config -f .gitmodules submodule.other.url ../nowhere; save | tail -n 1");
	const Str folder = got(w, commit);
	assert_file(w, folder, "deps/mid/in/leaf/l", "leaf\n");
	assert_false(is_there(w, folder, "skipped/l"));
	fflush(w->in.diag.out);
	assert_non_null(
		strstr(w->in.said, "    Skipping git submodule `../leaf` due to update strategy"));
	assert_int_equal(w->updates, 3);
	sh(w, "rm -r store/git/checkouts leaf mid r");
	open_again(w);
	assert_file(w, got(w, commit), "deps/mid/in/leaf/l", "leaf\n");
}

static void submodules_without_address_are_refused(void **state)
{
	World *w = *state;
	const Str commit = sh(w, "(new leaf; save); new r; g clone -q ../leaf l; save");
	refuses(w, commit, "cannot be used: `.gitmodules` has no URL for its submodule `l`");
}

static void submodules_from_odd_places_are_refused(void **state)
{
	World *w = *state;
	const Str commit =
		sh(w, "(new leaf; save); new r; g clone -q ../leaf l\n"
	              "printf '[submodule \"l\"]\\npath=l\\nurl=/etc\\n' >.gitmodules; save");
	refuses(w, commit, "`l` is at `/etc`: it has no scheme");
}

static void a_submodule_may_not_have_itself_for_ever(void **state)
{
	World *w = *state;
	const Str commit =
		sh(w, "new r; save >/dev/null; printf '[submodule \"l\"]\\npath=l\\nurl=../r\\n' "
	              ">.gitmodules; g add -A; i=0; while [ $i -lt 22 ]; do\n"
	              "g update-index --add --cacheinfo 160000,$(g rev-parse HEAD),l\n"
	              "g commit -qm $i; i=$((i + 1)); done; g rev-parse HEAD");
	refuses(w, commit, "cannot be used: it has too many submodules");
}

/* --- hostile trees --- */

typedef struct Hostile {
	const char *script, *why;
} Hostile;

static void trees_that_lead_elsewhere_are_refused(void **state)
{
	World *w = *state;
	static const Hostile cases[] = {
		{ "t=$(entry 100644 evil $b | tree); entry 40000 .. $t | tree",
		  "leaves its folder: `..`" },
		{ "entry 100644 ../evil $b | tree", "leaves its folder: `../evil`" },
		{ "entry 100644 a/b $b | tree", "leaves its folder: `a/b`" },
		{ "entry 100644 . $b | tree", "leaves its folder: `.`" },
		{ "t=$(entry 100644 hooks $b | tree); entry 40000 .git $t | tree",
		  "git keeps for itself: `.git`" },
		{ "t=$(entry 100644 .GiT $b | tree); entry 40000 sub $t | tree",
		  "git keeps for itself: `sub/.GiT`" },
		{ "entry 100644 git~1 $b | tree", "git keeps for itself: `git~1`" },
		{ "entry 160000 .git $(g rev-parse HEAD) | tree", "git keeps for itself" },
		{ "t=$(entry 100644 evil $b | tree); l=$(blob ..)\n"
		  "{ entry 120000 a $l; entry 40000 a $t; } | tree",
		  "two entries `a` in one folder" },
		{ "t=$(entry 100644 evil $b | tree); l=$(blob ..)\n"
		  "{ entry 120000 A $l; entry 40000 a $t; } | tree",
		  "`A` and `a` differ in case only" },
		{ "{ entry 100644 A $b; entry 160000 a $(g rev-parse HEAD); } | tree",
		  "`A` and `a` differ in case only" },
		{ "entry 60000 disk $b | tree",
		  "`disk` is neither a file nor a folder nor a link" },
		{ "n=$(printf %0300d 1); t=$(entry 100644 a $b | tree)\n"
		  "for i in 1 2 3 4; do t=$(entry 40000 $n $t | tree); "
		  "done; "
		  "echo $t",
		  "it has a path of 1" },
		{ "t=$(entry 100644 a $(blob '') | tree); for i in 1 2 3 4 5; "
		  "do\n"
		  "t=$({ entry 40000 a $t; entry 40000 b $t; } | tree); done; echo $t",
		  "more than 30 files and folders" },
		{ "{ entry 100644 a $b; entry 100644 b $b; entry 100644 c $b; } | tree",
		  "more than 10 bytes" },
		{ "entry 100644 a 0123456789012345678901234567890123456789 | tree",
		  "cannot fetch git repository" },
	};
	w->limits.entries = 30;
	w->limits.path = 1000;
	w->limits.bytes = 10;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		sh(w, "rm -rf r store; new r; save");
		open_again(w);
		const Str commit =
			sh(w, arena_printf(&w->in.arena, "cd r; b=$(blob evil); t=$(%s) && top $t",
		                           cases[i].script)
		                      .ptr);
		refuses(w, commit, cases[i].why);
	}
}

static void twins_that_are_files_are_two(void **state)
{
	World *w = *state;
	const Str commit =
		sh(w, "new r; t=$({ entry 100644 A $(blob 1); entry 100644 a $(blob 2); } "
	              "| tree); top $t");
	const Str folder = got(w, commit);
	assert_file(w, folder, "A", "1");
	assert_file(w, folder, "a", "2");
}

/* --- indexes --- */

static void indexes_are_read_without_a_checkout(void **state)
{
	World *w = *state;
	Str text;
	sh(w, "new r; mkdir -p ab/cd; echo '{}' >config.json; echo 1 >ab/cd/abcd; save");
	GitIndex index = { arena_printf(&w->in.arena, "file://" STR_FMT "/r",
		                        STR_ARG(w->in.folder)),
		           STR("r-1"), false };
	assert_int_equal(gitstore_index_file(w->store, &index, STR("ab/cd/abcd"), &w->in.arena,
	                                     &text),
	                 GIT_INDEX_FOUND);
	assert_string_equal(text.ptr, "1\n");
	sh(w, "cd r; echo 2 >ab/cd/abcd; save");
	gitstore_index_file(w->store, &index, STR("ab/cd/abcd"), &w->in.arena, &text);
	assert_string_equal(text.ptr, "1\n");
	open_again(w);
	index.update = true;
	gitstore_index_file(w->store, &index, STR("ab/cd/abcd"), &w->in.arena, &text);
	assert_string_equal(text.ptr, "2\n");
	assert_int_equal(gitstore_index_file(w->store, &index, STR("no/ne/none"), &w->in.arena,
	                                     &text),
	                 GIT_INDEX_NO_FILE);
	assert_false(is_there(w, w->in.folder, "store/git/checkouts"));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(files_are_as_they_were_committed),
		TEST(what_is_there_is_not_asked_for),
		TEST(new_commits_are_added),
		TEST(references_lead_to_commits),
		TEST(a_branch_that_is_gone_may_have_left_its_commits),
		TEST(git_itself_can_fetch),
		TEST(a_commit_that_is_nowhere_is_named),
		TEST(what_cannot_be_fetched_is_named),
		TEST(passwords_are_not_shown),
		TEST(repositories_of_cargo_serve),
		TEST(checkouts_of_cargo_serve),
		TEST(broken_repositories_are_made_anew),
		TEST(a_home_of_cargo_is_filled),
		TEST(submodules_come_along),
		TEST(submodules_without_address_are_refused),
		TEST(submodules_from_odd_places_are_refused),
		TEST(a_submodule_may_not_have_itself_for_ever),
		TEST(trees_that_lead_elsewhere_are_refused),
		TEST(twins_that_are_files_are_two),
		TEST(indexes_are_read_without_a_checkout),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
