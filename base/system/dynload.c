// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/system/dynload.h"

#include <dlfcn.h>

bool dynload_open(const char *library, const DynloadFunction *functions, size_t count, void *table,
                  Buf *why)
{
	void *loaded = dlopen(library, RTLD_NOW | RTLD_LOCAL);
	for (size_t i = 0; loaded && i < count; i++) {
		void *function = dlsym(loaded, functions[i].name);
		if (!function)
			loaded = NULL;
		memcpy((char *)table + functions[i].at, &function, sizeof function);
	}
	if (!loaded)
		buf_printf(why, "%s", dlerror());
	return loaded != NULL;
}
