"""`manage.py raydeck_worker`: says where the worker runs, for people who look for it here."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from ...base_backend import RaydeckBackendBase
from ...framework import task_backends

TEXT = """\
Raydeck's worker is a process of its own and needs no Django: it claims tasks from PostgreSQL and has Ray run them.

  ./raydeck up                          everything on one machine
  node apps/worker/src/main.ts          a worker alone, by the settings in docs/settings.md
  docker compose up worker              the same in a container, docs/containers.md

A worker that serves this project's queues:

  QUEUES={queues}

Each queue needs a profile that brings this project's code and names its settings, docs/profiles.md:

  raydeck profile publish NAME --code . --django-settings {settings}

To run tasks in this process instead, for tests: RUNNER in DJANGO_RAY set to sync, or raydeck.django.drain().
"""


class Command(BaseCommand):
    help = "Explains where Raydeck's worker runs, and which queues it has to serve."

    def handle(self, *args: Any, **options: Any) -> None:
        import os

        ours = [one for one in task_backends.all() if isinstance(one, RaydeckBackendBase)]
        queues = ",".join(sorted({name for one in ours for name in one.queues})) or "*"
        settings = os.environ.get("DJANGO_SETTINGS_MODULE", "project.settings")
        self.stdout.write(TEXT.format(queues=queues, settings=settings))
