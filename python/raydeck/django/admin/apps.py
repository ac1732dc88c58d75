"""The app."""

from __future__ import annotations

from django.apps import AppConfig


class RaydeckAdminConfig(AppConfig):
    name = "raydeck.django.admin"
    # Its permissions are called raydeck.operate_task and so on.
    label = "raydeck"
    verbose_name = "Raydeck"
    default_auto_field = "django.db.models.BigAutoField"
