// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/terms/profile_values.h"

#include <stddef.h>

const char *const profile_opt_levels[] = { "s", "z", NULL };
const char *const profile_debug_levels[] = {
	"none", "limited", "full", "line-tables-only", "line-directives-only", NULL
};
const char *const profile_panics[] = { "unwind", "abort", NULL };
