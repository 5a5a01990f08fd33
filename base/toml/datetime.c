// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/toml/reader.h"

typedef struct DatetimeCursor {
	Str rest;
	const char *why; /* the reason why the first mistake is one */
} DatetimeCursor;

static bool set_mistake(DatetimeCursor *c, const char *why)
{
	c->why = why;
	return false;
}

static char next_is(const DatetimeCursor *c)
{
	return c->rest.len ? c->rest.ptr[0] : '\0';
}

static bool take_char(DatetimeCursor *c, char wanted, const char *why)
{
	if (next_is(c) != wanted)
		return set_mistake(c, why);
	c->rest = str_sub(c->rest, 1, c->rest.len);
	return true;
}

/* Reads exactly `count` digits. */
static bool take_number(DatetimeCursor *c, size_t count, unsigned *out, const char *why)
{
	*out = 0;
	if (c->rest.len < count)
		return set_mistake(c, why);
	for (size_t i = 0; i < count; i++) {
		if (!toml_is(c->rest.ptr[i], TOML_DIGIT))
			return set_mistake(c, why);
		*out = *out * 10 + (unsigned)(c->rest.ptr[i] - '0');
	}
	c->rest = str_sub(c->rest, count, c->rest.len);
	return true;
}

static unsigned days_in(unsigned year, unsigned month)
{
	static const unsigned char days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
	return month == 2 && leap ? 29 : days[month - 1];
}

static bool take_date(DatetimeCursor *c, Arena *a, Str *out)
{
	static const char form[] = "a date is written 1979-05-27";
	unsigned year, month, day;
	if (!take_number(c, 4, &year, form) || !take_char(c, '-', form) ||
	    !take_number(c, 2, &month, form) || !take_char(c, '-', form) ||
	    !take_number(c, 2, &day, form))
		return false;
	if (month < 1 || month > 12)
		return set_mistake(c, "months are 01 to 12");
	if (day < 1 || day > days_in(year, month))
		return set_mistake(c, "that month has no such day");
	*out = arena_printf(a, "%04u-%02u-%02u", year, month, day);
	return true;
}

/* Fractions have 3, 6 or 9 digits in the result; more digits are dropped, as the specification
 * allows. */
static bool take_fraction(DatetimeCursor *c, char out[11])
{
	if (next_is(c) != '.')
		return true;
	c->rest = str_sub(c->rest, 1, c->rest.len);
	size_t n = 0;
	while (n < c->rest.len && toml_is(c->rest.ptr[n], TOML_DIGIT))
		n++;
	if (!n)
		return set_mistake(c, "digits must follow the point");
	const size_t shown = n > 6 ? 9 : n > 3 ? 6 : 3;
	memset(out, '0', shown + 1);
	out[0] = '.';
	memcpy(out + 1, c->rest.ptr, n < shown ? n : shown);
	out[shown + 1] = '\0';
	c->rest = str_sub(c->rest, n, c->rest.len);
	return true;
}

static bool take_time(DatetimeCursor *c, Arena *a, Str *out)
{
	static const char form[] = "a time is written 07:32:00";
	unsigned hour, minute, second = 0;
	char fraction[11] = "";
	if (!take_number(c, 2, &hour, form) || !take_char(c, ':', form) ||
	    !take_number(c, 2, &minute, form))
		return false;
	if (next_is(c) == ':' && (!take_char(c, ':', form) || !take_number(c, 2, &second, form) ||
	                          !take_fraction(c, fraction)))
		return false;
	if (hour > 23)
		return set_mistake(c, "hours are 00 to 23");
	if (minute > 59)
		return set_mistake(c, "minutes are 00 to 59");
	if (second > 60) /* 60: a leap second */
		return set_mistake(c, "seconds are 00 to 60");
	*out = arena_printf(a, "%02u:%02u:%02u%s", hour, minute, second, fraction);
	return true;
}

static bool take_offset(DatetimeCursor *c, Arena *a, Str *out)
{
	static const char form[] = "an offset is written Z or +02:00";
	const char sign = next_is(c);
	if ((sign | 0x20) == 'z') {
		*out = STR("Z");
		return take_char(c, sign, form);
	}
	unsigned hour, minute;
	if ((sign != '+' && sign != '-') || !take_char(c, sign, form))
		return set_mistake(c, form);
	if (!take_number(c, 2, &hour, form) || !take_char(c, ':', form) ||
	    !take_number(c, 2, &minute, form))
		return false;
	if (hour > 23 || minute > 59)
		return set_mistake(c, "offsets are below 24 hours and 60 minutes");
	*out = arena_printf(a, "%c%02u:%02u", sign, hour, minute);
	return true;
}

static bool read_datetime(DatetimeCursor *c, Arena *a, TomlValue *out)
{
	Str date, time, offset = STR("");
	if (c->rest.len > 2 && c->rest.ptr[2] == ':') {
		out->kind = TOML_TIME_LOCAL;
		return take_time(c, a, &out->text);
	}
	if (!take_date(c, a, &date))
		return false;
	out->kind = TOML_DATE_LOCAL;
	out->text = date;
	const char between = next_is(c);
	if (between != ' ' && (between | 0x20) != 't')
		return true;
	if (!take_char(c, between, NULL) || !take_time(c, a, &time))
		return false;
	out->kind = TOML_DATETIME_LOCAL;
	if (c->rest.len) {
		out->kind = TOML_DATETIME;
		if (!take_offset(c, a, &offset))
			return false;
	}
	out->text = arena_printf(a, STR_FMT "T" STR_FMT STR_FMT, STR_ARG(date), STR_ARG(time),
	                         STR_ARG(offset));
	return true;
}

bool toml_looks_like_date(Str token)
{
	if (token.len < 3 || !toml_is(token.ptr[0], TOML_DIGIT) ||
	    !toml_is(token.ptr[1], TOML_DIGIT))
		return false;
	return token.ptr[2] == ':' ||
	       (token.len > 4 && token.ptr[4] == '-' && toml_is(token.ptr[2], TOML_DIGIT) &&
	        toml_is(token.ptr[3], TOML_DIGIT));
}

bool toml_datetime(TomlReader *r, Str token, TomlValue *out, const char **why)
{
	DatetimeCursor c = { .rest = token };
	bool ok = read_datetime(&c, r->texts, out);
	if (ok && c.rest.len)
		ok = set_mistake(&c, "there is text after its end");
	*why = c.why;
	return ok;
}
