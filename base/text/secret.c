// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/text/secret.h"

#include "base/core/buf.h"

#include "base/core/fatal.h"

#include <strings.h>
#include <sys/mman.h>
#include <sys/prctl.h>

typedef struct SecretPage {
	struct SecretPage *next;
	size_t size; /* of the mapping */
	char text[];
} SecretPage;

Str secret_keep(Secrets *s, Str text)
{
	enum { PAGE = 4096 };
	const size_t size = (sizeof(SecretPage) + text.len + 1 + PAGE - 1) / PAGE * PAGE;
	SecretPage *p =
		mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (p == MAP_FAILED)
		fatal_memory();
	madvise(p, size, MADV_DONTDUMP);
	mlock(p, size); /* may fail because of the user's limits */
	p->size = size;
	p->next = s->pages;
	s->pages = p;
	if (text.len)
		memcpy(p->text, text.ptr, text.len);
	p->text[text.len] = '\0';
	return (Str){ p->text, text.len };
}

/* `s` begins with the `://` of a URL. Returns the offset behind the user and its @; 0 if the URL
 * has no user. */
static size_t user_length(Str s)
{
	size_t end = 3;
	while (end < s.len && (unsigned char)s.ptr[end] > ' ' && !strchr("/?#\"'`<>", s.ptr[end]))
		end++;
	return (size_t)(str_rfind(str_sub(s, 3, end), '@') + 1);
}

Str secret_masked(Arena *a, Str text)
{
	scoped_buf out = { 0 };
	size_t from = 0;
	for (size_t i = 0; i + 3 < text.len; i++) {
		const Str rest = str_sub(text, i, text.len);
		if (rest.ptr[0] != ':' || !str_starts_with(rest, STR("://")))
			continue;
		const size_t len = user_length(rest);
		if (!len)
			continue;
		Str name, password;
		str_cut(str_sub(rest, 3, 2 + len), ':', &name, &password);
		buf_add(&out, str_sub(text, from, i + 3));
		if (str_ends_with(str_sub(text, 0, i), STR("ssh")))
			buf_printf(&out, STR_FMT "@", STR_ARG(name));
		from = i + 3 + len;
		i = from - 1;
	}
	if (!from)
		return text;
	buf_add(&out, str_sub(text, from, text.len));
	return arena_str(a, buf_str(&out));
}

bool secret_may_be_in(Str text)
{
	static const Str words[] = { STR_INIT("registries"), STR_INIT("[registry"),
		                     STR_INIT("registry."),  STR_INIT("toke"),
		                     STR_INIT("tokn"),       STR_INIT("secret"),
		                     STR_INIT("passw"),      STR_INIT("credential"),
		                     STR_INIT("proxy"),      STR_INIT("auth"),
		                     STR_INIT("[env") };
	for (size_t i = 0; i < text.len; i++)
		for (size_t k = 0; k < COUNT_OF(words); k++)
			if (text.len - i >= words[k].len &&
			    strncasecmp(text.ptr + i, words[k].ptr, words[k].len) == 0)
				return true;
	scoped_arena scratch = { 0 };
	return secret_masked(&scratch, text).ptr != text.ptr;
}

void secrets_forget(Secrets *s)
{
	while (s->pages) {
		SecretPage *p = s->pages;
		s->pages = p->next;
		const size_t size = p->size;
		explicit_bzero(p, size);
		munmap(p, size);
	}
}

void secret_wipe(Str text)
{
	if (text.len)
		explicit_bzero((char *)(uintptr_t)text.ptr, text.len);
}

void secret_guard(void)
{
	prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}
