// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/unit/directives.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static const Str bins[] = { STR_INIT("tool") };
static const ScriptPackage package = {
	.description = STR_INIT("foo v1.2.3"),
	.kinds = STR_INIT("lib bin"),
	.bins = bins,
	.bin_count = 1,
	.library = STR_INIT("foo"),
};

/* `kind(name)=value;` of each directive, or `error: text`. */
static const char *parse_as(Arena *a, const ScriptPackage *p, const char *output)
{
	DirectiveList list = { 0 };
	Str error = STR("");
	if (!directives_parse(str_from(output), p, a, &list, &error))
		return arena_printf(a, "error: " STR_FMT, STR_ARG(error)).ptr;
	Str text = STR("");
	for (size_t i = 0; i < list.count; i++) {
		const Directive *d = &list.items[i];
		text = arena_printf(a, STR_FMT "%s(" STR_FMT ")=" STR_FMT ";", STR_ARG(text),
		                    directive_names[d->kind], STR_ARG(d->name), STR_ARG(d->value));
	}
	return arena_cstr(a, text);
}

static void expect(const char *output, const char *want)
{
	scoped_arena a = { 0 };
	assert_string_equal(parse_as(&a, &package, output), want);
}

static void expect_error(const char *output, const char *part)
{
	scoped_arena a = { 0 };
	const char *got = parse_as(&a, &package, output);
	if (strncmp(got, "error: ", 7) != 0 || !strstr(got, part))
		fail_msg("`%s` gave `%s`", output, got);
}

/* No process can be given such an argument or variable: cargo fails when it starts rustc. */
static void nul_bytes_are_for_people_only(void **state)
{
	(void)state;
	static const Str bad[] = { STR_INIT("cargo::rustc-env=A=x\0y"),
		                   STR_INIT("cargo:rustc-link-arg=\0"),
		                   STR_INIT("cargo::rustc-cfg=a\0") };
	static const Str good[] = { STR_INIT("cargo::warning=x\0y"), STR_INIT("x\0y"),
		                    STR_INIT("cargo:rerun-if-changed=\0"),
		                    STR_INIT("cargo::metadata=a=\0") };
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		scoped_arena a = { 0 };
		DirectiveList list = { 0 };
		Str error = STR("");
		assert_false(directives_parse(bad[i], &package, &a, &list, &error));
		assert_true(str_contains(error, STR("NUL byte")));
	}
	for (size_t i = 0; i < COUNT_OF(good); i++) {
		scoped_arena a = { 0 };
		DirectiveList list = { 0 };
		Str error = STR("");
		assert_true(directives_parse(good[i], &package, &a, &list, &error));
	}
}

static void both_syntaxes_are_known(void **state)
{
	(void)state;
	expect("cargo:rustc-link-lib=static=z\ncargo::rustc-link-search=native=/x\n",
	       "link-lib()=static=z;link-search()=native=/x;");
	expect("cargo:rustc-cfg=a\n  cargo::rustc-check-cfg=cfg(a) \t\n",
	       "cfg()=a;check-cfg()=cfg(a);");
	expect("cargo::rustc-env=A=b=c\ncargo:rustc-env=B=\n", "env(A)=b=c;env(B)=;");
	expect("cargo:rerun-if-changed=a b\ncargo::rerun-if-env-changed=CC\n",
	       "rerun-if-changed()=a b;rerun-if-env-changed()=CC;");
	expect("cargo:warning=w\ncargo::warning=v\ncargo::error=e",
	       "warning()=w;warning()=v;error()=e;");
}

static void other_old_keys_are_metadata(void **state)
{
	(void)state;
	expect("cargo:root=/x\ncargo:error=no\ncargo::metadata=a=b=c",
	       "metadata(root)=/x;metadata(error)=no;metadata(a)=b=c;");
	expect("cargo:rustc-link-libs=x", "metadata(rustc-link-libs)=x;");
	expect("cargo:metadata=a=b", "metadata(metadata)=a=b;");
}

static void other_lines_are_skipped(void **state)
{
	(void)state;
	expect("hello\nCargo::x\n cargo\ncargo \n\n\xff\xfe "
	       "cargo:rustc-cfg=a\ncargo:rustc-cfg=\xc3\x28\n",
	       "");
	expect("", "");
}

static void flags_are_split(void **state)
{
	(void)state;
	expect("cargo:rustc-flags= -L /a  -lb -l\tc -L/d ",
	       "link-search()=/a;link-lib()=b;link-lib()=c;link-search()=/d;");
	expect_error("cargo:rustc-flags=-x",
	             "only `-l` and `-L` flags are allowed in build script of `foo v1.2.3`: `-x`");
	expect_error("cargo:rustc-flags=-l", "flag in rustc-flags has no value");
}

static void link_args_need_their_target(void **state)
{
	(void)state;
	expect("cargo:rustc-link-arg=-a\ncargo:rustc-link-arg-bins=-b\ncargo:rustc-link-arg-bin="
	       "tool=-c=d",
	       "link-arg()=-a;link-arg(bins)=-b;link-arg(bin=tool)=-c=d;");
	expect_error("cargo::rustc-link-arg-bin=other=-c",
	             "invalid instruction `cargo::rustc-link-arg-bin` from build script of `foo "
	             "v1.2.3`\n"
	             "The package foo v1.2.3 does not have a bin target with the name `other`.");
	expect_error("cargo:rustc-link-arg-bin=tool",
	             "should have the form cargo:rustc-link-arg-bin=BIN=ARG");
	expect_error("cargo:rustc-link-arg-benches=-x", "does not have a benchmark target");
	expect_error("cargo:rustc-link-arg-tests=-x", "does not have a test target");
	expect("cargo:rustc-cdylib-link-arg=-x",
	       "warning()=cargo:rustc-cdylib-link-arg was specified in the build script of foo "
	       "v1.2.3, but that package does not contain a cdylib target\n\nAllowing this was an "
	       "unintended change in the 1.50 release, and may become an error in the future. For "
	       "more information, see "
	       "<https://github.com/rust-lang/cargo/issues/9562>.;link-arg(cdylib)=-x;");
}

static void unknown_new_keys_are_errors(void **state)
{
	(void)state;
	expect_error("cargo::bogus=1", "`cargo::bogus=1`\nUnknown key: `bogus`.");
	expect_error("cargo::rustc-cfg", "Expected a line with `cargo::KEY=VALUE` with an `=`");
	expect_error("cargo:nothing", "Expected a line with `cargo:KEY=VALUE` with an `=`");
	expect_error("cargo::metadata=x", "Expected a line with `cargo::metadata=KEY=VALUE`");
	expect_error("cargo:rustc-env=A", "Variable rustc-env has no value");
}

static void new_syntax_needs_a_new_rust(void **state)
{
	(void)state;
	scoped_arena a = { 0 };
	ScriptPackage old = package;
	old.rust_version = STR("1.76");
	assert_non_null(strstr(parse_as(&a, &old, "cargo::rustc-cfg=a"),
	                       "Switch to the old `cargo:rustc-cfg=a` syntax"));
	assert_non_null(
		strstr(parse_as(&a, &old, "cargo::metadata=a=b"),
	               "Switch to the old `cargo:a=b` syntax instead of `cargo::metadata=a=b`"));
	assert_string_equal(parse_as(&a, &old, "cargo:rustc-cfg=a"), "cfg()=a;");
	DirectiveList list = { 0 };
	Str error;
	assert_true(directives_parse_one(STR("cargo::rustc-cfg=a"), &old, &a, &list,
	                                 &error)); /* configured */
	old.rust_version = STR("1.77");
	assert_string_equal(parse_as(&a, &old, "cargo::rustc-cfg=a"), "cfg()=a;");
	old.rust_version = STR("2");
	assert_string_equal(parse_as(&a, &old, "cargo::rustc-cfg=a"), "cfg()=a;");
}

static void bootstrap_is_not_a_scripts_to_set(void **state)
{
	(void)state;
	scoped_arena a = { 0 };
	expect_error("cargo:rustc-env=RUSTC_BOOTSTRAP=1", "cannot set `RUSTC_BOOTSTRAP=1`");
	ScriptPackage allowed = package;
	allowed.bootstrap = STR("bar,foo");
	assert_non_null(
		strstr(parse_as(&a, &allowed, "cargo:rustc-env=RUSTC_BOOTSTRAP=1"), "warning()"));
	allowed.bootstrap = STR("bar");
	assert_non_null(
		strstr(parse_as(&a, &allowed, "cargo:rustc-env=RUSTC_BOOTSTRAP=1"), "error: "));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(both_syntaxes_are_known),
		cmocka_unit_test(nul_bytes_are_for_people_only),
		cmocka_unit_test(other_old_keys_are_metadata),
		cmocka_unit_test(other_lines_are_skipped),
		cmocka_unit_test(flags_are_split),
		cmocka_unit_test(link_args_need_their_target),
		cmocka_unit_test(unknown_new_keys_are_errors),
		cmocka_unit_test(new_syntax_needs_a_new_rust),
		cmocka_unit_test(bootstrap_is_not_a_scripts_to_set),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
