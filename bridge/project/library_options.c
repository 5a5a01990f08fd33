// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/project/library_options.h"
#include "base/core/vec.h"

const Option library_flag_options[] = {
	OPTION_LIST(LibraryFlags, unstable, 'Z', NULL, "FLAG",
	            "build-std[=CRATES] or build-std-features=FEATURES, as in cargo"),
	OPTION_TEXT(LibraryFlags, rust_src, 0, "rust-src", "DIR",
	            "sources of the standard library [default: the toolchain's]"),
	OPTION_END,
};

/* As Cargo does, this splits at commas and keeps the items as they are, even with blanks. */
static StrList split_at_commas(Arena *a, Str text)
{
	StrVec out = { 0 };
	while (text.len) {
		Str item, rest;
		str_cut(text, ',', &item, &rest);
		*vec_push(a, &out, Str) = item;
		text = rest;
	}
	return (StrList){ out.items, out.count };
}

/* Returns whether cargo has this flag and it changes nothing in l4cargo. */
static bool is_known(Str name)
{
	static const Str names[] = { STR_INIT("unstable-options"), STR_INIT("json-target-spec") };
	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (str_eq(names[i], name))
			return true;
	return false;
}

static bool read_flag(Session *s, Str flag, LibraryOptions *out)
{
	Str name, value;
	str_cut(flag, '=', &name, &value);
	if (str_eq(name, STR("build-std"))) {
		out->wanted = true;
		out->request.crates = split_at_commas(&s->arena, value);
	} else if (str_eq(name, STR("build-std-features"))) {
		out->request.features = split_at_commas(&s->arena, value);
	} else if (!is_known(name)) {
		diag_error(&s->diag, NO_SPAN, "`-Z " STR_FMT "` is not supported", STR_ARG(flag));
		diag_help(&s->diag, "l4cargo knows `-Z build-std[=CRATES]` and "
		                    "`-Z build-std-features=FEATURES`");
		return false;
	}
	return true;
}

/* Reads [unstable], which Cargo ignores where -Z is not allowed. */
static bool read_config(const Config *config, LibraryOptions *out)
{
	const TomlTable *table = config_table(config, "unstable");
	StrList crates = { 0 }, features = { 0 };
	if (!table)
		return true;
	if (!config_list(config, "unstable.build-std", &crates, NULL) ||
	    !config_list(config, "unstable.build-std-features", &features, NULL))
		return false;
	if (toml_entry(table, STR("build-std"))) {
		out->wanted = true;
		out->request.crates = crates;
	}
	if (toml_entry(table, STR("build-std-features")))
		out->request.features = features;
	return true;
}

static bool allows_unstable(const Config *config)
{
	return str_eq(config_env(config, "RUSTC_BOOTSTRAP"), STR("1"));
}

/* A nightly Cargo comes with a nightly rustc, but rustc's version is known only later. */
static bool maybe_nightly(const Config *config)
{
	return allows_unstable(config) ||
	       str_starts_with(config_env(config, "RUSTUP_TOOLCHAIN"), STR("nightly"));
}

bool library_options(Session *s, const LibraryFlags *flags, const Config *config,
                     LibraryOptions *out)
{
	out->rust_src = flags->rust_src;
	out->request.features = library_default_features;
	if (maybe_nightly(config) && !read_config(config, out))
		return false;
	bool good = true;
	for (size_t i = 0; i < flags->unstable.count; i++)
		good &= read_flag(s, str_from(flags->unstable.items[i]), out);
	if (good && flags->rust_src && !out->wanted) {
		diag_error(&s->diag, NO_SPAN,
		           "--rust-src is given, but the standard library is not built");
		return diag_help(&s->diag, "add `-Z build-std`, or leave --rust-src out");
	}
	return good;
}

bool library_allowed(Session *s, const LibraryFlags *flags, const Config *config,
                     const Toolchain *t)
{
	if (!flags->unstable.count || allows_unstable(config) ||
	    str_starts_with(t->version.pre, STR("nightly")) || str_eq(t->version.pre, STR("dev")))
		return true;
	diag_error(&s->diag, NO_SPAN, "the `-Z` flag is only accepted by nightly toolchains");
	diag_help(&s->diag, "use a nightly one, or set RUSTC_BOOTSTRAP=1");
	return false;
}
