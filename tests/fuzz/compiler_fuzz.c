// SPDX-License-Identifier: MIT OR Apache-2.0
/*
 * What `l4cargo-unit toolchain` writes for make. The first byte separates: what rustc answers to
 * -vV and to `--print sysroot`, a rust-toolchain, a rust-toolchain.toml, rustup's settings, the
 * name of the folder they are in, and what make saw. The rustc is a shell script.
 *
 * The real make reads back each value. By the rule of rust.mk it finds that nothing has changed, so
 * that no make asks the compiler again; and it runs nothing.
 */
#include "bridge/unit/commands.h"
#include "bridge/unit/text.h"
#include "tests/fuzz/folder.h"
#include "tests/tools/make_reads.h"

#include <sys/stat.h>
#include <unistd.h>

enum { SIZE_MAX_READ = 8192, NAME_LONGEST = 100 };

/* As rust.mk has them. */
#define RULES \
	"export\n" \
	"export NOW = $(strip $(foreach f,$(RS_TC_CHOICES),$(if $(wildcard $f)," \
	"$(if $(wildcard $f/.),,$(file <$f)))))\n"

typedef struct Pieces {
	Str version, sysroot, chooser, toml, settings, name, seen;
} Pieces;

static void take_pieces(Str text, char separator, Pieces *in)
{
	Str *const places[] = { &in->version,  &in->sysroot, &in->chooser, &in->toml,
		                &in->settings, &in->name,    &in->seen };
	for (size_t i = 0; i < COUNT_OF(places); i++) {
		*places[i] = STR("");
		str_next(&text, separator, places[i]);
	}
}

/* A folder's name, whatever it is. */
static Str name_of(Arena *a, Str text)
{
	Str name = str_sub(str_from(arena_cstr(a, text)), 0, NAME_LONGEST);
	const ptrdiff_t slash = str_find(name, '/');
	if (slash >= 0)
		name = str_sub(name, 0, (size_t)slash);
	return !name.len || str_eq(name, STR(".")) || str_eq(name, STR("..")) ? STR("p") : name;
}

static void make_rustc(Arena *a)
{
	static bool made;
	const char *f = fuzz_folder();
	if (made)
		return;
	made = true;
	fuzz_folder_write(a, "rustc",
	                  arena_printf(a,
	                               "#!/bin/sh\ncase $1 in\n--print) cat %s/in/sysroot;;\n"
	                               "*) cat %s/in/version;;\nesac\n",
	                               f, f));
	CHECK(chmod(arena_printf(a, "%s/rustc", f).ptr, 0755) == 0);
	CHECK(mkdir(arena_printf(a, "%s/empty", f).ptr, 0700) == 0);
}

static const char *put_files(Arena *a, const Pieces *in)
{
	const char *folder = arena_printf(a, "ws/" STR_FMT, STR_ARG(name_of(a, in->name))).ptr;
	make_rustc(a);
	fuzz_folder_write(a, "in/version", in->version);
	fuzz_folder_write(a, "in/sysroot", in->sysroot);
	fuzz_folder_write(a, "home/.rustup/settings.toml", in->settings);
	fuzz_folder_write(a, arena_printf(a, "%s/rust-toolchain", folder).ptr, in->chooser);
	fuzz_folder_write(a, arena_printf(a, "%s/rust-toolchain.toml", folder).ptr, in->toml);
	fuzz_folder_write(a, "build/x", STR(""));
	return folder;
}

static Str line_value(Str text, Str key)
{
	for (Str line; str_next(&text, '\n', &line);)
		if (str_starts_with(line, key))
			return str_trim(str_sub(line, key.len, line.len));
	return STR("");
}

static void check_read(const Pieces *in, Str rustc, Str seen, Str read)
{
	CHECK(str_eq(make_reads_get(read, "RS_RUSTC"), rustc));
	CHECK(str_eq(make_reads_get(read, "RS_HOST"), line_value(in->version, STR("host:"))));
	CHECK(str_eq(make_reads_get(read, "RS_RELEASE"), line_value(in->version, STR("release:"))));
	CHECK(str_eq(make_reads_get(read, "RS_SYSROOT"), str_trim(in->sysroot)));
	CHECK(str_eq(make_reads_get(read, "RS_TC_SEEN"), seen));
	CHECK(str_eq(make_reads_get(read, "RS_TC_CHOSEN"), make_reads_get(read, "NOW")));
}

static void check_make(UnitJob *j, const Pieces *in, Str rustc, Str seen)
{
	scoped_make m = { 0 };
	scoped_buf read = { 0 };
	Str text;
	const char *empty = arena_printf(&j->arena, "%s/empty", fuzz_folder()).ptr;
	CHECK(fs_read(job_file(j, j->build, STR("toolchain.mk")).ptr, &j->arena, &j->diag, &text));
	make_put(&m, LIT(MAKE_READS_HEAD RULES "RS_BUILD := "), START(j->build), LIT("\n"));
	make_put_lines(&m, text);
	CHECK(make_reads_run(empty, make_str(&m), NULL, &read));
	check_read(in, rustc, seen, buf_str(&read));
	CHECK(rmdir(empty) == 0 && mkdir(empty, 0700) == 0); /* nothing was written there */
}

static char *variable(Arena *a, const char *name, Str value)
{
	return arena_cstr(a, arena_printf(a, "%s=" STR_FMT, name, STR_ARG(value)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	UnitJob j = { .diag = fuzz_diag() };
	Diag silent = { 0 };
	Arena *a = &j.arena;
	Pieces in;
	if (!size || size > SIZE_MAX_READ)
		goto done;
	take_pieces(fuzz_text(data + 1, size - 1), (char)data[0], &in);
	const Str top = str_from(fuzz_folder()), rustc = arena_printf(a, "%s/rustc", top.ptr);
	const Str folder = arena_printf(a, "%s/%s", top.ptr, put_files(a, &in));
	const Str seen = str_from(arena_cstr(a, in.seen));
	char *env[] = { variable(a, "PATH", STR("/usr/bin:/bin")),
		        variable(a, "RUSTC", rustc),
		        variable(a, "HOME", arena_printf(a, "%s/home", top.ptr)),
		        variable(a, "RS_OUT", folder),
		        variable(a, "RS_SEEN", seen),
		        NULL };
	j.env = env;
	j.cwd = top;
	j.build = j.folder = j.root = j.home = arena_printf(a, "%s/build", top.ptr);
	if (toolchain_find(&j) == 0)
		check_make(&j, &in, rustc, seen);
	else
		CHECK(j.diag.errors > 0);
	CHECK(fs_remove_tree(arena_printf(a, "%s/ws", top.ptr).ptr, &silent));
	CHECK(fs_remove_tree(j.build.ptr, &silent));
done:
	fuzz_diag_close(&j.diag);
	job_close(&j);
	return 0;
}
