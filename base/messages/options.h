/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * options.h - options as rows of a table, which parsing and help use.
 *
 * A command has a zeroed struct for its options; each row names the field that it fills. Rows that
 * several commands share are in one table for a struct that those commands embed (an OptionSet has
 * its offset). Accepted forms: `--name value`, `--name=value`, `-n value`, `-nvalue`, `-n=value`,
 * clustered flags (`-qr`), and `--` before operands. Texts point into the arguments. They are valid
 * UTF-8, except values that help calls DIR, FILE, LOCK, PATH or TOML: these may have any bytes and
 * are never empty.
 */
#ifndef L4CARGO_BASE_MESSAGES_OPTIONS_H
#define L4CARGO_BASE_MESSAGES_OPTIONS_H

#include "base/core/arena.h"
#include "base/messages/diag.h"

#include <stddef.h>

typedef enum OptionKind {
	OPT_END,
	OPT_FLAG,  /* bool */
	OPT_COUNT, /* unsigned: number of times it was given */
	OPT_TEXT,  /* const char *: may be given once */
	OPT_JOBS,  /* const char *: a number of jobs in cargo's syntax; may be negative */
	OPT_LIST,  /* TextList: may be given repeatedly */
	OPT_MAYBE, /* const char *: empty if it was given without `=VALUE` */
} OptionKind;

typedef struct TextList { /* items ends in NULL; it is NULL itself while the list is empty */
	const char **items;
	size_t count;
} TextList;

typedef struct Option {
	OptionKind kind;
	char letter;                /* 0: no letter */
	const char *name;           /* without the dashes; NULL: only the letter */
	const char *value;          /* the name of the value in help: "DIR"; NULL for flags */
	const char *help;           /* NULL: not listed (an alias) */
	size_t offset;              /* of the field */
	const char *const *choices; /* NULL-terminated; NULL: any text */
} Option;

#define OPTION_FLAG(T, f, letter, name, help) \
	{ \
		OPT_FLAG, letter, name, NULL, help, offsetof(T, f), NULL \
	}
#define OPTION_COUNT(T, f, letter, name, help) \
	{ \
		OPT_COUNT, letter, name, NULL, help, offsetof(T, f), NULL \
	}
#define OPTION_TEXT(T, f, letter, name, value, help) \
	{ \
		OPT_TEXT, letter, name, value, help, offsetof(T, f), NULL \
	}
#define OPTION_JOBS(T, f, letter, name, value, help) \
	{ \
		OPT_JOBS, letter, name, value, help, offsetof(T, f), NULL \
	}
#define OPTION_CHOICE(T, f, letter, name, value, help, choices) \
	{ \
		OPT_TEXT, letter, name, value, help, offsetof(T, f), choices \
	}
#define OPTION_LIST(T, f, letter, name, value, help) \
	{ \
		OPT_LIST, letter, name, value, help, offsetof(T, f), NULL \
	}
#define OPTION_MAYBE(T, f, letter, name, value, help) \
	{ \
		OPT_MAYBE, letter, name, value, help, offsetof(T, f), NULL \
	}
#define OPTION_END \
	{ \
		OPT_END, 0, NULL, NULL, NULL, 0, NULL \
	}

typedef struct OptionSet {
	const char *heading;   /* for help: "Feature Selection" */
	const Option *options; /* ended by OPTION_END; NULL ends an array of sets */
	size_t offset;         /* of the struct that they fill, within the command's struct */
} OptionSet;

typedef struct OptionPart { /* sets, and the struct that they fill */
	const OptionSet *sets;
	void *into;
} OptionPart;

typedef struct OptionParser {
	const OptionPart *parts;
	size_t part_count;
	bool operand_ends; /* stop at the first operand; the rest belongs to a command */
	Arena *arena;
	Diag *diag;
} OptionParser;

/*
 * Parses NULL-terminated `args`; adds operands to `*operands`. Returns the number of arguments that
 * it used, or -1 after it reported a usage error. As in cargo, an option that is not a list may be
 * given only once, but an option after the command overrides the same one before it.
 */
ptrdiff_t options_parse(const OptionParser *p, const char *const *args, TextList *operands);

/* The item of NULL-terminated `choices` that the user may have meant; NULL if none is similar. */
const char *choice_similar(const char *const *choices, Str value);

/* Adds to a list and keeps it NULL-terminated. */
void text_list_add(Arena *a, TextList *list, const char *item);

#endif
