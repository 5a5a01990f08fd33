// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/unit/directives.h"

#include "bridge/unit/text.h"

const char *const directive_names[] = {
	[DIR_LINK_LIB] = "link-lib",
	[DIR_LINK_SEARCH] = "link-search",
	[DIR_LINK_ARG] = "link-arg",
	[DIR_CFG] = "cfg",
	[DIR_CHECK_CFG] = "check-cfg",
	[DIR_ENV] = "env",
	[DIR_METADATA] = "metadata",
	[DIR_RERUN_PATH] = "rerun-if-changed",
	[DIR_RERUN_ENV] = "rerun-if-env-changed",
	[DIR_WARNING] = "warning",
	[DIR_ERROR] = "error",
};

#define DOCS \
	"See " \
	"https://doc.rust-lang.org/cargo/reference/" \
	"build-scripts.html#outputs-of-the-build-script " \
	"for more information about build script outputs."

typedef struct DirectiveParser {
	const ScriptPackage *package;
	Arena *arena;
	DirectiveList *out;
	Str *error;
	Str line, key;
	const char *syntax; /* `cargo:` or `cargo::` */
	bool configured;    /* it comes from the configuration */
} DirectiveParser;

typedef bool Handler(DirectiveParser *p, Str value);

typedef struct DirectiveKey {
	Str name;
	Handler *handler;
	DirectiveKind kind;
	bool old; /* `cargo:` has this key, too; otherwise `cargo:` treats it as metadata */
	const char *class, *target, *shown; /* of link arguments: their class, and the target that
	                                       the package must have */
} DirectiveKey;

static bool push_directive(DirectiveParser *p, DirectiveKind kind, Str name, Str value)
{
	*vec_push(p->arena, p->out, Directive) = (Directive){ kind, name, value };
	return true;
}

#define FAIL(p, ...) (*(p)->error = arena_printf((p)->arena, __VA_ARGS__), false)

static bool no_equals_sign(DirectiveParser *p, const char *syntax)
{
	return FAIL(p,
	            "invalid output in build script of `" STR_FMT "`: `" STR_FMT "`\n"
	            "Expected a line with `%sKEY=VALUE` with an `=` character, but none was "
	            "found.\n" DOCS,
	            STR_ARG(p->package->description), STR_ARG(p->line), syntax);
}

static bool add_metadata(DirectiveParser *p, Str value)
{
	Str key, rest;
	if (!str_cut(value, '=', &key, &rest))
		return no_equals_sign(p, p->syntax[6] == ':' ? "cargo::metadata=" : "cargo:");
	return push_directive(p, DIR_METADATA, key, text_trim_end(rest));
}

static bool add_flags(DirectiveParser *p, Str value)
{
	Str rest = text_trim(value), word;
	while (str_next_word(&rest, &word)) {
		const bool lib = str_starts_with(word, STR("-l"));
		if (!lib && !str_starts_with(word, STR("-L")))
			return FAIL(
				p,
				"only `-l` and `-L` flags are allowed in build script of `" STR_FMT
				"`: `" STR_FMT "`",
				STR_ARG(p->package->description), STR_ARG(text_trim(value)));
		Str what = str_sub(word, 2, word.len);
		if (!what.len && !str_next_word(&rest, &what))
			return FAIL(p,
			            "flag in rustc-flags has no value in build script of `" STR_FMT
			            "`: ",
			            STR_ARG(p->package->description));
		push_directive(p, lib ? DIR_LINK_LIB : DIR_LINK_SEARCH, STR(""), what);
	}
	return true;
}

/* Returns whether it is a warning and not an error if the script sets RUSTC_BOOTSTRAP. The user's
 * RUSTC_BOOTSTRAP may list the crates that may use unstable features. */
static bool bootstrap_allows(const ScriptPackage *package)
{
	Str rest = package->bootstrap, one;
	while (package->library.len && str_next(&rest, ',', &one))
		if (str_eq(one, package->library))
			return true;
	return package->nightly;
}

static bool add_env(DirectiveParser *p, Str value)
{
	Str name, text;
	const Str whose = p->package->description;
	if (!str_cut(value, '=', &name, &text))
		return FAIL(p,
		            "Variable rustc-env has no value in build script of `" STR_FMT
		            "`: " STR_FMT,
		            STR_ARG(whose), STR_ARG(value));
	if (!str_eq(name, STR("RUSTC_BOOTSTRAP")))
		return push_directive(p, DIR_ENV, name, text);
	const char *const why =
		"note: crates cannot set `RUSTC_BOOTSTRAP` themselves, as doing so would subvert "
		"the stability guarantees of Rust for your project.";
	if (bootstrap_allows(p->package))
		return push_directive(p, DIR_WARNING, STR(""),
		                      arena_printf(p->arena,
		                                   "cannot set `RUSTC_BOOTSTRAP=" STR_FMT
		                                   "` from build script of `" STR_FMT "`.\n%s",
		                                   STR_ARG(text), STR_ARG(whose), why));
	const Str lib = p->package->library.len ? p->package->library : STR("1");
	return FAIL(p,
	            "cannot set `RUSTC_BOOTSTRAP=" STR_FMT "` from build script of `" STR_FMT
	            "`.\n%s\n"
	            "help: If you're sure you want to do this in your project, set the environment "
	            "variable `RUSTC_BOOTSTRAP=" STR_FMT "` before running make instead.",
	            STR_ARG(text), STR_ARG(whose), why, STR_ARG(lib));
}

static bool has_kind(const ScriptPackage *package, Str kind)
{
	Str rest = package->kinds, one;
	while (str_next_word(&rest, &one))
		if (str_eq(one, kind))
			return true;
	return false;
}

static bool add_link_arg(DirectiveParser *p, const DirectiveKey *key, Str value)
{
	const Str whose = p->package->description;
	if (key->target && !has_kind(p->package, str_from(key->target)))
		return FAIL(p,
		            "invalid instruction `%s" STR_FMT "` from build script of `" STR_FMT
		            "`\nThe package " STR_FMT " does not have a %s target.",
		            p->syntax, STR_ARG(p->key), STR_ARG(whose), STR_ARG(whose), key->shown);
	return push_directive(p, DIR_LINK_ARG, str_from(key->class), value);
}

static bool add_cdylib_arg(DirectiveParser *p, Str value)
{
	const Str whose = p->package->description;
	if (!has_kind(p->package, STR("cdylib")))
		push_directive(
			p, DIR_WARNING, STR(""),
			arena_printf(p->arena,
		                     "%s" STR_FMT " was specified in the build script of " STR_FMT
		                     ", but that package does not contain a cdylib target\n\n"
		                     "Allowing this was an unintended change in the 1.50 release, "
		                     "and may "
		                     "become an error in the future. For more information, see "
		                     "<https://github.com/rust-lang/cargo/issues/9562>.",
		                     p->syntax, STR_ARG(p->key), STR_ARG(whose)));
	return push_directive(p, DIR_LINK_ARG, STR("cdylib"), value);
}

static bool add_bin_arg(DirectiveParser *p, Str value)
{
	Str bin, arg;
	const Str whose = p->package->description;
	if (!str_cut(value, '=', &bin, &arg))
		return FAIL(p,
		            "invalid instruction `%s" STR_FMT "=" STR_FMT
		            "` from build script of `" STR_FMT
		            "`\nThe instruction should have the form %s" STR_FMT "=BIN=ARG",
		            p->syntax, STR_ARG(p->key), STR_ARG(value), STR_ARG(whose), p->syntax,
		            STR_ARG(p->key));
	for (size_t i = 0; i < p->package->bin_count; i++)
		if (str_eq(p->package->bins[i], bin))
			return push_directive(p, DIR_LINK_ARG,
			                      arena_printf(p->arena, "bin=" STR_FMT, STR_ARG(bin)),
			                      arg);
	return FAIL(p,
	            "invalid instruction `%s" STR_FMT "` from build script of `" STR_FMT
	            "`\nThe package " STR_FMT " does not have a bin target with the name `" STR_FMT
	            "`.",
	            p->syntax, STR_ARG(p->key), STR_ARG(whose), STR_ARG(whose), STR_ARG(bin));
}

#define PLAIN(text, what) \
	{ \
		.name = STR_INIT(text), .kind = (what), .old = true \
	}
#define CALLS(text, what, known) \
	{ \
		.name = STR_INIT(text), .handler = (what), .old = (known) \
	}
#define ARG(text, which, needs, shows) \
	{ \
		.name = STR_INIT(text), .old = true, .class = (which), .target = (needs), \
		.shown = (shows) \
	}

/* clang-format off */
static const DirectiveKey keys[] = {
	CALLS("rustc-flags", add_flags, true),
	PLAIN("rustc-link-lib", DIR_LINK_LIB),
	PLAIN("rustc-link-search", DIR_LINK_SEARCH),
	CALLS("rustc-link-arg-cdylib", add_cdylib_arg, true),
	CALLS("rustc-cdylib-link-arg", add_cdylib_arg, true),
	CALLS("rustc-link-arg-bin", add_bin_arg, true),
	ARG("rustc-link-arg", "", NULL, NULL),
	ARG("rustc-link-arg-bins", "bins", "bin", "bin"),
	ARG("rustc-link-arg-tests", "tests", "test", "test"),
	ARG("rustc-link-arg-benches", "benches", "bench", "benchmark"),
	ARG("rustc-link-arg-examples", "examples", "example", "example"),
	PLAIN("rustc-cfg", DIR_CFG),
	PLAIN("rustc-check-cfg", DIR_CHECK_CFG),
	CALLS("rustc-env", add_env, true),
	PLAIN("warning", DIR_WARNING),
	PLAIN("rerun-if-changed", DIR_RERUN_PATH),
	PLAIN("rerun-if-env-changed", DIR_RERUN_ENV),
	{ .name = STR_INIT("error"), .kind = DIR_ERROR },
	CALLS("metadata", add_metadata, false),
};
/* clang-format on */

static const DirectiveKey *find_key(Str name)
{
	for (size_t i = 0; i < COUNT_OF(keys); i++)
		if (str_eq(keys[i].name, name))
			return &keys[i];
	return NULL;
}

/* Cargo refuses `cargo::` if the package's rust-version is older than this syntax. */
static bool new_syntax_allowed(DirectiveParser *p, Str rest)
{
	uint64_t major = 0, minor = 0;
	Str part, version = p->package->rust_version;
	if (p->configured || !version.len)
		return true;
	if (str_next(&version, '.', &part) && !str_to_u64(part, &major))
		return true;
	if (str_next(&version, '.', &part) && !str_to_u64(part, &minor))
		return true;
	if (major > 1 || (major == 1 && minor >= 77))
		return true;
	Str key, value;
	const DirectiveKey *known = str_cut(rest, '=', &key, &value) ? find_key(key) : NULL;
	Str switch_to = STR("");
	if (known && known->old)
		switch_to = arena_printf(p->arena,
		                         "Switch to the old `cargo:" STR_FMT
		                         "` syntax (note the single colon).\n",
		                         STR_ARG(rest));
	else if (known && known->handler == add_metadata)
		switch_to = arena_printf(p->arena,
		                         "Switch to the old `cargo:" STR_FMT
		                         "` syntax instead of `cargo::" STR_FMT
		                         "` (note the single colon).\n",
		                         STR_ARG(value), STR_ARG(rest));
	return FAIL(p,
	            "the `cargo::` syntax for build script output instructions was added in Rust "
	            "1.77.0, "
	            "but the minimum supported Rust version of `" STR_FMT "` is " STR_FMT
	            ".\n" STR_FMT DOCS,
	            STR_ARG(p->package->description), STR_ARG(p->package->rust_version),
	            STR_ARG(switch_to));
}

/* Returns whether the value goes to the compiler. */
static bool is_argument(const DirectiveKey *key)
{
	static const Str others[] = { STR_INIT("warning"), STR_INIT("error"),
		                      STR_INIT("rerun-if-changed"),
		                      STR_INIT("rerun-if-env-changed"), STR_INIT("metadata") };
	for (size_t i = 0; i < COUNT_OF(others); i++)
		if (str_eq(key->name, others[i]))
			return false;
	return true;
}

static bool apply_directive(DirectiveParser *p, const DirectiveKey *key, Str value)
{
	if (str_find(value, '\0') >= 0 && is_argument(key))
		return FAIL(p,
		            "invalid output in build script of `" STR_FMT "`: `%s" STR_FMT
		            "`\nIts value has a NUL byte, which no compiler can be given.",
		            STR_ARG(p->package->description), p->syntax, STR_ARG(p->key));
	if (key->handler)
		return key->handler(p, value);
	return key->class ? add_link_arg(p, key, value)
	                  : push_directive(p, key->kind, STR(""), value);
}

static bool parse_new(DirectiveParser *p, Str rest)
{
	Str value;
	p->syntax = "cargo::";
	if (!new_syntax_allowed(p, rest))
		return false;
	if (!str_cut(rest, '=', &p->key, &value))
		return no_equals_sign(p, p->syntax);
	const DirectiveKey *key = find_key(p->key);
	if (key)
		return apply_directive(p, key, text_trim_end(value));
	return FAIL(p,
	            "invalid output in build script of `" STR_FMT "`: `" STR_FMT
	            "`\nUnknown key: `" STR_FMT "`.\n" DOCS,
	            STR_ARG(p->package->description), STR_ARG(p->line), STR_ARG(p->key));
}

static bool parse_old(DirectiveParser *p, Str rest)
{
	Str value;
	p->syntax = "cargo:";
	const DirectiveKey *key = str_cut(rest, '=', &p->key, &value) ? find_key(p->key) : NULL;
	return key && key->old ? apply_directive(p, key, text_trim_end(value))
	                       : add_metadata(p, rest);
}

static bool parse_line(DirectiveParser *p, Str line)
{
	if (!text_is_utf8(line))
		return true;
	p->line = text_trim(line);
	if (str_starts_with(p->line, STR("cargo::")))
		return parse_new(p, str_sub(p->line, 7, p->line.len));
	if (str_starts_with(p->line, STR("cargo:")))
		return parse_old(p, str_sub(p->line, 6, p->line.len));
	return true;
}

bool directives_parse_one(Str directive, const ScriptPackage *package, Arena *a, DirectiveList *out,
                          Str *error)
{
	DirectiveParser p = {
		.package = package, .arena = a, .out = out, .error = error, .configured = true
	};
	return parse_line(&p, directive);
}

bool directives_parse(Str output, const ScriptPackage *package, Arena *a, DirectiveList *out,
                      Str *error)
{
	DirectiveParser p = { .package = package, .arena = a, .out = out, .error = error };
	Str line;
	while (str_next(&output, '\n', &line))
		if (!parse_line(&p, line))
			return false;
	return true;
}
