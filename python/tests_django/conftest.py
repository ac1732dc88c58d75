"""Makes an installation before Django is set up, and ends it after the last test."""

from __future__ import annotations

import json
import os

from installation import Installation, create_installation

_installation: Installation | None = None


def pytest_configure() -> None:
    global _installation
    _installation = create_installation()
    os.environ["SHOP_DATABASES"] = json.dumps(_installation.databases())
    os.environ["DJANGO_SETTINGS_MODULE"] = "project.settings"
    import django
    from django.core.management import call_command
    from django.test.utils import setup_test_environment

    django.setup()
    setup_test_environment()
    call_command("migrate", verbosity=0, run_syncdb=True)
    _installation.start_worker("exec", "ray")


def pytest_unconfigure() -> None:
    if _installation is None:
        return
    from django.db import connections

    connections.close_all()
    _installation.remove()


def this_installation() -> Installation:
    """For test cases of unittest, which take no fixtures."""
    assert _installation is not None
    return _installation
