"""Which Python, Ray and machine this is, and whether they are the ones that the cluster runs."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import socket
import sys
from typing import Any

from ..version import __version__
from .refusal import WrongInterpreter


def ray_version() -> str | None:
    """Ray's version from its metadata, for importing it costs a second; None when it is not installed."""
    try:
        return importlib.metadata.version("ray")
    except importlib.metadata.PackageNotFoundError:
        return None


def facts() -> dict[str, Any]:
    """What the start gate is told. Ray's job supervisor hides its own ids from the driver: those two are often null."""
    hostname = socket.gethostname()
    in_kubernetes = "KUBERNETES_SERVICE_HOST" in os.environ
    return {
        "python": platform.python_version(),
        "raydeck": __version__,
        "ray": ray_version(),
        "rayNodeId": os.environ.get("RAY_NODE_ID") or None,
        "rayJobId": os.environ.get("RAY_JOB_ID") or None,
        "pod": os.environ.get("POD_NAME") or (hostname if in_kubernetes else None),
        "hostname": hostname,
        "pid": os.getpid(),
    }


def check_interpreter(expected_python: str | None, expected_ray: str | None) -> None:
    """Raise WrongInterpreter when Python's minor or Ray's version is not the expected one; None is unchecked."""
    if expected_python is None and expected_ray is None:
        return
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    if expected_python is not None and ".".join(expected_python.split(".")[:2]) != python:
        raise WrongInterpreter(f"the cluster runs Python {expected_python}, this is {python} ({sys.executable})")
    ray = ray_version() if expected_ray is not None else None
    if expected_ray is not None and ray != expected_ray:
        raise WrongInterpreter(
            f"the cluster runs Ray {expected_ray}, this Python has {ray or 'none'} ({sys.executable})"
        )
