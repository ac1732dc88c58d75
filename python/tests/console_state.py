"""What the tests' console knows, and how it answers: docs/rest.md, as far as a client sees it."""

from __future__ import annotations

import json
import re
import threading
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

Body = dict[str, Any]
NOW = "2026-11-20T10:00:00.123Z"
FINAL = ("SUCCEEDED", "FAILED", "CANCELED")
STATUS = {
    "INVALID": 400,
    "UNAUTHENTICATED": 401,
    "FORBIDDEN": 403,
    "NOT_FOUND": 404,
    "CONFLICT": 409,
    "PRECONDITION": 409,
    "TOO_LARGE": 413,
    "INTERNAL": 500,
    "UNAVAILABLE": 503,
}


@dataclass(frozen=True)
class Answer:
    """`body`: to be written as JSON, or bytes as they are."""

    status: int
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    is_stream: bool = False

    def data(self) -> bytes:
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


class Problem(Exception):
    def __init__(self, code: str, detail: str, errors: list[Body] | None = None) -> None:
        super().__init__(detail)
        self.code = code
        self.errors = errors or []

    def answer(self, headers: Mapping[str, str] | None = None) -> Answer:
        status = STATUS[self.code]
        shown = {"status": status, "code": self.code, "title": "Title", "detail": str(self), "errors": self.errors}
        kind = {"Content-Type": "application/problem+json"}
        return Answer(status, {**shown, "requestId": "request-1"}, {**kind, **(headers or {})})


class ConsoleState:
    """`tasks` by id, newest last; `bodies`: what each was asked with. A task whose callable is in `results` ends as
    it is enqueued, with what that gives or raises.
    """

    def __init__(self) -> None:
        self.tasks: dict[str, Body] = {}
        self.bodies: dict[str, Body] = {}
        self.results: dict[str, Callable[..., Any]] = {}
        self.result_texts: dict[str, str] = {}
        self.logs: dict[str, Body] = {}
        self.uploads: dict[str, Body] = {}
        self.queues: dict[str, Body] = {"default": _queue("default"), "mail": _queue("mail")}
        self.catalogues: dict[tuple[str, int], list[Body]] = {}
        self.changed = threading.Condition()
        self._keys: dict[str, tuple[Body, str]] = {}

    def answer(self, method: str, path: str, query: dict[str, str], body: Any) -> Answer:
        for pattern, action in self._routes.items():
            match = re.fullmatch(pattern, f"{method} {path}")
            if match:
                with self.changed:
                    answer = action(self, *match.groups(), query, body)
                    if method != "GET":
                        self.changed.notify_all()
                    return answer
        raise Problem("NOT_FOUND", f"There is no {method} {path}.")

    def finish(self, task_id: str, state: str, *, result: str = "null", error: tuple[str, str] | None = None) -> None:
        """One attempt, which ends so; `result` is JSON text."""
        with self.changed:
            self._finish(task_id, state, result, error)
            self.changed.notify_all()

    def begin(self, task_id: str) -> str:
        """RUNNING, with a new attempt, whose id it gives."""
        with self.changed:
            task = self.tasks[task_id]
            task["state"] = "RUNNING"
            attempt_id = str(uuid.uuid4())
            task["attempts"].insert(0, {"id": attempt_id, "number": len(task["attempts"]) + 1, "state": "RUNNING"})
            self.log(attempt_id, "", 0, final=False)
            return attempt_id

    def log(self, attempt_id: str, text: str, size_bytes: int, *, final: bool) -> None:
        kept = len(text.encode())
        size = max(size_bytes, kept)
        self.logs[attempt_id] = {"text": text, "sizeBytes": size, "truncated": size > kept, "final": final}

    def _finish(self, task_id: str, state: str, result: str, error: tuple[str, str] | None) -> None:
        task = self.tasks[task_id]
        if not task["attempts"] or task["attempts"][0]["state"] != "RUNNING":
            self.begin(task_id)
        attempt = task["attempts"][0]
        attempt["state"] = task["state"] = state
        task["finishedAt"] = NOW
        self.logs[attempt["id"]]["final"] = True
        self.result_texts[task_id] = result
        if error is not None:
            attempt |= {"errorClass": error[0], "errorMessage": error[1], "traceback": f"{error[0]}: {error[1]}\n"}

    def _enqueue(self, query: dict[str, str], body: Body) -> Answer:
        enqueued = self._take(body, "")
        return Answer(200 if enqueued["replayed"] else 201, enqueued)

    def _upload(self, query: dict[str, str], body: Body) -> Answer:
        upload_id = str(uuid.uuid4())
        self.uploads[upload_id] = body
        return Answer(201, {"id": upload_id, "sizeBytes": 1, "sha256": "0" * 64})

    def _enqueue_batch(self, query: dict[str, str], body: Body) -> Answer:
        for index, task in enumerate(body["tasks"]):
            self._check(task, f"tasks[{index}].")
        items = [self._take(task, f"tasks[{index}].") for index, task in enumerate(body["tasks"])]
        return Answer(200 if all(item["replayed"] for item in items) else 201, {"items": items})

    def _take(self, body: Body, prefix: str) -> Body:
        self._check(body, prefix)
        key = body.get("idempotencyKey")
        if key in self._keys:
            earlier, task_id = self._keys[key]
            if earlier != body:
                raise Problem("CONFLICT", "The idempotency key was used with another request.")
            return {"id": task_id, "replayed": True}
        task_id = self._insert(body)
        if key is not None:
            self._keys[key] = (body, task_id)
        return {"id": task_id, "replayed": False}

    def _insert(self, body: Body) -> str:
        task_id = str(uuid.uuid4())
        self.bodies[task_id] = body
        shown = {"args": [], "kwargs": {}, "queue": "default", "priority": 0, "tags": [], **body, "id": task_id}
        self.tasks[task_id] = {**shown, "state": "QUEUED", "attempts": [], "events": [], "createdAt": NOW}
        self._execute(task_id)
        return task_id

    def _execute(self, task_id: str) -> None:
        task = self.tasks[task_id]
        work = self.results.get(task["callable"])
        if work is None:
            return
        try:
            self._finish(task_id, "SUCCEEDED", json.dumps(work(*task["args"], **task["kwargs"])), None)
        except Exception as error:
            name = f"{type(error).__module__}.{type(error).__qualname__}"
            self._finish(task_id, "FAILED", "null", (name, str(error)))

    def _check(self, body: Body, prefix: str) -> None:
        if not re.fullmatch(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)+", body["callable"]):
            problem = 'must be an import path like "package.module.function"'
            error = {"path": f"{prefix}callable", "problem": problem}
            raise Problem("INVALID", f"{prefix}callable {problem}", [error])
        if body.get("queue", "default") not in self.queues:
            raise Problem("NOT_FOUND", f"There is no queue {body['queue']}.")

    def _list(self, query: dict[str, str], body: None) -> Answer:
        tasks = list(reversed(self.tasks.values()))
        found = [task for task in tasks if all(_matches(task, name, text) for name, text in query.items())]
        start, limit = int(query.get("cursor", "0")), int(query.get("limit", "50"))
        more = str(start + limit) if start + limit < len(found) else None
        return Answer(200, {"items": found[start : start + limit], "nextCursor": more, "isPartial": False})

    def _get(self, task_id: str, query: dict[str, str], body: None) -> Answer:
        task = self._task(task_id)
        self.changed.wait_for(lambda: task["state"] in FINAL, float(query.get("waitSeconds", "0")))
        return Answer(200, task)

    def _explain(self, task_id: str, query: dict[str, str], body: None) -> Answer:
        task = self._task(task_id)
        ways = [{"action": "resume_queue", "target": task["queue"], "text": f"Resume queue {task['queue']}"}]
        reason = {
            "code": "queue_paused",
            "tone": "stuck",
            "text": "It is paused by ada, because: \u201cmoving\x1b[2J\u201d.",
        }
        time = {"kind": "since", "at": "2026-11-20T10:00:00Z"}
        holders = [{"taskId": task_id, "callable": task["callable"]}]
        reasons = [{**reason, "time": time, "quote": None, "holders": holders, "help": ways}]
        answer = {"id": task_id, "state": task["state"], "at": "2026-11-20T10:00:00Z", "title": "Why it does not run"}
        return Answer(200, {**answer, "reasons": reasons})

    def _result(self, task_id: str, query: dict[str, str], body: None) -> Answer:
        if self._task(task_id)["state"] != "SUCCEEDED":
            raise Problem("PRECONDITION", "The task is not SUCCEEDED.")
        return Answer(200, self.result_texts[task_id].encode())

    def _cancel(self, task_id: str, query: dict[str, str], body: Body) -> Answer:
        task = self._task(task_id)
        if task["state"] in FINAL:
            raise Problem("CONFLICT", f"The task is {task['state']} already: there is nothing to cancel.")
        task["cancelRequestedAt"] = NOW
        task["state"] = "RUNNING" if task["state"] == "RUNNING" else "CANCELED"
        return Answer(200, {"id": task_id, "state": task["state"]})

    def _retry(self, task_id: str, query: dict[str, str], body: Body) -> Answer:
        task = self._task(task_id)
        if task["state"] not in ("FAILED", "CANCELED"):
            raise Problem("CONFLICT", f"The task is {task['state']}: only FAILED and CANCELED tasks are retried.")
        if "changes" in body:
            new_id = self._insert({**self.bodies[task_id], **body["changes"]})
            return Answer(201, {"id": new_id, "state": "QUEUED", "retriedFrom": task_id})
        task["state"] = "QUEUED"
        self._execute(task_id)
        return Answer(200, {"id": task_id, "state": "QUEUED"})

    def _log(self, attempt_id: str, query: dict[str, str], body: None) -> Answer:
        return Answer(200, dict(self.logs[attempt_id]))

    def _list_queues(self, query: dict[str, str], body: None) -> Answer:
        return Answer(200, {"items": list(self.queues.values())})

    def _get_queue(self, name: str, query: dict[str, str], body: None) -> Answer:
        return Answer(200, self._queue(name))

    def _change_queue(self, name: str, query: dict[str, str], body: Body) -> Answer:
        self._queue(name).update({key: value for key, value in body.items() if key != "reason"})
        return Answer(200, self.queues[name])

    def _put_queue(self, name: str, query: dict[str, str], body: Body) -> Answer:
        status = 200 if name in self.queues else 201
        self.queues[name] = _queue(name) | {key: value for key, value in body.items() if key != "reason"}
        return Answer(status, self.queues[name])

    def _delete_queue(self, name: str, query: dict[str, str], body: Body) -> Answer:
        self._queue(name)
        del self.queues[name]
        return Answer(204, b"")

    def _pause_queue(self, name: str, query: dict[str, str], body: Body) -> Answer:
        queue = self._queue(name)
        if queue["paused"]:
            raise Problem("CONFLICT", f"The queue {name} is paused already.")
        queue.update(paused=True, pausedReason=body["reason"])
        return Answer(200, queue)

    def _resume_queue(self, name: str, query: dict[str, str], body: Body) -> Answer:
        queue = self._queue(name)
        if not queue["paused"]:
            raise Problem("CONFLICT", f"The queue {name} is not paused.")
        queue.update(paused=False, pausedReason=None)
        return Answer(200, queue)

    def _get_profile(self, name: str, query: dict[str, str], body: None) -> Answer:
        if name != "shop":
            raise Problem("NOT_FOUND", "There is no such profile.")
        return Answer(200, {"name": name, "queues": [], "versions": [{"name": name, "version": 3}]})

    def _put_catalogue(self, name: str, version: str, query: dict[str, str], body: Body) -> Answer:
        self.catalogues[name, int(version)] = body["entries"]
        return Answer(200, {"count": len(body["entries"])})

    def _get_catalogue(self, query: dict[str, str], body: None) -> Answer:
        items = [
            {**entry, "profile": name, "version": version}
            for (name, version), entries in self.catalogues.items()
            for entry in entries
            if query.get("callable", entry["callable"]) == entry["callable"] and query.get("profile", name) == name
        ]
        return Answer(200, {"items": items})

    def _events(self, query: dict[str, str], body: None) -> Answer:
        return Answer(200, is_stream=True)

    def _task(self, task_id: str) -> Body:
        if task_id not in self.tasks:
            raise Problem("NOT_FOUND", "There is no such task.")
        return self.tasks[task_id]

    def _queue(self, name: str) -> Body:
        if name not in self.queues:
            raise Problem("NOT_FOUND", f"There is no queue {name}.")
        return self.queues[name]

    _routes: Mapping[str, Callable[..., Answer]] = {
        r"POST /tasks": _enqueue,
        r"POST /tasks/batch": _enqueue_batch,
        r"POST /uploads": _upload,
        r"GET /tasks": _list,
        r"GET /tasks/([^/]+)": _get,
        r"GET /tasks/([^/]+)/explain": _explain,
        r"GET /tasks/([^/]+)/result": _result,
        r"POST /tasks/([^/]+)/cancel": _cancel,
        r"POST /tasks/([^/]+)/retry": _retry,
        r"GET /attempts/([^/]+)/logs": _log,
        r"GET /queues": _list_queues,
        r"GET /queues/([^/]+)": _get_queue,
        r"PATCH /queues/([^/]+)": _change_queue,
        r"PUT /queues/([^/]+)": _put_queue,
        r"DELETE /queues/([^/]+)": _delete_queue,
        r"POST /queues/([^/]+)/pause": _pause_queue,
        r"POST /queues/([^/]+)/resume": _resume_queue,
        r"GET /profiles/([^/]+)": _get_profile,
        r"PUT /profiles/([^/]+)/versions/(\d+)/catalogue": _put_catalogue,
        r"GET /catalogue": _get_catalogue,
        r"GET /events": _events,
    }


def _queue(name: str) -> Body:
    counts = {"count": 0, "isCapped": False}
    held = {"queued": counts, "due": counts, "running": counts, "parked": counts, "live": None}
    return {"name": name, "paused": False, "concurrencyLimit": None, **held}


def _matches(task: Body, name: str, text: str) -> bool:
    if name in ("limit", "cursor"):
        return True
    if name == "tag":
        return text in task["tags"]
    value = str(task.get(name))
    return value.startswith(text) if name == "callable" and text.endswith(".") else value == text
