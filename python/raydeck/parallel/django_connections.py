"""Connections of Django's in threads and processes that are not the task's own."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager


def has_django() -> bool:
    """Whether Django is set up in this process. It is not imported to find that out."""
    registry = sys.modules.get("django.apps")
    return registry is not None and bool(registry.apps.ready)


def is_in_transaction() -> bool:
    """Whether this thread is within `atomic()`: what it has written is then seen by no other one."""
    if not has_django():
        return False
    from django.db import connections

    return any(connection.in_atomic_block for connection in connections.all(initialized_only=True))


@contextmanager
def own_connections() -> Iterator[None]:
    """Nothing stale before a child, nothing left open after it: a pool of idle processes would use up the server's
    connections."""
    if not has_django():
        yield
        return
    from django.db import close_old_connections, connections

    close_old_connections()
    try:
        yield
    finally:
        connections.close_all()
