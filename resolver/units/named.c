// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/units/named.h"

#include "base/files/glob.h"

bool named_check_pattern(Diag *diag, Str pattern)
{
	return glob_accept(diag, NO_SPAN, "cannot build glob pattern from", pattern);
}

bool named_read(Arena *a, Diag *diag, StrList texts, NamedList *out)
{
	Named *items = arena_array(a, Named, texts.count);
	size_t count = 0;
	for (size_t i = 0; i < texts.count; i++) {
		Named *n = &items[count];
		*n = (Named){ .text = texts.items[i],
			      .is_pattern = glob_is_pattern(texts.items[i]) };
		count += n->is_pattern ? named_check_pattern(diag, n->text)
		                       : spec_read(n->text, a, diag, &n->spec);
	}
	*out = (NamedList){ items, count };
	return count == texts.count;
}

bool named_takes(const Named *n, Str name, const Version *version, const SourceId *source)
{
	return n->is_pattern ? glob_matches(n->text, name)
	                     : spec_matches(&n->spec, name, version, source);
}
