"""The line that all of this is for, on a real Ray: runner `ray_job`, code from a profile's package."""

from __future__ import annotations

from conftest import this_installation
from django.db import transaction
from django.test import SimpleTestCase
from shop import tasks as shop_tasks
from shop.models import Order

from raydeck.django.framework import TaskResultStatus

from . import tasks as test_tasks
from .running import finished


class OnRayTestCase(SimpleTestCase):
    databases = {"default"}

    def test_add_enqueued_in_a_transaction_is_successful_on_ray(self):
        with transaction.atomic():
            order = Order.objects.create(number="R-1")
            result = shop_tasks.add.using(queue_name="ray").enqueue(1, 2)
            completed = shop_tasks.complete.using(queue_name="ray").enqueue(order.pk)
            more = [Order.objects.create(number=f"R-{number}").pk for number in (2, 3)]
            completed_all = shop_tasks.complete_all.using(queue_name="ray").enqueue(more)
            told = shop_tasks.tell_context.using(queue_name="ray").enqueue()
            failed = test_tasks.failing_task_value_error.using(queue_name="ray").enqueue()
            nothing = test_tasks.noop_task_async.using(queue_name="ray").enqueue()
            self.assertEqual(result.status, TaskResultStatus.READY)

        self.assertEqual((finished(result).status, result.return_value), (TaskResultStatus.SUCCESSFUL, 3))
        self.assertEqual(result.attempts, 1)
        sql = "SELECT runner, ray_job_id, state::text FROM raydeck.attempt WHERE task_id = %s"
        [(runner, job, state)] = this_installation().sql(sql, result.id)
        self.assertEqual((runner, state), ("ray_job", "SUCCEEDED"))
        self.assertTrue(job.startswith("rd-"))

        self.assertEqual(finished(completed).return_value, "R-1")
        order.refresh_from_db()
        self.assertEqual(order.state, "done")

        found = finished(completed_all).return_value
        self.assertEqual(found, {"numbers": ["R-2", "R-3"], "elsewhere": [True]})
        self.assertEqual(set(Order.objects.filter(pk__in=more).values_list("state", flat=True)), {"done"})

        self.assertEqual(finished(failed).errors[0].exception_class, ValueError)
        self.assertTrue(failed.errors[0].traceback.endswith("ValueError: This Task failed due to ValueError\n"))
        self.assertEqual(finished(nothing).status, TaskResultStatus.SUCCESSFUL)

        self.assertEqual(finished(told).return_value["attempt"], 3)
        self.assertEqual(len(told.errors), 2)
