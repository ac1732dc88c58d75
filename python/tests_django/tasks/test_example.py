"""The example's own tests, with what it says of itself: examples/django."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django import VERSION
from installation import CHECKOUT

EXAMPLE = CHECKOUT / "examples" / "django"


@pytest.mark.skipif(VERSION < (6, 1), reason="the example is of one Django")
@pytest.mark.parametrize("command", [["test", "--noinput"], ["makemigrations", "--check", "--dry-run"], ["check"]])
def test_the_example_passes(command: list[str]) -> None:
    env = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(CHECKOUT / "python"),
        "PYTHONDONTWRITEBYTECODE": "1",
        "SHOP_DATABASE_URL": os.environ["RAYDECK_TEST_DATABASE_URL"],
    }
    manage = [sys.executable, "manage.py", *command]
    done = subprocess.run(manage, cwd=EXAMPLE, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    if command[0] == "test":
        assert "Ran 5 tests" in done.stderr
