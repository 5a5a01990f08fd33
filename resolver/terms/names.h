/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * names.h - which names are valid for packages, features, registries and profiles.
 *
 * Rules: Cargo's restricted_names; cargo-rules 1.1.
 */
#ifndef L4CARGO_RESOLVER_TERMS_NAMES_H
#define L4CARGO_RESOLVER_TERMS_NAMES_H

#include "base/messages/diag.h"

/* Each reports an error at `at` and returns false if the name is not valid. */
/* Accepts `a::b`, too: callers that do not allow namespaces must reject it. */
bool name_check_package(Diag *d, Str name, Span at);
bool name_check_registry(Diag *d, Str name, Span at);
bool name_check_feature(Diag *d, Str name, Span at);
bool name_check_profile(Diag *d, Str name, Span at);

#endif
