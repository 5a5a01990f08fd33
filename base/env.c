// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/env.h"

Str env_get(char *const *env, Str name)
{
	for (; env && *env; env++)
		if (strncmp(*env, name.ptr, name.len) == 0 && (*env)[name.len] == '=')
			return str_from(*env + name.len + 1);
	return (Str){ 0 };
}
