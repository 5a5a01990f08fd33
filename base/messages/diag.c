// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/messages/diag.h"

#include "base/text/screen.h"
#include "base/text/secret.h"

#include <errno.h>
#include <stdlib.h>

typedef struct DiagLevel {
	const char *name, *colour;
} DiagLevel;

static const DiagLevel level_error = { "error", "\033[1m\033[91m" };
static const DiagLevel level_warning = { "warning", "\033[1m\033[33m" };
static const DiagLevel level_note = { "note", "\033[1m\033[92m" };
static const DiagLevel level_help = { "help", "\033[1m\033[96m" };
static const char status_colour[] = "\033[1m\033[92m", reset[] = "\033[0m";

enum { TABS = 8, QUOTE_MAX = 200, MARK_MAX = 120, SHOWN_MAX = 200 };

/* The line of `src` that holds byte `at`, without its line end. */
static Str line_at(const Source *src, uint32_t at)
{
	const Str before = str_sub(src->text, 0, at);
	const size_t start = (size_t)(str_rfind(before, '\n') + 1);
	const Str rest = str_sub(src->text, start, src->text.len);
	Str line, after;
	str_cut(rest, '\n', &line, &after);
	if (line.len && line.ptr[line.len - 1] == '\r')
		line.len--;
	return line;
}

static uint32_t count_characters(Str s)
{
	uint32_t n = 0;
	for (size_t i = 0; i < s.len; i++)
		n += ((unsigned char)s.ptr[i] & 0xc0) != 0x80;
	return n;
}

void span_position(Span at, uint32_t *line, uint32_t *column)
{
	const Str before = str_sub(at.src->text, 0, at.start);
	*line = 1;
	for (size_t i = 0; i < before.len; i++)
		*line += before.ptr[i] == '\n';
	const size_t start = (size_t)(str_rfind(before, '\n') + 1);
	*column = 1 + count_characters(str_sub(before, start, before.len));
}

/* Adds as many blanks as `before` needs on the screen, then a mark below each character of
 * `marked`. */
static void put_marks(ScreenText *to, const DiagLevel *level, Str before, Str marked)
{
	scoped_screen blanks = { 0 }, below = { 0 };
	screen_add(&blanks, before);
	screen_add_word(&below, marked);
	const Str shown = screen_str(&blanks);
	for (size_t i = 0; i < shown.len; i++)
		if (((unsigned char)shown.ptr[i] & 0xc0) != 0x80)
			screen_char(to, shown.ptr[i] == '\t' ? '\t' : ' ');
	uint32_t n = count_characters(screen_str(&below));
	n = n > MARK_MAX ? MARK_MAX : n;
	screen_style(to, level->colour);
	screen_char(to, '^');
	for (uint32_t i = 1; i < n; i++)
		screen_char(to, '~');
	screen_style(to, *level->colour ? reset : "");
	screen_char(to, '\n');
}

/* The part of a line that is shown; it does not end within a character. */
static Str shown_part(Str line)
{
	Str s = str_sub(line, 0, QUOTE_MAX);
	while (s.len && s.len < line.len && ((unsigned char)line.ptr[s.len] & 0xc0) == 0x80)
		s.len--;
	return s;
}

/* Returns whether the line has `token =`, `"token"=`, `registry.token = ` or similar. */
static bool sets_key(Str line, Str key)
{
	for (size_t i = 0; i + key.len < line.len; i++) {
		if (!str_starts_with(str_sub(line, i, line.len), key))
			continue;
		Str rest = str_sub(line, i + key.len, line.len);
		while (rest.len && strchr("\"' \t", rest.ptr[0]))
			rest = str_sub(rest, 1, rest.len);
		if (str_starts_with(rest, STR("=")))
			return true;
	}
	return false;
}

bool diag_line_is_secret(Str line)
{
	return sets_key(line, STR("token")) || sets_key(line, STR("secret-key"));
}

static bool has_password(Str line)
{
	scoped_arena scratch = { 0 };
	return secret_masked(&scratch, line).ptr != line.ptr;
}

static void put_quote(ScreenText *to, const DiagLevel *level, Span at, uint32_t line)
{
	const Str text = line_at(at.src, at.start);
	const uint32_t from = (uint32_t)(at.src->text.ptr + at.start - text.ptr);
	if (from > QUOTE_MAX || at.src->discreet || diag_line_is_secret(text) || has_password(text))
		return; /* A minified or hostile file, or a secret: show only the position. */
	const Str shown = shown_part(text);
	screen_printf(to, "%5u | ", line);
	screen_add(to, shown);
	screen_add(to, STR("\n      | "));
	put_marks(to, level, str_sub(shown, 0, from), str_sub(shown, from, from + (size_t)at.len));
}

/* What hides the progress line is part of the same write as the message. */
static void begin_message(const Diag *d, ScreenText *to)
{
	if (d->before)
		screen_style(to, d->before(d->before_ctx));
}

static const char *shown_path(const Diag *d, const char *path)
{
	const size_t n = d->folder.len;
	if (n == 0 || !str_starts_with(str_from(path), d->folder) || path[n] != '/')
		return path;
	return path + n + 1;
}

/* The level with its colour, or without one if there are no colours. */
static DiagLevel shown_level(const Diag *d, const DiagLevel *level)
{
	return (DiagLevel){ level->name, d->colour ? level->colour : "" };
}

static void put_label(ScreenText *to, const DiagLevel *level)
{
	screen_style(to, level->colour);
	screen_add(to, str_from(level->name));
	screen_style(to, *level->colour ? reset : "");
	screen_add(to, STR(": "));
}

/* Passwords in URLs are removed, wherever the text comes from. */
DIAG_FORMAT(2, 0) static void add_message(ScreenText *to, const char *fmt, va_list args)
{
	scoped_arena scratch = { 0 };
	screen_add(to, secret_masked(&scratch, arena_vprintf(&scratch, fmt, args)));
}

DIAG_FORMAT(4, 0)
static void put_message(Diag *d, const DiagLevel *like, Span at, const char *fmt, va_list args)
{
	if (!d->out)
		return;
	scoped_screen text = { 0 };
	const DiagLevel level = shown_level(d, like);
	uint32_t line = 0, column = 0;
	begin_message(d, &text);
	if (at.src) {
		span_position(at, &line, &column);
		screen_printf(&text, "%s:%u:%u: ", shown_path(d, at.src->path), line, column);
	}
	put_label(&text, &level);
	add_message(&text, fmt, args);
	screen_char(&text, '\n');
	if (at.src)
		put_quote(&text, &level, at, line);
	screen_print(d->out, &text);
}

/* Each message takes a pass over its file, and nobody reads thousands of them. */
static bool is_beyond_limit(Diag *d, unsigned count, const char *what)
{
	d->muted = count > SHOWN_MAX;
	if (count == SHOWN_MAX + 1 && d->out) {
		scoped_screen text = { 0 };
		begin_message(d, &text);
		screen_printf(&text, "(more %ss are not shown)\n", what);
		screen_print(d->out, &text);
	}
	return d->muted;
}

bool diag_error(Diag *d, Span at, const char *fmt, ...)
{
	d->errors++;
	if (is_beyond_limit(d, d->errors, "error"))
		return false;
	va_list args;
	va_start(args, fmt);
	put_message(d, &level_error, at, fmt, args);
	va_end(args);
	return false;
}

void diag_warning(Diag *d, Span at, const char *fmt, ...)
{
	d->warnings++;
	d->muted = d->quiet;
	if (d->quiet || is_beyond_limit(d, d->warnings, "warning"))
		return;
	va_list args;
	va_start(args, fmt);
	put_message(d, &level_warning, at, fmt, args);
	va_end(args);
}

void diag_note(Diag *d, Span at, const char *fmt, ...)
{
	if (d->muted)
		return;
	va_list args;
	va_start(args, fmt);
	put_message(d, &level_note, at, fmt, args);
	va_end(args);
}

bool diag_help(Diag *d, const char *fmt, ...)
{
	if (d->muted)
		return false;
	va_list args;
	va_start(args, fmt);
	put_message(d, &level_help, NO_SPAN, fmt, args);
	va_end(args);
	return false;
}

static const char *errno_help(int why)
{
	switch (why) {
	case ENOENT:
		return "check the path: it, or one of its parent folders, does not exist";
	case EACCES:
	case EPERM:
		return "check the permissions: `ls -ld` on the path and its parent folders";
	case EISDIR:
		return "give the path of a file";
	case ENOTDIR:
		return "a part of the path is not a folder, but a file or a symbolic link";
	case EEXIST:
	case ENOTEMPTY:
		return "move the existing file or folder away";
	case ENOSPC:
	case EDQUOT:
		return "free some space on that disk, then run the command again";
	case EROFS:
		return "choose a folder that you can write to";
	case ELOOP:
		return "a symbolic link points back to itself, or is not followed here: correct or "
		       "remove it";
	case ENAMETOOLONG:
		return "choose a shorter path";
	case EMFILE:
	case ENFILE:
		return "too many files are open: raise the limit with `ulimit -n`";
	default:
		return "check the path and its disk, then run the command again";
	}
}

bool diag_errno(Diag *d, const char *fmt, ...)
{
	const int why = errno;
	scoped_arena scratch = { 0 };
	va_list args;
	va_start(args, fmt);
	const Str text = arena_vprintf(&scratch, fmt, args);
	va_end(args);
	diag_error(d, NO_SPAN, STR_FMT ": %s", STR_ARG(text), strerror(why));
	return diag_help(d, "%s", errno_help(why));
}

void diag_status(Diag *d, const char *verb, const char *fmt, ...)
{
	if (!d->out || d->quiet)
		return;
	scoped_screen text = { 0 };
	begin_message(d, &text);
	screen_style(&text, d->colour ? status_colour : "");
	screen_printf(&text, "%12s", verb);
	screen_style(&text, d->colour ? reset : "");
	screen_char(&text, ' ');
	va_list args;
	va_start(args, fmt);
	add_message(&text, fmt, args);
	va_end(args);
	screen_char(&text, '\n');
	screen_print(d->out, &text);
}

void diag_pass_on(Diag *d, Str text)
{
	if (!d->out || !text.len)
		return;
	scoped_arena scratch = { 0 };
	scoped_screen shown = { 0 };
	begin_message(d, &shown);
	screen_add(&shown, secret_masked(&scratch, text));
	screen_print(d->out, &shown);
}

/* --- held messages --- */

void diag_hold(Diag *d, DiagHeld *h)
{
	*h = (DiagHeld){ .outer = *d };
	*d = (Diag){ .folder = d->folder, .colour = d->colour, .verbose = d->verbose };
	d->out = h->outer.out ? open_memstream(&h->text, &h->len) : NULL;
}

DiagSaid diag_release(Diag *d, DiagHeld *h, Arena *a)
{
	DiagSaid said = { .errors = d->errors };
	if (d->out)
		fclose(d->out);
	if (h->text)
		said.text = arena_str(a, (Str){ h->text, h->len });
	free(h->text);
	*d = h->outer;
	return said;
}

bool diag_say(Diag *d, const DiagSaid *s)
{
	d->errors += s->errors;
	if (!d->out)
		return false;
	scoped_screen text = { 0 };
	begin_message(d, &text);
	screen_style(&text, s->text.ptr); /* it was made in the same way as other messages */
	screen_print(d->out, &text);
	return false;
}
