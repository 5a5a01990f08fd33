// SPDX-License-Identifier: MIT OR Apache-2.0
/*
 * Messages about any text: a name, and behind a NUL the file that it stands in; the first bytes say
 * where. No terminal obeys what is printed; its colours are ours. Progress keeps to its line. What
 * is held back comes later, as it would have come.
 */
#include "base/messages/diag.h"
#include "base/messages/term.h"
#include "base/text/screen.h"
#include "tests/fuzz/fuzz.h"

typedef struct Case {
	Str name;
	Source src;
	Span at;
} Case;

static void say(Diag *d, const Case *c)
{
	diag_status(d, "Reading", "`" STR_FMT "`", STR_ARG(c->name));
	diag_error(d, c->at, "`" STR_FMT "` is wrong", STR_ARG(c->name));
	diag_note(d, (Span){ c->at.src, 0, c->at.start }, "here: " STR_FMT, STR_ARG(c->name));
	diag_help(d, "write `" STR_FMT "`", STR_ARG(c->name));
	diag_warning(d, NO_SPAN, STR_FMT, STR_ARG(c->src.text));
	diag_pass_on(d, c->src.text);
}

/* What is shown, but for colours, is lines of characters that a terminal shows. */
static void check_shown(Str text, bool coloured)
{
	for (size_t i = 0, n; i < text.len; i += n) {
		const Str rest = str_sub(text, i, text.len);
		const int32_t c = screen_character(rest, &n);
		if (coloured && str_starts_with(rest, STR("\033["))) {
			for (n = 2; n < rest.len && strchr("0123456789;", rest.ptr[n]); n++)
				CHECK(rest.ptr[n]);
			CHECK(n < rest.len && rest.ptr[n++] == 'm');
			continue;
		}
		CHECK(!screen_is_control(c) || c == '\n' || c == '\t');
	}
}

static Str said(Arena *a, const Case *c, bool colour, bool held)
{
	char *text = NULL;
	size_t len = 0;
	Diag d = { .out = open_memstream(&text, &len), .colour = colour, .verbose = true };
	if (held) {
		DiagHeld h;
		diag_hold(&d, &h);
		say(&d, c);
		const DiagSaid later = diag_release(&d, &h, a);
		CHECK(d.errors == 0);
		diag_say(&d, &later);
	} else {
		say(&d, c);
	}
	CHECK(d.errors == 1);
	fclose(d.out);
	const Str out = arena_str(a, (Str){ text, len });
	free(text);
	return out;
}

static void check_progress(const Case *c, unsigned width)
{
	scoped_buf line = { 0 };
	const ProgressLine l = { "Building", c->at.start, c->src.text.len, c->name };
	progress_text(&line, &l, width, false);
	check_shown(buf_str(&line), false);
	CHECK(str_find(buf_str(&line), '\n') < 0 && str_find(buf_str(&line), '\t') < 0);
	CHECK(term_columns(buf_str(&line)) <= width);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	scoped_arena a = { 0 };
	if (size < 3)
		return 0;
	Case c = { .src = { .path = "a/Cargo.toml" } };
	str_cut(fuzz_text(data + 3, size - 3), '\0', &c.name, &c.src.text);
	c.src.discreet = data[2] & 1;
	c.at = (Span){ &c.src, data[0], data[1] };
	if (c.at.start > c.src.text.len || c.at.len > c.src.text.len - c.at.start)
		c.at = NO_SPAN;
	const Str plain = said(&a, &c, false, false);
	check_shown(plain, false);
	check_shown(said(&a, &c, true, false), true);
	CHECK(str_eq(plain, said(&a, &c, false, true)));
	check_progress(&c, data[1]);
	return 0;
}
