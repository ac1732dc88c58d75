"""Settings, the same where the pages are served and where the tasks run: both read them from the environment."""

from __future__ import annotations

import os
from urllib.parse import unquote, urlsplit

SECRET_KEY = os.environ.get("SHOP_SECRET_KEY", "for your own machine only")
DEBUG = os.environ.get("SHOP_DEBUG", "true") == "true"
ALLOWED_HOSTS = ["*"] if DEBUG else os.environ.get("SHOP_HOSTS", "127.0.0.1").split(",")

_url = urlsplit(os.environ.get("SHOP_DATABASE_URL", "postgresql://shop:shop@127.0.0.1:5432/raydeck"))
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _url.path[1:],
        "USER": unquote(_url.username or ""),
        "PASSWORD": unquote(_url.password or ""),
        "HOST": _url.hostname,
        "PORT": _url.port or 5432,
    }
}

TASKS = {
    "default": {
        "BACKEND": "raydeck.django.RaydeckBackend",
        "QUEUES": ["shop", "mail"],
        # For the links and the actions in the admin.
        "OPTIONS": {"URL": os.environ.get("RAYDECK_URL", ""), "API_KEY": os.environ.get("RAYDECK_API_KEY", "")},
    }
}

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "raydeck.django",
    "raydeck.django.admin",
    "shop",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
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
ROOT_URLCONF = "bookshop.urls"
STATIC_URL = "/static/"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
DEFAULT_FROM_EMAIL = "shop@example.com"
TEST_RUNNER = "raydeck.django.test_runner.RaydeckTestRunner"
