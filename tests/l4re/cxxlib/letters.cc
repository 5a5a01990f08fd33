// SPDX-License-Identifier: MIT OR Apache-2.0
#include <cctype>
#include <map>
#include <stdexcept>
#include <string>

static std::map<char, size_t> count(const std::string &text)
{
	std::map<char, size_t> letters;
	if (text.empty())
		throw std::length_error("nothing");
	for (unsigned char c : text)
		if (isalpha(c))
			letters[c]++;
	return letters;
}

/* How many different ones there are. */
extern "C" size_t letters(const char *text, size_t size)
{
	try {
		return count(std::string(text, size)).size();
	} catch (const std::exception &) {
		return 0;
	}
}
