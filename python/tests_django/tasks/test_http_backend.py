"""RaydeckHttpBackend, against the real API of a real database."""

from __future__ import annotations

import uuid
from io import StringIO

from conftest import this_installation
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import TransactionTestCase, override_settings
from installation import until
from shop import tasks as shop_tasks

from raydeck.client import Client, UnavailableError
from raydeck.django import EnqueueConflict, RaydeckHttpBackend
from raydeck.django.framework import InvalidTask, TaskResultDoesNotExist, TaskResultMismatch, TaskResultStatus
from raydeck.failures import Canceled

from . import tasks as test_tasks
from .compat import LOGGER, default_task_backend
from .running import finished

QUEUES = ["default", "exec", "idle", "nowhere"]


def settings_for(url, key):
    options = {"URL": url, "API_KEY": key, "RETRIES": 1, "TIMEOUT_SECONDS": 5}
    return {"default": {"BACKEND": "raydeck.django.RaydeckHttpBackend", "QUEUES": QUEUES, "OPTIONS": options}}


class HttpBackendTestCase(TransactionTestCase):
    # Any but the list of apps that it would narrow to: commands are found by it.
    available_apps = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.console = this_installation().start_console()
        cls.addClassCleanup(cls.console.end)
        overridden = override_settings(TASKS=settings_for(cls.console.url, cls.console.key))
        overridden.enable()
        cls.addClassCleanup(overridden.disable)

    def count(self, result):
        sql = "SELECT count(*) FROM raydeck.task WHERE %s = ANY (tags)"
        return this_installation().sql(sql, f"django-id={result.id}")[0][0]

    def test_using_correct_backend(self):
        self.assertEqual(type(test_tasks.noop_task.get_backend()), RaydeckHttpBackend)

    def test_enqueue_task(self):
        with self.assertLogs(LOGGER, level="DEBUG") as logs:
            result = shop_tasks.add.using(queue_name="exec", priority=3).enqueue(1, 2)

        self.assertEqual(len(logs.output), 1)
        self.assertEqual((result.status, result.attempts), (TaskResultStatus.READY, 0))
        self.assertEqual((finished(result).status, result.return_value), (TaskResultStatus.SUCCESSFUL, 3))
        again = shop_tasks.add.get_result(result.id)
        self.assertEqual((again.id, again.task.priority, again.attempts), (result.id, 3, 1))

    async def test_enqueue_task_async(self):
        result = await test_tasks.noop_task.using(queue_name="idle").aenqueue(1)
        again = await default_task_backend.aget_result(result.id)
        self.assertEqual((again.args, again.status), ([1], TaskResultStatus.READY))

    def test_failures_and_retries(self):
        result = finished(shop_tasks.tell_context.using(queue_name="exec").enqueue())
        self.assertEqual((result.attempts, len(result.errors)), (3, 2))
        self.assertEqual(result.errors[0].exception_class, ValueError)
        self.assertEqual(result.return_value["worker_ids"], result.worker_ids)

    def test_is_sent_after_the_commit_and_not_after_a_rollback(self):
        with transaction.atomic():
            result = shop_tasks.add.using(queue_name="idle").enqueue(1, 2)
            self.assertEqual(self.count(result), 0)
        self.assertEqual(self.count(result), 1)

        with self.assertRaises(RuntimeError), transaction.atomic():
            gone = shop_tasks.add.using(queue_name="idle").enqueue(1, 2)
            raise RuntimeError
        self.assertEqual(self.count(gone), 0)
        with self.assertRaises(TaskResultDoesNotExist):
            default_task_backend.get_result(gone.id)

    def test_the_same_again_makes_no_second_task(self):
        backend = shop_tasks.add.get_backend()
        result = shop_tasks.add.using(queue_name="idle").enqueue(1, 2)
        body = {
            "callable": "shop.tasks.add",
            "args": [1, 2],
            "kwargs": {},
            "queue": "idle",
            "priority": 0,
            "tags": ["django=default", f"django-id={result.id}"],
            "idempotencyKey": result.id,
        }
        backend._send(body)
        self.assertEqual(self.count(result), 1)
        with self.assertRaises(EnqueueConflict):
            backend._send({**body, "args": [1, 3]})

    def test_an_idempotency_key_of_its_own(self):
        task = shop_tasks.add.using(queue_name="idle", idempotency_key="order-7")
        first, second = task.enqueue(1, 2), task.enqueue(1, 2)
        self.assertEqual(first.id, second.id)
        self.assertEqual(self.count(first), 1)
        with self.assertRaises(EnqueueConflict):
            task.enqueue(2, 2)

    def test_a_refusal_is_an_invalid_task(self):
        with self.assertRaisesMessage(InvalidTask, 'there is no queue "nowhere"'):
            shop_tasks.add.using(queue_name="nowhere").enqueue(1, 2)

    def test_get_missing_result(self):
        for junk in ("123", str(uuid.uuid4()), None):
            with self.subTest(junk), self.assertRaises(TaskResultDoesNotExist):
                default_task_backend.get_result(junk)
        result = test_tasks.noop_task_async.using(queue_name="idle").enqueue()
        with self.assertRaises(TaskResultMismatch):
            test_tasks.noop_task.get_result(result.id)

    def test_a_task_that_is_canceled_as_it_runs(self):
        result = shop_tasks.wait_for_cancel.using(queue_name="exec").enqueue()
        with Client(self.console.url, self.console.key) as client:
            [task] = client.list(tag=f"django-id={result.id}")
            until("the task runs", lambda: client.get(task.id).attempts and client.get(task.id).attempts[0].progress)
            client.cancel(task.id, "a test")

        self.assertEqual(finished(result).status, TaskResultStatus.FAILED)
        self.assertEqual(result.errors[-1].exception_class, Canceled)
        sql = "SELECT a.log_tail FROM raydeck.attempt AS a WHERE a.task_id = %s"
        told = this_installation().sql(sql, task.id)[0][0]
        self.assertIn("FAILED 1 1 Canceled", told)

    def test_raydecks_client_takes_what_a_task_declares(self):
        with Client(self.console.url, self.console.key) as client:
            task = client.options(queue="idle").enqueue(shop_tasks.succeed_at_third, "no").get()
        self.assertEqual(task.effective["maxAttempts"], {"value": 3, "origin": "task"})
        self.assertEqual(task.callable, "shop.tasks.succeed_at_third")

    def test_raydeck_check(self):
        out = StringIO()
        with self.assertRaisesMessage(CommandError, "1 of Raydeck's checks failed."):
            call_command("raydeck_check", stdout=out, no_color=True)
        self.assertIn("ok   default: the console answers", out.getvalue())
        self.assertIn("ok   default: queue exec: exists", out.getvalue())
        self.assertIn("FAIL default: queue nowhere: does not exist", out.getvalue())

    def test_a_console_that_is_away(self):
        with override_settings(TASKS=settings_for("http://127.0.0.1:9", self.console.key)):
            with self.assertRaises(UnavailableError):
                shop_tasks.add.enqueue(1, 2)
            with self.assertLogs("django", level="ERROR") as logs, transaction.atomic():
                shop_tasks.add.enqueue(1, 2)
            self.assertIn("does not answer", "\n".join(logs.output))
