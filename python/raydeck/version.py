"""The version of this package, as it is told to the worker at the start gate."""

__version__ = "0.1.0"
