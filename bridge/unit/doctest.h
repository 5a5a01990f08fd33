/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * doctest.h - makes rustdoc's command line for the tests in a library's documentation.
 */
#ifndef L4CARGO_BRIDGE_UNIT_DOCTEST_H
#define L4CARGO_BRIDGE_UNIT_DOCTEST_H

#include "bridge/unit/rustc.h"

/* Fills in the command of `r`, including the arguments in make's TEST_ARGS. rustc_describe has
 * filled in the rest. Returns false after an error. */
bool doctest_prepare(Rustc *r);

#endif
