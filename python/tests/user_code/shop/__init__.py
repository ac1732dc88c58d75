"""A package of tasks, for the catalogue."""

from .tasks import charge

__all__ = ["charge"]
