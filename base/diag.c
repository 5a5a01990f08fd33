// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/diag.h"

#include "base/arena.h"

#include <errno.h>
#include <stdlib.h>

typedef struct Level {
	const char *name, *colour;
} Level;

static const Level level_error = { "error", "\033[1m\033[91m" };
static const Level level_warning = { "warning", "\033[1m\033[33m" };
static const Level level_note = { "note", "\033[1m\033[92m" };
static const Level level_help = { "help", "\033[1m\033[96m" };
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

static uint32_t characters(Str s)
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
	*column = 1 + characters(str_sub(before, start, before.len));
}

/* Control characters of the user's file must not reach the terminal. */
static void put_safely(FILE *out, Str s)
{
	for (size_t i = 0; i < s.len; i++) {
		const unsigned char c = (unsigned char)s.ptr[i];
		putc((c < 0x20 && c != '\t' && c != '\n') || c == 0x7f ? '?' : c, out);
	}
}

static void put_marks(const Diag *d, const Level *level, Str line, uint32_t from, uint32_t len)
{
	for (uint32_t i = 0; i < from && i < line.len; i++)
		if (((unsigned char)line.ptr[i] & 0xc0) != 0x80)
			putc(line.ptr[i] == '\t' ? '\t' : ' ', d->out);
	const Str marked = str_sub(line, from, from + (size_t)len);
	uint32_t n = characters(marked);
	n = n > MARK_MAX ? MARK_MAX : n;
	fputs(d->colour ? level->colour : "", d->out);
	putc('^', d->out);
	for (uint32_t i = 1; i < n; i++)
		putc('~', d->out);
	fputs(d->colour ? reset : "", d->out);
	putc('\n', d->out);
}

/* As much of a line as is shown, without half a character at its end. */
static Str shown_part(Str line)
{
	Str s = str_sub(line, 0, QUOTE_MAX);
	while (s.len && s.len < line.len && ((unsigned char)line.ptr[s.len] & 0xc0) == 0x80)
		s.len--;
	return s;
}

/* `token =`, `"token"=`, `registry.token = ` and the like. */
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

static void put_quote(const Diag *d, const Level *level, Span at, uint32_t line)
{
	const Str text = line_at(at.src, at.start);
	const uint32_t from = (uint32_t)(at.src->text.ptr + at.start - text.ptr);
	if (from > QUOTE_MAX || diag_line_is_secret(text))
		return; /* a minified or hostile file, or a secret: the position must do */
	fprintf(d->out, "%5u | ", line);
	put_safely(d->out, shown_part(text));
	fputs("\n      | ", d->out);
	put_marks(d, level, shown_part(text), from, at.len);
}

DIAG_FORMAT(2, 0) static void put_text(FILE *out, const char *fmt, va_list args)
{
	va_list again;
	va_copy(again, args);
	const int len = vsnprintf(NULL, 0, fmt, args);
	char *text = len < 0 ? NULL : malloc((size_t)len + 1);
	if (text) {
		vsnprintf(text, (size_t)len + 1, fmt, again);
		put_safely(out, (Str){ text, (size_t)len });
	}
	va_end(again);
	free(text);
}

static void begin(const Diag *d)
{
	if (d->before)
		d->before(d->before_ctx);
}

static const char *shown_path(const Diag *d, const char *path)
{
	const size_t n = d->folder.len;
	if (n == 0 || !str_starts_with(str_from(path), d->folder) || path[n] != '/')
		return path;
	return path + n + 1;
}

DIAG_FORMAT(4, 0)
static void put(Diag *d, const Level *level, Span at, const char *fmt, va_list args)
{
	if (!d->out)
		return;
	begin(d);
	uint32_t line = 0, column = 0;
	if (at.src) {
		span_position(at, &line, &column);
		fprintf(d->out, "%s:%u:%u: ", shown_path(d, at.src->path), line, column);
	}
	fprintf(d->out, "%s%s%s: ", d->colour ? level->colour : "", level->name,
	        d->colour ? reset : "");
	put_text(d->out, fmt, args);
	putc('\n', d->out);
	if (at.src)
		put_quote(d, level, at, line);
	fflush(d->out);
}

/* Each message costs a walk through its file, and nobody reads thousands. */
static bool is_beyond_limit(Diag *d, unsigned count, const char *what)
{
	d->muted = count > SHOWN_MAX;
	if (count == SHOWN_MAX + 1 && d->out)
		fprintf(d->out, "(more %ss are not shown)\n", what);
	return d->muted;
}

bool diag_error(Diag *d, Span at, const char *fmt, ...)
{
	d->errors++;
	if (is_beyond_limit(d, d->errors, "error"))
		return false;
	va_list args;
	va_start(args, fmt);
	put(d, &level_error, at, fmt, args);
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
	put(d, &level_warning, at, fmt, args);
	va_end(args);
}

void diag_note(Diag *d, Span at, const char *fmt, ...)
{
	if (d->muted)
		return;
	va_list args;
	va_start(args, fmt);
	put(d, &level_note, at, fmt, args);
	va_end(args);
}

bool diag_help(Diag *d, const char *fmt, ...)
{
	if (d->muted)
		return false;
	va_list args;
	va_start(args, fmt);
	put(d, &level_help, NO_SPAN, fmt, args);
	va_end(args);
	return false;
}

static const char *errno_help(int why)
{
	switch (why) {
	case ENOENT:
		return "check the path: it, or a folder that leads to it, is missing";
	case EACCES:
	case EPERM:
		return "check who may use it: `ls -ld` on the path and the folders above it";
	case EISDIR:
		return "give the path of a file";
	case ENOTDIR:
		return "a part of the path is a file, not a folder";
	case EEXIST:
	case ENOTEMPTY:
		return "move what is there out of the way";
	case ENOSPC:
	case EDQUOT:
		return "make room on that disk, then run the command again";
	case EROFS:
		return "choose a folder that can be written";
	case ELOOP:
		return "a symbolic link leads back to itself: mend or remove it";
	case ENAMETOOLONG:
		return "choose a shorter path";
	case EMFILE:
	case ENFILE:
		return "too many files are open: raise the limit by `ulimit -n`";
	default:
		return "look at the path and its disk, then run the command again";
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
	begin(d);
	fprintf(d->out, "%s%12s%s ", d->colour ? status_colour : "", verb, d->colour ? reset : "");
	va_list args;
	va_start(args, fmt);
	put_text(d->out, fmt, args);
	va_end(args);
	putc('\n', d->out);
	fflush(d->out);
}

/* --- what may not matter --------------------------------------------------------------------- */

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
	begin(d);
	fwrite(s->text.ptr, 1, s->text.len, d->out);
	fflush(d->out);
	return false;
}
