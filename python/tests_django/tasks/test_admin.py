"""The admin app: what each permission shows and does."""

from __future__ import annotations

from conftest import this_installation
from django.contrib.auth.models import Permission, User
from django.test import TestCase, override_settings
from project.settings import QUEUES
from shop import tasks as shop_tasks

from raydeck.django.framework import TaskResultStatus

from .compat import RAYDECK

URL = "/admin/raydeck/task/"
EVIL = "<script>alert(1)</script>"


class AdminTestCase(TestCase):
    """Tasks are made by the superuser, outside of the test's transaction, and removed by hand."""

    def setUp(self):
        installation = this_installation()
        [(task_id,)] = installation.sql(
            """SELECT id::text FROM raydeck.enqueue_tasks(jsonb_build_object('version', 1, 'tasks', jsonb_build_array(
            jsonb_build_object('callable', 'shop.tasks.add', 'queue', 'idle', 'args', '["the payload"]'::jsonb))))"""
        )
        self.task_id = task_id
        self.addCleanup(installation.sql, "DELETE FROM raydeck.task WHERE id = %s", task_id)
        installation.sql(
            """INSERT INTO raydeck.attempt (task_id, number, runner, state, worker_id, ray_job_id, finished_at, error_class,
              error_message, traceback, log_tail)
            VALUES (%s, 1, 'ray_job', 'FAILED', gen_random_uuid(), 'rd-job-1', now(), 'builtins.ValueError', %s, %s, %s)""",
            task_id,
            EVIL,
            f"Traceback\n{EVIL}",
            EVIL,
        )
        installation.sql(
            "UPDATE raydeck.task SET state = 'FAILED', attempt_count = 1, finished_at = now() WHERE id = %s", task_id
        )

    def sign_in(self, *permissions: str) -> None:
        user = User.objects.create_user("ann", password="x", is_staff=True)
        for name in permissions:
            user.user_permissions.add(Permission.objects.get(codename=name, content_type__app_label="raydeck"))
        self.client.force_login(user)

    def page(self, path: str = "") -> str:
        answer = self.client.get(f"{URL}{path}")
        self.assertEqual(answer.status_code, 200)
        return answer.content.decode()

    def test_nobody_without_a_permission_sees_it(self):
        self.sign_in()
        self.assertEqual(self.client.get(URL).status_code, 403)
        self.assertEqual(self.client.get(f"{URL}{self.task_id}/change/").status_code, 403)

    def test_the_list_filters_and_finds(self):
        self.sign_in("view_task")
        self.assertIn(self.task_id, self.page("?state=FAILED&queue=idle"))
        self.assertIn(self.task_id, self.page(f"?q={self.task_id}"))
        self.assertIn(self.task_id, self.page("?q=shop.tasks.&state=FAILED"))
        for other in ("?state=RUNNING", "?queue=default&state=FAILED", "?q=no.such.task"):
            self.assertNotIn(self.task_id, self.page(other))

    def test_without_view_payload_there_are_no_values(self):
        self.sign_in("view_task")
        page = self.page(f"{self.task_id}/change/")
        self.assertIn("rd-job-1", page)
        self.assertIn("builtins.ValueError", page)
        for hidden in ("the payload", "Traceback", "alert(1)"):
            self.assertNotIn(hidden, page)

    def test_a_traceback_is_shown_escaped(self):
        self.sign_in("view_task", "view_payload")
        page = self.page(f"{self.task_id}/change/")
        self.assertIn("the payload", page)
        self.assertEqual(page.count("&lt;script&gt;alert(1)&lt;/script&gt;"), 3)
        self.assertNotIn(EVIL, page)

    def test_nothing_can_be_added_changed_or_deleted(self):
        self.sign_in("view_task", "operate_task", "view_payload")
        for path in ("add/", f"{self.task_id}/delete/"):
            self.assertEqual(self.client.get(f"{URL}{path}").status_code, 403)
        self.assertEqual(self.client.post(f"{URL}{self.task_id}/change/", {"state": "QUEUED"}).status_code, 403)

    def test_without_an_api_there_are_no_actions_and_it_says_why(self):
        self.sign_in("view_task", "operate_task")
        page = self.page()
        self.assertNotIn("retry_tasks", page)
        # Escaped, as all that messages hold.
        self.assertIn("Retry and cancel need Raydeck&#x27;s API: set OPTIONS", page)

    def test_actions_go_through_the_api_for_those_who_may(self):
        console = this_installation().start_console()
        self.addCleanup(console.end)
        options = {"URL": console.url, "API_KEY": console.key}
        with override_settings(TASKS={"default": {"BACKEND": RAYDECK, "QUEUES": QUEUES, "OPTIONS": options}}):
            self.sign_in("view_task")
            self.act("retry_tasks")
            self.assertEqual(self.state(), "FAILED")

            User.objects.all().delete()
            self.sign_in("view_task", "operate_task")
            self.assertIn("1 task runs again.", self.act("retry_tasks"))
            self.assertEqual(self.state(), "QUEUED")
            self.assertIn("The cancel of 1 task is asked for.", self.act("cancel_tasks"))
            self.assertEqual(self.state(), "CANCELED")
            self.assertIn(self.task_id, self.act("cancel_tasks"))
            audited = this_installation().sql(
                "SELECT action, reason FROM raydeck.audit_log WHERE target_id = %s ORDER BY id", self.task_id
            )
            self.assertEqual([reason for _, reason in audited], ["by ann, in Django's admin"] * 2)
            link = f'href="{console.url}/tasks/{self.task_id}"'
            self.assertIn(link, self.page(f"{self.task_id}/change/"))

    def act(self, action: str) -> str:
        form = {"action": action, "_selected_action": [self.task_id]}
        return self.client.post(URL, form, follow=True).content.decode()

    def state(self) -> str:
        return this_installation().sql("SELECT state::text FROM raydeck.task WHERE id = %s", self.task_id)[0][0]

    def test_a_result_of_this_project_is_on_the_page(self):
        result = shop_tasks.add.using(queue_name="idle").enqueue(1, 2)
        self.assertEqual(result.status, TaskResultStatus.READY)
        self.sign_in("view_task")
        self.assertIn(result.id, self.page("?state=QUEUED&queue=idle"))
