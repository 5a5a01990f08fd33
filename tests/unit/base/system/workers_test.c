// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/system/workers.h"

#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

enum { COUNT = 500 };

typedef struct Counted {
	WorkerTask task;
	int runs;
} Counted;

static void count(WorkerTask *task)
{
	((Counted *)(void *)task)->runs++;
}

static void every_task_comes_back_once(void **state)
{
	(void)state;
	static Counted tasks[COUNT];
	Workers *w = workers_new(3);
	size_t back = 0;
	for (size_t i = 0; i < COUNT; i++) {
		tasks[i].task.run = count;
		workers_add(w, &tasks[i].task);
	}
	while (back < COUNT) {
		struct pollfd readable = { .fd = workers_descriptor(w), .events = POLLIN };
		assert_int_equal(poll(&readable, 1, 10000), 1);
		while (workers_finished(w))
			back++;
	}
	assert_null(workers_finished(w));
	for (size_t i = 0; i < COUNT; i++)
		assert_int_equal(tasks[i].runs, 1);
	workers_free(&w);
	assert_null(w);
}

static void their_owner_works_too_while_it_waits(void **state)
{
	(void)state;
	static Counted tasks[COUNT];
	Workers *w = workers_new(workers_besides());
	assert_null(workers_wait(w));
	for (int round = 1; round <= 3; round++) {
		size_t back = 0;
		for (size_t i = 0; i < COUNT; i++) {
			tasks[i].task.run = count;
			workers_add(w, &tasks[i].task);
		}
		while (workers_wait(w))
			back++;
		assert_int_equal(back, COUNT);
		for (size_t i = 0; i < COUNT; i++)
			assert_int_equal(tasks[i].runs, round);
	}
	workers_free(&w);
}

static void descriptor_tells_of_what_ended_before(void **state)
{
	(void)state;
	Counted one = { .task.run = count };
	Workers *w = workers_new(1);
	workers_add(w, &one.task);
	struct pollfd readable = { .fd = workers_descriptor(w), .events = POLLIN };
	assert_int_equal(poll(&readable, 1, 10000), 1);
	assert_ptr_equal(workers_finished(w), &one.task);
	assert_int_equal(poll(&readable, 1, 0), 0);
	workers_free(&w);
}

static void descriptor_is_quiet_without_results(void **state)
{
	(void)state;
	Workers *w = workers_new(1);
	struct pollfd readable = { .fd = workers_descriptor(w), .events = POLLIN };
	assert_int_equal(poll(&readable, 1, 0), 0);
	assert_null(workers_finished(w));
	workers_free(&w);
}

static void closing_waits_for_what_runs(void **state)
{
	(void)state;
	static Counted tasks[COUNT];
	Workers *w = workers_new(2);
	for (size_t i = 0; i < COUNT; i++) {
		tasks[i].task.run = count;
		workers_add(w, &tasks[i].task);
	}
	workers_free(&w);
	for (size_t i = 0; i < COUNT; i++)
		assert_true(tasks[i].runs <= 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_task_comes_back_once),
		cmocka_unit_test(their_owner_works_too_while_it_waits),
		cmocka_unit_test(descriptor_tells_of_what_ended_before),
		cmocka_unit_test(descriptor_is_quiet_without_results),
		cmocka_unit_test(closing_waits_for_what_runs),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
