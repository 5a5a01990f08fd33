// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/messages/term.h"

#include "base/core/clock.h"
#include "base/core/env.h"
#include "base/text/screen.h"

#include <sys/ioctl.h>
#include <unistd.h>

/* The layout of cargo: the verb right-aligned to VERB columns, a bar of at most BAR_MAX. */
enum { VERB = 12, BAR_MAX = 30, BAR_MIN = 8, DELAY_MS = 500, INTERVAL_MS = 100 };

static const char verb_colour[] = "\033[1m\033[96m", reset[] = "\033[0m";

static bool is_set(char *const *env, const char *name)
{
	return env_get(env, name).len > 0;
}

static bool is_dumb(char *const *env)
{
	const Str term = env_get(env, "TERM");
	return term.len == 0 || str_eq(term, STR("dumb"));
}

/* Follows the same conventions as cargo: no-color.org, bixense.com/clicolors. */
bool term_colour(ColourChoice choice, FILE *out, char *const *env)
{
	if (choice != COLOUR_AUTO)
		return choice == COLOUR_ALWAYS;
	if (is_set(env, "NO_COLOR"))
		return false;
	if (is_set(env, "CLICOLOR_FORCE"))
		return !str_eq(env_get(env, "CLICOLOR_FORCE"), STR("0"));
	if (str_eq(env_get(env, "CLICOLOR"), STR("0")))
		return false;
	return isatty(fileno(out)) && !is_dumb(env);
}

unsigned term_width(FILE *out)
{
	struct winsize size;
	if (ioctl(fileno(out), TIOCGWINSZ, &size) < 0)
		return 0;
	return size.ws_col ? size.ws_col : 80;
}

void progress_init(Progress *p, FILE *out, bool colour, char *const *env)
{
	const bool usable = isatty(fileno(out)) && !is_dumb(env);
	*p = (Progress){
		.out = usable ? out : NULL, .colour = colour, .width = term_width, .now = clock_ms
	};
}

const char *progress_hide(void *progress)
{
	Progress *p = progress;
	const bool shown = p->out && p->shown;
	p->shown = false;
	return shown ? "\r\033[K" : "";
}

void progress_clear(Progress *p)
{
	scoped_screen text = { 0 };
	screen_style(&text, progress_hide(p));
	if (p->out)
		screen_print(p->out, &text);
}

/* The first `columns` characters of `s`. */
static Str clipped_text(Str s, size_t columns)
{
	for (size_t i = 0; i < s.len; i++)
		if (((unsigned char)s.ptr[i] & 0xc0) != 0x80 && columns-- == 0)
			return str_sub(s, 0, i);
	return s;
}

static void add_bar(Buf *to, size_t width, size_t done, size_t total)
{
	const size_t filled = total ? (size_t)((double)done / (double)total * (double)width) : 0;
	buf_char(to, '[');
	for (size_t i = 0; i < width; i++)
		buf_add(to, i < filled ? STR("=") : i == filled ? STR(">") : STR(" "));
	buf_char(to, ']');
}

/* Adds the current item, shortened with dots to `room` columns. */
static void add_detail(Buf *to, Str detail, size_t room)
{
	if (detail.len == 0 || room < 6)
		return;
	room -= 2;
	scoped_screen shown = { 0 };
	screen_add_word(&shown, detail);
	const Str text = screen_str(&shown);
	const bool fits = term_columns(text) <= room;
	buf_add(to, STR(": "));
	buf_add(to, clipped_text(text, fits ? room : room - 3));
	if (!fits)
		buf_add(to, STR("..."));
}

void progress_text(Buf *to, const ProgressLine *line, unsigned width, bool colour)
{
	scoped_buf count = { 0 };
	const size_t done = line->done > line->total ? line->total : line->done;
	buf_printf(&count, " %zu/%zu", done, line->total);
	const size_t fixed = VERB + 3 + count.len; /* with a space and the brackets of the bar */
	if (width < fixed + BAR_MIN)
		return;
	const size_t bar = width - fixed > BAR_MAX ? BAR_MAX : width - fixed;
	buf_printf(to, "%s%*s%s ", colour ? verb_colour : "", VERB, line->verb,
	           colour ? reset : "");
	add_bar(to, bar, done, line->total);
	buf_add(to, buf_str(&count));
	add_detail(to, line->detail, width - fixed - bar);
}

static bool is_time(Progress *p)
{
	const uint64_t now = p->now();
	if (p->begun == 0)
		p->begun = now ? now : 1;
	if (now - p->begun < DELAY_MS || (p->drawn && now - p->drawn < INTERVAL_MS))
		return false;
	p->drawn = now;
	return true;
}

void progress_draw(Progress *p, const char *verb, size_t done, size_t total, Str detail)
{
	if (!p->out || !is_time(p))
		return;
	const ProgressLine line = { verb, done, total, detail };
	scoped_buf text = { 0 };
	scoped_screen shown = { 0 };
	progress_text(&text, &line, p->width(p->out), p->colour);
	screen_style(&shown, "\r");
	screen_style(&shown, buf_str(&text).ptr);
	screen_style(&shown, "\033[K");
	screen_print(p->out, &shown);
	p->shown = true;
}

Str term_size(Arena *a, uint64_t bytes)
{
	static const char *const units[] = { "B", "KiB", "MiB", "GiB", "TiB" };
	double shown = (double)bytes;
	size_t unit = 0;
	for (; shown >= 1024 && unit + 1 < COUNT_OF(units); unit++)
		shown /= 1024;
	return arena_printf(a, "%.*f%s", unit ? 1 : 0, shown, units[unit]);
}

size_t term_columns(Str s)
{
	size_t n = 0;
	for (size_t i = 0; i < s.len; i++) {
		if (s.ptr[i] == '\033') { /* skip the sequence up to its last letter */
			while (i + 1 < s.len && s.ptr[i] != 'm')
				i++;
			continue;
		}
		n += ((unsigned char)s.ptr[i] & 0xc0) != 0x80;
	}
	return n;
}

static size_t column_width(const Table *t, size_t column)
{
	size_t widest = 0;
	for (size_t row = 0; row < t->rows; row++) {
		const size_t width = term_columns(t->cells[row * t->columns + column]);
		widest = width > widest ? width : widest;
	}
	return widest;
}

void table_print(FILE *out, const Table *t)
{
	scoped_arena scratch = { 0 };
	size_t *width = arena_array(&scratch, size_t, t->columns);
	for (size_t column = 0; column + 1 < t->columns; column++)
		width[column] = column_width(t, column) + t->gap;
	for (size_t row = 0; row < t->rows; row++) {
		const Str *cell = t->cells + row * t->columns;
		size_t owed = t->indent; /* spaces come only before text, none at the end */
		for (size_t column = 0; column < t->columns; column++) {
			if (cell[column].len)
				fprintf(out, "%*s" STR_FMT, (int)owed, "", STR_ARG(cell[column]));
			owed = (cell[column].len ? 0 : owed) + width[column] -
			       term_columns(cell[column]);
		}
		putc('\n', out);
	}
}
