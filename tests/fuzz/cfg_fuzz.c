// SPDX-License-Identifier: MIT OR Apache-2.0
/* The first line is a platform, the others a set as rustc prints it. */
#include "base/core/buf.h"
#include "resolver/terms/cfg.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	scoped_arena a = { 0 };
	Str text, lines;
	str_cut(fuzz_text(data, size), '\n', &text, &lines);
	const CfgSet set = cfg_set_parse(lines, &a);
	for (size_t i = 0; i < set.count; i++)
		CHECK(cfg_set_has(&set, set.items[i].name, set.items[i].value,
		                  set.items[i].has_value));
	Platform p;
	const char *why = NULL;
	size_t at = SIZE_MAX;
	if (!platform_parse(text, &a, &p, &why, &at)) {
		CHECK(why && at <= text.len);
		return 0;
	}
	const bool holds = platform_matches(&p, STR("x86_64-unknown-linux-gnu"), &set);
	if (!p.expr)
		return 0;
	const Str inner = str_sub(text, 4, text.len - 1);
	scoped_buf opposite = { 0 };
	buf_add(&opposite, STR("not( "));
	buf_add(&opposite, inner);
	buf_add(&opposite, STR(" )"));
	const CfgExpr *e;
	if (cfg_expr_parse(buf_str(&opposite), &a, &e, &why, &at))
		CHECK(cfg_expr_holds(e, &set) == !holds);
	else /* one level more than allowed */
		CHECK(str_contains(str_from(why), STR("too deeply")));
	return 0;
}
