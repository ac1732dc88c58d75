"""The pages: a list with filters, a task with its attempts, and the two actions."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import ngettext

from .models import Attempt, Task
from .operate import can_operate, console_url, operate
from .state_filter import QueueFilter, StateFilter

PAYLOAD = ("args", "kwargs", "result")


class AttemptInline(admin.StackedInline):
    """Every value goes through Django's own escaping: a traceback is user code's text."""

    model = Attempt
    extra = 0
    can_delete = False
    facts = ("state", "runner", "worker_id", "ray_address", "ray_job_id", "ray_node_id", "submitted_at", "started_at")
    ends = ("finished_at", "error_class", "exit_code", "peak_memory_bytes", "cpu_seconds")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        seen = ("error_message", "shown_traceback", "shown_log") if may_view_payload(request) else ()
        return (*self.facts, *self.ends, *seen)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return self.get_fields(request, obj)

    @admin.display(description="traceback")
    def shown_traceback(self, attempt: Attempt) -> str:
        return preformatted(attempt.traceback)

    @admin.display(description="end of the output")
    def shown_log(self, attempt: Attempt) -> str:
        return preformatted(attempt.log_tail)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("raydeck.view_task")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Task)
class TaskAdmin(admin.ModelAdmin):
    """Reads through the database, acts through Raydeck's API, which has the rules of retry and cancel, and audits."""

    list_display = ("callable", "state", "queue", "priority", "attempt_count", "created_at", "finished_at")
    list_filter = (StateFilter, QueueFilter)
    search_fields = ("=id", "callable__startswith")
    search_help_text = "the beginning of a callable's path, or an id"
    # A count of all tasks may take seconds.
    show_full_result_count = False
    list_per_page = 50
    actions = ("retry_tasks", "cancel_tasks")
    inlines = (AttemptInline,)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        hidden = () if may_view_payload(request) else PAYLOAD
        names = [field.name for field in Task._meta.fields if field.name not in hidden]
        return (*names, "console")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return self.get_fields(request, obj)

    @admin.display(description="in the console")
    def console(self, task: Task) -> str:
        url = console_url(task.pk)
        return format_html('<a href="{}">{}</a>', url, url) if url else "OPTIONS['URL'] is not set"

    @admin.action(description="Retry selected tasks", permissions=["operate"])
    def retry_tasks(self, request: HttpRequest, queryset: Any) -> None:
        self._act(request, queryset, "retry", "%d task runs again.", "%d tasks run again.")

    @admin.action(description="Cancel selected tasks", permissions=["operate"])
    def cancel_tasks(self, request: HttpRequest, queryset: Any) -> None:
        self._act(
            request, queryset, "cancel", "The cancel of %d task is asked for.", "The cancel of %d tasks is asked for."
        )

    def _act(self, request: HttpRequest, queryset: Any, verb: str, one: str, many: str) -> None:
        done, refused = operate(
            verb, [task.pk for task in queryset], f"by {request.user.get_username()}, in Django's admin"
        )
        if done:
            self.message_user(request, ngettext(one, many, done) % done, messages.SUCCESS)
        for text in refused:
            self.message_user(request, text, messages.ERROR)

    def has_operate_permission(self, request: HttpRequest) -> bool:
        """Without Raydeck's API there is nothing to act through."""
        return can_operate() and request.user.has_perm("raydeck.operate_task")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        if not can_operate() and request.user.has_perm("raydeck.operate_task"):
            text = (
                "Retry and cancel need Raydeck's API: set OPTIONS['URL'] and OPTIONS['API_KEY'] of a backend in TASKS."
            )
            self.message_user(request, text, messages.INFO)
        return super().changelist_view(request, extra_context)


def may_view_payload(request: HttpRequest) -> bool:
    return bool(request.user.has_perm("raydeck.view_payload"))


def preformatted(text: str | None) -> str:
    return format_html("<pre>{}</pre>", text) if text else ""
