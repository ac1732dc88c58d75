"""Whether this process is part of a Ray cluster."""

from __future__ import annotations

import contextlib
import importlib
import os
import signal
import sys
import threading
from collections.abc import Iterator
from typing import Any


def connected_ray() -> Any | None:
    """The module `ray`, connected; None where this process is part of no cluster. Never starts a cluster.

    It is part of one when user code has connected it, when it is a worker process of Ray's (a child of a child), or
    when Ray's job supervisor has started it, as it starts every attempt of runner `ray_job`: the supervisor leaves the
    job's configuration and the cluster's address in the environment. That address alone proves nothing, it may be
    the dashboard's. A supervised process is connected here, when it is first needed.
    """
    ray = sys.modules.get("ray")
    if ray is not None and ray.is_initialized():
        return ray
    address = os.environ.get("RAY_ADDRESS")
    if not address or "RAY_JOB_CONFIG_JSON_ENV_VAR" not in os.environ:
        return None
    module: Any = importlib.import_module("ray")
    with _own_handler():
        module.init(address=address, ignore_reinit_error=True)
    return module


@contextlib.contextmanager
def _own_handler() -> Iterator[None]:
    """`ray.init()` takes SIGTERM for itself, by which a worker stops an attempt."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    handler = signal.getsignal(signal.SIGTERM)
    try:
        yield
    finally:
        if handler is not None:
            signal.signal(signal.SIGTERM, handler)
