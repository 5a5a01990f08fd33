// SPDX-License-Identifier: MIT OR Apache-2.0
/*
 * Pieces with NULs between: a rust-toolchain.toml, a --target (one that ends in .json is a file
 * with the next piece as its text), and what a rustc answers: to -vV, about a target (behind `!`
 * what it says when it fails), to its list of targets, to a question for a specification. And what
 * somebody wrote where answers are kept.
 *
 * A toolchain is what rustc said, or there is a message. Answers that are kept are those that were
 * given, whatever becomes of their files. Where no program of the project's may run, rustup is not
 * asked in a folder whose file names one.
 */
#include "base/system/process.h"
#include "resolver/toolchain/toolchain.h"
#include "tests/fuzz/folder.h"

typedef struct Pieces {
	Str chooser, target, spec, version, about, list, json, kept;
} Pieces;

static Pieces in;
static bool by_user;   /* none of the project's programs may run */
static bool has_path;  /* the rust-toolchain.toml chooses a folder */
static unsigned asked; /* how often a program was started */

void process_begin(void) {}

Str process_find(Arena *a, Str program, Str path, Str cwd)
{
	(void)path, (void)cwd;
	return str_eq(program, STR("rustc")) ? arena_printf(a, "%s/bin/rustc", fuzz_folder())
	                                     : STR("");
}

static bool has_word(const ProcessRequest *want, const char *word)
{
	for (const char *const *w = want->argv; *w; w++)
		if (strcmp(*w, word) == 0)
			return true;
	return false;
}

static Str answer_to(const ProcessRequest *want, Arena *a)
{
	if (has_word(want, "-vV"))
		return in.version;
	if (has_word(want, "sysroot")) { /* rustup's stand-in is asked for the real one */
		CHECK(!by_user || !has_path || strcmp(want->cwd, "/") == 0);
		return arena_printf(a, "%s/real\n", fuzz_folder());
	}
	if (has_word(want, "target-list"))
		return in.list;
	return has_word(want, "--print=target-spec-json") ? in.json : in.about;
}

bool process_run(const ProcessRequest *want, Arena *a, ProcessResult *out)
{
	const Str said = answer_to(want, a);
	const bool bad = str_starts_with(said, STR("!"));
	asked++;
	CHECK(want->argv[0][0] == '/' && want->cwd);
	*out = (ProcessResult){ .status = bad,
		                .out = bad ? STR("") : arena_str(a, said),
		                .err = bad ? arena_str(a, said) : STR("") };
	return true;
}

/* --- */

static bool chooses_folder(Arena *a)
{
	Diag silent = { 0 };
	const Source src = { .path = "rust-toolchain.toml", .text = in.chooser };
	const TomlTable *all = toml_parse(&src, a, &silent);
	const TomlTable *t = all ? toml_get_table(all, STR("toolchain")) : NULL;
	const TomlValue *path = t ? toml_get(t, STR("path")) : NULL;
	return path && path->kind == TOML_STRING && str_starts_with(path->text, STR("/"));
}

static bool is_line(Str s)
{
	return str_find(s, '\n') < 0;
}

static void check_target(const TargetInfo *t)
{
	CHECK(t->cfg.count && t->triple.len && t->spec.len);
	CHECK(!path_is_absolute(t->spec) || fs_kind(t->spec.ptr) == FILE_REGULAR);
	for (size_t i = 0; i < t->split_debuginfo.count; i++)
		CHECK(is_line(t->split_debuginfo.items[i]));
	for (size_t i = 0; i < CRATE_TYPE_COUNT; i++)
		CHECK(is_line(t->outputs[i].prefix) && is_line(t->outputs[i].suffix));
}

static void check_toolchain(const Toolchain *t)
{
	CHECK(is_line(t->host) && is_line(t->sysroot) && t->version.text.len);
	CHECK(str_eq(t->verbose_version, in.version));
	check_target(&t->host_info);
	for (size_t i = 0; i < t->target_count; i++)
		check_target(&t->targets[i]);
}

static void check_same_target(const TargetInfo *a, const TargetInfo *b)
{
	CHECK(str_eq(a->triple, b->triple) && str_eq(a->spec, b->spec));
	CHECK(a->cfg.count == b->cfg.count && a->split_debuginfo.count == b->split_debuginfo.count);
	CHECK(a->without_std == b->without_std && a->own_spec == b->own_spec);
	for (size_t i = 0; i < a->cfg.count; i++)
		CHECK(str_eq(a->cfg.items[i].name, b->cfg.items[i].name) &&
		      str_eq(a->cfg.items[i].value, b->cfg.items[i].value));
	for (size_t i = 0; i < CRATE_TYPE_COUNT; i++)
		CHECK(a->outputs[i].supported == b->outputs[i].supported &&
		      str_eq(a->outputs[i].prefix, b->outputs[i].prefix) &&
		      str_eq(a->outputs[i].suffix, b->outputs[i].suffix));
}

static void check_same(const Toolchain *a, const Toolchain *b)
{
	CHECK(!a == !b);
	if (!a)
		return;
	CHECK(str_eq(a->rustc, b->rustc) && str_eq(a->host, b->host) &&
	      str_eq(a->sysroot, b->sysroot) && version_eq(&a->version, &b->version));
	check_same_target(&a->host_info, &b->host_info);
	CHECK(a->target_count == b->target_count);
	for (size_t i = 0; i < a->target_count; i++)
		check_same_target(&a->targets[i], &b->targets[i]);
}

/* --- */

/* What is made cites `diag`. */
static const Toolchain *open_toolchain(Arena *a, Diag *diag, const char *target)
{
	const unsigned before = diag->errors;
	char *env[] = { arena_cstr(a, arena_printf(a, "CARGO_HOME=%s/home", fuzz_folder())),
		        arena_cstr(a, arena_printf(a, "HOME=%s/home", fuzz_folder())), NULL };
	const ConfigSources from = { arena_printf(a, "%s/project", fuzz_folder()), env, NULL };
	const char *targets[] = { target, NULL };
	const ToolchainRequest want = {
		.programs = by_user ? PROGRAMS_OF_USER : PROGRAMS_CONFIGURED,
		.targets = targets,
		.cache_folder = arena_printf(a, "%s/cache", fuzz_folder()),
		.library = true,
	};
	const Config *c = config_load(a, diag, &from);
	CHECK(c);
	const Toolchain *t = toolchain_open(c, &want);
	CHECK(t || diag->errors > before);
	if (t)
		check_toolchain(t);
	return t;
}

/* Every file of an answer, whatever its name, becomes this. */
static void spoil_answers(Arena *a, Str text)
{
	FsEntry *entries = NULL;
	size_t count = 0;
	const Str folder = arena_printf(a, "%s/cache", fuzz_folder());
	fs_list(folder.ptr, a, &entries, &count);
	for (size_t i = 0; i < count; i++)
		fuzz_folder_write(a,
		                  arena_printf(a, "cache/" STR_FMT, STR_ARG(entries[i].name)).ptr,
		                  text);
}

static void take_pieces(Str text)
{
	Str *const places[] = { &in.chooser, &in.target, &in.spec, &in.version,
		                &in.about,   &in.list,   &in.json, &in.kept };
	for (size_t i = 0; i < COUNT_OF(places); i++) {
		*places[i] = STR("");
		str_next(&text, '\0', places[i]);
	}
}

static void make_files(Arena *a)
{
	Diag silent = { 0 };
	static bool made;
	if (!made) {
		fuzz_folder_write(a, "bin/rustc", STR("rustup"));
		fuzz_folder_write(a, "bin/rustup", STR("rustup")); /* of one size: a stand-in */
		fuzz_folder_write(a, "real/bin/rustc", STR("rustc"));
		fuzz_folder_write(a, "home/x", STR(""));
		made = true;
	}
	fuzz_folder_write(a, "project/rust-toolchain.toml", in.chooser);
	fuzz_folder_write(a, "project/t.json", in.spec);
	CHECK(fs_remove_tree(arena_printf(a, "%s/cache", fuzz_folder()).ptr, &silent));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	scoped_arena a = { 0 };
	scoped_fuzz_diag diag = fuzz_diag();
	if (!size)
		return 0;
	take_pieces(fuzz_text(data + 1, size - 1));
	by_user = data[0] & 1;
	has_path = chooses_folder(&a);
	make_files(&a);
	/* only one file is there to be read as a specification */
	const char *target = str_ends_with(in.target, STR(".json")) ? "t.json"
	                     : in.target.len                        ? arena_cstr(&a, in.target)
	                                                            : NULL;
	const Toolchain *first = open_toolchain(&a, &diag, target);
	asked = 0;
	const Toolchain *again = open_toolchain(&a, &diag, target);
	check_same(first, again);
	CHECK(!first || !asked || str_starts_with(in.json, STR("!")) ||
	      str_starts_with(in.list, STR("!")));
	spoil_answers(&a, in.kept);
	check_same(first, open_toolchain(&a, &diag, target));
	return 0;
}
