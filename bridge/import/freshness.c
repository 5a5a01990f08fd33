// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/import/freshness.h"

#include "base/core/buf.h"
#include "base/files/fs.h"

#include <fcntl.h>
#include <inttypes.h>
#include <time.h>
#include <unistd.h>

enum { SECOND_NS = 1000000000, TICK_MIN_NS = 2000000 };

static const char head[] = "l4cargo-stamp 1\n";

/* One path's state as text: a folder's size says nothing, an absent path has neither. */
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

/* What follows the head and the key in the record, or nothing if they are others. */
static bool skip_key(Str text, Str key, Str *lines)
{
	if (!str_starts_with(text, str_from(head)))
		return false;
	const Str rest = str_sub(text, sizeof(head) - 1, text.len);
	if (!str_starts_with(rest, key) || rest.len == key.len || rest.ptr[key.len] != '\0')
		return false;
	*lines = str_sub(rest, key.len + 1, rest.len);
	return true;
}

bool stamp_is_fresh(const char *file, Str key)
{
	scoped_arena scratch = { 0 };
	scoped_buf now = { 0 };
	Str text, lines, line;
	if (!fs_read_quietly(file, &scratch, &text) || !skip_key(text, key, &lines))
		return false;
	while (str_next(&lines, '\n', &line))
		if (line.len && !state_is(line, &now))
			return false;
	utimensat(AT_FDCWD, file, NULL, 0); /* what it names is used: `clean` heeds it */
	return true;
}

/* File systems take their times from the kernel's coarse clock: two of its ticks tell two changes
 * apart. */
static int64_t tick(void)
{
	struct timespec coarse = { 0 };
	clock_getres(CLOCK_REALTIME_COARSE, &coarse);
	const int64_t two = 2 * (coarse.tv_sec * (int64_t)SECOND_NS + coarse.tv_nsec);
	return two > TICK_MIN_NS ? two : TICK_MIN_NS;
}

/* A change in the same tick of the clock as our look would not show: it is waited out. */
static void wait_for_tick(struct timespec changed)
{
	struct timespec now;
	clock_gettime(CLOCK_REALTIME, &now);
	const int64_t age = (int64_t)(now.tv_sec - changed.tv_sec) * SECOND_NS +
	                    (now.tv_nsec - changed.tv_nsec);
	const int64_t rest = tick() - age;
	if (age >= 0 && rest > 0 && rest < SECOND_NS)
		nanosleep(&(struct timespec){ .tv_nsec = rest }, NULL);
}

bool stamp_write(const char *file, Str key, const StrVec *paths, Diag *diag)
{
	scoped_buf text = { 0 };
	struct timespec changed, newest = { 0 };
	buf_add(&text, str_from(head));
	buf_add(&text, key);
	buf_char(&text, '\0');
	for (size_t i = 0; i < paths->count; i++) {
		if (str_find(paths->items[i], '\n') >= 0)
			return true;
		put_line(&text, paths->items[i], &changed);
		if (changed.tv_sec > newest.tv_sec ||
		    (changed.tv_sec == newest.tv_sec && changed.tv_nsec > newest.tv_nsec))
			newest = changed;
	}
	wait_for_tick(newest);
	return fs_write(file, buf_str(&text), diag);
}
