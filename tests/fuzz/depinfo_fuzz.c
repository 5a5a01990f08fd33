// SPDX-License-Identifier: MIT OR Apache-2.0
/*
 * Files and variables that a unit depends on, called anything, and dep-info of any text: the real
 * make reads the fragment, finds exactly those files, sees that nothing has changed, and runs
 * nothing. The first byte separates the files.
 */
#include "bridge/unit/depinfo.h"

#include "base/files/fs.h"
#include "base/text/path.h"
#include "bridge/unit/watch.h"
#include "tests/fuzz/folder.h"
#include "tests/tools/make_reads.h"

#include <limits.h>

enum { FILES_MAX = 16, SIZE_MAX_READ = 8192 };

/* As rust.mk has them. */
#define RULES \
	"export\nexport FILES = $+\nrs-force:\n" \
	"rs_is_outside = $(if $(filter $1,$(RS_FORCED)),,$(filter environment " \
	"command,$(firstword " \
	"$(origin $1))))\n" \
	"rs_env = $(if $(rs_is_outside),=$(value $1),$(if $(filter " \
	"$1,$(RS_ENV)),=$(RS_ENV_$1)))\n"

typedef struct Watch {
	Str files[FILES_MAX];
	size_t count;
	bool always; /* one of them cannot be watched */
} Watch;

static void open_job(UnitJob *j, const char *folder, char *const *env)
{
	*j = (UnitJob){ .env = env, .unit = STR("u-1.0.0/lib") };
	j->diag.out = fopen("/dev/null", "w");
	j->build = str_from(folder);
	j->cwd = j->build;
	j->source = STR("/source");
	j->folder = job_file(j, j->build, j->unit);
	CHECK(fs_make_folders(j->folder.ptr, &j->diag));
}

static void remove_all(UnitJob *j, Str path)
{
	const Str folder = arena_str(&j->arena, path);
	FsEntry *entries = NULL;
	size_t count = 0;
	fs_list(folder.ptr, &j->arena, &entries, &count);
	for (size_t i = 0; i < count; i++) {
		const Str one = job_file(j, folder, entries[i].name);
		if (unlink(one.ptr) < 0)
			remove_all(j, one);
	}
	rmdir(folder.ptr);
}

/* Where make would look: links are followed once. */
static Str followed(UnitJob *j, Str file)
{
	const Str watched = job_file(j, j->folder, STR("watched/"));
	char to[4096];
	Str link, rest;
	if (!str_starts_with(file, watched))
		return file;
	str_cut(str_sub(file, watched.len, file.len), '/', &link, &rest);
	const ssize_t n = readlink(
		arena_printf(&j->arena, STR_FMT STR_FMT, STR_ARG(watched), STR_ARG(link)).ptr, to,
		sizeof to);
	CHECK(n > 0);
	return arena_printf(&j->arena, STR_FMT "%s" STR_FMT, (int)n, to, rest.len ? "/" : "",
	                    STR_ARG(rest));
}

static void check_files(UnitJob *j, const Watch *w, Str files)
{
	Str file;
	bool always = false;
	for (size_t i = 0; i < w->count; i++) {
		CHECK(str_next_word(&files, &file));
		if (str_eq(file, STR("rs-force")))
			always = true;
		else
			CHECK(str_eq(followed(j, file), w->files[i]));
	}
	CHECK(always == w->always && !str_next_word(&files, &file));
}

static Str read_fragment(UnitJob *j, const char *folder, char *variable, Buf *read)
{
	scoped_make m = { 0 };
	Str text;
	make_put(&m, LIT(MAKE_READS_HEAD RULES "RS_BUILD := "), START(j->build), LIT("\n"));
	if (fs_read_quietly(job_file(j, j->folder, STR("unit.mk")).ptr, &j->arena, &text))
		make_put_lines(&m, text);
	CHECK(make_reads_run(folder, make_str(&m), variable, read));
	return make_reads_get(buf_str(read), "FILES");
}

/* No link leads to what is longer than the system's paths, or has a NUL. */
static bool can_be_watched(Str path)
{
	return watch_odd_part(path) < PATH_MAX && str_find(path, '\0') < 0;
}

static void check_watch(const char *folder, Str text, char separator)
{
	UnitJob j;
	Str first, one;
	str_cut(text, '\n', &first, &one);
	scoped_arena a = { 0 };
	char *variable = arena_cstr(&a, arena_printf(&a, "WATCHED=" STR_FMT, STR_ARG(first)));
	char *env[] = { variable, NULL };
	Watch w = { .count = 0 };
	open_job(&j, folder, env);
	Fragment f = { .job = &j, .target = STR("l4goal") };
	while (w.count < FILES_MAX && str_next(&text, separator, &one)) {
		const Str path =
			path_normalise(&j.arena, arena_printf(&j.arena, "/" STR_FMT, STR_ARG(one)));
		fragment_file(&f, path);
		w.always = w.always || !can_be_watched(path);
		w.files[w.count++] = path;
	}
	fragment_variable(&f, STR("WATCHED"));
	fragment_variable(&f, STR("NOT_SET"));
	fragment_variable(&f, first);
	CHECK(fragment_write(&f));
	fragment_free(&f);
	scoped_buf read = { 0 };
	check_files(&j, &w, read_fragment(&j, folder, variable, &read));
	remove_all(&j, j.folder);
	remove_all(&j, path_parent(j.folder));
	fclose(j.diag.out);
	job_close(&j);
}

/* Any dep-info: make can read what becomes of it. */
static void check_depinfo(const char *folder, Str text)
{
	UnitJob j;
	char *env[] = { NULL };
	open_job(&j, folder, env);
	Environ none = { .arena = &j.arena, .items = env };
	Fragment f = { .job = &j, .target = STR("l4goal") };
	depinfo_add(&f, text, STR("/work space"), &none);
	CHECK(fragment_write(&f));
	fragment_free(&f);
	scoped_buf read = { 0 };
	read_fragment(&j, folder, NULL, &read);
	remove_all(&j, j.folder);
	remove_all(&j, path_parent(j.folder));
	fclose(j.diag.out);
	job_close(&j);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *const folder = fuzz_folder();
	if (!size || size > SIZE_MAX_READ)
		return 0;
	const Str text = fuzz_text(data + 1, size - 1);
	check_watch(folder, text, (char)data[0]);
	check_depinfo(folder, text);
	CHECK(rmdir(folder) == 0 && mkdir(folder, 0700) == 0); /* nothing was written there */
	return 0;
}
