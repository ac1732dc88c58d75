"""How waiting tasks are shared out among the actors of a lane."""

from __future__ import annotations

import time

from .actor_link import ActorLink
from .durations import Durations
from .held import Held
from .lane import Lane

# An actor holds short work for so long at most: what a line may delay the last of it.
LINE_SECONDS = 0.1
MOST_HANDED = 256
# Callables below it stand in a line, and are worth no more actors than there are CPUs.
SHORT_SECONDS = 0.02
# A call that runs on for so long counts as long, whatever was seen before. Less is a busy machine's doing, and a new
# actor takes a second.
RUNS_ON_SECONDS = 0.2


def share(lane: Lane, durations: Durations, cpus: int) -> None:
    """Hand over what waits. One to each idle actor first, so that a lone task, or a long one, starts at once; then, of
    callables that are known to be short, as much as an actor does in `LINE_SECONDS`. On a backlog of those no more
    actors work at once than there are CPUs, however many the lane has: they would only be in each other's way.
    """
    if not lane.waiting:
        return
    ready = [actor for actor in lane.actors if actor.is_ready and not actor.is_recalled]
    actors = len(ready)
    if len(lane.waiting) > actors > cpus and _is_short_work(lane, durations):
        # Those that have work already first: the others come to rest, and leave in the end.
        free = [actor for actor in ready if not _is_held_up(actor, durations)]
        ready = sorted(free, key=lambda one: not one.tasks)[:cpus]
        actors = len(ready)
    for actor in sorted(ready, key=lambda one: len(one.tasks)):
        if not lane.waiting:
            return
        batch = _batch(lane, actor, durations, actors)
        if batch:
            actor.hand(batch)


def _batch(lane: Lane, actor: ActorLink, durations: Durations, actors: int) -> list[Held]:
    in_line = len(actor.tasks) - actor.coroutines
    fair = max(1, -(-(len(lane.waiting) + in_line) // max(1, actors)))
    room = min(MOST_HANDED, fair) - in_line
    seconds = actor.expected_seconds
    # Topped up when half is done: a line for each task would cost what batches save.
    if in_line > 0 and (in_line > MOST_HANDED // 2 or seconds > LINE_SECONDS / 2):
        return []
    batch: list[Held] = []
    places = lane.max_coroutines - actor.coroutines
    while lane.waiting and len(batch) < room:
        task = lane.waiting.first()
        if task.callable in lane.coroutines:
            # It leaves the line as soon as it has come to its turn, and then runs beside the others.
            if places <= 0 or seconds > SHORT_SECONDS:
                break
            places -= 1
            task.is_coroutine = True
            batch.append(lane.waiting.take_first())
            continue
        mean = durations.mean(task.callable)
        if in_line > 0 and (mean is None or mean >= SHORT_SECONDS or seconds + mean > LINE_SECONDS):
            break
        if seconds >= max(1, in_line) * SHORT_SECONDS:
            break  # behind what is long, or may be
        in_line += 1
        task.expected_seconds = SHORT_SECONDS if mean is None else mean
        batch.append(lane.waiting.take_first())
        seconds += task.expected_seconds
    return batch


def wanted_actors(lane: Lane, durations: Durations, cpus: int, gateways: int) -> int:
    """How many actors the lane should have now. One for each task that is long, by what is known or by its running on;
    of the others, and of what nothing is known of yet, no more than there are CPUs; and for coroutine functions as many
    as have room for them. Several gateways share the cluster, and the largest size of a lane.
    """
    if not lane.waiting:
        return 0
    most = -(-lane.max_actors // gateways)
    staying = [actor for actor in lane.actors if not actor.is_leaving]
    long_running = sum(1 for actor in staying if (task := actor.running) is not None and _is_long(task, durations))
    sample = lane.waiting.peek(most)
    in_line = [task for task in sample if task.callable not in lane.coroutines]
    long_waiting = sum(1 for task in in_line if (durations.mean(task.callable) or 0.0) >= SHORT_SECONDS)
    short = min(cpus, len(in_line) - long_waiting)
    coroutines = len(sample) - len(in_line) + sum(actor.coroutines for actor in staying)
    beside = -(-coroutines // lane.max_coroutines) if len(in_line) < len(sample) else 0
    return min(most, long_running + long_waiting + short + beside)


def _is_short_work(lane: Lane, durations: Durations) -> bool:
    """Of what comes next; coroutine functions mostly wait, and more actors have room for more of them."""
    task = lane.waiting.first()
    return task.callable not in lane.coroutines and _is_short(task, durations)


def _is_held_up(actor: ActorLink, durations: Durations) -> bool:
    task = actor.running
    return task is not None and (not _is_short(task, durations) or time.monotonic() - task.started_at >= SHORT_SECONDS)


def _is_short(task: Held, durations: Durations) -> bool:
    """By what is known of its callable."""
    mean = durations.mean(task.callable)
    return mean is not None and mean < SHORT_SECONDS


def _is_long(task: Held, durations: Durations) -> bool:
    mean = durations.mean(task.callable) or 0.0
    return mean >= SHORT_SECONDS or time.monotonic() - task.started_at >= RUNS_ON_SECONDS
