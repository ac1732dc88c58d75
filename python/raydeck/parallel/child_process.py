"""The child's end on Ray: a worker process of the cluster."""

from __future__ import annotations

import functools
import os
import pickle
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..context import find_context, set_context
from .child import Report, run_calls
from .child_context import ChildContext, identity_of
from .child_error import PackedError, pack_error
from .django_connections import has_django, own_connections
from .ray_claim import Claim, claim_chunk

SETTINGS_VARIABLE = "DJANGO_SETTINGS_MODULE"


class Preparation:
    """What a process needs before it can load items and function: unpickling this one prepares it.

    So it travels before them, within the same argument. The profile's variables go this way, and not in a runtime_env,
    which everybody on the cluster can read; they hold in a process of this job, and Ray gives it to no other one.
    """

    def __init__(
        self, environment: Mapping[str, str], settings_module: str | None, identity: Mapping[str, Any] | None
    ) -> None:
        self.environment = environment
        self.settings_module = settings_module
        self.identity = identity

    def __reduce__(self) -> tuple[Callable[..., Preparation], tuple[Any, ...]]:
        return prepared, (self.environment, self.settings_module, self.identity)


def preparation() -> Preparation:
    """For children of this process, which may itself be a child."""
    context = find_context()
    return Preparation(
        environment=dict(context._environment) if context is not None else {},
        settings_module=os.environ.get(SETTINGS_VARIABLE) if has_django() else None,
        identity=identity_of(context) if context is not None else None,
    )


def prepared(
    environment: Mapping[str, str], settings_module: str | None, identity: Mapping[str, Any] | None
) -> Preparation:
    """Prepare this process, once or again."""
    os.environ.update(environment)
    if identity is not None:
        context = ChildContext(**identity)
        context._environment = environment
        set_context(context)
    if settings_module and not has_django():
        os.environ[SETTINGS_VARIABLE] = settings_module
        import django

        django.setup()
    return Preparation(environment, settings_module, identity)


@dataclass(frozen=True)
class PackedReport:
    """`values` and `errors` by the number of the call in the chunk."""

    values: Mapping[int, Any]
    errors: Mapping[int, PackedError]
    seconds: float


def run_child(
    function: bytes,
    prepared_calls: tuple[Preparation, Sequence[Sequence[Any]]],
    stops_at_failure: bool,
    claim: Claim | None = None,
) -> PackedReport | None:
    """A Ray task; None when the chunk is another one's. `function` is pickled by cloudpickle; Ray itself unpickles the
    calls.
    """
    if claim is not None and not claim_chunk(claim):
        return None
    import ray

    calls = [[ray.get(one) if isinstance(one, ray.ObjectRef) else one for one in call] for call in prepared_calls[1]]
    with own_connections():
        report = run_calls(_loaded(function), calls, stops_at_failure=stops_at_failure)
    return _packed(report, ray.cloudpickle.dumps)


@functools.lru_cache(maxsize=4)
def _loaded(function: bytes) -> Callable[..., Any]:
    loaded: Callable[..., Any] = pickle.loads(function)
    return loaded


def _packed(report: Report, dumps: Callable[[Any], bytes]) -> PackedReport:
    outcomes = dict(enumerate(report.outcomes))
    return PackedReport(
        values={number: one.value for number, one in outcomes.items() if one.error is None},
        errors={number: pack_error(one.error, dumps) for number, one in outcomes.items() if one.error is not None},
        seconds=report.seconds,
    )
