// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/manifest/reader.h"

void reader_warn(const ManifestReader *r, Span at, const char *fmt, ...)
{
	if (!r->c->warn)
		return;
	va_list args;
	va_start(args, fmt);
	const Str text = arena_vprintf(r->arena, fmt, args);
	va_end(args);
	diag_warning(r->diag, at, STR_FMT, STR_ARG(text));
}

bool reader_member_error(const ManifestReader *r, Span at, const char *fmt, ...)
{
	if (!r->c->warn)
		return false;
	va_list args;
	va_start(args, fmt);
	const Str text = arena_vprintf(r->arena, fmt, args);
	va_end(args);
	return diag_error(r->diag, at, STR_FMT, STR_ARG(text));
}

bool reader_member_help(const ManifestReader *r, const char *help)
{
	return r->c->warn && diag_help(r->diag, "%s", help);
}

const TomlEntry *reader_spelling(const ManifestReader *r, const TomlEntry *now,
                                 const TomlEntry *old, Str owner)
{
	if (!old)
		return now;
	const Str was = old->key, is = arena_replaced(r->arena, was, '_', '-');
	if (r->m->edition >= EDITION_2024) {
		diag_error(r->diag, old->key_at,
		           "`" STR_FMT
		           "` is unsupported as of the 2024 edition; instead use `" STR_FMT "`",
		           STR_ARG(was), STR_ARG(is));
		diag_note(r->diag, NO_SPAN, "in the " STR_FMT, STR_ARG(owner));
		diag_help(r->diag, "write `" STR_FMT "`", STR_ARG(is));
	} else if (now) {
		reader_warn(r, old->key_at,
		            "`" STR_FMT "` is redundant with `" STR_FMT "`, preferring `" STR_FMT
		            "` in the " STR_FMT,
		            STR_ARG(was), STR_ARG(is), STR_ARG(is), STR_ARG(owner));
	} else {
		reader_warn(r, old->key_at,
		            "`" STR_FMT "` is deprecated in favor of `" STR_FMT
		            "` and will not work in the 2024 edition (in the " STR_FMT ")",
		            STR_ARG(was), STR_ARG(is), STR_ARG(owner));
	}
	return now ? now : old;
}

bool reader_unstable(const ManifestReader *r, Span at, const char *feature)
{
	diag_error(r->diag, at, "feature `%s` is required", feature);
	diag_note(r->diag, NO_SPAN,
	          "the package requires the Cargo feature called `%s`, which is not stabilized",
	          feature);
	return diag_help(r->diag, "remove the key: stable Cargo refuses it as well");
}

typedef enum Stability { STABLE, UNSTABLE, REMOVED } Stability;

static const struct {
	Str name;
	Stability stability;
	const char *since;
} cargo_features[] = {
	{ STR_INIT("test-dummy-stable"), STABLE, "1.0" },
	{ STR_INIT("test-dummy-unstable"), UNSTABLE, NULL },
	{ STR_INIT("alternative-registries"), STABLE, "1.34" },
	{ STR_INIT("edition"), STABLE, "1.31" },
	{ STR_INIT("rename-dependency"), STABLE, "1.31" },
	{ STR_INIT("publish-lockfile"), REMOVED, "1.37" },
	{ STR_INIT("profile-overrides"), STABLE, "1.41" },
	{ STR_INIT("default-run"), STABLE, "1.37" },
	{ STR_INIT("metabuild"), UNSTABLE, NULL },
	{ STR_INIT("public-dependency"), UNSTABLE, NULL },
	{ STR_INIT("named-profiles"), STABLE, "1.57" },
	{ STR_INIT("resolver"), STABLE, "1.51" },
	{ STR_INIT("strip"), STABLE, "1.58" },
	{ STR_INIT("rust-version"), STABLE, "1.56" },
	{ STR_INIT("edition2021"), STABLE, "1.56" },
	{ STR_INIT("per-package-target"), UNSTABLE, NULL },
	{ STR_INIT("codegen-backend"), UNSTABLE, NULL },
	{ STR_INIT("different-binary-name"), UNSTABLE, NULL },
	{ STR_INIT("profile-rustflags"), UNSTABLE, NULL },
	{ STR_INIT("workspace-inheritance"), STABLE, "1.64" },
	{ STR_INIT("edition2024"), STABLE, "1.85" },
	{ STR_INIT("trim-paths"), UNSTABLE, NULL },
	{ STR_INIT("open-namespaces"), UNSTABLE, NULL },
	{ STR_INIT("path-bases"), UNSTABLE, NULL },
	{ STR_INIT("unstable-editions"), UNSTABLE, NULL },
	{ STR_INIT("multiple-build-scripts"), UNSTABLE, NULL },
	{ STR_INIT("panic-immediate-abort"), UNSTABLE, NULL },
};

static void unknown_cargo_feature(const ManifestReader *r, const TomlValue *v)
{
	diag_error(r->diag, v->at, "unknown Cargo.toml feature `" STR_FMT "`", STR_ARG(v->text));
	if (str_find(v->text, '_') >= 0) {
		diag_help(r->diag, "feature names must use `-` instead of `_`");
		return;
	}
	Str best = { 0 };
	size_t edits = CLOSEST_NONE;
	for (size_t i = 0; i < COUNT_OF(cargo_features); i++)
		closest_offer(v->text, cargo_features[i].name, &best, &edits);
	if (best.ptr)
		diag_help(r->diag, "a feature of Cargo with a similar name exists: `" STR_FMT "`",
		          STR_ARG(best));
	else
		diag_help(r->diag, "remove it; features of the package itself belong into "
		                   "`[features]`");
}

static void cargo_feature(const ManifestReader *r, const TomlValue *v)
{
	size_t i = 0;
	while (i < COUNT_OF(cargo_features) && !str_eq(cargo_features[i].name, v->text))
		i++;
	if (i == COUNT_OF(cargo_features)) {
		unknown_cargo_feature(r, v);
		return;
	}
	const Stability s = cargo_features[i].stability;
	if (s == STABLE) {
		reader_warn(r, v->at,
		            "the cargo feature `" STR_FMT "` has been stabilized in the %s release "
		            "and is no longer necessary to be listed in the manifest",
		            STR_ARG(v->text), cargo_features[i].since);
	} else if (s == REMOVED) {
		diag_error(r->diag, v->at,
		           "the cargo feature `" STR_FMT "` has been removed in the %s release",
		           STR_ARG(v->text), cargo_features[i].since);
		diag_help(r->diag, "remove it from the list");
	} else if (!r->c->unstable) {
		diag_error(r->diag, v->at,
		           "the cargo feature `" STR_FMT "` requires a nightly version of Cargo",
		           STR_ARG(v->text));
		diag_note(r->diag, NO_SPAN, "unstable features of Cargo are not supported");
		diag_help(r->diag, "remove it, and the keys that need it");
	}
}

void reader_cargo_features(const ManifestReader *r, const TomlEntry *e)
{
	if (!e)
		return;
	const TomlArray *list = &e->value.array;
	for (size_t i = 0; i < list->count; i++) {
		bool again = false;
		for (size_t j = 0; j < i && j < COUNT_OF(cargo_features); j++)
			again |= str_eq(list->items[j].text, list->items[i].text);
		if (again) {
			diag_error(r->diag, list->items[i].at,
			           "the cargo feature `" STR_FMT "` has already been activated",
			           STR_ARG(list->items[i].text));
			diag_help(r->diag, "remove it: once is enough");
		} else
			cargo_feature(r, &list->items[i]);
	}
}
