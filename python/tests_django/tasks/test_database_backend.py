"""What the tests of django-tasks-db guarantee, on RaydeckBackend and a real worker: isolation, order, loss, deletion."""

from __future__ import annotations

import json
import signal
import uuid
from datetime import timedelta

from conftest import this_installation
from django.db import transaction
from django.test import SimpleTestCase, TestCase
from django.utils import timezone
from installation import until
from shop import tasks as shop_tasks

from raydeck.django.framework import TaskResultDoesNotExist, TaskResultStatus
from raydeck.failures import CallableNotAllowed, CallableNotFound, Lost, ResultMissing

from . import tasks as test_tasks
from .compat import default_task_backend, task_backends
from .running import finished, log_lines, run


class DatabaseBackendTestCase(TestCase):
    """The enqueueing side."""

    def test_enqueue_task(self):
        """One query, also within a transaction: no savepoint around it."""
        with self.assertNumQueries(1):
            result = test_tasks.noop_task.enqueue(1, two=3)

        self.assertEqual(uuid.UUID(result.id).version, 7)
        self.assertEqual(result.attempts, 0)

    def test_get_result(self):
        result = test_tasks.noop_task.enqueue()

        with self.assertNumQueries(1):
            self.assertEqual(default_task_backend.get_result(result.id), result)

    def test_invalid_uuid(self):
        for junk in ("123", "", "{}", str(uuid.uuid4()), 123, None, "\0", "x" * 10_000):
            with self.subTest(junk), self.assertRaises(TaskResultDoesNotExist):
                default_task_backend.get_result(junk)

    def test_rebuilt_task_has_all_that_was_said(self):
        run_after = timezone.now() + timedelta(hours=1)
        task = shop_tasks.add.using(priority=7, queue_name="queue_1", run_after=run_after, backend="other")
        result = task.using(timeout=90, resources={"numCpus": 2}, concurrency_key="k").enqueue(1, 2)

        again = task_backends["other"].get_result(result.id)

        self.assertEqual(again, result)
        self.assertEqual(again.task.run_after, run_after)
        self.assertEqual(again.task.timeout, 90)

    def test_priority_range_check(self):
        """Django lets 3.0 and True through; the database has whole numbers."""
        for priority in (3.0, True, -100, 100):
            with self.subTest(priority):
                result = test_tasks.noop_task.using(priority=priority).enqueue()
                self.assertEqual(default_task_backend.get_result(result.id).task.priority, priority)

    def test_index_scan_for_ready(self):
        installation = this_installation()
        for _ in range(5):
            task = {"callable": "tasks.tasks.noop_task", "queue": "idle"}
            body = json.dumps({"version": 1, "tasks": [task] * 1000})
            installation.sql("SELECT FROM raydeck.enqueue_tasks(%s::jsonb)", body)
        installation.sql("ANALYZE raydeck.task")
        plan = installation.sql(
            """EXPLAIN SELECT id FROM raydeck.task AS t WHERE t.state = 'QUEUED' AND NOT t.parked AND t.queue = 'idle'
            AND t.run_at <= clock_timestamp() ORDER BY t.priority DESC, t.run_at, t.id LIMIT 10"""
        )
        installation.sql("DELETE FROM raydeck.task WHERE queue = 'idle' AND created_by = 'sql:postgres'")

        self.assertIn("task_ready_idx", "\n".join(row[0] for row in plan))


class DatabaseBackendWorkerTestCase(SimpleTestCase):
    """The executing side."""

    databases = {"default", "owner"}

    def test_run_after(self):
        result = test_tasks.noop_task.using(queue_name="exec", run_after=timezone.now() + timedelta(hours=10)).enqueue()
        # What came later and may run at once has run: this one was looked at, and left.
        run(test_tasks.noop_task)
        result.refresh()
        self.assertEqual((result.status, result.attempts), (TaskResultStatus.READY, 0))

        this_installation().sql("UPDATE raydeck.task SET run_at = clock_timestamp() WHERE id = %s", result.id)

        self.assertEqual(finished(result).status, TaskResultStatus.SUCCESSFUL)

    def test_run_after_priority(self):
        """By priority, then time, then enqueueing: read from the order in which one worker, one at a time, started them."""
        task = test_tasks.noop_task.using(queue_name="pair")
        now = timezone.now()
        old = task.using(priority=20, run_after=now - timedelta(hours=2)).enqueue()
        very_old = task.using(priority=20, run_after=now - timedelta(hours=10)).enqueue()
        first = task.enqueue()
        second = task.enqueue()
        high = task.using(priority=10).enqueue()
        lower = task.using(priority=-2).enqueue()
        expected = [very_old, old, high, first, second, lower]

        worker = this_installation().start_worker("pair", CONCURRENCY="1")
        for result in expected:
            finished(result)
        worker.end(signal.SIGKILL)

        ids = [result.id for result in expected]
        started = this_installation().sql(
            "SELECT task_id::text FROM raydeck.attempt WHERE task_id = ANY (%s::uuid[]) ORDER BY submitted_at", ids
        )
        self.assertEqual([row[0] for row in started], ids)

    def test_doesnt_process_different_queue(self):
        result = test_tasks.noop_task.using(queue_name="idle").enqueue()
        run(test_tasks.noop_task)
        result.refresh()
        self.assertEqual((result.status, result.attempts), (TaskResultStatus.READY, 0))

    def test_doesnt_process_different_backend(self):
        """The alias goes along, and is the one that the task sees where it runs."""
        result = finished(shop_tasks.tell_context.using(queue_name="exec", backend="other").enqueue())
        self.assertEqual(result.return_value["backend"], "other")
        self.assertEqual(default_task_backend.get_result(result.id).backend, "other")

    def test_missing_task_path(self):
        result = run(shop_tasks.vanished)

        self.assertEqual(result.status, TaskResultStatus.FAILED)
        self.assertEqual(result.errors[0].exception_class, CallableNotFound)
        self.assertIn("has no 'vanished'", result.errors[0].traceback)

    def test_invalid_task_path(self):
        """Not a task, and named by somebody all the same."""
        for path, failure in (
            ("subprocess.check_output", CallableNotAllowed),
            ("shop.tasks.not_a_task", CallableNotAllowed),
            ("missing.func", CallableNotFound),
        ):
            with self.subTest(path):
                request = {"version": 1, "tasks": [{"callable": path, "queue": "exec"}]}
                sql = "SELECT id FROM raydeck.enqueue_tasks(%s::jsonb)"
                task_id = this_installation().sql(sql, json.dumps(request))[0][0]
                seen = until(
                    f"{path} is FAILED",
                    lambda task_id=task_id: this_installation().sql(
                        """SELECT a.error_class FROM raydeck.task AS t JOIN raydeck.attempt AS a ON a.task_id = t.id
                        WHERE t.id = %s AND t.state = 'FAILED'""",
                        task_id,
                    ),
                )
                self.assertEqual([row[0] for row in seen], [failure.__name__])

    def test_worker_doesnt_exit_on_failure(self):
        result = run(test_tasks.exit_task)
        self.assertEqual(result.status, TaskResultStatus.FAILED)
        self.assertEqual(result.errors[0].exception_class, SystemExit)
        self.assertEqual(run(test_tasks.noop_task).status, TaskResultStatus.SUCCESSFUL)

    def test_worker_with_locked_rows(self):
        first = test_tasks.noop_task.using(queue_name="exec", run_after=timezone.now() + timedelta(seconds=0.5))
        with transaction.atomic():
            locked = first.enqueue()
            self.assertEqual(run_elsewhere().status, TaskResultStatus.SUCCESSFUL)
        self.assertEqual(finished(locked).status, TaskResultStatus.SUCCESSFUL)

    def test_worker_killed(self):
        """SIGKILL to the worker, and with it to the execution that it had: another worker runs the task again."""
        installation = this_installation()
        victim = installation.start_worker("kill", HEARTBEAT_INTERVAL_SECONDS="1", LEASE_SECONDS="6")
        result = shop_tasks.sleep_in_first_attempt.using(queue_name="kill", backoff=0).enqueue(3600)
        sql = "SELECT 1 FROM raydeck.attempt WHERE task_id = %s AND state = 'RUNNING' AND worker_id = %s"
        until("the task runs", lambda: installation.sql(sql, result.id, victim.worker_id))
        victim.end(signal.SIGKILL)
        heir = installation.start_worker("kill")

        finished(result)
        heir.end(signal.SIGKILL)

        self.assertEqual(result.status, TaskResultStatus.SUCCESSFUL)
        self.assertEqual(result.return_value, 2)
        self.assertEqual(result.attempts, 2)
        self.assertIn(result.errors[0].exception_class, (Lost, ResultMissing))
        self.assertEqual(result.worker_ids[-1], heir.worker_id)

    def test_multiple_workers(self):
        """Two workers, twelve tasks: each is logged as started and as done exactly once, by one of them."""
        installation = this_installation()
        pair = [installation.start_worker("pair"), installation.start_worker("pair")]
        task = test_tasks.noop_task.using(queue_name="pair")
        with transaction.atomic():
            results = [task.enqueue() for _ in range(12)]

        for result in results:
            finished(result)
        for worker in pair:
            worker.end(signal.SIGKILL)

        for result in results:
            self.assertEqual((result.status, result.attempts), (TaskResultStatus.SUCCESSFUL, 1))
            self.assertIn(result.worker_ids[0], [worker.worker_id for worker in pair])
            lines = "\n".join(log_lines(result))
            self.assertEqual(lines.count(f"{result.id} path=tasks.tasks.noop_task state=RUNNING"), 1)
            self.assertEqual(lines.count(f"{result.id} path=tasks.tasks.noop_task state=SUCCESSFUL"), 1)


def run_elsewhere():
    """A task that another connection enqueues, run to its end while this one's transaction is open."""
    return finished(test_tasks.noop_task.using(queue_name="exec", backend="owner").enqueue())
