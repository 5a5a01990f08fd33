// SPDX-License-Identifier: MIT OR Apache-2.0
/* The small languages inside manifests: versions, requirements, cfg(), sources, package specs. */
#include "resolver/cfg.h"
#include "resolver/source.h"
#include "resolver/spec.h"
#include "resolver/version.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_versions(Str text, Arena *a)
{
	const char *why;
	Version v = { 0 };
	VersionReq req = { 0 };
	const bool good = version_parse(text, &v, &why);
	if (version_req_parse(text, a, &req, &why) && good)
		version_req_matches(&req, &v);
}

static void read_platform(Str text, Arena *a)
{
	const char *why;
	size_t at = 0;
	Platform platform = { 0 };
	const CfgSet set = cfg_set_parse(text, a);
	if (platform_parse(text, a, &platform, &why, &at))
		platform_matches(&platform, STR("x86_64-unknown-linux-gnu"), &set);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	scoped_arena arena = { 0 };
	const Str text = { (const char *)data, size };
	const char *why;
	SourceId source = { 0 };
	PackageSpec spec = { 0 };
	read_versions(text, &arena);
	read_platform(text, &arena);
	if (source_parse(&arena, text, &source))
		source_text(&arena, &source);
	spec_parse(text, &arena, &spec, &why);
	return 0;
}
