"""Raydeck's schema in a test database. A real installation is migrated by Raydeck itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db import connections

from .backend import RaydeckBackend
from .framework import task_backends

_PACKAGED = Path(__file__).parent / "schema_sql"
_CHECKOUT = Path(__file__).parents[3] / "prisma" / "migrations"


def migration_files() -> list[Path]:
    """Raydeck's migrations, oldest first: those of the checkout, or those that setup.py put into the package."""
    found = sorted(_CHECKOUT.glob("*/migration.sql")) or sorted(_PACKAGED.glob("*.sql"))
    if not found:
        raise FileNotFoundError(f"this raydeck was built without its migrations: there are none in {_PACKAGED}")
    return found


def install_schema(connection: Any) -> None:
    """Make the schema in the database of this connection, unless it is there. Needs a role that may create roles."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('raydeck.task') IS NOT NULL")
        if cursor.fetchone()[0]:
            return
        for path in migration_files():
            cursor.execute(path.read_text("utf-8"))


def install_for_tests() -> None:
    """In every database that a RaydeckBackend of TASKS enqueues into, with the queues that it names."""
    for backend in task_backends.all():
        if not isinstance(backend, RaydeckBackend):
            continue
        connection = connections[backend.database]
        install_schema(connection)
        with connection.cursor() as cursor:
            for name in sorted(backend.queues):
                cursor.execute("INSERT INTO raydeck.queue (name) VALUES (%s) ON CONFLICT DO NOTHING", [name])
