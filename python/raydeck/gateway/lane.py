"""A lane: the actors of one environment and one set of resources, and the tasks that wait for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .actor_link import ActorLink
from .waiting import Waiting

# A lane that nothing came to for so long is that of an earlier version, most likely: it keeps no actor.
KEPT_SECONDS = 3_600.0


@dataclass(eq=False)
class Lane:
    """`spec` is the worker's word: `label`, `common`, `runtimeEnv`, `resources`, `minActors`, `maxActors`,
    `idleSeconds`, what an actor is replaced after (`maxTasks`, `maxMemoryBytes`, 0 for never), and how many coroutine
    functions run in one at once, `maxCoroutines`. `coroutines`: callables that are known to be such.
    """

    key: str
    spec: Mapping[str, Any]
    waiting: Waiting = field(default_factory=Waiting)
    actors: list[ActorLink] = field(default_factory=list)
    made: int = 0
    coroutines: set[str] = field(default_factory=set)
    # After actors that did not come up: not before then, and why not.
    paused_until: float = 0.0
    # When a task came last.
    used_at: float = 0.0
    failures: int = 0

    @property
    def max_actors(self) -> int:
        """So many at once at most."""
        return int(self.spec["maxActors"])

    def fewest(self, gateways: int, now: float) -> int:
        """So many stay, of those that all gateways keep together, also when there is nothing to do."""
        if now - self.used_at > KEPT_SECONDS:
            return 0
        kept = min(int(self.spec.get("minActors", 0)), self.max_actors)
        return -(-kept // gateways)

    @property
    def idle_seconds(self) -> float:
        """An actor with nothing to do is ended after so long."""
        return float(self.spec["idleSeconds"])

    @property
    def staying(self) -> int:
        """Actors that are there, or on their way, and not about to leave."""
        return sum(1 for actor in self.actors if not actor.is_leaving)

    @property
    def max_tasks(self) -> int:
        """An actor is replaced after so many; 0: never."""
        return int(self.spec.get("maxTasks", 0))

    @property
    def max_coroutines(self) -> int:
        """So many coroutine functions at once in an actor."""
        return int(self.spec.get("maxCoroutines", 1))

    @property
    def is_isolated(self) -> bool:
        """Whether each of its tasks runs in a process of its own, forked by its actor."""
        resources: Mapping[str, Any] = self.spec["resources"]
        return resources.get("isolation") == "process"

    @property
    def reserves(self) -> bool:
        """Whether its actors keep something of the cluster from others."""
        resources = self.spec["resources"]
        return any(resources.get(name) for name in ("numCpus", "numGpus", "memoryBytes", "custom"))

    @property
    def starting(self) -> int:
        """Actors that are on their way."""
        return sum(1 for actor in self.actors if actor.writer is None and not actor.is_killed)
