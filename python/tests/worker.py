"""The protocol's other end: a worker that speaks docs/attempt-api.md and remembers what it was told."""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

TICKET = "rdt_attempt_mac"
TOKEN = "rds_session"
PATIENCE_SECONDS = 20.0

Body = dict[str, Any]


class Reply(NamedTuple):
    """Status 0: close the connection without a word, after all that a worker does was done."""

    status: int
    body: Body = {}  # noqa: RUF012


LOST = Reply(0)
Answer = Callable[[Body, int], Reply | None]


class Worker:
    """`starts`, `heartbeats`, `outcomes`: the bodies, in order of arrival.

    `answers[verb]` may answer in the worker's place: it gets the body and the number of the request (from 1), and
    returns None to let the worker answer. `results` and `logs`: what was uploaded; `upload_answers` are given instead,
    one after the other. `arguments` is what stands outside of the gate's answer.
    """

    def __init__(self) -> None:
        self.starts: list[Body] = []
        self.heartbeats: list[Body] = []
        self.outcomes: list[Body] = []
        self.tokens: dict[str, set[str]] = {"start": set(), "heartbeat": set(), "outcome": set()}
        self.answers: dict[str, Answer] = {}
        self.results: list[bytes] = []
        self.logs: list[bytes] = []
        self.arguments = b""
        self.upload_answers: list[Reply] = []
        self.session: Body = {}
        self._scheme = "http"
        self._is_paused = False
        self._changed = threading.Condition()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"{self._scheme}://127.0.0.1:{self._server.server_address[1]}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def serve_tls(self, context: ssl.SSLContext) -> None:
        """Speak https from now on."""
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self._scheme = "https"

    def pause(self) -> None:
        """Break off every connection from now on, as a worker that is down."""
        self._is_paused = True

    def resume(self) -> None:
        self._is_paused = False

    def wait_for(self, condition: Callable[[], object], patience_seconds: float = PATIENCE_SECONDS) -> None:
        """Until the condition holds, looked at after each request; fails after 20 s."""
        with self._changed:
            assert self._changed.wait_for(condition, patience_seconds), "the condition did not come true in time"

    def wait_for_progress(self, current: float) -> None:
        """Until user code has said so."""
        self.wait_for(lambda: any((beat["progress"] or {}).get("current") == current for beat in self.heartbeats))

    def _take(self, verb: str, token: str, body: Body) -> Reply:
        seen = {"start": self.starts, "heartbeat": self.heartbeats, "outcome": self.outcomes}[verb]
        with self._changed:
            seen.append(body)
            self.tokens[verb].add(token)
            number = len(seen)
            self._changed.notify_all()
        answer = self.answers.get(verb)
        reply = answer(body, number) if answer is not None else None
        return reply if reply is not None else self._usual(verb, body)

    def _usual(self, verb: str, body: Body) -> Reply:
        if body["executionId"] != self.starts[0]["executionId"]:
            return Reply(409, {"code": "CONFLICT"})
        if verb == "start":
            return Reply(200, self.session)
        if verb == "heartbeat":
            return Reply(200, {"cancelRequested": False, "nextHeartbeatSeconds": self.session["heartbeatSeconds"]})
        return Reply(200, {}) if body == self.outcomes[0] else Reply(409, {"code": "CONFLICT"})

    def _take_bytes(self, path: str, data: bytes) -> Reply:
        if self._is_paused:
            return LOST
        uploads = {"/attempt/v1/result": self.results, "/attempt/v1/log": self.logs}[path]
        with self._changed:
            uploads.append(data)
            self._changed.notify_all()
        answer = self.upload_answers.pop(0) if self.upload_answers else None
        return answer or Reply(200, {"uploadId": f"upload-{len(uploads)}"})

    @staticmethod
    def _answer(handler: BaseHTTPRequestHandler, reply: Reply) -> None:
        if reply.status == 0:
            handler.close_connection = True
            return
        data = json.dumps(reply.body).encode()
        handler.send_response(reply.status)
        handler.send_header("Content-Length", str(len(data)))
        handler.end_headers()
        handler.wfile.write(data)

    def _handler(worker: Worker) -> type[BaseHTTPRequestHandler]:  # noqa: N805
        class Handler(BaseHTTPRequestHandler):
            def do_PUT(self) -> None:
                data = self.rfile.read(int(self.headers["Content-Length"]))
                worker._answer(self, worker._take_bytes(self.path, data))

            def do_GET(self) -> None:
                if worker._is_paused:
                    self.close_connection = True
                    return
                self.send_response(200)
                self.send_header("Content-Length", str(len(worker.arguments)))
                self.end_headers()
                self.wfile.write(worker.arguments)

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                if worker._is_paused:
                    self.close_connection = True
                    return
                prefix, verb = self.path.rsplit("/", 1)
                assert prefix == "/attempt/v1"
                reply = worker._take(verb, self.headers["Authorization"].removeprefix("Bearer "), body)
                worker._answer(self, reply)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                pass

        return Handler


def session(callable_path: str, args: list[Any], kwargs: Body, /, **changes: Any) -> Body:
    """A gate's answer, with short times."""
    return {
        "sessionToken": TOKEN,
        "attemptId": "01890000-0000-7000-8000-00000000000a",
        "attemptNumber": 1,
        "maxAttempts": 3,
        "taskId": "01890000-0000-7000-8000-00000000000b",
        "queue": "default",
        "callable": callable_path,
        "args": json.dumps(args),
        "kwargs": json.dumps(kwargs),
        "idempotencyKey": "01890000-0000-7000-8000-00000000000b",
        "plainCallables": True,
        "djangoSettingsModule": None,
        "deadlineSeconds": None,
        "heartbeatSeconds": 0.05,
        "silenceLimitSeconds": 60,
        "resultLimitBytes": 262144,
        "logTailLimitBytes": 65536,
        "expect": None,
        **changes,
    }
