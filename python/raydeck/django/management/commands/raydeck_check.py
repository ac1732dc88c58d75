"""`manage.py raydeck_check`: whether this project can enqueue, read and find its tasks. Changes nothing."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ...framework import task_backends
from ...probes import probe


class Command(BaseCommand):
    help = "Checks Raydeck's backends: connection, version of the contract, queues, whether tasks can be imported."

    def handle(self, *args: Any, **options: Any) -> None:
        problems = 0
        for backend in task_backends.all():
            for good, text in probe(backend):
                problems += not good
                style = self.style.SUCCESS if good else self.style.ERROR
                self.stdout.write(f"{style('ok  ' if good else 'FAIL')} {backend.alias}: {text}")
        if problems:
            raise CommandError(f"{problems} of Raydeck's checks failed.")
