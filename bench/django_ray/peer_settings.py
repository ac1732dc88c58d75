"""Django's settings for django-ray, as its quick start has them, with as many tasks under way as it allows.

BENCH_DATABASE_URL names the PostgreSQL database.
"""

import os
from urllib.parse import urlsplit

_database = urlsplit(os.environ["BENCH_DATABASE_URL"])

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": _database.hostname,
        "PORT": _database.port,
        "NAME": _database.path[1:],
        "USER": _database.username,
        "PASSWORD": _database.password,
    }
}
SECRET_KEY = "only of the benchmarks, which sign nothing"
INSTALLED_APPS = ["django.contrib.contenttypes", "django.contrib.auth", "django_ray"]
USE_TZ = True
TASKS = {"default": {"BACKEND": "django_ray.backends.RayTaskBackend", "QUEUES": ["default"]}}
DJANGO_RAY = {"RAY_ADDRESS": "auto", "RUNNER": "ray_core", "DEFAULT_CONCURRENCY": 1000}
