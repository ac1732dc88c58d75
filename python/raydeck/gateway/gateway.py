"""What the gateway holds, and every move of it. No I/O of its own: links and actors call it, and it calls them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from .actor_link import ActorLink
from .death import Death, death_of, death_report
from .durations import Durations
from .held import Held
from .lane import Lane
from .lease import Lease
from .pace import Pace
from .pressing import press
from .recycling import replace_worn, resize
from .sharing import share, wanted_actors

if TYPE_CHECKING:
    from .worker_link import WorkerLink

# A task that runs for so long is told of before its end: the worker writes RUNNING.
TELL_START_SECONDS = 0.2
SPARED = Death("actor_died", None, "Its actor was ended for another task in it that did not stop.")
STOPPED = Death("stopped", None, "It was stopped before it started.")
# Short of the lease's end nothing is begun any more.
LEASE_MARGIN_SECONDS = 0.5
# So long a task that was thought short may keep others waiting behind it.
STUCK_SECONDS = 0.05
ACTOR_PAUSE_SECONDS = 5.0


class Gateway:
    """One incarnation. `make` starts an actor of a lane, `kill` ends one."""

    def __init__(
        self,
        lease: Lease,
        make: Callable[[Lane], ActorLink],
        kill: Callable[[ActorLink], None],
        cpus: Callable[[], int],
    ) -> None:
        self._lease, self._make, self._kill, self._cpus = lease, make, kill, cpus
        self.links: dict[str, WorkerLink] = {}
        self.fenced: set[str] = set()
        self.held: dict[str, Held] = {}
        self._lanes: dict[str, Lane] = {}
        self._durations = Durations()
        self.pace = Pace(self.held)
        self._to_share: set[Lane] = set()
        self._stopping: set[Held] = set()

    @property
    def actor_count(self) -> int:
        """Of all lanes."""
        return sum(len(lane.actors) for lane in self._lanes.values())

    @property
    def _own_cpus(self) -> int:
        """Of the cluster's CPUs this gateway's share."""
        return -(-self._cpus() // self._lease.gateways)

    def find_actor(self, name: str) -> ActorLink | None:
        """None for one that is over, or never was."""
        actors = (actor for lane in self._lanes.values() for actor in lane.actors)
        return next((actor for actor in actors if actor.name == name), None)

    # What a worker says.

    def connected(self, link: WorkerLink, holds: list[str]) -> None:
        """A worker is back, and says what it thinks is here: what is not never came, nor will it come any more."""
        absent = [task_id for task_id in holds if task_id not in self.held]
        link.say({"t": "hello", "gatewayId": self._lease.gateway_id, "absent": absent})
        for task in self.held.values():
            if task.owner == link.worker_id:
                task.is_start_told = False
                if task.stage == "over":
                    link.report(task)

    def heard(self, link: WorkerLink, message: dict[str, Any]) -> None:
        """One message of a worker; a fenced one's is not heard."""
        if link.worker_id in self.fenced:
            return
        kind = message["t"]
        if kind == "tasks":
            self._take(link, message)
        elif kind == "ack":
            for task_id in message["ids"]:
                self._forget(link, task_id)
        elif kind == "withdraw":
            self._withdraw(link, message)
        elif kind == "stop":
            for task_id in message["ids"]:
                self._stop(self.held.get(task_id))
        elif kind == "adopt":
            self._adopt(link, message)

    def _take(self, link: WorkerLink, message: dict[str, Any]) -> None:
        for key, spec in message["lanes"].items():
            if key not in self._lanes:
                self._lanes[key] = Lane(key, spec)
        priorities = message.get("priorities") or [0] * len(message["tasks"])
        for (task_id, lane_key, callable_path, execution_id, body), priority in zip(
            message["tasks"], priorities, strict=True
        ):
            if task_id in self.held:
                continue
            lane = self._lanes[lane_key]
            task = Held(task_id, execution_id, link.worker_id, lane, callable_path, body, priority)
            self.held[task_id] = task
            lane.waiting.add(task)
            lane.used_at = time.monotonic()
            self._share_soon(lane)

    def _forget(self, link: WorkerLink, task_id: str) -> None:
        link.acknowledged(task_id)
        task = self.held.get(task_id)
        if task is not None and task.stage == "over" and task.owner == link.worker_id:
            del self.held[task_id]

    def _withdraw(self, link: WorkerLink, message: dict[str, Any]) -> None:
        """Take back what has not started. What was handed to an actor is asked back first: it may start meanwhile."""
        withdrawn, started, unknown = [], [], []
        for task_id in message["ids"]:
            task = self.held.get(task_id)
            if task is None:
                withdrawn.append(task_id)
            elif task.stage == "waiting":
                task.lane.waiting.remove(task)
                del self.held[task_id]
                withdrawn.append(task_id)
            elif task.stage == "handed":
                self._recall(task.actor)
                unknown.append(task_id)
            else:
                started.append(task_id)
        answer = {"withdrawn": withdrawn, "started": started, "unknown": unknown}
        link.say({"t": "withdrawn", "ask": message["ask"], **answer})

    def _stop(self, task: Held | None) -> None:
        if task is None or task.stage == "over" or task.stop_asked_at is not None:
            return
        if task.stage == "waiting":
            task.lane.waiting.remove(task)
            self._over(task, "died", 0.0, death_report(STOPPED))
            return
        task.stop_asked_at = time.monotonic()
        self._stopping.add(task)
        if task.actor is not None:
            self._recall(task.actor)
            task.actor.say(["c", task.id])

    def _adopt(self, link: WorkerLink, message: dict[str, Any]) -> None:
        """Refuse the dead workers for good; then what is not here will never start here."""
        for worker_id in message["fence"]:
            if worker_id != link.worker_id:
                self._fence(worker_id)
        waiting: list[str] = []
        started: list[str] = []
        absent: list[str] = []
        for task_id in message["ids"]:
            task = self.held.get(task_id)
            if task is None:
                absent.append(task_id)
                continue
            task.owner, task.is_start_told = link.worker_id, False
            (waiting if task.stage in ("waiting", "handed") else started).append(task_id)
            if task.stage == "over":
                link.report(task)
        link.say({"t": "adopted", "ask": message["ask"], "waiting": waiting, "started": started, "absent": absent})

    def _fence(self, worker_id: str) -> None:
        self.fenced.add(worker_id)
        link = self.links.pop(worker_id, None)
        if link is not None:
            asyncio.get_running_loop().create_task(link.stop())

    # What an actor says, and its end.

    def heard_actor(self, actor: ActorLink, message: list[Any]) -> None:
        """One message of an actor."""
        kind = message[0]
        if kind in ("o", "d"):
            _, task_id, seconds, _, body = message
            task = actor.take_out(task_id)
            if task is not None:
                self._durations.note(task.callable, seconds)
                actor.ended += 1
                self._over(task, "outcome" if kind == "o" else "died", seconds, body)
        elif kind == "s":
            task = actor.tasks.get(message[1])
            if task is not None:
                task.stage, task.started_at = "started", time.monotonic()
                return
        elif kind == "a":
            self._beside(actor, message[1])
        elif kind == "g":
            actor.is_recalled = False
            for task_id in reversed(message[1]):
                self._back(actor, task_id)
        elif kind == "b":
            task = actor.tasks.get(message[1])
            link = None if task is None else self.links.get(task.owner)
            if link is not None:
                link.say({"t": "beat", "id": message[1], "beat": message[2]})
        elif kind == "w":
            actor.is_worn = True
            replace_worn(actor.lane, None)  # at once: the next task is to find another one
        elif kind == "x":
            actor.exit_code = int(message[1])
        elif kind == "hello":
            actor.lane.failures = 0
        if not actor.tasks:
            actor.idle_since = time.monotonic()
        self._share_soon(actor.lane)

    def _beside(self, actor: ActorLink, task_id: str) -> None:
        task = actor.tasks.get(task_id)
        if task is None:
            return
        actor.lane.coroutines.add(task.callable)
        actor.beside(task)

    def _back(self, actor: ActorLink, task_id: str) -> None:
        task = actor.take_out(task_id)
        if task is None:
            return
        task.actor, task.is_coroutine = None, False
        if task.stop_asked_at is not None:
            self._over(task, "died", 0.0, death_report(STOPPED))
            return
        task.stage = "waiting"
        task.lane.waiting.add_first(task)

    def actor_over(self, actor: ActorLink, error: BaseException | None) -> None:
        """Its line was read to the end, and Ray says why it ended: the marked one fails, the others go elsewhere."""
        lane = actor.lane
        if actor in lane.actors:
            lane.actors.remove(actor)
        death = death_of(actor, error)
        spared = {task.id for task in actor.others} if actor.is_killed else set()
        for task in reversed(list(actor.tasks.values())):
            if task.stage == "started":
                seconds = time.monotonic() - task.started_at
                why = SPARED if task.id in spared else death
                self._over(task, "died", seconds, death_report(why, task.execution_id))
            else:
                self._back(actor, task.id)
        actor.tasks.clear()
        actor.coroutines = 0
        if actor.writer is None and not actor.is_killed:
            self._did_not_come_up(lane, death)
        self._share_soon(lane)

    def _did_not_come_up(self, lane: Lane, death: Death) -> None:
        """What waits has waited for this; after a pause another is tried for what comes later."""
        lane.failures += 1
        lane.paused_until = time.monotonic() + ACTOR_PAUSE_SECONDS
        # A node's death is not the lane's doing: the next one comes up elsewhere, or this gateway ends as well.
        if death.cause == "actor_died" or (lane.actors and lane.failures < 3):
            return
        cause = death.cause if death.cause == "runtime_env_setup_failed" else "start_failed"
        report = death_report(Death(cause, None, death.detail))
        while lane.waiting:
            self._over(lane.waiting.take_first(), "died", 0.0, report)

    def _over(self, task: Held, kind: str, seconds: float, body: str) -> None:
        task.stage = "over"
        task.report = (kind, seconds, body)
        self.pace.ended()
        task.body = ""
        self._stopping.discard(task)
        link = self.links.get(task.owner)
        if link is not None:
            link.report(task)

    # What time does.

    def tick(self) -> None:
        """Some ten times a second."""
        now = time.monotonic()
        press(list(self._stopping), now, self._end)
        for lane in self._lanes.values():
            for actor in list(lane.actors):
                self._look_at(actor, now)
            self._scale(lane, now)
            if self._may_start:
                share(lane, self._durations, self._own_cpus)

    @property
    def _may_start(self) -> bool:
        return time.monotonic() < self._lease.until - LEASE_MARGIN_SECONDS

    def _look_at(self, actor: ActorLink, now: float) -> None:
        running = actor.running
        if not self._may_start or (
            running is not None and len(actor.tasks) > 1 and now - running.started_at > STUCK_SECONDS
        ):
            self._recall(actor)
        if running is not None:
            self._tell_start(actor, running, now)
        if actor.coroutines > 0:
            for task in actor.tasks.values():
                if task.is_coroutine and task.stage == "started":
                    self._tell_start(actor, task, now)

    def _tell_start(self, actor: ActorLink, task: Held, now: float) -> None:
        if task.is_start_told or now - task.started_at < TELL_START_SECONDS:
            return
        link = self.links.get(task.owner)
        if link is not None:
            task.is_start_told = True
            age_ms = (now - task.started_at) * 1000
            started = {"id": task.id, "executionId": task.execution_id, "ageMs": round(age_ms, 3)}
            link.say({"t": "started", **started, "actor": actor.facts})

    def _recall(self, actor: ActorLink | None) -> None:
        if actor is None or actor.is_recalled or not any(one.stage == "handed" for one in actor.tasks.values()):
            return
        actor.is_recalled = True
        actor.say(["g"])

    def _end(self, actor: ActorLink) -> None:
        actor.is_killed = True
        self._kill(actor)

    def _scale(self, lane: Lane, now: float) -> None:
        make = self._make if now >= lane.paused_until and self._may_start else None
        wish = wanted_actors(lane, self._durations, self._own_cpus, self._lease.gateways)
        resize(lane, wish, lane.fewest(self._lease.gateways, now), now, make)

    def _share_soon(self, lane: Lane) -> None:
        if not self._to_share:
            asyncio.get_running_loop().call_soon(self._share_all)
        self._to_share.add(lane)

    def _share_all(self) -> None:
        lanes, self._to_share = self._to_share, set()
        if not self._may_start:
            return
        for lane in lanes:
            share(lane, self._durations, self._own_cpus)
            if lane.waiting and not lane.actors:
                self._scale(lane, time.monotonic())
