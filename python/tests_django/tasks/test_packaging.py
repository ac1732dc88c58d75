"""What an installed raydeck gives a project's tests: the migrations, the fixture, the test runner."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from installation import CHECKOUT

PYTHON = CHECKOUT / "python"
SETTINGS = """
DATABASES = {{"default": {{"ENGINE": "django.db.backends.postgresql", "NAME": "{name}", "USER": {user!r}, "PASSWORD": {password!r},
                           "HOST": {host!r}, "PORT": {port!r}}}}}
TASKS = {{"default": {{"BACKEND": "raydeck.django.RaydeckBackend", "QUEUES": ["default", "mail"]}}}}
INSTALLED_APPS = ["raydeck.django"]
TEST_RUNNER = "raydeck.django.test_runner.RaydeckTestRunner"
USE_TZ = True
SECRET_KEY = "x"
"""
TASKS = """
try:
    from django.tasks import task
except ImportError:
    from django_tasks import task

@task(queue_name="mail")
def double(a):
    return 2 * a
"""
PYTEST = """
import letters
from raydeck.django import drain
pytest_plugins = ["raydeck.django.pytest_plugin"]

def test_in_a_transaction(raydeck_db):
    result = letters.double.enqueue(21)
    assert [one.return_value for one in drain()] == [42]
    result.refresh()
    assert result.return_value == 42

def test_the_test_before_left_nothing(raydeck_db):
    assert drain() == []
"""
UNITTEST = """
import letters
from django.test import TestCase
from raydeck.django import drain

class T(TestCase):
    def test_it(self):
        letters.double.enqueue(4)
        self.assertEqual([one.return_value for one in drain()], [8])
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("wheel")
    source = tmp_path_factory.mktemp("source") / "python"
    # As git has it, beside the migrations: building leaves folders behind.
    subprocess.run(["cp", "-r", PYTHON, source], check=True)
    (source.parent / "prisma").symlink_to(CHECKOUT / "prisma")
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "-w",
        target,
        source,
    ]
    subprocess.run(command, check=True, capture_output=True)
    return next(target.glob("*.whl"))


def test_a_built_package_has_the_migrations_byte_for_byte(wheel: Path) -> None:
    migrations = sorted((CHECKOUT / "prisma" / "migrations").glob("*/migration.sql"))
    with zipfile.ZipFile(wheel) as package:
        packed = sorted(name for name in package.namelist() if name.endswith(".sql"))
        assert [Path(name).stem for name in packed] == [path.parent.name for path in migrations]
        for name, path in zip(packed, migrations, strict=True):
            assert package.read(name) == path.read_bytes()


@pytest.mark.parametrize("tool", ["pytest", "unittest"])
def test_a_project_tests_its_tasks_with_an_installed_raydeck(wheel: Path, tmp_path: Path, tool: str) -> None:
    server = urlsplit(os.environ["RAYDECK_TEST_DATABASE_URL"])
    settings = SETTINGS.format(
        name=f"project_{os.getpid()}_{tool}",
        user=server.username,
        password=server.password,
        host=server.hostname,
        port=server.port,
    )
    with zipfile.ZipFile(wheel) as package:
        package.extractall(tmp_path / "installed")
    for name, text in {"site_settings": settings, "letters": TASKS, "test_letters": PYTEST, "tests": UNITTEST}.items():
        if (name == "test_letters") == (tool == "pytest") or name in ("site_settings", "letters"):
            (tmp_path / f"{name}.py").write_text(text)
    # The wheel's files before the checkout's, and nothing of this project.
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": f"{tmp_path / 'installed'}{os.pathsep}{tmp_path}"}
    env["DJANGO_SETTINGS_MODULE"] = "site_settings"
    command = ["pytest", "-q", "-p", "no:cacheprovider"] if tool == "pytest" else ["django", "test", "--noinput"]
    done = subprocess.run([sys.executable, "-m", *command], cwd=tmp_path, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert ("2 passed" in done.stdout) if tool == "pytest" else ("Ran 1 test" in done.stderr)
