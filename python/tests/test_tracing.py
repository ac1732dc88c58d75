"""User code as a span of its task's trace."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

PROGRAM = """
import sys
from raydeck.execution.session import Session
from raydeck.execution.tracing import execution_span

fields = dict(token="", attempt_id="a", attempt_number=1, max_attempts=1, task_id="t", queue="q",
    callable="shop.charge", args="[]", kwargs="{{}}", idempotency_key="", plain_callables=True, env={{}},
    django_settings_module=None, setup_log=None, deadline_seconds=None, heartbeat_seconds=1, silence_limit_seconds=1,
    result_limit_bytes=1, log_tail_limit_bytes=1, expected_python=None, expected_ray=None,
    traceparent="00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
{body}
"""

USER_CODE = """
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
exporter = InMemorySpanExporter()
provider = TracerProvider()
provider.add_span_processor(SimpleSpanProcessor(exporter))
trace.set_tracer_provider(provider)
try:
    with execution_span(Session(**fields)):
        with trace.get_tracer("user").start_as_current_span("inner"):
            pass
        {end}
except ValueError:
    pass
for span in exporter.get_finished_spans():
    parent = format(span.parent.span_id, "016x")
    print(span.name, format(span.context.trace_id, "032x"), parent, span.status.status_code.name,
        span.status.description, len(span.events), sep="|")
"""


def run(body: str, **variables: str) -> list[str]:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1]), **variables}
    program = PROGRAM.format(body=body)
    ended = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, timeout=60, check=True
    )
    return ended.stdout.splitlines()


def test_user_codes_spans_stand_below_the_execution_below_the_attempt() -> None:
    inner, outer = run(USER_CODE.format(end="pass"))
    assert outer == "shop.charge|4bf92f3577b34da6a3ce929d0e0e4736|00f067aa0ba902b7|UNSET|None|0"
    assert inner.startswith("inner|4bf92f3577b34da6a3ce929d0e0e4736|")
    assert "00f067aa0ba902b7" not in inner


def test_a_failure_is_named_by_its_class_and_says_nothing_of_its_message() -> None:
    _, outer = run(USER_CODE.format(end='raise ValueError("the secret")'))
    assert outer.endswith("|ERROR|builtins.ValueError|0")


def test_without_opentelemetry_in_use_nothing_of_it_is_imported() -> None:
    body = 'with execution_span(Session(**fields)): pass\nprint("opentelemetry" in sys.modules)'
    assert run(body, OTEL_EXPORTER_OTLP_ENDPOINT="") == ["False"]


def test_a_collector_that_cannot_be_told_is_no_reason_to_fail() -> None:
    body = 'with execution_span(Session(**fields)): print("ran")'
    assert run(body, OTEL_EXPORTER_OTLP_ENDPOINT="http://127.0.0.1:1") == ["ran"]
