"""Fixtures for projects that test with pytest-django: `pytest_plugins = ["raydeck.django.pytest_plugin"]`.

def test_order(raydeck_db, client):
    client.post("/orders")
    [result] = drain()
    assert result.return_value == "sent"
"""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture(scope="session")
def raydeck_schema(django_db_setup: None, django_db_blocker: Any) -> None:
    """Raydeck's schema and the queues of TASKS, in pytest-django's test databases."""
    from .schema import install_for_tests

    with django_db_blocker.unblock():
        install_for_tests()


@pytest.fixture
def raydeck_db(raydeck_schema: None, db: None) -> None:
    """pytest-django's `db`, in a database that tasks can be enqueued into; rolled back with the test."""
