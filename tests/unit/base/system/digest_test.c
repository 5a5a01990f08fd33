// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/system/digest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#define OF_ABC "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

static void known_text_has_the_known_digest(void **state)
{
	(void)state;
	char hex[DIGEST_HEX + 1];
	digest_of(STR("abc"), hex);
	assert_string_equal(hex, OF_ABC);
	digest_of(STR(""), hex);
	assert_string_equal(hex,
	                    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

static void pieces_add_up(void **state)
{
	(void)state;
	char hex[DIGEST_HEX + 1];
	scoped_digest d = digest_new();
	digest_add(d, STR("spoilt"));
	digest_restart(d);
	digest_add(d, STR("a"));
	digest_add(d, STR(""));
	digest_add(d, STR("bc"));
	digest_hex(d, hex);
	assert_string_equal(hex, OF_ABC);
}

static void file_is_read_to_its_end(void **state)
{
	(void)state;
	char hex[DIGEST_HEX + 1];
	FILE *f = tmpfile();
	fputs("abc", f);
	rewind(f);
	assert_true(digest_of_file(fileno(f), hex));
	assert_string_equal(hex, OF_ABC);
	fclose(f);
	assert_false(digest_of_file(-1, hex));
}

static void hex_is_64_digits_of_either_case(void **state)
{
	(void)state;
	assert_true(digest_is_hex(STR(OF_ABC)));
	assert_false(digest_is_hex(str_sub(STR(OF_ABC), 1, DIGEST_HEX)));
	assert_false(digest_is_hex(
		STR("za7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")));
	assert_true(digest_eq(STR("AB12"), STR("ab12")));
	assert_false(digest_eq(STR("AB12"), STR("ab1")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(known_text_has_the_known_digest),
		cmocka_unit_test(pieces_add_up),
		cmocka_unit_test(file_is_read_to_its_end),
		cmocka_unit_test(hex_is_64_digits_of_either_case),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
