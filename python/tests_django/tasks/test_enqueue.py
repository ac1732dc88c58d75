"""Enqueueing beside business data: transactions, refusals, keys, grants, what is no JSON."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal

import psycopg
from conftest import this_installation
from django.db import connection, transaction
from django.test import TestCase, TransactionTestCase, override_settings
from django.utils import timezone
from shop import tasks as shop_tasks
from shop.models import Order

from raydeck.django import EnqueueConflict
from raydeck.django.framework import InvalidTask, TaskResultDoesNotExist, TaskResultStatus, task_enqueued

from . import tasks as test_tasks
from .compat import DUMMY, IMMEDIATE, RAYDECK, default_task_backend


class TransactionsTestCase(TransactionTestCase):
    available_apps = ["shop"]

    def test_a_task_commits_and_rolls_back_with_the_order(self):
        with self.assertRaises(RuntimeError), transaction.atomic():
            order = Order.objects.create(number="A-1")
            gone = shop_tasks.complete.enqueue(order.pk)
            raise RuntimeError
        with self.assertRaises(TaskResultDoesNotExist):
            default_task_backend.get_result(gone.id)

        with transaction.atomic():
            order = Order.objects.create(number="A-2")
            kept = shop_tasks.complete.enqueue(order.pk)
        self.assertEqual(default_task_backend.get_result(kept.id), kept)

    def test_a_refusal_leaves_the_transaction_as_it_was(self):
        with transaction.atomic():
            Order.objects.create(number="A-3")
            with override_settings(TASKS={"default": {"BACKEND": RAYDECK, "QUEUES": []}}):
                with self.assertRaisesMessage(InvalidTask, "the queue; ask for raydeck.grant_enqueue"):
                    test_tasks.noop_task.using(queue_name="nowhere").enqueue()
            Order.objects.create(number="A-4")
        self.assertEqual(Order.objects.filter(number__in=("A-3", "A-4")).count(), 2)


class EnqueueTestCase(TestCase):
    def test_an_instance_of_a_model_is_refused_with_advice(self):
        order = Order.objects.create(number="A-1")
        for args, kwargs, place in (
            ([order], {}, "args[0]"),
            ([{"orders": [1, order]}], {}, "args[0].orders[1]"),
            ([], {"order": order}, "kwargs.order"),
        ):
            with (
                self.subTest(place),
                self.assertRaisesMessage(
                    TypeError, f"Unsupported type: {place} is an instance of shop.Order: pass instance.pk"
                ),
            ):
                default_task_backend.enqueue(test_tasks.noop_task, args, kwargs)

    def test_what_is_no_json_is_refused_before_the_database_sees_it(self):
        for value, kind in (
            (Decimal(1), TypeError),
            ({1, 2}, TypeError),
            (timezone.now(), TypeError),
            (float("nan"), ValueError),
            (float("inf"), ValueError),
            ("a\0b", ValueError),
            ("\ud800", ValueError),
            ({1: "a"}, ValueError),
        ):
            with self.subTest(repr(value)), self.assertNumQueries(0), self.assertRaises(kind):
                test_tasks.noop_task.enqueue(value)

    def test_arguments_come_back_as_json_has_them(self):
        value = {"n": 2**70, "text": "Grüße \U0001f600 '\"\\", "bytes": b"x", "tuple": (1, None, True), "f": 1e22}
        result = test_tasks.noop_task.enqueue(value, kw=[value])

        expected = {**value, "bytes": "x", "tuple": [1, None, True]}
        self.assertEqual(result.args, [expected])
        self.assertEqual(default_task_backend.get_result(result.id).kwargs, {"kw": [expected]})

    def test_the_same_idempotency_key_gives_the_first_task(self):
        task = shop_tasks.add.using(idempotency_key="order-1")
        first = task.enqueue(1, 2)
        self.assertEqual(task.enqueue(1, 2), first)
        with self.assertRaisesMessage(EnqueueConflict, "was used with another request"):
            task.enqueue(1, 3)

    def test_run_after_takes_a_timedelta(self):
        before = timezone.now()
        task = test_tasks.noop_task.using(run_after=timedelta(hours=1))
        self.assertGreaterEqual(task.run_after, before + timedelta(hours=1))
        self.assertEqual(default_task_backend.get_result(task.enqueue().id).task.run_after, task.run_after)

    @override_settings(USE_TZ=False, TIME_ZONE="Europe/Berlin")
    def test_without_time_zones_times_are_naive_and_right(self):
        run_after = timezone.now() + timedelta(hours=1)
        self.assertIsNone(run_after.tzinfo)
        result = test_tasks.noop_task.using(run_after=run_after).enqueue()

        again = default_task_backend.get_result(result.id)

        self.assertEqual((again.task.run_after, again.enqueued_at.tzinfo), (run_after, None))
        self.assertLess(abs(again.enqueued_at - timezone.now()), timedelta(minutes=1))
        sql = "SELECT run_at > now() + interval '59 minutes' FROM raydeck.readable_task WHERE id = %s"
        with connection.cursor() as cursor:
            cursor.execute(sql, [result.id])
            self.assertEqual(cursor.fetchone(), (True,))

    def test_options_reach_the_table(self):
        task = shop_tasks.add.using(
            max_attempts=7, backoff={"backoff": "exponential", "delaySeconds": 2}, timeout=timedelta(minutes=2)
        )
        # The queue's own profile: another one would have to be among those that it allows.
        task = task.using(queue_name="exec", resources={"numGpus": 1}, profile="shop", concurrency_key="k")
        result = task.enqueue(1, 2)
        sql = """SELECT max_attempts, retry_policy::text, timeout_seconds, resources::text, profile, concurrency_key
            FROM raydeck.readable_task WHERE id = %s"""
        with connection.cursor() as cursor:
            cursor.execute(sql, [result.id])
            attempts, retry, timeout, resources, profile, key = cursor.fetchone()
        self.assertEqual((attempts, timeout, profile, key), (7, 120, "shop", "k"))
        self.assertEqual(json.loads(retry), {"backoff": "exponential", "delaySeconds": 2})
        self.assertEqual(json.loads(resources), {"numGpus": 1})

    def test_an_option_that_the_door_refuses_says_which(self):
        with self.assertRaisesMessage(InvalidTask, "resources: must be {numCpus?"):
            shop_tasks.add.using(resources={"cpus": 1}).enqueue(1, 2)

    @override_settings(DJANGO_RAY={"RETRIES": 9, "RUNNER": "local"})
    def test_django_ray_holds_where_a_task_says_nothing(self):
        result = shop_tasks.add.enqueue(1, 2)
        said = shop_tasks.succeed_at_third.enqueue("no")
        sql = "SELECT max_attempts, runner FROM raydeck.readable_task WHERE id = %s"
        rows = []
        for one in (result, said):
            with connection.cursor() as cursor:
                cursor.execute(sql, [one.id])
                rows.append(cursor.fetchone())
        self.assertEqual(rows, [(9, "local"), (3, "local")])
        self.assertEqual(default_task_backend.get_result(result.id), result)

    def test_a_receiver_that_raises_undoes_no_enqueue(self):
        def raises(**kwargs):
            raise RuntimeError("a receiver that raises")

        task_enqueued.connect(raises)
        self.addCleanup(task_enqueued.disconnect, raises)
        with self.assertLogs("django.dispatch", level="ERROR"):
            result = shop_tasks.add.enqueue(1, 2)
        self.assertEqual(default_task_backend.get_result(result.id), result)

    def test_tests_of_a_project_can_swap_the_backend(self):
        for path, status in ((DUMMY, TaskResultStatus.READY), (IMMEDIATE, TaskResultStatus.SUCCESSFUL)):
            with self.subTest(path), override_settings(TASKS={"default": {"BACKEND": path, "QUEUES": []}}):
                self.assertEqual(shop_tasks.add.enqueue(1, 2).status, status)


class GrantsTestCase(TestCase):
    """The login role has its grants and nothing else."""

    def test_a_role_reads_the_tasks_of_its_queues_only(self):
        installation = this_installation()
        installation.sql("INSERT INTO raydeck.queue (name) VALUES ('secret') ON CONFLICT DO NOTHING")
        request = json.dumps({"version": 1, "tasks": [{"callable": "a.b", "queue": "secret"}]})
        task_id = installation.sql("SELECT id::text FROM raydeck.enqueue_tasks(%s::jsonb)", request)[0][0]
        with self.assertRaises(TaskResultDoesNotExist):
            default_task_backend.get_result(task_id)
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM raydeck.readable_task WHERE queue = 'secret'")
            self.assertEqual(cursor.fetchone(), (0,))
        self.assertEqual(installation.sql("SELECT count(*) FROM raydeck.readable_task WHERE queue = 'secret'"), [(1,)])

    def test_a_role_touches_no_table(self):
        for statement in (
            "SELECT 1 FROM raydeck.task",
            "SELECT 1 FROM raydeck.attempt",
            "INSERT INTO raydeck.reader_grant VALUES (current_user, '{secret}')",
            "SELECT raydeck.grant_read(current_user::text, '{default}')",
            "UPDATE raydeck.readable_task SET priority = 100",
            "DELETE FROM raydeck.readable_task",
        ):
            with self.subTest(statement), self.assertRaisesMessage(Exception, "permission denied"):
                with transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute(statement)

    def test_to_enqueue_is_not_to_read(self):
        installation = this_installation()
        installation.sql("CREATE ROLE shop_writer LOGIN PASSWORD 'x'")
        self.addCleanup(installation.sql, "DROP ROLE shop_writer")
        installation.sql("SELECT raydeck.grant_enqueue('shop_writer', '{default}')")
        url = installation.url.split("@")[1]
        with psycopg.connect(f"postgresql://shop_writer:x@{url}", autocommit=True) as writer:
            request = json.dumps({"version": 1, "tasks": [{"callable": "a.b"}]})
            row = writer.execute(
                "SELECT id, enqueued_at, code FROM raydeck.try_enqueue_tasks(%s::jsonb)", [request]
            ).fetchone()
            self.assertIsNotNone(row[1])
            with self.assertRaises(psycopg.errors.InsufficientPrivilege):
                writer.execute("SELECT 1 FROM raydeck.readable_task")
