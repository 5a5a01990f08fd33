// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/graph/delivery.h"

#include "resolver/graph/graph_internal.h"

Delivery delivery_open(const GraphBuild *g)
{
	return (Delivery){ .from = g->want->provider, .reading = graph_reading_new(g) };
}

void delivery_close(Delivery *d)
{
	graph_reading_end(d->reading);
}

/* Whether take_provided may wait, for one package at most. */
typedef enum Patience { WAIT_FOR_NONE, WAIT_FOR_ONE } Patience;

/* Takes the packages that the provider has, and adds them to the reading. Returns false after an
 * error. */
static bool take_provided(Delivery *d, Patience patience)
{
	const PackageProvider *p = d->from;
	ProvidedPackage one = { 0 };
	while (d->outstanding &&
	       (patience == WAIT_FOR_ONE || (p->has_next && p->has_next(p->ctx)))) {
		if (!p->next(p->ctx, &one))
			return false;
		d->outstanding--;
		patience = WAIT_FOR_NONE;
		graph_reading_add(d->reading, &one);
	}
	return true;
}

bool delivery_ask(Delivery *d, const LockPackage *package, uint32_t index)
{
	if (!d->from->request(d->from->ctx, package, index))
		return false;
	d->outstanding++;
	return take_provided(d, WAIT_FOR_NONE);
}

GraphRead delivery_next(Delivery *d, ProvidedPackage *out)
{
	for (;;) {
		const GraphRead read = graph_reading_next(d->reading, out);
		if (read != GRAPH_READ_NONE || !d->outstanding)
			return read;
		if (!take_provided(d, WAIT_FOR_ONE))
			return GRAPH_READ_FAILED;
	}
}
