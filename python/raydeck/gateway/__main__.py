"""`python -m raydeck.gateway`: started by a Raydeck worker as a Ray job; see docs/gateway-protocol.md.

Exit codes: 0 it was replaced, 64 a broken environment, 76 a worker refused it, 77 no worker could be reached, 79 nobody
answered for the silence limit.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable, Coroutine
from typing import Any

from ..execution.attempt_api import AttemptApi
from ..execution.settings import SettingsError, take_settings
from .lease import Lease, LeaseRefused, LeaseUnreachable, take_lease

EXIT_USAGE, EXIT_REFUSED, EXIT_UNREACHABLE = 64, 76, 77


def main() -> int:
    """Returns the exit code."""
    try:
        settings = take_settings(os.environ)
        api = AttemptApi(settings.urls, settings.ca_file)
    except (SettingsError, OSError) as problem:
        print(f"raydeck.gateway: {problem}", file=sys.stderr)
        return EXIT_USAGE
    try:
        lease = take_lease(api, settings.ticket, settings.start_grace_seconds)
        with lease.kept():
            run = _join_cluster()
    except LeaseRefused as refused:
        print(f"raydeck.gateway: refused: {refused}", file=sys.stderr)
        return EXIT_REFUSED
    except LeaseUnreachable as unreachable:
        print(f"raydeck.gateway: no worker could be reached: {unreachable}", file=sys.stderr)
        return EXIT_UNREACHABLE
    return asyncio.run(run(lease, settings.ca_file))


def _join_cluster() -> Callable[[Lease, str | None], Coroutine[Any, Any, int]]:
    """Returns what runs the gateway. After the exchange: Ray costs seconds, and hands what stands in the environment on
    to the actors.
    """
    import ray

    from .run_gateway import run_gateway

    ray.init(log_to_driver=False)
    return run_gateway


if __name__ == "__main__":
    sys.exit(main())
