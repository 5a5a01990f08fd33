/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * options.h - options as rows of a table, from which parsing and help come.
 *
 * A command has a zeroed struct for its options; each row says which field it
 * fills. Rows that several commands share stand in one table for a struct
 * that those commands embed (an OptionSet gives its offset). Accepted:
 * `--name value`, `--name=value`, `-n value`, `-nvalue`, `-n=value`, clustered
 * flags (`-qr`), and `--` before operands. Texts point into the arguments. They
 * are UTF-8, but for those that help calls DIR, FILE, LOCK, PATH or TOML: these
 * are any bytes and never empty.
 */
#ifndef L4CARGO_BASE_MESSAGES_OPTIONS_H
#define L4CARGO_BASE_MESSAGES_OPTIONS_H

#include "base/core/arena.h"
#include "base/messages/diag.h"

#include <stddef.h>

typedef enum OptionKind {
	OPT_END,
	OPT_FLAG,  /* bool */
	OPT_COUNT, /* unsigned: how often it was given */
	OPT_TEXT,  /* const char *: may be given once */
	OPT_JOBS,  /* const char *: a number of jobs, as cargo takes it; may be negative */
	OPT_LIST,  /* TextList: may be given repeatedly */
	OPT_MAYBE, /* const char *: empty if it was given without `=VALUE` */
} OptionKind;

typedef struct TextList { /* items end in NULL; items itself is NULL while there are none */
	const char **items;
	size_t count;
} TextList;

typedef struct Option {
	OptionKind kind;
	char letter;                /* 0: none */
	const char *name;           /* without the dashes; NULL: a letter only */
	const char *value;          /* what help calls the value: "DIR"; NULL for flags */
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
	const char *heading;   /* in help: "Feature Selection" */
	const Option *options; /* ended by OPTION_END; NULL ends an array of sets */
	size_t offset;         /* of the struct they fill, in the command's struct */
} OptionSet;

typedef struct OptionPart { /* sets, and the struct they fill */
	const OptionSet *sets;
	void *into;
} OptionPart;

typedef struct OptionParser {
	const OptionPart *parts;
	size_t part_count;
	bool operand_ends; /* stop at the first operand: what follows is a command's */
	Arena *arena;
	Diag *diag;
} OptionParser;

/*
 * Takes NULL-terminated `args`; operands are added to `*operands`. Returns how many arguments were
 * used, or -1 after a usage error was reported. As in cargo, what is not a list is given once at
 * most, but an option after the command overrides that before it.
 */
ptrdiff_t options_parse(const OptionParser *p, const char *const *args, TextList *operands);

/* The one of NULL-terminated `choices` that may have been meant; NULL: none is similar. */
const char *choice_similar(const char *const *choices, Str value);

/* Adds to a list, keeping it NULL-terminated. */
void text_list_add(Arena *a, TextList *list, const char *item);

#endif
