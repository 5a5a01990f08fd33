/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * inputs_file.h - writes `inputs.mk`: what make compares to notice that an import is out of date.
 *
 * make reads the file with the flat Makefile (bridge/make/renew.mk). Its time stamp is the time of
 * the import. All paths are relative to the folder of the import.
 */
#ifndef L4CARGO_EMITTERS_BID_INPUTS_FILE_H
#define L4CARGO_EMITTERS_BID_INPUTS_FILE_H

#include "base/core/vec.h"
#include "emitters/bid/bid.h"

#define BID_INPUTS_FILE "inputs.mk"

typedef struct BidVariable {
	Str name, value;
} BidVariable;

typedef struct BidVariables {
	VEC(BidVariable) list;
} BidVariables;

typedef struct BidInputs {
	Str manifest;  /* of the workspace: without it, the import cannot be repeated */
	Str config;    /* the folder where the search for configuration starts */
	StrVec files;  /* an import is too old for a newer one; each must be a name for make */
	StrVec places; /* patterns for `wildcard`, of the characters of a name and `*?[]!` */
	StrVec found;  /* what they match now */
	BidVariables variables; /* of the environment: those that the import had */
	BidVariables chosen;    /* and those that it has if make is given none */
	bool always;            /* there is something that make cannot watch */
} BidInputs;

void bid_add_inputs_file(const BidInputs *in, BidFiles *out);

#endif
