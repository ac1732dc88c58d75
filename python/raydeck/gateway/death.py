"""Why an actor ended, as far as it said so itself, and else as Ray tells it; or a task's own process."""

from __future__ import annotations

import json
import signal
from dataclasses import dataclass
from typing import Any

from .actor_link import ActorLink
from .last_words import exit_code_of

KILLED = 137


@dataclass(frozen=True)
class Death:
    """`cause` is one of core's EndCause; `exit_code` as a shell tells it."""

    cause: str
    exit_code: int | None
    detail: str


def death_of(actor: ActorLink, error: BaseException | None) -> Death:
    """Silent and at once is SIGKILL: the kernel's for want of memory, Ray's for the same reason, or somebody's."""
    detail = "" if error is None else str(error)
    if _is_setup_failure(error):
        return Death("runtime_env_setup_failed", None, detail)
    if _is_node_death(detail):
        return Death("actor_died", None, detail)
    crash = exit_code_of(actor.crash_text)
    if crash is not None:
        return Death("exited", crash, actor.crash_text)
    if actor.exit_code is not None:
        return Death("exited", actor.exit_code, f"The process ended with exit code {actor.exit_code}.")
    return Death("exited", KILLED, detail)


def death_of_process(code: int) -> Death:
    """Of a task's own process, under an actor that lives on; `code` is -N after signal N."""
    if code >= 0:
        return Death("exited", code, f"The process ended with exit code {code}.")
    return Death("exited", 128 - code, f"The process was ended by {_signal_name(-code)}.")


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def death_report(death: Death, execution_id: str | None = None, last_beat: Any = None) -> str:
    """A worker's word for it. `execution_id`: of what has started, whose start the worker may not have been told;
    `last_beat`: what its last sign of life would have said.
    """
    told = {"exitCode": death.exit_code, "cause": death.cause, "detail": death.detail[:2000]}
    return json.dumps({"started": execution_id is not None, **told, "executionId": execution_id, "lastBeat": last_beat})


def _is_setup_failure(error: BaseException | None) -> bool:
    return error is not None and "RuntimeEnvSetup" in type(error).__name__


def _is_node_death(detail: str) -> bool:
    text = detail.lower()
    return "node died" in text or "node was terminated" in text or "its node" in text or "owner has died" in text
