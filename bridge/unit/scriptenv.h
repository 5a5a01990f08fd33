/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * scriptenv.h - the environment of a build script, and questions to rustc. Rules: cargo-rules 8.1.
 */
#ifndef L4CARGO_BRIDGE_UNIT_SCRIPTENV_H
#define L4CARGO_BRIDGE_UNIT_SCRIPTENV_H

#include "bridge/unit/environ.h"

/* Reports an error and returns false if a needed result is missing or rustc fails. */
bool script_environment(UnitJob *j, Str out_dir, Environ *out);

/* Returns the rustdoc that belongs to the compiler, unless RUSTDOC names another. */
Str toolchain_rustdoc(UnitJob *j);

/* Returns the folder in which rustup and `rust-toolchain` files choose the compiler. */
Str toolchain_folder(UnitJob *j);

/* Runs args[0] with the arguments that follow; NULL ends them. `*out` is its output. Returns false
 * after an error. */
bool rustc_answer(UnitJob *j, const char *const *args, Str *out);

#endif
