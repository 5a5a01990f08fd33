// SPDX-License-Identifier: MIT OR Apache-2.0
/*
 * Whole imports: manifests, a lock and file names of a project that wants to get out. They are
 * read, resolved, planned and written below OUT; nothing else changes, no program is run, and a
 * makefile has no reference but those of ours. Compilers are asked in vain: this program stands in
 * for base/system/process.h, and answers as a rustc would.
 *
 * The input is one text. A line `-- PATH --` begins a file of the project, `-- options --` letters
 * (t: tests, b: benches, e: examples, f: all features, r: --release, w: --workspace, p: as a
 * published crate); what comes before the first is Cargo.toml. Without a Cargo.lock one is made.
 */
#include "base/files/fs.h"
#include "base/system/process.h"
#include "base/text/path.h"
#include "base/toml/writer.h"
#include "bridge/import/import.h"
#include "emitters/bid/outdir.h"
#include "tests/fuzz/folder.h"

#include <ftw.h>

enum { SIZE_MAX_READ = 32768, FILES_MAX = 16 };

/* --- the programs that there are --- */

static const char RUSTC[] = "/nowhere/bin/rustc";

void process_begin(void) {}

Str process_find(Arena *a, Str program, Str path, Str cwd)
{
	(void)a, (void)path, (void)cwd;
	return str_eq(program, STR("/nowhere/bin/rustc")) ? program : STR("");
}

static const char version_answer[] = "rustc 1.90.0\nbinary: rustc\ncommit-hash: 0\n"
				     "host: x86_64-unknown-linux-gnu\nrelease: 1.90.0\n";
static const char target_answer[] =
	"___\nlib___.rlib\nlib___.so\nlib___.so\nlib___.a\nlib___.so\n/nowhere\noff\npacked\n"
	"unpacked\n___\ndebug_assertions\npanic=\"unwind\"\ntarget_arch=\"x86_64\"\n"
	"target_os=\"linux\"\ntarget_env=\"gnu\"\ntarget_family=\"unix\"\nunix\n";

/* The project has no configuration: only these two questions are asked. */
bool process_run(const ProcessRequest *want, Arena *a, ProcessResult *out)
{
	(void)a;
	CHECK(strcmp(want->argv[0], RUSTC) == 0 && want->argv[1]);
	const bool version = strcmp(want->argv[1], "-vV") == 0;
	CHECK(version || strcmp(want->argv[1], "-") == 0);
	*out = (ProcessResult){ .out = str_from(version ? version_answer : target_answer),
		                .err = STR("") };
	return true;
}

/* --- the folders: ROOT/p/ws is the project, ROOT/p/out where the packages go --- */

static const char *root; /* made once */
static Str root_text;

static void put_file(Arena *a, const char *folder, Str name, Str text)
{
	Diag diag = { .out = stderr };
	const Str path = path_join(a, path_join(a, root_text, str_from(folder)), name);
	CHECK(fs_make_folders(arena_cstr(a, path_parent(path)), &diag));
	CHECK(fs_write(arena_cstr(a, path), text, &diag));
}

/* What could be lost at each level: a file, and a folder that looks like an import. */
static void make_root(void)
{
	static const char *const levels[] = { "ESC", "p/ESC" };
	scoped_arena a = { 0 };
	root = fuzz_folder();
	root_text = str_from(root);
	for (size_t i = 0; i < COUNT_OF(levels); i++) {
		put_file(&a, levels[i], STR("kept"), STR("kept\n"));
		put_file(&a, levels[i], STR("dir/Makefile"), STR("# x: " BID_MARK "\n"));
		put_file(&a, levels[i], STR("dir/src/lib.rs"), STR(""));
		put_file(&a, levels[i], STR("dir/Cargo.toml"),
		         STR("[package]\nname = \"dir\"\nversion = \"1.0.0\"\n"));
	}
}

static Buf *seen;

static bool is_ours(const char *path)
{
	const Str below = str_sub(str_from(path), root_text.len, strlen(path));
	return str_eq(below, STR("/p/out")) || str_eq(below, STR("/cache"));
}

static int see(const char *path, const struct stat *st, int kind, struct FTW *walk)
{
	(void)kind;
	/* a file that comes beside OUT and goes again is seen in this time alone */
	const bool timed = walk->level != 1 || strcmp(path + walk->base, "p") != 0;
	if (is_ours(path))
		return FTW_SKIP_SUBTREE;
	buf_printf(seen, "%s %o %lld %llu", path, st->st_mode, (long long)st->st_size,
	           (unsigned long long)st->st_ino);
	if (timed && walk->level > 0)
		buf_printf(seen, " %lld.%09ld", (long long)st->st_mtim.tv_sec, st->st_mtim.tv_nsec);
	buf_char(seen, '\n');
	return FTW_CONTINUE;
}

static void take_snapshot(Buf *out)
{
	seen = out;
	CHECK(nftw(root, see, 16, FTW_PHYS | FTW_ACTIONRETVAL) == 0);
}

/* --- the project --- */

typedef struct File {
	Str name, text;
} File;

typedef struct Input {
	File files[FILES_MAX];
	size_t count;
	Str options;
} Input;

static const Str UTIL = STR_INIT("[package]\nname = \"util\"\nversion = \"1.0.0\"\nlinks = \"u\"\n"
                                 "[features]\nf = []\n");

/* `ROOT` in the text is the folder of all. */
static Str with_root(Arena *a, Str text)
{
	scoped_buf b = { 0 };
	Str before;
	for (size_t i = 0; i + 4 <= text.len;) {
		if (!str_eq(str_sub(text, i, i + 4), STR("ROOT"))) {
			i++;
			continue;
		}
		before = str_sub(text, 0, i);
		buf_add(&b, before);
		buf_add(&b, root_text);
		text = str_sub(text, i + 4, text.len);
		i = 0;
	}
	buf_add(&b, text);
	return arena_str(a, buf_str(&b));
}

/* ptr NULL: it is not there. */
static Str file_of(const Input *in, Str name)
{
	for (size_t i = 0; i < in->count; i++)
		if (str_eq(in->files[i].name, name))
			return in->files[i].text;
	return (Str){ 0 };
}

static bool is_heading(Str line, Str *name)
{
	if (line.len < 7 || !str_starts_with(line, STR("-- ")) || !str_ends_with(line, STR(" --")))
		return false;
	*name = str_sub(line, 3, line.len - 3);
	return true;
}

static void take_file(Input *in, Str name, Str text)
{
	if (str_eq(name, STR("options")))
		in->options = text;
	else if (in->count < FILES_MAX && !file_of(in, name).ptr)
		in->files[in->count++] = (File){ name, text };
}

static void read_input(Str text, Input *in)
{
	Str name = STR("Cargo.toml"), next, line, rest = text;
	const char *begin = text.ptr;
	*in = (Input){ .options = STR("") };
	while (rest.len) {
		const char *const at = rest.ptr;
		str_next(&rest, '\n', &line);
		if (!is_heading(line, &next))
			continue;
		take_file(in, name, (Str){ begin, (size_t)(at - begin) });
		name = next;
		begin = rest.len ? rest.ptr : text.ptr + text.len;
	}
	take_file(in, name, (Str){ begin, (size_t)(text.ptr + text.len - begin) });
}

/* A name that leads nowhere else, and is none of the folders that are needed. */
static bool is_plain_path(Str path)
{
	Str rest = path, part;
	if (!path.len || path.len > 200 || str_find(path, '\0') >= 0)
		return false;
	while (str_next(&rest, '/', &part))
		if (!part.len || str_eq(part, STR(".")) || str_eq(part, STR("..")))
			return false;
	return !str_ends_with(path, STR("/")) && !str_starts_with(path, STR(".cargo"));
}

static void lock_package(Arena *a, Buf *to, Str manifest, bool needs_util)
{
	Diag quiet = { 0 };
	const Source src = { .path = "Cargo.toml", .text = manifest };
	const TomlTable *doc = toml_parse(&src, a, &quiet);
	const TomlTable *package = doc ? toml_get_table(doc, STR("package")) : NULL;
	static const char *const keys[] = { "name", "version" };
	buf_add(to, STR("\n[[package]]\n"));
	for (size_t i = 0; i < COUNT_OF(keys); i++) {
		const TomlValue *v = package ? toml_get(package, str_from(keys[i])) : NULL;
		buf_printf(to, "%s = ", keys[i]);
		toml_write_string(to, v && v->kind == TOML_STRING ? v->text : STR("0.0.0"));
		buf_char(to, '\n');
	}
	if (needs_util)
		buf_add(to, STR("dependencies = [\"util\"]\n"));
}

static Str make_lock(Arena *a, const Input *in)
{
	scoped_buf b = { 0 };
	const Str manifest = file_of(in, STR("Cargo.toml"));
	const Str util = file_of(in, STR("util/Cargo.toml"));
	const bool needs = str_contains(manifest, STR("util"));
	buf_add(&b, STR("version = 4\n"));
	lock_package(a, &b, manifest, needs);
	if (needs)
		lock_package(a, &b, util.ptr ? util : UTIL, false);
	return arena_str(a, buf_str(&b));
}

/* Names may be of a folder that is there as a file, and the like: then there is no such file. */
static void try_file(Arena *a, Str name, Str text)
{
	Diag quiet = { 0 };
	const Str path = path_join(a, path_join(a, root_text, STR("p/ws")), name);
	if (is_plain_path(name) && fs_make_folders(arena_cstr(a, path_parent(path)), &quiet))
		fs_write(arena_cstr(a, path), text, &quiet);
}

static void lay_project(Arena *a, const Input *in)
{
	Diag diag = { .out = stderr };
	static const char *const sources[] = { "src/lib.rs", "src/main.rs",     "build.rs",
		                               "README.md",  "util/src/lib.rs", "util/build.rs",
		                               "tests/t.rs", "examples/e.rs",   "benches/b.rs" };
	CHECK(fs_remove_tree(arena_printf(a, "%s/p/ws", root).ptr, &diag));
	CHECK(fs_remove_tree(arena_printf(a, "%s/p/out", root).ptr, &diag));
	for (size_t i = 0; i < COUNT_OF(sources); i++)
		put_file(a, "p/ws", str_from(sources[i]), STR(""));
	put_file(a, "p/ws", STR("util/Cargo.toml"), UTIL);
	put_file(a, "p/ws", STR("Cargo.lock"), make_lock(a, in));
	for (size_t i = 0; i < in->count; i++)
		try_file(a, in->files[i].name, in->files[i].text);
}

/* --- what was emitted --- */

static bool is_name_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_';
}

/* A dollar, one of our variables, or a call of a function of ours that begins a recipe. */
static size_t reference_length(Str at, bool recipe)
{
	static const Str call = STR_INIT("$(call rs_");
	if (at.len > 1 && (at.ptr[1] == '$' || (at.ptr[1] >= 'A' && at.ptr[1] <= 'Z')))
		return 2;
	if (recipe && str_starts_with(at, call))
		return call.len;
	size_t n = 2;
	if (at.len < 4 || at.ptr[1] != '(')
		return 0;
	while (n < at.len && is_name_char(at.ptr[n]))
		n++;
	return n > 2 && n < at.len && at.ptr[n] == ')' ? n + 1 : 0;
}

static bool is_assignment(Str line)
{
	size_t n = 0;
	while (n < line.len && is_name_char(line.ptr[n]))
		n++;
	while (n < line.len && strchr(" ?:", line.ptr[n]))
		n++;
	return n && n < line.len && line.ptr[n] == '=';
}

/* A target without blanks or what make would run. */
static bool is_rule(Str line)
{
	const ptrdiff_t colon = str_find(line, ':');
	return colon > 0 && str_find(str_sub(line, 0, (size_t)colon), ' ') < 0 &&
	       str_find(line, ';') < 0;
}

static void check_line(Str line)
{
	static const Str include = STR_INIT("include $(L4DIR)/mk/");
	const bool recipe = str_starts_with(line, STR("\t"));
	const bool known = !line.len || line.ptr[0] == '#' || str_starts_with(line, include) ||
	                   is_assignment(line) || is_rule(line) ||
	                   str_starts_with(line, STR("\t$(call rs_"));
	if (!known)
		fprintf(stderr, "line: " STR_FMT "\n", STR_ARG(line));
	CHECK(known);
	for (size_t i = 0; i < line.len; i++) {
		CHECK(!recipe || i == 0 || (unsigned char)line.ptr[i] >= ' ');
		if (line.ptr[i] != '$')
			continue;
		const size_t n = line.ptr[0] == '#' ? 1
		                                    : reference_length(str_sub(line, i, line.len),
		                                                       recipe && i == 1);
		if (!n)
			fprintf(stderr, "line: " STR_FMT "\n", STR_ARG(line));
		CHECK(n);
		i += n - 1;
	}
	size_t slashes = 0;
	while (slashes < line.len && line.ptr[line.len - 1 - slashes] == '\\')
		slashes++;
	CHECK(slashes % 2 == 0); /* else the next line goes on with it */
}

static void check_files(const BidFiles *files)
{
	for (size_t i = 0; i < files->list.count; i++) {
		const BidFile *f = &files->list.items[i];
		CHECK(is_plain_path(f->path));
		if (!str_eq(path_name(f->path), STR("Makefile")))
			continue;
		Str rest = f->text, line;
		CHECK(str_find(rest, '\0') < 0);
		while (str_next(&rest, '\n', &line))
			check_line(line);
	}
}

/* --- the import --- */

static bool has_option(const Input *in, char letter)
{
	return str_find(in->options, letter) >= 0;
}

static void set_options(const Input *in, ImportOptions *o)
{
	o->with_tests = has_option(in, 't');
	o->with_benches = has_option(in, 'b');
	o->build.examples = has_option(in, 'e');
	o->build.all_features = has_option(in, 'f');
	o->build.release = has_option(in, 'r');
	o->build.workspace = has_option(in, 'w');
}

static bool run_import(Session *s, Import *i, const Input *in)
{
	Arena *a = &s->arena;
	const bool published = has_option(in, 'p');
	const Str ws = arena_printf(a, "%s/p/ws", root);
	BidFiles files = { .arena = a };
	OutDirChanges changes;
	if (published)
		i->published = (Published){ .name = STR("app"),
			                    .version = STR("1.0.0"),
			                    .manifest = path_join(a, ws, STR("Cargo.toml")),
			                    .lock_path = arena_printf(a, "%s/cache/lock", root) };
	i->build = i->options->build;
	i->out = arena_printf(a, "%s/p/out", root);
	i->tool.make_side = arena_printf(a, "%s/cache/make", root);
	const ProjectRequest want = { .build = &i->build,
		                      .intent = INTENT_BUILD,
		                      .crate = published ? &i->published : NULL,
		                      .packages = { .use = PACKAGES_BUILT } };
	const ProjectTools *tools = project_open_tools(s, &want);
	if (!tools)
		return false;
	i->config = tools->config;
	i->project = project_open_workspace(s, &want, tools);
	if (!i->project || !import_check_output(i) || !import_make(i, &files))
		return false;
	check_files(&files);
	return outdir_write(i->out, &files, NULL, &s->diag, &changes);
}

static void import(const Input *in)
{
	scoped_arena a = { 0 };
	char *const env[] = { arena_cstr(&a, arena_printf(&a, "HOME=%s/cache/home", root)),
		              arena_cstr(&a, arena_printf(&a, "XDG_CACHE_HOME=%s/cache", root)),
		              arena_cstr(&a, arena_printf(&a, "CARGO_HOME=%s/cache/cargo", root)),
		              (char[]){ "RUSTC=/nowhere/bin/rustc" },
		              (char[]){ "PATH=" },
		              NULL };
	Session s = { .env = env, .mask = 022, .common = { .locked = true, .offline = true } };
	s.diag = fuzz_diag();
	s.out = fopen("/dev/null", "w");
	s.cwd = arena_printf(&s.arena, "%s/p/ws", root);
	static const char *const no_args[] = { NULL };
	s.args = no_args;
	ImportOptions options = { 0 };
	Import i = { .session = &s, .options = &options };
	set_options(in, &options);
	FILE *const nowhere = s.diag.out;
	if (getenv("IMPORT_SHOW"))
		s.diag.out = stderr;
	const bool good = run_import(&s, &i, in);
	CHECK(good || s.diag.errors); /* who refuses says why */
	fclose(nowhere);
	session_close(&s);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	scoped_arena a = { 0 };
	scoped_buf before = { 0 }, after = { 0 };
	Input in;
	if (size > SIZE_MAX_READ)
		return 0;
	if (!root) {
		make_root();
		put_file(&a, "cache/make/host/mk", STR("keep"), STR(""));
	}
	read_input(with_root(&a, fuzz_text(data, size)), &in);
	lay_project(&a, &in);
	take_snapshot(&before);
	import(&in);
	take_snapshot(&after);
	CHECK(str_eq(buf_str(&before), buf_str(&after)));
	return 0;
}
