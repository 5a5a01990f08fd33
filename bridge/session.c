// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/session.h"

#include "base/core/env.h"
#include "base/core/output_stream.h"
#include "base/text/path.h"

#include <unistd.h>

static const char *const colour_choices[] = { "auto", "always", "never", NULL };

static const Option common_options[] = {
	OPTION_COUNT(CommonOptions, verbose, 'v', "verbose", "print more"),
	OPTION_FLAG(CommonOptions, quiet, 'q', "quiet", "print only errors"),
	OPTION_CHOICE(CommonOptions, color, 0, "color", "WHEN", "colour messages", colour_choices),
	OPTION_LIST(CommonOptions, config, 0, "config", "KEY=VALUE|PATH",
	            "override a configuration value"),
	OPTION_FLAG(CommonOptions, locked, 0, "locked", "require an up-to-date Cargo.lock"),
	OPTION_FLAG(CommonOptions, offline, 0, "offline", "do not use the network"),
	OPTION_FLAG(CommonOptions, frozen, 0, "frozen", "same as --locked and --offline"),
	OPTION_FLAG(CommonOptions, help, 'h', "help", "print help"),
	OPTION_FLAG(CommonOptions, version, 'V', "version", "print the version"),
	OPTION_END,
};

const OptionSet common_option_sets[] = {
	{ "Common Options", common_options, 0 },
	{ 0 },
};

void session_open(Session *s, char *const *env)
{
	*s = (Session){ .diag = { .out = stderr },
		        .out = output_stream(STDOUT_FILENO),
		        .env = env,
		        .mask = umask(0) };
	umask(s->mask);
	s->cwd = path_cwd(&s->arena);
	s->diag.folder = s->cwd;
	s->diag.colour = term_colour(COLOUR_AUTO, stderr, env);
}

/* Returns the choice of --color, else of CARGO_TERM_COLOR, else `auto`. */
static ColourChoice colour_choice(const Session *s)
{
	Str when = str_from(s->common.color);
	if (!when.len)
		when = env_get(s->env, "CARGO_TERM_COLOR");
	if (str_eq(when, STR("always")))
		return COLOUR_ALWAYS;
	return str_eq(when, STR("never")) ? COLOUR_NEVER : COLOUR_AUTO;
}

bool session_colour(const Session *s, FILE *out)
{
	return term_colour(colour_choice(s), out, s->env);
}

bool session_apply(Session *s)
{
	CommonOptions *o = &s->common;
	o->locked = o->locked || o->frozen;
	o->offline = o->offline || o->frozen;
	s->diag.colour = term_colour(colour_choice(s), stderr, s->env);
	s->diag.verbose = o->verbose > 0;
	s->diag.quiet = o->quiet;
	if (o->quiet && o->verbose) {
		diag_error(&s->diag, NO_SPAN, "cannot set both --verbose and --quiet");
		return diag_help(&s->diag, "leave one of them out");
	}
	progress_clear(&s->progress);
	s->progress.out = NULL;
	if (o->quiet || s->no_progress)
		return true;
	progress_init(&s->progress, stderr, s->diag.colour, s->env);
	s->diag.before = progress_hide;
	s->diag.before_ctx = &s->progress;
	return true;
}

void session_read_lock_only(Session *s, const char *command)
{
	s->lock_reader = command;
	s->common.locked = true;
}

/* Clears the progress line first, so that it does not stand in the middle of the text. */
static bool print_text(Session *s, const ScreenText *text)
{
	progress_clear(&s->progress);
	return screen_print(s->out, text) || diag_errno(&s->diag, "cannot write the output");
}

bool session_print(Session *s, Str text)
{
	scoped_screen shown = { 0 };
	screen_add(&shown, text);
	return print_text(s, &shown);
}

bool session_print_styled(Session *s, const ScreenText *text)
{
	return print_text(s, text);
}

bool session_write(Session *s, Str bytes)
{
	if (isatty(STDOUT_FILENO))
		return session_print(s, bytes);
	return fwrite(bytes.ptr, 1, bytes.len, s->out) == bytes.len ||
	       diag_errno(&s->diag, "cannot write the output");
}

void session_close(Session *s)
{
	progress_clear(&s->progress);
	fclose(s->out);
	arena_free(&s->arena);
}
