// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cache/net/network.h"

#include "base/text/screen.h"
#include "base/text/secret.h"

#include <strings.h>

const NetworkSettings network_defaults = {
	.retries = 3,
	.pause_ms = 1000,
	.timeout = 30,
	.low_speed = 10,
	.multiplexing = true,
	.user_agent = STR_INIT("l4cargo"),
};

/* Returns whether the line is a header with a secret, in the form of HTTP 1 or 2. */
static bool is_secret(Str line)
{
	static const Str words[] = { STR_INIT("authorization"), STR_INIT("cookie"),
		                     STR_INIT("proxy") };
	for (size_t at = 0; at < line.len; at++)
		for (size_t i = 0; i < COUNT_OF(words); i++)
			if (line.len - at >= words[i].len &&
			    strncasecmp(line.ptr + at, words[i].ptr, words[i].len) == 0)
				return true;
	return false;
}

Str network_reason(const char *said)
{
	const Str text = str_from(said);
	size_t end = 0;
	if (!str_starts_with(text, STR("Unsupported proxy")))
		return text;
	while (end < text.len && text.ptr[end] != '\'')
		end++;
	while (end && end < text.len && text.ptr[end - 1] == ' ')
		end--;
	return str_sub(text, 0, end);
}

void network_show(char mark, Str text)
{
	Str line;
	scoped_screen shown = { 0 };
	scoped_arena scratch = { 0 };
	if (str_ends_with(text, STR("\n")))
		text.len--;
	while (str_next(&text, '\n', &line)) {
		scoped_screen safe = { 0 };
		screen_add_word(&safe, is_secret(line) ? STR("[REDACTED]")
		                                       : secret_masked(&scratch, str_trim(line)));
		screen_printf(&shown, "http-debug: %c " STR_FMT "\n", mark,
		              STR_ARG(screen_str(&safe)));
	}
	screen_print(stderr, &shown);
}
