// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/terms/cfg.h"

enum { DEPTH_MAX = 128 };

typedef enum ExprKind { EXPR_ALL, EXPR_ANY, EXPR_NOT, EXPR_CFG, EXPR_CONSTANT } ExprKind;

struct CfgExpr {
	ExprKind kind;
	bool constant;
	Cfg cfg;
	const CfgExpr *inner; /* the first operand; the others follow by `next` */
	const CfgExpr *next;
};

typedef enum TokenKind {
	T_OPEN,
	T_CLOSE,
	T_COMMA,
	T_EQUALS,
	T_IDENT,
	T_STRING,
	T_END,
	T_BAD, /* a malformed token; the mistake is recorded */
} TokenKind;

typedef struct Token {
	TokenKind kind;
	bool raw; /* written as `r#name` */
	Str text;
	const char *at;
} Token;

#define BUT_FOUND(what) \
	{ \
		[T_OPEN] = "expected " what ", found `(`", \
		[T_CLOSE] = "expected " what ", found `)`", \
		[T_COMMA] = "expected " what ", found `,`", \
		[T_EQUALS] = "expected " what ", found `=`", \
		[T_IDENT] = "expected " what ", found an identifier", \
		[T_STRING] = "expected " what ", found a string", \
		[T_END] = "expected " what ", but cfg expression ended" \
	}

static const char *const expected_open[] = BUT_FOUND("`(`");
static const char *const expected_close[] = BUT_FOUND("`)`");
static const char *const expected_name[] = BUT_FOUND("identifier");
static const char *const expected_string[] = BUT_FOUND("a string");

typedef struct CfgParser {
	const char *at, *end;
	Token token; /* the next token, not consumed yet */
	Arena *arena;
	const char *why,
		*where; /* the reason and place of the first mistake; NULL while there is none */
} CfgParser;

static bool set_mistake(CfgParser *p, const char *where, const char *why)
{
	if (!p->why) {
		p->why = why;
		p->where = where;
	}
	return false;
}

static bool is_ident_start(char c)
{
	return c == '_' || char_is_alpha(c);
}

static bool is_ident_rest(char c)
{
	return is_ident_start(c) || char_is_digit(c);
}

static TokenKind refuse_token(CfgParser *p, const char *where, const char *why)
{
	set_mistake(p, where, why);
	return T_BAD;
}

static TokenKind take_ident(CfgParser *p)
{
	const char *from = p->at;
	if (*from == 'r' && p->end - from > 1 && from[1] == '#') {
		p->token.raw = true;
		from += 2;
		if (from == p->end || !is_ident_start(*from))
			return refuse_token(p, from, "expected an identifier after `r#`");
	}
	p->at = from;
	while (p->at < p->end && is_ident_rest(*p->at))
		p->at++;
	p->token.text = (Str){ from, (size_t)(p->at - from) };
	return T_IDENT;
}

/* Strings have no escapes: the next quote ends one. */
static TokenKind take_string(CfgParser *p)
{
	const char *const from = p->at + 1;
	const char *close = memchr(from, '"', (size_t)(p->end - from));
	if (!close)
		return refuse_token(p, p->at, "unterminated string in cfg");
	p->token.text = (Str){ from, (size_t)(close - from) };
	p->at = close + 1;
	return T_STRING;
}

static TokenKind take_token(CfgParser *p)
{
	static const char marks[] = "(),=";
	const char *mark = *p->at ? strchr(marks, *p->at) : NULL;
	if (mark) {
		p->at++;
		return (TokenKind)(mark - marks);
	}
	if (*p->at == '"')
		return take_string(p);
	if (is_ident_start(*p->at))
		return take_ident(p);
	return refuse_token(
		p, p->at,
		"unexpected character in cfg, expected parens, a comma, an identifier, or a "
		"string");
}

static void next_token(CfgParser *p)
{
	while (p->at < p->end && *p->at == ' ')
		p->at++;
	p->token = (Token){ .kind = T_END, .at = p->at };
	if (p->at < p->end)
		p->token.kind = take_token(p);
}

static bool expect_token(CfgParser *p, TokenKind kind, const char *const otherwise[])
{
	if (p->token.kind != kind)
		return set_mistake(p, p->token.at,
		                   p->token.kind == T_BAD ? NULL : otherwise[p->token.kind]);
	next_token(p);
	return true;
}

static bool skip_token(CfgParser *p, TokenKind kind)
{
	if (p->token.kind != kind)
		return false;
	next_token(p);
	return true;
}

/* Parses `name` or `name = "value"`. */
static bool take_cfg(CfgParser *p, Cfg *out)
{
	*out = (Cfg){ .name = p->token.text, .value = STR("") };
	if (!expect_token(p, T_IDENT, expected_name))
		return false;
	if (!skip_token(p, T_EQUALS))
		return true;
	out->has_value = true;
	out->value = p->token.text;
	return expect_token(p, T_STRING, expected_string);
}

static bool take_expr(CfgParser *p, unsigned depth, CfgExpr *out);

/* Parses the operands `(a, b,)`. The list may be empty. */
static bool take_operands(CfgParser *p, unsigned depth, CfgExpr *out)
{
	const CfgExpr **link = &out->inner;
	if (!expect_token(p, T_OPEN, expected_open))
		return false;
	while (!skip_token(p, T_CLOSE)) {
		CfgExpr *operand = arena_new(p->arena, CfgExpr);
		if (!take_expr(p, depth + 1, operand))
			return false;
		*link = operand;
		link = &operand->next;
		if (!skip_token(p, T_COMMA))
			return expect_token(p, T_CLOSE, expected_close);
	}
	return true;
}

static bool take_negation(CfgParser *p, unsigned depth, CfgExpr *out)
{
	CfgExpr *operand = arena_new(p->arena, CfgExpr);
	out->inner = operand;
	return expect_token(p, T_OPEN, expected_open) && take_expr(p, depth + 1, operand) &&
	       expect_token(p, T_CLOSE, expected_close);
}

/* Cargo treats `true` and `false` as constants, whether they are raw or not. */
static bool take_atom(CfgParser *p, CfgExpr *out)
{
	out->kind = EXPR_CFG;
	if (!take_cfg(p, &out->cfg))
		return false;
	out->constant = str_eq(out->cfg.name, STR("true"));
	if (!out->cfg.has_value && (out->constant || str_eq(out->cfg.name, STR("false"))))
		out->kind = EXPR_CONSTANT;
	return true;
}

static bool take_expr(CfgParser *p, unsigned depth, CfgExpr *out)
{
	static const struct {
		Str name;
		ExprKind kind;
	} operators[] = {
		{ STR_INIT("all"), EXPR_ALL },
		{ STR_INIT("any"), EXPR_ANY },
		{ STR_INIT("not"), EXPR_NOT },
	};
	if (depth == DEPTH_MAX)
		return set_mistake(p, p->token.at, "cfg expression is nested too deeply");
	for (size_t i = 0; i < COUNT_OF(operators); i++) {
		if (p->token.kind != T_IDENT || p->token.raw ||
		    !str_eq(p->token.text, operators[i].name))
			continue;
		out->kind = operators[i].kind;
		next_token(p);
		return out->kind == EXPR_NOT ? take_negation(p, depth, out)
		                             : take_operands(p, depth, out);
	}
	if (p->token.kind == T_END)
		return set_mistake(p, p->token.at,
		                   "expected start of a cfg expression, but cfg expression ended");
	return take_atom(p, out);
}

static bool at_end(CfgParser *p)
{
	return p->token.kind == T_END ||
	       set_mistake(p, p->token.at, "unexpected content found after cfg expression");
}

bool cfg_expr_parse(Str s, Arena *a, const CfgExpr **out, const char **why, size_t *at)
{
	CfgParser p = { .at = s.ptr, .end = str_end(s), .arena = a };
	CfgExpr *e = arena_new(a, CfgExpr);
	next_token(&p);
	if (take_expr(&p, 0, e) && at_end(&p)) {
		*out = e;
		return true;
	}
	*why = p.why;
	*at = (size_t)(p.where - s.ptr);
	return false;
}

static const char cfg_is_misspelt[] = "invalid target specifier: unexpected `(` character, cfg "
				      "expressions must start with `cfg(`";
static const char odd_character[] = "invalid target specifier: unexpected character in target name";

static bool is_triple(Str s, const char **why, size_t *at)
{
	for (size_t i = 0; i < s.len; i++) {
		const char c = s.ptr[i];
		if (is_ident_rest(c) || c == '-' || c == '.')
			continue;
		*at = i;
		*why = str_find(s, '(') >= 0 ? cfg_is_misspelt : odd_character;
		return false;
	}
	return true;
}

bool platform_parse(Str s, Arena *a, Platform *out, const char **why, size_t *at)
{
	const Str open = STR("cfg(");
	*out = (Platform){ .text = s };
	if (s.len <= open.len || !str_starts_with(s, open) || s.ptr[s.len - 1] != ')')
		return is_triple(s, why, at);
	if (cfg_expr_parse(str_sub(s, open.len, s.len - 1), a, &out->expr, why, at))
		return true;
	*at += open.len;
	return false;
}

bool cfg_set_has(const CfgSet *set, Str name, Str value, bool has_value)
{
	for (size_t i = 0; i < set->count; i++) {
		const Cfg *c = &set->items[i];
		if (c->has_value == has_value && str_eq(c->name, name) &&
		    (!has_value || str_eq(c->value, value)))
			return true;
	}
	return false;
}

bool cfg_expr_holds(const CfgExpr *e, const CfgSet *set)
{
	switch (e->kind) {
	case EXPR_CONSTANT:
		return e->constant;
	case EXPR_CFG:
		return cfg_set_has(set, e->cfg.name, e->cfg.value, e->cfg.has_value);
	case EXPR_NOT:
		return !cfg_expr_holds(e->inner, set);
	case EXPR_ALL:
	case EXPR_ANY:
		break;
	}
	const bool decisive = e->kind == EXPR_ANY;
	for (const CfgExpr *operand = e->inner; operand; operand = operand->next)
		if (cfg_expr_holds(operand, set) == decisive)
			return decisive;
	return !decisive;
}

bool platform_matches(const Platform *p, Str triple, const CfgSet *set)
{
	return p->expr ? cfg_expr_holds(p->expr, set) : str_eq(p->text, triple);
}

static bool parse_line(Str line, Cfg *out)
{
	CfgParser p = { .at = line.ptr, .end = str_end(line) };
	next_token(&p);
	return take_cfg(&p, out) && p.token.kind == T_END;
}

CfgSet cfg_set_parse(Str lines, Arena *a)
{
	size_t room = 1;
	for (size_t i = 0; i < lines.len; i++)
		room += lines.ptr[i] == '\n';
	Cfg *items = arena_array(a, Cfg, room);
	size_t count = 0;
	Str line;
	while (str_next(&lines, '\n', &line)) {
		Cfg cfg;
		if (line.len && line.ptr[line.len - 1] == '\r')
			line.len--;
		/*
		 * Cargo ignores it: rustc sets it for proc macros; it is not a property of the
		 * platform.
		 */
		if (parse_line(line, &cfg) && !str_eq(cfg.name, STR("proc_macro")))
			items[count++] = cfg;
	}
	return (CfgSet){ items, count };
}
