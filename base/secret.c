// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/secret.h"

#include "base/fatal.h"

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
	mlock(p, size); /* as far as the user's limits go */
	p->size = size;
	p->next = s->pages;
	s->pages = p;
	if (text.len)
		memcpy(p->text, text.ptr, text.len);
	p->text[text.len] = '\0';
	return (Str){ p->text, text.len };
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
