// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/import/again.h"

#include "base/files/fs.h"
#include "base/text/path.h"
#include "bridge/import/freshness.h"
#include "bridge/import/import.h"
#include "bridge/import/record.h"

#include <fcntl.h>

static bool find_folder(const Import *i, const TextList *operands, Str *out)
{
	Session *s = i->session;
	const char *given = i->options->output;
	Import usual = { .session = s, .options = i->options };
	if (given) {
		*out = path_normalise(&s->arena, path_join(&s->arena, s->cwd, str_from(given)));
		return true;
	}
	if (!import_open(&usual, operands))
		return false;
	*out = usual.out;
	return true;
}

/* Several makes may find the import out of date at the same time. The first one repeats it, and
 * the others see then that it is fresh. */
static void wait_for_others(Again *again, Arena *a, Str folder)
{
	const Str path = path_join(a, folder, STR(RECORD_FILE));
	again->lock = open(arena_cstr(a, path), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
	if (again->lock >= 0)
		fs_lock_opened(again->lock, NULL, NULL); /* a file system may have no locks */
}

static bool refuse_again(Session *s, Str folder, const char *why)
{
	const Str shown = path_relative(&s->arena, s->cwd, folder);
	diag_error(&s->diag, NO_SPAN, "cannot repeat the import into `" STR_FMT "`: %s",
	           STR_ARG(shown), why);
	return diag_help(&s->diag, "run `l4cargo import` with all its options");
}

bool import_open_again(Import *i, const TextList *operands, Str cache, Again *out)
{
	Session *s = i->session;
	Record record;
	Str folder;
	if (record_has_choices(s, i->options, operands)) {
		diag_error(&s->diag, NO_SPAN, "`--again` takes all other options from the record");
		return diag_help(&s->diag, "leave them out, or leave `--again` out");
	}
	if (!find_folder(i, operands, &folder))
		return false;
	wait_for_others(out, &s->arena, folder);
	if (!record_read(&s->arena, folder, &record))
		return refuse_again(s, folder, "there is no `" RECORD_FILE "`");
	if (record.by_hand)
		return refuse_again(s, folder,
		                    "it had options that `" RECORD_FILE "` does not hold");
	if (!record_options(s, &record, folder, &out->options, &out->operands) ||
	    !record_repeat(s, &record, folder, &out->options))
		return refuse_again(s, folder, "`" RECORD_FILE "` does not say how it was made");
	/* RUSTFLAGS and the like can name programs, and a stranger may have written the record. */
	const Freshness known = freshness_of(&s->arena, cache, folder);
	if (record.variables.list.count && !freshness_knows_folder(&known))
		return refuse_again(s, folder,
		                    "`" RECORD_FILE "` sets variables of cargo, and the cache "
		                    "has no record of this import");
	out->options.output = arena_cstr(&s->arena, folder);
	*i = (Import){ .session = s, .options = &out->options, .chosen = record.variables };
	return import_open(i, &out->operands);
}
