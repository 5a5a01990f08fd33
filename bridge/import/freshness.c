// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/import/freshness.h"

#include "base/core/buf.h"
#include "base/files/below.h"
#include "base/text/path.h"
#include "bridge/import/identity.h"
#include "cache/store_layout.h"

#include <inttypes.h>
#include <time.h>

enum { SECOND_NS = 1000000000, TICK_MIN_NS = 2000000 };

static const char head[] = "l4cargo-freshness 2\n";

Freshness freshness_of(Arena *a, Str cache, Str out)
{
	return (Freshness){ .file = arena_printf(a, STR_FMT "/imports/%016" PRIx64, STR_ARG(cache),
		                                 str_hash(out)),
		            .out = out };
}

/* --- the state of paths --- */

/* Appends the state of one path: `-` if it is absent, `?` for a broken link, else its time, size
 * and inode number. The size of a folder means nothing, so it is 0. */
static void put_state(Buf *out, const char *path, struct timespec *changed)
{
	struct stat st;
	*changed = (struct timespec){ 0 };
	if (lstat(path, &st) < 0) {
		buf_add(out, STR("-"));
		return;
	}
	if (S_ISLNK(st.st_mode) && stat(path, &st) < 0) {
		buf_add(out, STR("?"));
		return;
	}
	*changed = st.st_mtim;
	buf_printf(out, "%jd.%09ld:%jd:%" PRIxMAX, (intmax_t)st.st_mtim.tv_sec, st.st_mtim.tv_nsec,
	           S_ISDIR(st.st_mode) ? 0 : (intmax_t)st.st_size, (uintmax_t)st.st_ino);
}

static void put_line(Buf *out, Str path, struct timespec *changed)
{
	scoped_arena scratch = { 0 };
	put_state(out, arena_cstr(&scratch, path), changed);
	buf_printf(out, " " STR_FMT "\n", STR_ARG(path));
}

static bool state_is(Str line, Buf *now)
{
	Str state, path;
	struct timespec changed;
	if (!str_cut(line, ' ', &state, &path))
		return false;
	scoped_arena scratch = { 0 };
	buf_clear(now);
	put_state(now, arena_cstr(&scratch, path), &changed);
	return str_eq(buf_str(now), state);
}

/* --- the record --- */

/* Splits the record into the folder's identity and the rest. Returns false if it is not a
 * record. */
static bool skip_head(Str text, Str *identity, Str *rest)
{
	return str_starts_with(text, str_from(head)) &&
	       str_cut(str_sub(text, sizeof(head) - 1, text.len), '\n', identity, rest);
}

bool freshness_knows_folder(const Freshness *s)
{
	scoped_arena scratch = { 0 };
	Str text, identity, rest;
	return fs_read_quietly(s->file.ptr, &scratch, &text) && skip_head(text, &identity, &rest) &&
	       identity_is(identity, s->out);
}

/* Sets *lines to the lines after head and key. Returns false if the record has others, or no
 * key. */
static bool skip_key(Str text, Str key, Str *lines)
{
	Str identity, rest;
	if (!key.len || !skip_head(text, &identity, &rest))
		return false;
	if (!str_starts_with(rest, key) || rest.len == key.len || rest.ptr[key.len] != '\0')
		return false;
	*lines = str_sub(rest, key.len + 1, rest.len);
	return true;
}

bool freshness_holds(const Freshness *s)
{
	scoped_arena scratch = { 0 };
	scoped_buf now = { 0 };
	Str text, lines, line;
	if (!fs_read_quietly(s->file.ptr, &scratch, &text) || !skip_key(text, s->key, &lines))
		return false;
	while (str_next(&lines, '\n', &line))
		if (line.len && !state_is(line, &now))
			return false;
	fs_touch(s->file.ptr); /* its time tells `clean` that the record is in use */
	return true;
}

/* File systems take their times from the kernel's coarse clock. Two of its ticks separate two
 * changes. */
static int64_t two_ticks(void)
{
	struct timespec coarse = { 0 };
	clock_getres(CLOCK_REALTIME_COARSE, &coarse);
	const int64_t two = 2 * (coarse.tv_sec * (int64_t)SECOND_NS + coarse.tv_nsec);
	return two > TICK_MIN_NS ? two : TICK_MIN_NS;
}

/* Waits until a later change gets another time. One in the same tick as our look would not show. */
static void wait_for_tick(struct timespec changed)
{
	struct timespec now;
	clock_gettime(CLOCK_REALTIME, &now);
	const int64_t age = (int64_t)(now.tv_sec - changed.tv_sec) * SECOND_NS +
	                    (now.tv_nsec - changed.tv_nsec);
	const int64_t rest = two_ticks() - age;
	if (age >= 0 && rest > 0 && rest < SECOND_NS)
		nanosleep(&(struct timespec){ .tv_nsec = rest }, NULL);
}

static bool fit_lines(const StrVec *paths)
{
	for (size_t i = 0; i < paths->count; i++)
		if (str_find(paths->items[i], '\n') >= 0)
			return false;
	return true;
}

/* Appends a line for each path. Returns the time of the newest change. */
static struct timespec put_lines(Buf *text, const StrVec *paths)
{
	struct timespec changed, newest = { 0 };
	for (size_t i = 0; i < paths->count; i++) {
		put_line(text, paths->items[i], &changed);
		if (changed.tv_sec > newest.tv_sec ||
		    (changed.tv_sec == newest.tv_sec && changed.tv_nsec > newest.tv_nsec))
			newest = changed;
	}
	return newest;
}

bool freshness_write(const Freshness *s, const StrVec *paths, Diag *diag)
{
	scoped_buf text = { 0 };
	const Str store = path_parent(path_parent(s->file));
	if (place_is_read_only(store))
		return true;
	buf_add(&text, str_from(head));
	identity_put(&text, s->out);
	buf_char(&text, '\n');
	if (s->key.len && fit_lines(paths)) {
		buf_add(&text, s->key);
		buf_char(&text, '\0');
		wait_for_tick(put_lines(&text, paths));
	}
	return below_keep(store, s->file, buf_str(&text), FS_FLEETING) ||
	       diag_errno(diag, "cannot write `%s`", s->file.ptr);
}
