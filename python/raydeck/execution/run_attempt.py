"""The phases of one attempt, from the interpreter's check to the result's JSON."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from ..canceled import Canceled
from ..context import Context
from ..on_start import run_hooks
from .arguments import check_arguments, parse_arguments
from .call import call
from .failure import Phase, failure, own_failure
from .interpreter import check_interpreter
from .load_callable import Loaded, load_callable
from .outcome import Outcome, State
from .serialise import serialise
from .session import Session, StoredArguments
from .stop_signal import MESSAGE, Stop
from .traceback_text import stack_text, traceback_text
from .tracing import execution_span

T = TypeVar("T")
Bound = Callable[[], Awaitable[Any]]


@dataclass
class Run:
    """One attempt's way through its phases, in the main thread; `phase` is where it stands."""

    session: Session
    context: Context
    stop_signal: Stop
    fetch_arguments: Callable[[StoredArguments], tuple[list[Any], dict[str, Any]]]
    phase: Phase = "bootstrap"
    error: BaseException | None = None

    def run(self) -> Outcome:
        """Run user code. Never raises: everything that user code raises, SystemExit too, is an outcome."""
        loaded = self.load()
        return loaded if isinstance(loaded, Outcome) else self.call(loaded)

    def load(self) -> Loaded | Outcome:
        """Import what is to be called, with what goes before it; an outcome when that failed. Never raises."""
        return self._guarded(self._load)

    def call(self, loaded: Loaded) -> Outcome:
        """Call it and take its result. Never raises."""
        return self._guarded(lambda: self._call(loaded))

    def bind(self, loaded: Loaded) -> Bound | Outcome:
        """The call of a coroutine function, before it is made; an outcome when the arguments are none. Never raises."""
        return self._guarded(lambda: self._bound(loaded))

    async def run_coroutine(self, bound: Bound) -> Outcome:
        """`call` for a coroutine function, on a loop where others run beside it. Never raises."""
        try:
            with execution_span(self.session):
                self.context.check_cancelled()
                self.phase = "call"
                return self._succeeded(await bound())
        except BaseException as error:
            return self._failed(error)

    def stopped(self, main_thread: int) -> Outcome:
        """The outcome for code that did not end by itself after SIGTERM."""
        text = stack_text(main_thread, f"Canceled: {MESSAGE}")
        return self._ended("CANCELED", own_failure("Canceled", MESSAGE, text, "call", retryable=False))

    def timed_out(self, main_thread: int) -> Outcome:
        """The outcome for code that ran on past its deadline."""
        message = "ran past its deadline, and nobody stopped it"
        text = stack_text(main_thread, f"TimedOut: {message}")
        return self._ended("FAILED", own_failure("TimedOut", message, text, "call", retryable=True))

    def arguments(self) -> tuple[list[Any], dict[str, Any]]:
        """args and kwargs, from the gate's answer or from where they stand. Raises InvalidArguments."""
        stored = self.session.arguments_stored
        if stored is not None:
            return self.fetch_arguments(stored)
        return parse_arguments(self.session.args, self.session.kwargs)

    def _guarded(self, step: Callable[[], T]) -> T | Outcome:
        try:
            try:
                self.stop_signal.is_interruptible = True
                self.context.check_cancelled()  # SIGTERM may have come before it could raise
                value = step()
                self.stop_signal.is_interruptible = False
                return value
            except BaseException as error:
                self.stop_signal.is_interruptible = False
                return self._failed(error)
        except BaseException as error:  # SIGTERM can still raise once, while the first handler runs
            return self._failed(error)

    def _load(self) -> Loaded:
        session = self.session
        if session.env:
            os.environ.update(session.env)
        self.context._environment = session.env
        check_interpreter(session.expected_python, session.expected_ray)
        _set_up_django(session)
        self.phase = "import"
        loaded = load_callable(session.callable, plain_callables=session.plain_callables)
        run_hooks(getattr(loaded.function, "__module__", None) or "")
        return loaded

    def _call(self, loaded: Loaded) -> Outcome:
        with execution_span(self.session):
            if loaded.django_task is not None:
                from .django_task import run_django_task

                return self._ended("SUCCEEDED", result=run_django_task(loaded.django_task, self))
            args, kwargs = self._checked_arguments(loaded)
            self.phase = "call"
            return self._succeeded(call(loaded.function, args, kwargs))

    def _bound(self, loaded: Loaded) -> Bound:
        args, kwargs = self._checked_arguments(loaded)
        return lambda: loaded.function(*args, **kwargs)

    def _checked_arguments(self, loaded: Loaded) -> tuple[list[Any], dict[str, Any]]:
        self.phase = "arguments"
        args, kwargs = self.arguments()
        check_arguments(loaded.function, self.session.callable, args, kwargs)
        return args, kwargs

    def _succeeded(self, value: Any) -> Outcome:
        self.phase = "serialise"
        return self._ended("SUCCEEDED", result=serialise(value, self.session.largest_result_bytes))

    def _failed(self, error: BaseException) -> Outcome:
        self.error = error
        is_canceled = self.context.cancelled and isinstance(error, Canceled)
        # After SIGTERM any failure is its effect: children got the signal too, and their end shows as other exceptions.
        # Asked of the descriptor: `ray.init()` puts a handler in place of ours.
        if is_canceled or self.stop_signal.read():
            message = str(error) if is_canceled else MESSAGE
            text = traceback_text(error)
            return self._ended("CANCELED", own_failure("Canceled", message, text, "call", retryable=False))
        return self._ended("FAILED", failure(error, self.phase))

    def _ended(self, state: State, error: dict[str, Any] | None = None, result: str | None = None) -> Outcome:
        return Outcome(state, result, error)


def _set_up_django(session: Session) -> None:
    """Where the profile names the settings; or for a Django task where the cluster's own environment does."""
    settings_module = session.django_settings_module
    if settings_module is None and any(tag.startswith("django=") for tag in session.tags):
        settings_module = os.environ.get("DJANGO_SETTINGS_MODULE")
    if not settings_module:
        return
    os.environ["DJANGO_SETTINGS_MODULE"] = settings_module
    import django
    from django.apps import apps

    # Once in a process: an actor of ray_core runs many tasks.
    if not apps.ready:
        django.setup()
