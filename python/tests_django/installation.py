"""A Raydeck of the tests' own: a database, a login role with no more than its grants, workers."""

from __future__ import annotations

import hashlib
import io
import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import psycopg

T = TypeVar("T")
HERE = Path(__file__).parent
CHECKOUT = HERE.parent.parent
PATIENCE_SECONDS = 90.0
WORKER_LOG = CHECKOUT / ".raydeck" / "test" / "logs" / "django-worker.log"
# queue → what is set of it. `idle` has no worker: what is enqueued there stays.
QUEUES: dict[str, dict[str, Any]] = {
    "queue_1": {},
    "idle": {},
    "exec": {"runner": "local", "max_attempts": 1, "profile": "shop"},
    "kill": {"runner": "local", "profile": "shop"},
    "pair": {"runner": "local", "profile": "shop"},
    "ray": {"runner": "ray_job", "max_attempts": 1, "profile": "shop"},
}


def until(what: str, look: Callable[[], T | None], patience_seconds: float = PATIENCE_SECONDS) -> T:
    """The first thing that `look` finds. Fails after a minute and a half."""
    give_up_at = time.monotonic() + patience_seconds
    while time.monotonic() < give_up_at:
        found = look()
        if found:
            return found
        time.sleep(0.02)
    raise AssertionError(f"{what}: not within {patience_seconds:.0f} s")


@dataclass
class WorkerProcess:
    process: subprocess.Popen[bytes]
    worker_id: str

    def end(self, number: int = signal.SIGTERM) -> None:
        if self.process.poll() is None:
            self.process.send_signal(number)
        self.process.wait(PATIENCE_SECONDS)


@dataclass
class ConsoleProcess:
    process: subprocess.Popen[bytes]
    url: str
    key: str

    def end(self) -> None:
        self.process.communicate(timeout=PATIENCE_SECONDS)


@dataclass
class Installation:
    """One database; `sql` runs a statement as the superuser."""

    name: str
    server_url: str
    role: str
    password: str
    workers: list[WorkerProcess] = field(default_factory=list)
    folder: str = field(default_factory=lambda: tempfile.mkdtemp(prefix="rd-django-"))

    @property
    def url(self) -> str:
        return urlsplit(self.server_url)._replace(path=f"/{self.name}").geturl()

    def databases(self) -> dict[str, dict[str, Any]]:
        parts = urlsplit(self.server_url)
        common = {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": self.name,
            "HOST": parts.hostname,
            "PORT": parts.port,
        }
        return {
            "default": {**common, "USER": self.role, "PASSWORD": self.password},
            "owner": {**common, "USER": parts.username, "PASSWORD": parts.password},
        }

    def sql(self, statement: str, *parameters: Any) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.url, autocommit=True) as connection:
            cursor = connection.execute(statement, parameters)
            return cursor.fetchall() if cursor.description else []

    def start_worker(self, *queues: str, **variables: str) -> WorkerProcess:
        """Returns once it has registered."""
        name = f"worker-{secrets.token_hex(4)}"
        with WORKER_LOG.open("ab") as log:
            process = subprocess.Popen(
                [os.environ["RAYDECK_TEST_NODE"], str(CHECKOUT / "apps/worker/src/main.ts")],
                env={**self._worker_environment(name, queues), **variables},
                stdout=log,
                stderr=log,
            )

        def registered() -> str | None:
            assert process.poll() is None, f"the worker ended at once, see {WORKER_LOG}"
            rows = self.sql("SELECT id::text FROM raydeck.worker WHERE name = %s", name)
            return str(rows[0][0]) if rows else None

        worker = WorkerProcess(process, until("the worker registers", registered))
        self.workers.append(worker)
        return worker

    def _worker_environment(self, name: str, queues: tuple[str, ...]) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "DATABASE_URL": self.url,
            "RAYDECK_SECRET": "a secret of the tests, long enough for the purpose",
            "WORKER_NAME": name,
            "QUEUES": ",".join(queues),
            "LOG_LEVEL": "warn",
            "RAY_ADDRESS": os.environ["RAYDECK_TEST_RAY_ADDRESS"],
            "RAY_AUTH_TOKEN": os.environ["RAYDECK_TEST_RAY_TOKEN"],
            "RAY_ENTRYPOINT_NUM_CPUS": "0.01",
            "LOCAL_RUNNER": "true",
            "LOCAL_PYTHON": sys.executable,
            "LOCAL_DIRECTORY": self.folder,
            "ATTEMPT_API_PORT": "0",
            "HEALTH_PORT": "0",
            "HEARTBEAT_INTERVAL_SECONDS": "2",
        }

    def start_console(self) -> ConsoleProcess:
        """The REST API over this database, with a key that may do everything."""
        process = subprocess.Popen(
            [os.environ["RAYDECK_TEST_NODE"], str(CHECKOUT / "apps/web/src/rest/serve-test-api.ts"), self.url],
            env={"PATH": os.environ["PATH"]},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert process.stdout is not None
        said = json.loads(process.stdout.readline())
        return ConsoleProcess(process, said["url"], said["key"])

    def set_up(self) -> None:
        """Roles, queues and profiles of an installation that is migrated."""
        self.sql("UPDATE raydeck.installation SET id = raydeck.new_installation_id()")
        self.sql(f"CREATE ROLE {self.role} LOGIN PASSWORD '{self.password}'")
        self.sql(f"GRANT CREATE ON SCHEMA public TO {self.role}")
        for name, settings in QUEUES.items():
            columns = ["name", *settings]
            marks = ", ".join(["%s"] * len(columns))
            self.sql(f"INSERT INTO raydeck.queue ({', '.join(columns)}) VALUES ({marks})", name, *settings.values())
        granted = ["default", *QUEUES]
        self.sql("SELECT raydeck.grant_enqueue(%s, %s)", self.role, granted)
        self.sql("SELECT raydeck.grant_read(%s, %s)", self.role, granted)
        environment = json.dumps({"SHOP_DATABASES": json.dumps(self.databases())})
        content = _zipped_project()
        package_hash = hashlib.sha256(content).hexdigest()
        self.sql("INSERT INTO raydeck.package VALUES (%s, %s, %s)", package_hash, content, len(content))
        self.sql(
            """INSERT INTO raydeck.profile
            (name, version, package_hash, env_vars, python, django_settings_module, created_by)
            VALUES ('shop', 1, %s, %s, %s, 'project.settings', 'test')""",
            package_hash,
            environment,
            sys.executable,
        )

    def remove(self) -> None:
        for worker in self.workers:
            worker.end(signal.SIGKILL)
        shutil.rmtree(self.folder, ignore_errors=True)
        with psycopg.connect(self.server_url, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")
            connection.execute(f"DROP ROLE IF EXISTS {self.role}")


def create_installation() -> Installation:
    """A clone of the migrated template of this run's server."""
    server_url = os.environ["RAYDECK_TEST_DATABASE_URL"]
    made = Installation(
        f"django_{secrets.token_hex(6)}", server_url, f"shop_{secrets.token_hex(6)}", secrets.token_hex(16)
    )
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {made.name} TEMPLATE {_ensure_template(connection)}")
    made.set_up()
    return made


def _ensure_template(connection: psycopg.Connection[Any]) -> str:
    """Migrated by the migrate step itself, once for a server and content of the migrations."""
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in sorted(CHECKOUT.glob("prisma/migrations/*/*.sql"))))
    name = f"django_template_{digest.hexdigest()[:12]}"
    connection.execute("SELECT pg_advisory_lock(7265)")
    if connection.execute("SELECT FROM pg_database WHERE datname = %s AND datistemplate", [name]).rowcount == 0:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name}")
        url = urlsplit(os.environ["RAYDECK_TEST_DATABASE_URL"])._replace(path=f"/{name}").geturl()
        subprocess.run(
            [os.environ["RAYDECK_TEST_NODE"], str(CHECKOUT / "apps/worker/src/migrate.ts")],
            env={"PATH": os.environ["PATH"], "DATABASE_URL": url, "LOG_LEVEL": "warn"},
            check=True,
        )
        connection.execute(f"ALTER DATABASE {name} IS_TEMPLATE true")
    connection.execute("SELECT pg_advisory_unlock(7265)")
    return name


def _zipped_project() -> bytes:
    """What Ray needs of this folder, as a profile's package."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for part in ("project", "shop", "tasks"):
            for path in sorted((HERE / part).rglob("*.py")):
                package.writestr(zipfile.ZipInfo(str(path.relative_to(HERE))), path.read_text())
    return buffer.getvalue()
