/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * scriptenv.h - the environment of a build script. Rules: cargo-rules 8.1.
 */
#ifndef L4CARGO_BRIDGE_UNIT_SCRIPTENV_H
#define L4CARGO_BRIDGE_UNIT_SCRIPTENV_H

#include "bridge/unit/environ.h"

/* False after an error (a needed result is missing, rustc does not answer). */
bool script_environment(UnitJob *j, Str out_dir, Environ *out);

/* The rustdoc that belongs to the compiler, unless RUSTDOC names another. */
Str toolchain_rustdoc(UnitJob *j);

/* Where rustup and files `rust-toolchain` choose the compiler. */
Str toolchain_folder(UnitJob *j);

/* What the program at `path` with these arguments prints; false after an error. */
bool rustc_answer(UnitJob *j, const char *const *args, Str *out);

#endif
