"""drain() and RUNNER=sync: tasks run in this process, for a project's own tests."""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.test import TestCase, override_settings
from django.utils import timezone
from shop import tasks as shop_tasks
from shop.models import Order

from raydeck.django import drain
from raydeck.django.framework import TaskResultStatus
from raydeck.failures import InvalidArguments

from . import tasks as test_tasks
from .compat import LOGGER


class DrainTestCase(TestCase):
    databases = {"default", "owner"}

    def test_runs_what_is_due_most_urgent_first(self):
        task = shop_tasks.add.using(backend="owner")
        low, high = task.using(priority=-5).enqueue(1, 1), task.using(priority=5).enqueue(2, 2)
        later = task.using(run_after=timezone.now() + timedelta(hours=1)).enqueue(3, 3)
        elsewhere = task.using(queue_name="queue_1").enqueue(4, 4)

        results = drain("owner", queues=["default"])

        self.assertEqual([result.id for result in results], [high.id, low.id])
        self.assertEqual([result.return_value for result in results], [4, 2])
        self.assertEqual(len(results[0].worker_ids), 1)
        for waits in (later, elsewhere):
            waits.refresh()
            self.assertEqual(waits.status, TaskResultStatus.READY)

    def test_retries_at_once_and_keeps_every_error(self):
        result = shop_tasks.succeed_at_third.using(backend="owner").enqueue("no")

        self.assertEqual(len(drain("owner")), 3)

        result.refresh()
        self.assertEqual((result.status, result.return_value, result.attempts), (TaskResultStatus.SUCCESSFUL, 3, 3))
        self.assertEqual(len(result.errors), 2)

    def test_every_failure_is_kept(self):
        for task, args, kind in (
            (test_tasks.failing_task_value_error, (), ValueError),
            (test_tasks.failing_task_system_exit, (), SystemExit),
            (test_tasks.complex_return_value, (), TypeError),
            (shop_tasks.add, (1, 2, 3), InvalidArguments),
        ):
            with self.subTest(task.name), self.assertLogs(LOGGER, level="ERROR"):
                result = task.using(backend="owner", max_attempts=1).enqueue(*args)
                drain("owner")
                result.refresh()
                self.assertEqual(result.status, TaskResultStatus.FAILED)
                self.assertEqual([error.exception_class for error in result.errors], [kind])

    def test_an_interrupt_stops_it(self):
        result = test_tasks.failing_task_keyboard_interrupt.using(backend="owner").enqueue()
        with self.assertRaises(KeyboardInterrupt):
            drain("owner")
        result.refresh()
        self.assertEqual(result.status, TaskResultStatus.FAILED)

    def test_a_task_that_breaks_the_transaction_breaks_only_its_own_part(self):
        result = shop_tasks.break_transaction.using(backend="owner", max_attempts=1).enqueue()
        with transaction.atomic(using="owner"):
            Order.objects.using("owner").create(number="D-1")
            drain("owner")
        result.refresh()
        self.assertEqual(result.errors[0].exception_class_path, "django.db.utils.ProgrammingError")
        self.assertTrue(Order.objects.using("owner").filter(number="D-1").exists())

    def test_what_a_failing_task_wrote_stays(self):
        result = shop_tasks.write_and_fail.using(backend="owner", max_attempts=1).enqueue("D-2")
        drain("owner")
        result.refresh()
        self.assertEqual(result.status, TaskResultStatus.FAILED)
        self.assertTrue(Order.objects.using("owner").filter(number="D-2").exists())

    def test_context_and_limit(self):
        results = [shop_tasks.tell_context.using(backend="owner").enqueue() for _ in range(2)]
        self.assertEqual(len(drain("owner", limit=1)), 1)
        self.assertEqual(len(drain("owner")), 5)
        for result in results:
            result.refresh()
            self.assertEqual((result.return_value["attempt"], result.return_value["id"]), (3, result.id))

    def test_is_for_our_backend_only(self):
        with self.assertRaisesMessage(ImproperlyConfigured, "'immediate' is a ImmediateBackend"):
            drain("immediate")

    @override_settings(DJANGO_RAY={"RUNNER": "sync"})
    def test_runner_sync_runs_at_enqueue(self):
        result = shop_tasks.succeed_at_third.using(backend="owner").enqueue("no")
        self.assertEqual((result.status, result.return_value, result.attempts), (TaskResultStatus.SUCCESSFUL, 3, 3))
        later = shop_tasks.add.using(backend="owner", run_after=timedelta(hours=1)).enqueue(1, 2)
        self.assertEqual(later.status, TaskResultStatus.READY)
