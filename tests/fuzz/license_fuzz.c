// SPDX-License-Identifier: MIT OR Apache-2.0
/* A `license` of a manifest. What SPDX writes is read as itself. */
#include "resolver/terms/license.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	scoped_arena a = { 0 };
	Str first, second;
	const LicenseKind kind = license_expression(&a, fuzz_text(data, size), &first);
	const LicenseKind again = license_expression(&a, first, &second);
	CHECK(kind == again);
	CHECK(str_eq(first, second));
	return 0;
}
