"""The Django app `raydeck.django`: its management commands. The backends need no app."""

from __future__ import annotations

from django.apps import AppConfig


class RaydeckConfig(AppConfig):
    name = "raydeck.django"
    label = "raydeck_django"
    verbose_name = "Raydeck"
