"""How many children a cluster has room for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .options import Options

# For children that reserve nothing of what the cluster counts.
UNCOUNTED = 100


def ray_room(ray: Any, options: Options) -> int:
    """At once, on the whole cluster as it is now, others' work left out of account. At least 1: it may grow."""
    return room(ray.cluster_resources(), _wanted(options))


def room(total: Mapping[str, float], wanted: Mapping[str, float]) -> int:
    counts = [int(total.get(name, 0) / amount) for name, amount in wanted.items() if amount > 0]
    return max(1, min(counts, default=UNCOUNTED))


def _wanted(options: Options) -> dict[str, float]:
    memory = options.memory_bytes or 0
    return {"CPU": options.num_cpus, "GPU": options.num_gpus, "memory": memory, **options.resources}
