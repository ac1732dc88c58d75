"""What there is to work with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .ray_cluster import connected_ray
from .thread_pool import cpu_count


@dataclass(frozen=True)
class Amounts:
    """`memory_bytes` is None where nobody counts it. `custom` are Ray's own names."""

    cpus: float
    gpus: float = 0
    memory_bytes: float | None = None
    custom: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class RayResources:
    """`total` of the cluster, and `available`: what nobody has reserved, an attempt's own CPU left out. `nodes` that
    are alive. Without a cluster, this machine's CPUs, all of them available.
    """

    is_cluster: bool
    nodes: int
    total: Amounts
    available: Amounts


def ray_resources() -> RayResources:
    """A look at the cluster as it is now. It may change in the next moment: ask for what you need, count on nothing."""
    ray = connected_ray()
    if ray is None:
        here = Amounts(cpus=cpu_count())
        return RayResources(is_cluster=False, nodes=1, total=here, available=here)
    alive = [node for node in ray.nodes() if node["Alive"]]
    return RayResources(
        is_cluster=True,
        nodes=len(alive),
        total=_amounts(ray.cluster_resources()),
        available=_amounts(ray.available_resources()),
    )


def _amounts(given: Mapping[str, Any]) -> Amounts:
    named = ("CPU", "GPU", "memory", "object_store_memory")
    custom = {
        name: float(amount) for name, amount in given.items() if name not in named and not name.startswith("node:")
    }
    return Amounts(
        cpus=float(given.get("CPU", 0)),
        gpus=float(given.get("GPU", 0)),
        memory_bytes=float(given.get("memory", 0)),
        custom=custom,
    )
