"""System checks of TASKS and DJANGO_RAY. Ids are stable."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Error, Info, Warning  # noqa: A004
from django.db import connections

from .settings import OPTION_KEYS, OURS, RUNNERS, WORKERS_OWN, django_ray

_LONGEST_ALIAS = 90


def check_settings(backend: Any) -> Iterator[CheckMessage]:
    """For one backend: its OPTIONS, and what DJANGO_RAY says to all."""
    yield from _check_options(backend)
    yield from _check_django_ray()


def _check_options(backend: Any) -> Iterator[CheckMessage]:
    where = f"TASKS[{backend.alias!r}]"
    for name in sorted(set(backend.options) - set(OPTION_KEYS)):
        yield Warning(
            f"{where}: OPTIONS has no {name!r}.", hint=f"Known are {', '.join(OPTION_KEYS)}.", id="raydeck.W001"
        )
    if len(backend.alias) > _LONGEST_ALIAS:
        yield Error(f"{where}: the alias is longer than {_LONGEST_ALIAS} characters.", id="raydeck.E004")
    alias = backend.database
    if alias not in connections.databases:
        yield Error(f"{where}: there is no database {alias!r} in DATABASES.", id="raydeck.E001")
        return
    if not backend.is_in_database:
        if not backend.options.get("URL") and not os.environ.get("RAYDECK_URL"):
            yield Error(f"{where}: OPTIONS names no URL, the console's address.", id="raydeck.E003")
        return
    engine = connections.databases[alias].get("ENGINE", "")
    if "postg" not in engine:
        yield Error(
            f"{where}: the database {alias!r} is not PostgreSQL.",
            hint="Name one that is with OPTIONS['DATABASE'], or use raydeck.django.RaydeckHttpBackend.",
            id="raydeck.E002",
        )
    if alias != "default":
        yield Info(
            f"{where}: tasks are enqueued in the database {alias!r}.",
            hint="They are part of its transactions only: a rollback in another database leaves them.",
            id="raydeck.I001",
        )


def _check_django_ray() -> Iterator[CheckMessage]:
    given = django_ray()
    for name in sorted(set(given) & set(WORKERS_OWN)):
        yield Info(
            f"DJANGO_RAY[{name!r}] has no effect here: it is the worker's.",
            hint=f"Set {name} in the environment of Raydeck's worker, see docs/settings.md.",
            id="raydeck.I002",
        )
    for name in sorted(set(given) - set(WORKERS_OWN) - set(OURS)):
        yield Warning(f"DJANGO_RAY has no {name!r}.", hint=f"Known are {', '.join(OURS)}.", id="raydeck.W002")
    if "RUNNER" in given and given["RUNNER"] not in RUNNERS:
        yield Error(f"DJANGO_RAY['RUNNER'] must be one of {', '.join(RUNNERS)}.", id="raydeck.E005")
    retries = given.get("RETRIES", 1)
    if isinstance(retries, bool) or not isinstance(retries, int) or not 1 <= retries <= 100:
        yield Error("DJANGO_RAY['RETRIES'] must be a whole number from 1 to 100: attempts in all.", id="raydeck.E006")
