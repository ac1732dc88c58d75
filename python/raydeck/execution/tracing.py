"""User code as a span of its task's trace, where OpenTelemetry is in use. Never a reason for a task to fail."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from typing import Any

from .failure import class_path
from .session import Session

_ENDPOINTS = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")
_FLUSH_MILLISECONDS = 2000


def execution_span(session: Session) -> contextlib.AbstractContextManager[None]:
    """What runs within is a span below the attempt's, and the parent of user code's own spans and outgoing calls.

    Only when user code has imported OpenTelemetry, or OTEL_EXPORTER_OTLP_ENDPOINT is set: importing it costs 0.1 s.
    With the variable, `opentelemetry-sdk` and `opentelemetry-exporter-otlp-proto-http`, and no provider set up by user
    code, spans are sent there; else they go where user code's provider sends them. Arguments, results and messages of
    exceptions are in none of them.
    """
    if session.traceparent is None or not _is_in_use():
        return _NO_SPAN
    return _span(session, session.traceparent)


_NO_SPAN = contextlib.nullcontext()


@contextlib.contextmanager
def _span(session: Session, traceparent: str) -> Iterator[None]:
    try:
        tracer, parent, flush = _set_up(traceparent)
        opened = tracer.start_as_current_span(
            session.callable,
            context=parent,
            attributes={"raydeck.task.id": session.task_id, "raydeck.attempt.id": session.attempt_id},
            record_exception=False,
            set_status_on_exception=False,
        )
    except Exception as error:
        print(f"raydeck: no tracing: {type(error).__name__}: {error}", file=sys.stderr)
        yield
        return
    try:
        with opened as span:
            try:
                yield
            except BaseException as error:
                _mark_failed(span, error)
                raise
    finally:
        with contextlib.suppress(Exception):
            flush()


def _is_in_use() -> bool:
    return "opentelemetry.trace" in sys.modules or any(os.environ.get(name) for name in _ENDPOINTS)


def _set_up(traceparent: str) -> tuple[Any, Any, Any]:
    """A tracer, the context of the attempt's span, and what sends spans that wait."""
    from opentelemetry import trace
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    flush = _provide() if any(os.environ.get(name) for name in _ENDPOINTS) else lambda: None
    parent = TraceContextTextMapPropagator().extract({"traceparent": traceparent})
    return trace.get_tracer("raydeck"), parent, flush


def _provide() -> Any:
    """Set up a provider that sends to the collector, unless there is one. Returns what sends the spans that wait."""
    from opentelemetry import trace

    if not isinstance(trace.get_tracer_provider(), trace.ProxyTracerProvider):
        return lambda: None
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # type: ignore[import-not-found]
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    provider = TracerProvider()
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    trace.set_tracer_provider(provider)
    return lambda: provider.force_flush(_FLUSH_MILLISECONDS)


def _mark_failed(span: Any, error: BaseException) -> None:
    from opentelemetry.trace import Status, StatusCode

    span.set_status(Status(StatusCode.ERROR, class_path(type(error))))
