// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/session.h"

#include "resolver/config/config.h"

/* Applies [term]. As in cargo, the command line has precedence. */
static bool configure_terminal(Session *s, const Config *config)
{
	Str color = { 0 }, progress = { 0 };
	bool verbose = false, quiet = false;
	if (!config_string(config, "term.color", &color, NULL) ||
	    !config_string(config, "term.progress.when", &progress, NULL) ||
	    !config_bool(config, "term.verbose", &verbose) ||
	    !config_bool(config, "term.quiet", &quiet))
		return false;
	CommonOptions *o = &s->common;
	if (!o->verbose && !o->quiet) {
		if (verbose && quiet) {
			diag_error(&s->diag, config_place(config, "term.verbose"),
			           "cannot set both `term.verbose` and `term.quiet`");
			diag_note(&s->diag, config_place(config, "term.quiet"),
			          "`term.quiet` is set here");
			return diag_help(&s->diag, "remove one of them from `.cargo/config.toml`, "
			                           "or from the environment");
		}
		o->verbose = verbose;
		o->quiet = quiet;
	}
	if (!o->color && color.len)
		o->color = arena_cstr(&s->arena, color);
	s->no_progress = str_eq(progress, STR("never"));
	return true;
}

bool session_configure(Session *s, const Config *config)
{
	bool offline = false;
	if (!config_bool(config, "net.offline", &offline))
		return false;
	s->common.offline = s->common.offline || offline;
	return configure_terminal(s, config) && session_apply(s);
}
