"""One task in the gateway's hands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from .actor_link import ActorLink
    from .lane import Lane

Stage = Literal["waiting", "handed", "started", "over"]


@dataclass(eq=False, slots=True)
class Held:
    """`waiting` in its lane; `handed` to an actor, which may give it back; `started` by the actor's mark; `over`, with
    `report` held until the owner has committed it. `owner` is the worker id whose attempt it is now.
    `expected_seconds`: how long its actor's line grows by it. `is_coroutine`: it runs, or will, beside what else its
    actor does.
    """

    id: str
    execution_id: str
    owner: str
    lane: Lane
    callable: str
    body: str
    priority: int = 0
    stage: Stage = "waiting"
    actor: ActorLink | None = None
    started_at: float = 0.0
    is_start_told: bool = False
    is_sent: bool = False
    report: Any = None
    stop_asked_at: float | None = None
    expected_seconds: float = 0.0
    is_coroutine: bool = False
    is_interrupted: bool = False
    is_process_killed: bool = False
