"""System checks and management commands."""

from __future__ import annotations

import os
from io import StringIO
from unittest import mock

from django.core.management import CommandError, call_command
from django.test import SimpleTestCase, TestCase, override_settings
from installation import QUEUES

from .compat import RAYDECK, task_backends

HTTP = "raydeck.django.RaydeckHttpBackend"


class ChecksTestCase(SimpleTestCase):
    def ids(self) -> list[str]:
        return sorted(message.id for backend in task_backends.all() for message in backend.check())

    def test_this_project_is_fine(self):
        self.assertEqual(self.ids(), ["raydeck.I001"])  # the backend of the database `owner`

    @mock.patch.dict(os.environ, {"RAYDECK_URL": ""})
    def test_what_is_wrong_with_a_backend_is_said(self):
        for options, backend, expected in (
            ({"DATABASE": "nowhere"}, RAYDECK, ["raydeck.E001"]),
            ({"DATABASES": "default"}, RAYDECK, ["raydeck.W001"]),
            ({}, HTTP, ["raydeck.E003"]),
            ({"URL": "http://127.0.0.1:3000"}, HTTP, []),
        ):
            tasks = {"default": {"BACKEND": backend, "OPTIONS": options}}
            with self.subTest(options), override_settings(TASKS=tasks):
                self.assertEqual(self.ids(), expected)

    def test_what_is_wrong_with_django_ray_is_said(self):
        for given, expected in (
            ({"RUNNER": "sync", "RETRIES": 3, "QUEUES": ["a"]}, []),
            ({"RUNNER": "ray"}, ["raydeck.E005"]),
            ({"RETRIES": 0}, ["raydeck.E006"]),
            ({"RETRY": 3}, ["raydeck.W002"]),
            ({"RAY_ADDRESS": "x", "CONCURRENCY": 4, "RESULTS": "database"}, ["raydeck.I002"] * 3),
            ({"HEARTBEAT_INTERVAL_SECONDS": 5, "STUCK_TASK_TIMEOUT_SECONDS": 300}, ["raydeck.I002"] * 2),
        ):
            with self.subTest(given), override_settings(DJANGO_RAY=given, TASKS={"default": {"BACKEND": RAYDECK}}):
                self.assertEqual(self.ids(), expected)

    @override_settings(DJANGO_RAY={"QUEUES": ["mail"]}, TASKS={"default": {"BACKEND": RAYDECK}})
    def test_queues_of_django_ray_are_a_backends_own(self):
        self.assertEqual(task_backends["default"].queues, {"mail"})

    def test_the_worker_command_names_the_queues(self):
        out = StringIO()
        call_command("raydeck_worker", stdout=out)
        self.assertIn(f"QUEUES={','.join(sorted(['default', *QUEUES]))}", out.getvalue())


class RaydeckCheckTestCase(TestCase):
    databases = {"default", "owner"}

    def test_all_is_well(self):
        out = StringIO()
        call_command("raydeck_check", stdout=out, no_color=True)
        lines = out.getvalue().splitlines()
        self.assertIn("ok   default: the door speaks version 1", lines)
        self.assertIn("ok   default: results can be read", lines)
        self.assertIn("ok   default: queue exec: takes tasks", lines)
        self.assertIn("ok   default: shop.tasks.add", lines)

    @override_settings(TASKS={"default": {"BACKEND": RAYDECK, "QUEUES": ["default", "nowhere"]}})
    def test_a_queue_that_takes_no_tasks_fails_it(self):
        out = StringIO()
        with self.assertRaisesMessage(CommandError, "1 of Raydeck's checks failed."):
            call_command("raydeck_check", stdout=out, no_color=True)
        self.assertIn("FAIL default: queue nowhere: tasks[0].queue: this role has no grant", out.getvalue())
