"""Makes the actors of a lane."""

from __future__ import annotations

import asyncio
import math
from typing import Any

from .actor_host import RaydeckLane
from .actor_link import ActorLink
from .lane import Lane
from .process_host import RaydeckProcessLane


def make_actor(ray: Any, lane: Lane, place: dict[str, Any]) -> ActorLink:
    """Start one; it says hello when it is up. Ray retries nothing: what had started may not start again."""
    lane.made += 1
    name = f"raydeck-{lane.spec['label']}-{lane.key[:6]}-{lane.made}"
    kind = RaydeckProcessLane if lane.is_isolated else RaydeckLane
    remote = ray.remote(max_restarts=0, max_task_retries=0, **_options(ray, lane))(kind)
    handle = remote.options(name=name).remote()
    own = {
        "name": name,
        "maxMemoryBytes": int(lane.spec.get("maxMemoryBytes", 0)),
        "maxCoroutines": lane.max_coroutines,
    }
    call = handle.serve.options(name=name).remote({**place, **own}, dict(lane.spec["common"]))
    link = ActorLink(name, lane, handle, asyncio.wrap_future(call.future()))
    lane.actors.append(link)
    return link


def _options(ray: Any, lane: Lane) -> dict[str, Any]:
    wish = lane.spec["resources"]
    options: dict[str, Any] = {
        # Reserved CPUs would keep what a task starts on Ray itself waiting for ever.
        "num_cpus": wish.get("numCpus") or 0,
        "num_gpus": wish.get("numGpus") or 0,
        "runtime_env": dict(lane.spec["runtimeEnv"]),
    }
    if wish.get("memoryBytes"):
        options["memory"] = math.ceil(wish["memoryBytes"])
    if wish.get("custom"):
        options["resources"] = dict(wish["custom"])
    if wish.get("labelSelector"):
        options["label_selector"] = dict(wish["labelSelector"])
    if not lane.reserves and not wish.get("labelSelector"):
        options["scheduling_strategy"] = _where_room_is(ray, lane)
    return options


def _where_room_is(ray: Any, lane: Lane) -> Any:
    """Ray puts what asks for nothing anywhere, also on a head that offers nothing. So: where the lane has the fewest
    actors for the CPUs there are.
    """
    from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

    counts: dict[str, int] = {}
    for actor in lane.actors:
        node = actor.facts.get("nodeId")
        if node is not None:
            counts[node] = counts.get(node, 0) + 1
    offers = {
        node["NodeID"]: float(node["Resources"].get("CPU", 0))
        for node in ray.nodes()
        if node["Alive"] and node["Resources"].get("CPU", 0) > 0
    }
    if not offers:
        return "DEFAULT"
    best = min(offers, key=lambda node: (counts.get(node, 0) + 1) / offers[node])
    return NodeAffinitySchedulingStrategy(best, soft=True)
