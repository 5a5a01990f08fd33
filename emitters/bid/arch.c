// SPDX-License-Identifier: MIT OR Apache-2.0
#include "emitters/bid/arch.h"

#include "base/core/map.h"
#include "base/text/path.h"

#include <assert.h>

/* By the processor at the start of the triple. A longer name comes before a prefix of it. */
static const struct {
	Str processor;
	BidArch arch;
} known[] = {
	{ STR_INIT("x86_64"), { STR_INIT("amd64"), STR_INIT("arch(amd64)") } },
	{ STR_INIT("aarch64"), { STR_INIT("arm64"), STR_INIT("arch(arm64)") } },
	{ STR_INIT("arm"), { STR_INIT("arm"), STR_INIT("arch(arm)") } },
	{ STR_INIT("thumb"), { STR_INIT("arm"), STR_INIT("arch(arm)") } },
	{ STR_INIT("i386"), { STR_INIT("x86"), STR_INIT("arch(x86)") } },
	{ STR_INIT("i586"), { STR_INIT("x86"), STR_INIT("arch(x86)") } },
	{ STR_INIT("i686"), { STR_INIT("x86"), STR_INIT("arch(x86)") } },
	{ STR_INIT("mips"), { STR_INIT("mips"), STR_INIT("arch(mips)") } },
	{ STR_INIT("riscv64"),
	  { STR_INIT("riscv64"), STR_INIT("arch(riscv) && config(CONFIG_CPU_RISCV_64IMA)") } },
	{ STR_INIT("riscv32"),
	  { STR_INIT("riscv32"), STR_INIT("arch(riscv) && config(CONFIG_CPU_RISCV_32IMA)") } },
};

const BidArch *bid_arch_of(Str triple)
{
	for (size_t i = 0; i < COUNT_OF(known); i++)
		if (str_starts_with(triple, known[i].processor))
			return &known[i].arch;
	return NULL;
}

/* The paths of the files of all readings, without duplicates. */
static StrList all_paths(const BidReading *readings, size_t count, Arena *a)
{
	StrVec out = { 0 };
	Map seen;
	map_init(&seen, a, readings[0].files.list.count * 2);
	for (size_t r = 0; r < count; r++)
		for (size_t i = 0; i < readings[r].files.list.count; i++) {
			const Str path = readings[r].files.list.items[i].path;
			if (map_get(&seen, path) != MAP_NONE)
				continue;
			map_put(&seen, path, 1);
			*vec_push(a, &out, Str) = path;
		}
	return (StrList){ out.items, out.count };
}

static Map index_of(const BidReading *r, Arena *a)
{
	Map m;
	map_init(&m, a, r->files.list.count);
	for (size_t i = 0; i < r->files.list.count; i++)
		map_put(&m, r->files.list.items[i].path, (uint32_t)i);
	return m;
}

static bool merge_file(const BidVersions *v, Str path, Diag *diag, MakeText *out)
{
	bool good = true;
	if (str_eq(path_name(path), STR("Control")))
		bid_merge_control(v, out);
	else if (str_eq(path, STR("Makefile")))
		good = bid_merge_flat(v, out);
	else
		good = bid_merge_makefile(v, out);
	if (good)
		return true;
	diag_error(diag, NO_SPAN, "`" STR_FMT "` does not have the same kind for all architectures",
	           STR_ARG(path));
	diag_help(diag, "import each of them into a folder of its own: --target, -o");
	return false;
}

bool bid_merge(const BidReading *readings, size_t count, Diag *diag, BidFiles *out)
{
	scoped_arena scratch = { 0 };
	Map index[BID_ARCHES_MAX];
	const BidFile *files[BID_ARCHES_MAX];
	assert(count && count <= BID_ARCHES_MAX);
	for (size_t r = 0; r < count; r++)
		index[r] = index_of(&readings[r], &scratch);
	const StrList paths = all_paths(readings, count, &scratch);
	for (size_t i = 0; i < paths.count; i++) {
		for (size_t r = 0; r < count; r++) {
			const uint32_t at = map_get(&index[r], paths.items[i]);
			files[r] = at == MAP_NONE ? NULL : &readings[r].files.list.items[at];
		}
		scoped_make text = { 0 };
		const BidVersions v = { readings, files, count, &scratch };
		if (!merge_file(&v, paths.items[i], diag, &text))
			return false;
		*vec_push(out->arena, &out->list, BidFile) = (BidFile){
			.path = paths.items[i],
			.text = arena_str(out->arena, make_str(&text)),
		};
	}
	return true;
}
