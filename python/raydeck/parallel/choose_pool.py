"""Which pool a call gets."""

from __future__ import annotations

from .child import Work
from .django_connections import is_in_transaction
from .options import Options
from .pool import Pool
from .ray_cluster import connected_ray


def choose_pool(work: Work, options: Options) -> Pool:
    """Raises RuntimeError when Ray is asked for by name and this process is part of no cluster."""
    ray = connected_ray() if options.backend in (None, "ray") else None
    if ray is not None:
        from .ray_pool import RayPool

        return RayPool(ray, work, options)
    if options.backend == "ray":
        raise RuntimeError("backend='ray' needs a process that is part of a Ray cluster, and this one is not")
    if options.backend == "caller" or (options.backend is None and is_in_transaction()):
        from .caller_pool import CallerPool

        return CallerPool(work)
    from .thread_pool import ThreadPool

    return ThreadPool(work, options)
