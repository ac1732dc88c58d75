"""Adapted from Django's tests/tasks/test_immediate_backend.py, see LICENSE.django: the same tests by the same names, on RaydeckBackend."""

from django.db import transaction
from django.test import SimpleTestCase, override_settings

from raydeck.django import RaydeckBackend
from raydeck.django.framework import InvalidTask, TaskResultStatus

from . import tasks as test_tasks
from .compat import LOGGER, RAYDECK, default_task_backend, task_backends
from .running import arun, finished, log_lines, run


@override_settings(
    TASKS={
        "default": {
            "BACKEND": RAYDECK,
            "QUEUES": [],
        }
    }
)
class ImmediateBackendTestCase(SimpleTestCase):
    databases = {"default"}

    def test_using_correct_backend(self):
        self.assertEqual(default_task_backend, task_backends["default"])
        self.assertIsInstance(task_backends["default"], RaydeckBackend)
        self.assertEqual(default_task_backend.alias, "default")
        self.assertEqual(default_task_backend.options, {})

    def test_enqueue_task(self):
        for task in [test_tasks.noop_task, test_tasks.noop_task_async]:
            with self.subTest(task):
                result = run(task, 1, two=3)

                self.assertEqual(result.status, TaskResultStatus.SUCCESSFUL)
                self.assertIs(result.is_finished, True)
                self.assertIsNotNone(result.started_at)
                self.assertIsNotNone(result.last_attempted_at)
                self.assertIsNotNone(result.finished_at)
                self.assertGreaterEqual(result.started_at, result.enqueued_at)
                self.assertGreaterEqual(result.finished_at, result.started_at)
                self.assertIsNone(result.return_value)
                self.assertEqual(result.task, task.using(queue_name="exec"))
                self.assertEqual(result.args, [1])
                self.assertEqual(result.kwargs, {"two": 3})
                self.assertEqual(result.attempts, 1)

    async def test_enqueue_task_async(self):
        for task in [test_tasks.noop_task, test_tasks.noop_task_async]:
            with self.subTest(task):
                result = await arun(task)

                self.assertEqual(result.status, TaskResultStatus.SUCCESSFUL)
                self.assertIs(result.is_finished, True)
                self.assertIsNotNone(result.started_at)
                self.assertIsNotNone(result.last_attempted_at)
                self.assertIsNotNone(result.finished_at)
                self.assertGreaterEqual(result.started_at, result.enqueued_at)
                self.assertGreaterEqual(result.finished_at, result.started_at)
                self.assertIsNone(result.return_value)
                self.assertEqual(result.task, task.using(queue_name="exec"))
                self.assertEqual(result.args, [])
                self.assertEqual(result.kwargs, {})
                self.assertEqual(result.attempts, 1)

    def test_catches_exception(self):
        test_data = [
            (
                test_tasks.failing_task_value_error,  # Task function.
                ValueError,  # Expected exception.
                "This Task failed due to ValueError",  # Expected message.
            ),
            (
                test_tasks.failing_task_system_exit,
                SystemExit,
                "This Task failed due to SystemExit",
            ),
        ]
        for task, exception, message in test_data:
            with self.subTest(task):
                result = run(task)

                errors = [line for line in log_lines(result) if line.startswith(f"ERROR:{LOGGER}:")]
                self.assertEqual(len(errors), 1)
                self.assertIn(message, "\n".join(log_lines(result)))

                self.assertEqual(result.status, TaskResultStatus.FAILED)
                with self.assertRaisesMessage(ValueError, "Task failed"):
                    result.return_value
                self.assertIs(result.is_finished, True)
                self.assertIsNotNone(result.started_at)
                self.assertIsNotNone(result.last_attempted_at)
                self.assertIsNotNone(result.finished_at)
                self.assertGreaterEqual(result.started_at, result.enqueued_at)
                self.assertGreaterEqual(result.finished_at, result.started_at)
                self.assertEqual(result.errors[0].exception_class, exception)
                traceback = result.errors[0].traceback
                self.assertIs(
                    traceback and traceback.endswith(f"{exception.__name__}: {message}\n"),
                    True,
                    traceback,
                )
                self.assertEqual(result.task, task.using(queue_name="exec"))
                self.assertEqual(result.args, [])
                self.assertEqual(result.kwargs, {})

    def test_throws_keyboard_interrupt(self):
        """Django's Immediate backend runs in the caller's process and lets it pass; here nobody pressed a key."""
        result = run(test_tasks.failing_task_keyboard_interrupt)

        self.assertEqual(result.status, TaskResultStatus.FAILED)
        self.assertEqual(result.errors[0].exception_class, KeyboardInterrupt)

    def test_complex_exception(self):
        result = run(test_tasks.complex_exception)

        self.assertIn(f"ERROR:{LOGGER}:", "\n".join(log_lines(result)))

        self.assertEqual(result.status, TaskResultStatus.FAILED)
        with self.assertRaisesMessage(ValueError, "Task failed"):
            result.return_value
        self.assertIsNotNone(result.started_at)
        self.assertIsNotNone(result.last_attempted_at)
        self.assertIsNotNone(result.finished_at)
        self.assertGreaterEqual(result.started_at, result.enqueued_at)
        self.assertGreaterEqual(result.finished_at, result.started_at)

        self.assertIsNone(result._return_value)
        self.assertEqual(result.errors[0].exception_class, ValueError)
        self.assertIn('ValueError(ValueError("This task failed"))', result.errors[0].traceback)

        self.assertEqual(result.task, test_tasks.complex_exception.using(queue_name="exec"))
        self.assertEqual(result.args, [])
        self.assertEqual(result.kwargs, {})

    def test_complex_return_value(self):
        result = run(test_tasks.complex_return_value)

        self.assertIn(f"ERROR:{LOGGER}:", "\n".join(log_lines(result)))

        self.assertEqual(result.status, TaskResultStatus.FAILED)
        self.assertIsNotNone(result.started_at)
        self.assertIsNotNone(result.last_attempted_at)
        self.assertIsNotNone(result.finished_at)
        self.assertGreaterEqual(result.started_at, result.enqueued_at)
        self.assertGreaterEqual(result.finished_at, result.started_at)
        self.assertIsNone(result._return_value)
        self.assertEqual(result.errors[0].exception_class, TypeError)
        self.assertIn("Unsupported type", result.errors[0].traceback)

    def test_result(self):
        result = run(test_tasks.calculate_meaning_of_life)

        self.assertEqual(result.status, TaskResultStatus.SUCCESSFUL)
        self.assertEqual(result.return_value, 42)

    async def test_result_async(self):
        result = await arun(test_tasks.calculate_meaning_of_life)

        self.assertEqual(result.status, TaskResultStatus.SUCCESSFUL)
        self.assertEqual(result.return_value, 42)

    def test_enqueue_logs(self):
        with self.assertLogs(LOGGER, level="DEBUG") as captured_logs:
            result = run(test_tasks.noop_task)

        # The first record here, the others where it ran.
        self.assertEqual(len(captured_logs.output), 1)
        self.assertIn("enqueued", captured_logs.output[0])
        self.assertIn(result.id, captured_logs.output[0])
        lines = [line for line in log_lines(result) if LOGGER in line]
        self.assertEqual(len(lines), 2)

        self.assertIn("state=RUNNING", lines[0])
        self.assertIn(result.id, lines[0])

        self.assertIn("state=SUCCESSFUL", lines[1])
        self.assertIn(result.id, lines[1])

    def test_failed_logs(self):
        result = run(test_tasks.failing_task_value_error)

        lines = [line for line in log_lines(result) if LOGGER in line]
        self.assertEqual(len(lines), 2)
        self.assertIn("state=RUNNING", lines[0])
        self.assertIn(result.id, lines[0])

        self.assertIn("state=FAILED", lines[1])
        self.assertIn(result.id, lines[1])

    def test_successful_task_no_none_in_logs(self):
        result = run(test_tasks.noop_task)

        self.assertEqual(result.status, TaskResultStatus.SUCCESSFUL)

        for line in log_lines(result):
            if LOGGER in line:
                self.assertNotIn("None", line)

    def test_takes_context(self):
        result = run(test_tasks.get_task_id)

        self.assertEqual(result.return_value, result.id)

    def test_context(self):
        result = run(test_tasks.test_context, 1)
        self.assertEqual(result.status, TaskResultStatus.SUCCESSFUL)

    def test_validate_on_enqueue(self):
        task_with_custom_queue_name = test_tasks.noop_task.using(queue_name="unknown_queue")

        with override_settings(
            TASKS={
                "default": {
                    "BACKEND": RAYDECK,
                    "QUEUES": ["queue-1"],
                }
            }
        ):
            with self.assertRaisesMessage(InvalidTask, "Queue 'unknown_queue' is not valid for backend"):
                task_with_custom_queue_name.enqueue()

    async def test_validate_on_aenqueue(self):
        task_with_custom_queue_name = test_tasks.noop_task.using(queue_name="unknown_queue")

        with override_settings(
            TASKS={
                "default": {
                    "BACKEND": RAYDECK,
                    "QUEUES": ["queue-1"],
                }
            }
        ):
            with self.assertRaisesMessage(InvalidTask, "Queue 'unknown_queue' is not valid for backend"):
                await task_with_custom_queue_name.aenqueue()


class ImmediateBackendTransactionTestCase(SimpleTestCase):
    databases = {"default"}

    def test_doesnt_wait_until_transaction_commit_by_default(self):
        """What differs from Django's Immediate backend: it runs after the commit, for only then it exists."""
        with transaction.atomic():
            result = test_tasks.noop_task.using(queue_name="exec").enqueue()

            self.assertIsNotNone(result.enqueued_at)

            self.assertEqual(result.status, TaskResultStatus.READY)

        self.assertEqual(finished(result).status, TaskResultStatus.SUCCESSFUL)
