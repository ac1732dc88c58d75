"""Settings of the project that the tests are, in this process and in each execution."""

from __future__ import annotations

import json
import os

from django import VERSION

IS_BACKPORT = VERSION < (6, 0)
IS_EXECUTION = "RAYDECK_ATTEMPT_API_URLS" in os.environ
LOGGER = "django_tasks" if IS_BACKPORT else "django.tasks"

SECRET_KEY = "of the tests"
DATABASES = json.loads(os.environ["SHOP_DATABASES"])
# Pages are served here only: each execution starts half a second sooner without them.
PAGES = ["django.contrib.admin", "django.contrib.messages", "django.contrib.sessions", "raydeck.django.admin"]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    *(["django_tasks"] if IS_BACKPORT else []),
    *([] if IS_EXECUTION else PAGES),
    "raydeck.django",
    "shop",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
ROOT_URLCONF = "project.urls"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
STATIC_URL = "/static/"

QUEUES = ["default", "queue_1", "exec", "idle", "ray", "kill", "pair"]
TASKS = {
    "default": {"BACKEND": "raydeck.django.RaydeckBackend", "QUEUES": QUEUES},
    "other": {"BACKEND": "raydeck.django.RaydeckBackend", "QUEUES": QUEUES},
    # As the owner of the tables, which drain() needs.
    "owner": {"BACKEND": "raydeck.django.RaydeckBackend", "QUEUES": QUEUES, "OPTIONS": {"DATABASE": "owner"}},
    "immediate": {
        "BACKEND": f"{'django_tasks' if IS_BACKPORT else 'django.tasks'}.backends.immediate.ImmediateBackend",
        "QUEUES": [],
    },
}
# To the execution's own output, where the tests read what was logged on the other side.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(levelname)s:%(name)s:%(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "loggers": {LOGGER: {"handlers": ["stderr"] if IS_EXECUTION else [], "level": "DEBUG"}},
}
