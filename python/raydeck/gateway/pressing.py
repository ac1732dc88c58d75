"""How a task that was asked to end is brought to its end, without the others of its actor as long as that goes."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from .actor_link import ActorLink
from .held import Held

# From the flag to the interruption, and from there to the end of the actor.
COOPERATIVE_SECONDS = 1.0
INTERRUPTED_SECONDS = 2.0
# A process of its own is ended alone. So long its actor has to see it end.
PROCESS_END_SECONDS = 5.0
# And so long for what runs beside it in that actor, until it is lost with it.
BESIDE_SECONDS = 30.0


def press(stopping: Iterable[Held], now: float, end: Callable[[ActorLink], None]) -> None:
    """`stopping` have the flag already; then comes an interruption, then the end of their actor."""
    for task in stopping:
        actor, asked_at = task.actor, task.stop_asked_at
        if actor is None or asked_at is None or task.stage != "started":
            continue
        if not task.is_interrupted and now - asked_at >= COOPERATIVE_SECONDS:
            task.is_interrupted = True
            actor.say(["i", task.id])
        late = now - asked_at - COOPERATIVE_SECONDS - INTERRUPTED_SECONDS
        if late >= 0 and actor.lane.is_isolated and not task.is_process_killed:
            task.is_process_killed = True
            actor.say(["k", task.id])
        if task.is_process_killed and late < PROCESS_END_SECONDS:
            continue
        if late >= 0 and not actor.is_killed:
            # Nothing more is handed to it; what runs beside has a while to come to its end.
            if not actor.is_leaving:
                actor.leave()
            if late >= BESIDE_SECONDS or not actor.others:
                end(actor)
