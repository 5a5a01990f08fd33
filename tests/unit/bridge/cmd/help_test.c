// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/cmd/command.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

typedef struct Page {
	char *text;
	size_t len;
} Page;

/* Command NULL: of the whole program. */
static Page page_of(const Command *c, const char *columns)
{
	char *setting = strdup(columns);
	char *const env[] = { setting, NULL };
	Page page = { 0 };
	const Session s = { .out = open_memstream(&page.text, &page.len),
		            .env = env,
		            .common.color = "always" };
	if (c)
		help_print_command(&s, c);
	else
		help_print(&s);
	fclose(s.out);
	free(setting);
	return page;
}

static void assert_fits(const Command *c, const char *columns, size_t width)
{
	const Page page = page_of(c, columns);
	Str rest = str_from(page.text), line;
	assert_true(rest.len > 0);
	while (rest.len) {
		str_cut(rest, '\n', &line, &rest);
		assert_true(term_columns(line) <= width);
		assert_false(line.len && line.ptr[line.len - 1] == ' ');
	}
	free(page.text);
}

static void every_page_fits_its_terminal(void **state)
{
	(void)state;
	static const struct {
		const char *columns;
		size_t width;
	} all[] = { { "COLUMNS=40", 40 }, { "COLUMNS=80", 80 }, { "COLUMNS=200", 200 } };
	for (size_t i = 0; i < COUNT_OF(all); i++) {
		assert_fits(NULL, all[i].columns, all[i].width);
		for (const Command *const *c = commands; *c; c++)
			assert_fits(*c, all[i].columns, all[i].width);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_page_fits_its_terminal),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
