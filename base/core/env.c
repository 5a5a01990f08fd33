// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/core/env.h"

Str env_value(char *const *env, Str name)
{
	for (; env && *env; env++)
		if (strncmp(*env, name.ptr, name.len) == 0 && (*env)[name.len] == '=')
			return str_from(*env + name.len + 1);
	return (Str){ 0 };
}

Str env_get(char *const *env, const char *name)
{
	return env_value(env, str_from(name));
}

Str env_upper(Arena *a, Str s)
{
	char *out = arena_cstr(a, s);
	for (size_t i = 0; i < s.len; i++) {
		const char c = out[i];
		out[i] = (char)(c == '-' ? '_' : c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
	}
	return (Str){ out, s.len };
}

static const char digits[] = "0123456789abcdef";

Str env_code(Arena *a, Str name)
{
	const size_t len = 1 + array_size(name.len, 2);
	char *out = arena_array(a, char, len + 1);
	out[0] = 'x';
	for (size_t i = 0; i < name.len; i++) {
		const unsigned char c = (unsigned char)name.ptr[i];
		out[1 + 2 * i] = digits[c >> 4];
		out[2 + 2 * i] = digits[c & 15];
	}
	return (Str){ out, len };
}

static bool add_digit(char c, char *byte)
{
	const char *found = c ? strchr(digits, c) : NULL;
	if (found)
		*byte = (char)((unsigned char)*byte << 4 | (unsigned char)(found - digits));
	return found != NULL;
}

bool env_decode(Arena *a, Str code, Str *out)
{
	if (code.len % 2 == 0 || code.ptr[0] != 'x')
		return false;
	char *name = arena_array(a, char, code.len / 2 + 1);
	for (size_t i = 1; i < code.len; i++)
		if (!add_digit(code.ptr[i], &name[(i - 1) / 2]))
			return false;
	*out = (Str){ name, code.len / 2 };
	return true;
}
