// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cache/trust.h"

#include "base/core/vec.h"
#include "base/files/fs.h"
#include "base/text/path.h"

#include <dirent.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <unistd.h>

enum { ENTRY_SIZE = 16 * 1024 }; /* bytes for an entry of the lists of users and groups */

static bool is_own_group(gid_t group, uid_t owner)
{
	char user_text[ENTRY_SIZE], group_text[ENTRY_SIZE];
	struct passwd user, *u = NULL;
	struct group members, *g = NULL;
	if (getpwuid_r(owner, &user, user_text, sizeof user_text, &u) != 0 || !u ||
	    getgrgid_r(group, &members, group_text, sizeof group_text, &g) != 0 || !g ||
	    u->pw_gid != group || strcmp(u->pw_name, g->gr_name) != 0)
		return false;
	for (char **m = g->gr_mem; *m; m++)
		if (strcmp(*m, u->pw_name) != 0)
			return false;
	return true;
}

/* Remembers the last answer: most files have the same group, and the lists of users may be on a
 * slow server. */
static bool is_known_own_group(gid_t group, uid_t owner)
{
	static _Thread_local struct {
		gid_t group;
		uid_t owner;
		bool known, own;
	} last;
	if (!last.known || last.group != group || last.owner != owner) {
		last.group = group;
		last.owner = owner;
		last.own = is_own_group(group, owner);
		last.known = true;
	}
	return last.own;
}

static bool others_may_write(const struct stat *st)
{
	return (st->st_mode & S_IWOTH) ||
	       ((st->st_mode & S_IWGRP) && !is_known_own_group(st->st_gid, st->st_uid));
}

Trust trust_of(const struct stat *st)
{
	if (st->st_uid != 0 && st->st_uid != geteuid())
		return TRUST_OTHERS;
	return others_may_write(st) ? TRUST_WRITABLE : TRUST_GOOD;
}

Trust trust_of_path(const char *path)
{
	struct stat st;
	return stat(path, &st) < 0 ? TRUST_ABSENT : trust_of(&st);
}

static Trust trust_of_parent(const char *path)
{
	struct stat st;
	if (stat(path, &st) < 0)
		return TRUST_ABSENT;
	const Trust trust = trust_of(&st);
	return trust == TRUST_WRITABLE && (st.st_mode & S_ISVTX) ? TRUST_GOOD : trust;
}

Trust trust_of_way(Arena *a, Str path, Str *bad)
{
	Str at = path;
	Trust trust = trust_of_path(arena_cstr(a, at));
	while (trust == TRUST_GOOD && at.len > 1) {
		at = path_parent(at);
		at = at.len ? at : STR("/");
		trust = trust_of_parent(arena_cstr(a, at));
	}
	if (bad)
		*bad = at;
	return trust;
}

Trust trust_of_parents(Arena *a, Str path, Str home, Str *bad)
{
	for (Str at = path_parent(path);; at = path_parent(at)) {
		*bad = at.len ? at : STR("/");
		if (home.len && str_eq(*bad, home))
			return TRUST_GOOD;
		const char *folder = arena_cstr(a, *bad);
		const Trust trust = trust_of_parent(folder);
		if (trust == TRUST_OTHERS ||
		    (trust == TRUST_WRITABLE && !trust_is_closed_off(folder)))
			return trust;
		if (!at.len || at.len == 1)
			return TRUST_GOOD;
	}
}

bool trust_is_closed_off(const char *path)
{
	scoped_arena a = { 0 };
	Str at = str_from(path);
	while (at.len > 1) {
		struct stat st;
		at = path_parent(at);
		if (at.len && stat(arena_cstr(&a, at), &st) == 0 && st.st_uid == geteuid() &&
		    !(st.st_mode & (S_IXGRP | S_IXOTH)))
			return true;
	}
	return false;
}

static bool look_at(Arena *a, Str path, StrVec *later)
{
	struct stat st;
	if (lstat(path.ptr, &st) < 0 || trust_of(&st) != TRUST_GOOD)
		return false;
	if (S_ISDIR(st.st_mode))
		*vec_push(a, later, Str) = path;
	return S_ISDIR(st.st_mode) || S_ISREG(st.st_mode);
}

bool trust_tree(const char *folder)
{
	scoped_arena a = { 0 };
	StrVec later = { 0 };
	if (!look_at(&a, str_from(folder), &later))
		return false;
	while (later.count) {
		const Str in = later.items[--later.count];
		FsEntry *entries;
		size_t count;
		if (!fs_list(in.ptr, &a, &entries, &count))
			return false;
		for (size_t i = 0; i < count; i++)
			if (!look_at(&a,
			             arena_printf(&a, STR_FMT "/" STR_FMT, STR_ARG(in),
			                          STR_ARG(entries[i].name)),
			             &later))
				return false;
	}
	return true;
}

void trust_explain(Buf *to, Trust trust, const char *path)
{
	char text[ENTRY_SIZE];
	struct passwd user, *u = NULL;
	struct stat st;
	if (trust == TRUST_ABSENT || stat(path, &st) < 0) {
		buf_add(to, STR("does not exist"));
		return;
	}
	if (trust == TRUST_WRITABLE) {
		buf_add(to, STR("can be changed by other users"));
		return;
	}
	if (getpwuid_r(st.st_uid, &user, text, sizeof text, &u) == 0 && u)
		buf_printf(to, "belongs to the user %s", u->pw_name);
	else
		buf_printf(to, "belongs to another user (number %u)", (unsigned)st.st_uid);
}

/* Reads the umask from /proc: the function for it would have to change it for a moment, which other
 * threads could notice. */
static mode_t read_umask(void)
{
	Str text, line, rest;
	mode_t mask = 0;
	FILE *f = fopen("/proc/self/status", "re");
	char bytes[4096];
	const size_t n = f ? fread(bytes, 1, sizeof bytes, f) : 0;
	if (f)
		fclose(f);
	text = (Str){ bytes, n };
	while (str_next(&text, '\n', &line)) {
		if (!str_starts_with(line, STR("Umask:")))
			continue;
		rest = str_trim(str_sub(line, STR("Umask:").len, line.len));
		for (size_t i = 0; i < rest.len; i++)
			mask = mask * 8 + (mode_t)(rest.ptr[i] - '0');
		return mask;
	}
	return 0;
}

bool trust_umask_is_open(void)
{
	const mode_t mask = read_umask();
	return !(mask & S_IWOTH) ||
	       (!(mask & S_IWGRP) && !is_known_own_group(getegid(), geteuid()));
}
