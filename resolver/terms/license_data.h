/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * license_data.h - the identifiers of the SPDX licence list, for license.c.
 *
 * Both lists are sorted without regard to case. They omit the deprecated identifiers
 * that an expression with WITH replaces.
 */
#ifndef L4CARGO_RESOLVER_TERMS_LICENSE_DATA_H
#define L4CARGO_RESOLVER_TERMS_LICENSE_DATA_H

#include <stddef.h>

extern const char *const license_ids[], *const license_exceptions[];
extern const size_t license_id_count, license_exception_count;

#endif
