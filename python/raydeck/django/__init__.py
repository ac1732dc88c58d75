"""Raydeck as a backend of Django's Tasks framework: see docs/django.md.

Importing this package imports nothing of Django; its names do when they are asked for.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .backend import RaydeckBackend
    from .draining import drain
    from .http_backend import RaydeckHttpBackend
    from .options import task_options
    from .refusals import EnqueueConflict
    from .task_class import RaydeckTask
else:
    _MODULES = {
        "RaydeckBackend": "backend",
        "RaydeckHttpBackend": "http_backend",
        "RaydeckTask": "task_class",
        "EnqueueConflict": "refusals",
        "drain": "draining",
        "task_options": "options",
    }

    def __getattr__(name):
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        return getattr(import_module(f".{_MODULES[name]}", __name__), name)


__all__ = ["EnqueueConflict", "RaydeckBackend", "RaydeckHttpBackend", "RaydeckTask", "drain", "task_options"]
