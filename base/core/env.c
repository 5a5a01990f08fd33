// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/core/env.h"

Str env_get(char *const *env, const char *name)
{
	const size_t len = strlen(name);
	for (; env && *env; env++)
		if (strncmp(*env, name, len) == 0 && (*env)[len] == '=')
			return str_from(*env + len + 1);
	return (Str){ 0 };
}
