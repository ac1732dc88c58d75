"""What Django sees of several attempts: retries, context, signals, the end of connections."""

from __future__ import annotations

from datetime import datetime

from conftest import this_installation
from django.test import SimpleTestCase
from installation import until
from shop import tasks as shop_tasks
from shop.models import Order

from raydeck.django.framework import TaskResultStatus
from raydeck.failures import InvalidArguments

from .running import arun, finished, log_lines, run


class AttemptsTestCase(SimpleTestCase):
    databases = {"default"}

    def test_retries_keep_attempts_worker_ids_and_errors_in_step(self):
        result = run(shop_tasks.succeed_at_third, "no")

        self.assertEqual((result.status, result.return_value), (TaskResultStatus.SUCCESSFUL, 3))
        self.assertEqual(result.attempts, 3)
        self.assertEqual([error.exception_class for error in result.errors], [ValueError, ValueError])
        self.assertTrue(result.errors[1].traceback.endswith("ValueError: no 2\n"))
        self.assertGreater(result.last_attempted_at, result.started_at)
        self.assertGreater(result.finished_at, result.last_attempted_at)
        self.assertIsNone(result.task.run_after)

    def test_a_result_that_waits_for_its_retry_is_ready(self):
        task = shop_tasks.succeed_at_third.using(queue_name="exec", backoff=3600)
        result = task.enqueue("no")

        def waits() -> bool:
            result.refresh()
            return result.attempts == 1 and result.status == TaskResultStatus.READY

        until("the retry is scheduled", waits)
        self.assertEqual(len(result.errors), 1)
        self.assertIsNone(result.finished_at)

    def test_context_sees_the_attempts_before_it(self):
        result = finished(shop_tasks.tell_context.using(queue_name="exec", priority=5).enqueue())

        told = result.return_value
        self.assertEqual((told["id"], told["attempt"], told["attempts"]), (result.id, 3, 3))
        self.assertEqual(told["worker_ids"], result.worker_ids)
        self.assertEqual(
            told["errors"],
            [["builtins.ValueError", "ValueError: attempt 1"], ["builtins.ValueError", "ValueError: attempt 2"]],
        )
        self.assertEqual((told["queue"], told["priority"], told["backend"]), ("exec", 5, "default"))
        self.assertEqual(told["status"], "RUNNING")
        times = [told["enqueued_at"], told["started_at"], told["last_attempted_at"]]
        self.assertEqual([datetime.fromisoformat(one) for one in times], [*_times(result)])

    def test_signals_go_round_the_function_and_tell_the_end_once(self):
        result = run(shop_tasks.succeed_at_third, "no")

        lines = _told(result)
        self.assertEqual(
            lines,
            [
                f"started RaydeckBackend {result.id} RUNNING 3",
                f"finished RaydeckBackend {result.id} SUCCESSFUL 3 2 None",
            ],
        )
        sql = "SELECT log_tail FROM raydeck.attempt WHERE task_id = %s AND number = 1"
        first = this_installation().sql(sql, result.id)[0][0]
        self.assertIn(f"started RaydeckBackend {result.id} RUNNING 1", first)
        self.assertNotIn("finished", first)

    def test_finished_is_sent_where_the_exception_can_be_seen(self):
        result = finished(shop_tasks.succeed_at_third.using(queue_name="exec", max_attempts=1).enqueue("no"))

        self.assertIn(f"finished RaydeckBackend {result.id} FAILED 1 1 ValueError", _told(result))

    def test_a_receiver_that_raises_fails_no_task(self):
        result = run(shop_tasks.any_keywords, raise_in_receiver=1)

        self.assertEqual(result.status, TaskResultStatus.SUCCESSFUL)
        self.assertEqual(result.return_value, "done")

    def test_wrong_arguments_are_a_clear_failure_and_not_retried(self):
        result = finished(shop_tasks.succeed_at_third.using(queue_name="exec").enqueue("a", "b"))

        self.assertEqual((result.status, result.attempts), (TaskResultStatus.FAILED, 1))
        self.assertEqual(result.errors[0].exception_class, InvalidArguments)
        self.assertIn("too many positional arguments", result.errors[0].traceback)

    def test_a_task_works_with_the_database(self):
        order = Order.objects.create(number="A-1")

        self.assertEqual(run(shop_tasks.complete, order.pk).return_value, "A-1")

        order.refresh_from_db()
        self.assertEqual(order.state, "done")

    async def test_an_async_task_works_with_the_database(self):
        result = await arun(shop_tasks.count_orders)
        self.assertEqual(result.status, TaskResultStatus.SUCCESSFUL)

    def test_a_traceback_begins_with_the_users_frames(self):
        for task in (shop_tasks.fail, shop_tasks.fail_async):
            with self.subTest(task.name):
                lines = run(task).errors[0].traceback.splitlines()
                self.assertIn("shop/tasks.py", lines[1])

    def test_a_broken_transaction_is_the_tasks_alone(self):
        result = run(shop_tasks.break_transaction)

        self.assertEqual(result.errors[0].exception_class_path, "django.db.utils.ProgrammingError")

    def test_a_canceled_task_is_failed(self):
        result = shop_tasks.add.using(queue_name="idle").enqueue(1, 2)
        this_installation().sql(
            "UPDATE raydeck.task SET state = 'CANCELED', finished_at = clock_timestamp() WHERE id = %s", result.id
        )
        result.refresh()
        self.assertEqual((result.status, result.is_finished), (TaskResultStatus.FAILED, True))


def _times(result):
    return result.enqueued_at, result.started_at, result.last_attempted_at


def _told(result):
    return [line for line in log_lines(result) if line.startswith(("started Ray", "finished Ray"))]
