// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/terms/names.h"

#include "base/core/buf.h"
#include "base/text/unicode_ident.h"

#include <ctype.h>

static bool is_start(uint32_t c)
{
	return xid_is_start(c) || c == '_';
}

/* Suggests a valid name: replaces the characters of `name` that are not allowed. Always false. */
static bool valid_help(Diag *d, Str name, int len, const char *what)
{
	scoped_buf b = { 0 };
	for (Str rest = name; rest.len;) {
		Str here = rest;
		const uint32_t c = str_next_char(&rest);
		here.len -= rest.len;
		if (!b.len && !is_start(c))
			buf_char(&b, xid_is_continue(c) ? '_' : 'x');
		if (xid_is_continue(c) || c == '-')
			buf_add(&b, here);
		else if (b.len)
			buf_char(&b, '-');
	}
	return diag_help(d, "a valid %.*s would be `" STR_FMT "`", len, what, STR_ARG(buf_str(&b)));
}

/*
 * Reports the character at the start of `bad`, which is a tail of `name`. `rule` is the kind of
 * name, a colon, and the rule. Always false.
 */
static bool invalid_char(Diag *d, Span at, Str name, Str bad, const char *rule)
{
	Str rest = bad;
	str_next_char(&rest);
	bad.len -= rest.len;
	const int what = (int)(strchr(rule, ':') - rule);
	diag_error(d, at, "invalid character `" STR_FMT "` in %.*s `" STR_FMT "`, %s", STR_ARG(bad),
	           what, rule, STR_ARG(name), strchr(rule, ':') + 1);
	return valid_help(d, name, what, rule);
}

static bool check_name(Diag *d, Str name, Span at, const char *const rules[3])
{
	if (!name.len) {
		diag_error(d, at, "%.*s cannot be empty", (int)(strchr(rules[0], ':') - rules[0]),
		           rules[0]);
		return diag_help(d, "give it a name of letters, digits, `-` and `_`");
	}
	if (isdigit((unsigned char)name.ptr[0]))
		return invalid_char(d, at, name, name, rules[0]);
	Str rest = name;
	if (!is_start(str_next_char(&rest)))
		return invalid_char(d, at, name, name, rules[1]);
	while (rest.len) {
		const Str here = rest;
		const uint32_t c = str_next_char(&rest);
		if (!xid_is_continue(c) && c != '-')
			return invalid_char(d, at, name, here, rules[2]);
	}
	return true;
}

#define DIGIT_RULE "the name cannot start with a digit"
#define START_RULE "the first character must be a Unicode XID start character (most letters or `_`)"
#define REST_RULE  "characters must be Unicode XID characters (numbers, `-`, `_`, or most letters)"

bool name_check_package(Diag *d, Str name, Span at)
{
	static const char *const rules[] = { "package name:" DIGIT_RULE, "package name:" START_RULE,
		                             "package name:" REST_RULE };
	for (size_t i = 0; i + 1 < name.len; i++)
		if (name.ptr[i] == ':' && name.ptr[i + 1] == ':')
			return check_name(d, str_sub(name, 0, i), at, rules) &&
			       name_check_package(d, str_sub(name, i + 2, name.len), at);
	return check_name(d, name, at, rules);
}

bool name_check_registry(Diag *d, Str name, Span at)
{
	static const char *const rules[] = { "registry name:" DIGIT_RULE,
		                             "registry name:" START_RULE,
		                             "registry name:" REST_RULE };
	return check_name(d, name, at, rules);
}

bool name_check_feature(Diag *d, Str name, Span at)
{
	if (!name.len) {
		diag_error(d, at, "feature name cannot be empty");
		return diag_help(d, "give it a name of letters, digits, `-`, `_`, `+` and `.`");
	}
	if (str_starts_with(name, STR("dep:")))
		return diag_error(d, at,
		                  "feature named `" STR_FMT "` is not allowed to start with `dep:`",
		                  STR_ARG(name)) ||
		       diag_help(d, "`dep:` stands before dependencies in the lists of features");
	const ptrdiff_t slash = str_find(name, '/');
	if (slash >= 0)
		return invalid_char(d, at, name, str_sub(name, (size_t)slash, name.len),
		                    "feature name:feature name is not allowed to contain slashes");
	Str rest = name;
	const uint32_t first = str_next_char(&rest);
	if (!is_start(first) && !(first < 0x80 && isdigit((int)first)))
		return invalid_char(d, at, name, name,
		                    "feature name:the first character must be a Unicode XID start "
		                    "character or digit (most letters or `_` or `0` to `9`)");
	while (rest.len) {
		const Str here = rest;
		const uint32_t c = str_next_char(&rest);
		if (!xid_is_continue(c) && c != '-' && c != '+' && c != '.')
			return invalid_char(
				d, at, name, here,
				"feature name:characters must be Unicode XID characters, "
				"'-', `+`, or `.` (numbers, `+`, `-`, `_`, `.`, or most "
				"letters)");
	}
	return true;
}

static const char *const reserved_profiles[] = {
	"build",    "check",   "clean",   "config", "fetch",     "fix", "install",
	"metadata", "package", "publish", "report", "root",      "run", "rust",
	"rustc",    "rustdoc", "target",  "tmp",    "uninstall",
};

static bool is_reserved(Str name)
{
	for (size_t i = 0; i < COUNT_OF(reserved_profiles); i++)
		if (name.len == strlen(reserved_profiles[i]) &&
		    strncasecmp(name.ptr, reserved_profiles[i], name.len) == 0)
			return true;
	return name.len >= 5 && strncasecmp(name.ptr, "cargo", 5) == 0;
}

bool name_check_profile(Diag *d, Str name, Span at)
{
	for (Str rest = name; rest.len;) {
		const Str here = rest;
		const uint32_t c = str_next_char(&rest);
		if (!char_is_alphanumeric(c) && c != '_' && c != '-')
			return invalid_char(d, at, name, here,
			                    "profile name:allowed characters are letters, numbers, "
			                    "underscore, and hyphen");
	}
	const bool override = name.len == 14 && strncasecmp(name.ptr, "build-override", 14) == 0;
	if (!override && !is_reserved(name))
		return true;
	diag_error(d, at, "profile name `" STR_FMT "` is reserved", STR_ARG(name));
	diag_help(d, override ? "to configure build dependency settings, use "
	                        "[profile.dev.build-override] and "
	                        "[profile.release.build-override]"
	                      : "please choose a different name");
	return false;
}
