/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * names.h - what packages, features, registries and profiles may be called.
 *
 * Rules: Cargo's restricted_names; cargo-rules 1.1.
 */
#ifndef L4CARGO_RESOLVER_TERMS_NAMES_H
#define L4CARGO_RESOLVER_TERMS_NAMES_H

#include "base/messages/diag.h"

/* False after an error at `at`. */
bool name_check_package(Diag *d, Str name, Span at); /* `a::b` passes: who forbids it says so */
bool name_check_registry(Diag *d, Str name, Span at);
bool name_check_feature(Diag *d, Str name, Span at);
bool name_check_profile(Diag *d, Str name, Span at);

#endif
