// SPDX-License-Identifier: MIT OR Apache-2.0
/* Lines: versions, and requirements on them. */
#include "resolver/terms/version.h"
#include "tests/fuzz/fuzz.h"

enum { LINES_MAX = 8 };

/* A release meets a requirement on exactly itself, and a pre-release one that names it. */
static void check_exact(const Version *v, Arena *a)
{
	const char *why = NULL;
	VersionReq req;
	const Str text = arena_printf(a, " = " STR_FMT " ", STR_ARG(v->text));
	CHECK(version_req_parse(text, a, &req, &why));
	CHECK(req.count == 1 && version_req_matches(&req, v));
}

static int sign(int n)
{
	return (n > 0) - (n < 0);
}

static void check_order(const Version *v, size_t count)
{
	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < count; j++) {
			const int order = sign(version_compare(&v[i], &v[j]));
			CHECK(order == -sign(version_compare(&v[j], &v[i])));
			CHECK(version_eq(&v[i], &v[j]) == (order == 0));
			for (size_t k = 0; k < count; k++)
				if (order <= 0 && version_compare(&v[j], &v[k]) <= 0)
					CHECK(version_compare(&v[i], &v[k]) <= 0);
		}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	scoped_arena a = { 0 };
	Version versions[LINES_MAX];
	VersionReq reqs[LINES_MAX];
	size_t version_count = 0, req_count = 0;
	Str rest = fuzz_text(data, size), line;
	for (int i = 0; i < LINES_MAX && str_next(&rest, '\n', &line); i++) {
		const char *why = NULL;
		if (version_parse(line, &versions[version_count], &why))
			check_exact(&versions[version_count++], &a);
		else
			CHECK(why);
		why = NULL;
		if (version_req_parse(line, &a, &reqs[req_count], &why))
			req_count++;
		else
			CHECK(why);
	}
	check_order(versions, version_count);
	for (size_t i = 0; i < req_count; i++)
		for (size_t j = 0; j < version_count; j++)
			version_req_matches(&reqs[i], &versions[j]);
	return 0;
}
