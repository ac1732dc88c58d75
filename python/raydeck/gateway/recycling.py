"""How actors come and go. What has done its share is replaced: user code leaks, a fresh process has nothing of it."""

from __future__ import annotations

from collections.abc import Callable

from .actor_link import ActorLink
from .lane import Lane


def resize(lane: Lane, wish: int, fewest: int, now: float, make: Callable[[Lane], ActorLink] | None) -> None:
    """As many actors as are wished for, and no fewer than `fewest`. `make` is None while no actor may be made."""
    if make is not None:
        for _ in range(max(wish, fewest) - lane.staying):
            make(lane)
    _end_idle(lane, fewest, now)
    replace_worn(lane, make)


def _end_idle(lane: Lane, fewest: int, now: float) -> None:
    """Actors that have had nothing to do for so long go, down to the lane's smallest size."""
    if lane.waiting:
        return
    for actor in list(lane.actors):
        if lane.staying <= fewest:
            return
        if actor.is_ready and not actor.tasks and now - actor.idle_since > lane.idle_seconds:
            actor.leave()


def replace_worn(lane: Lane, make: Callable[[Lane], ActorLink] | None) -> None:
    """Each worn actor goes, with what it holds done. While tasks wait it works on until its successor is up, one of
    the lane at a time; where actors reserve something of the cluster there may be no room for both, and it goes first.
    """
    worn = [actor for actor in lane.actors if actor.is_ready and _is_worn(actor, lane.max_tasks)]
    if not worn:
        return
    for actor in worn:
        successor = actor.successor
        if not lane.waiting or lane.reserves or (successor is not None and successor.is_ready):
            actor.leave()
        elif successor is not None and successor not in lane.actors:
            actor.successor = None  # it did not come up
    if make is not None and not lane.starting:
        heir = next((actor for actor in worn if actor.is_ready and actor.successor is None), None)
        if heir is not None:
            heir.successor = make(lane)


def _is_worn(actor: ActorLink, max_tasks: int) -> bool:
    return actor.is_worn or 0 < max_tasks <= actor.ended
