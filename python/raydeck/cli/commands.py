"""The commands that there are."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Command:
    """`module`: beside this one, loaded when the command is called."""

    name: str
    module: str
    summary: str


GROUPS = ("task", "queue")

COMMANDS = {
    command.name: command
    for command in (
        Command("task enqueue", "task_enqueue", "ask for one call of a function"),
        Command("task list", "task_list", "the newest tasks, by state, queue, callable, ..."),
        Command("task show", "task_show", "one task with its attempts and its error"),
        Command("task explain", "task_explain", "why it does not run, what it is doing, how it ended"),
        Command("task wait", "task_wait", "until it is final; the exit code says how it ended"),
        Command("task result", "task_result", "what the function returned, as JSON"),
        Command("task logs", "task_logs", "what the function put out; -f to follow"),
        Command("task retry", "task_retry", "run FAILED and CANCELED tasks again, changed if you like"),
        Command("task cancel", "task_cancel", "cancel tasks"),
        Command("queue list", "queue_list", "queues and what they hold"),
        Command("queue show", "queue_show", "one queue with its settings"),
        Command("queue pause", "queue_pause", "start nothing more from it"),
        Command("queue resume", "queue_resume", "let it go on"),
        Command("queue set", "queue_set", "change its limits and defaults, or make it"),
        Command("catalogue", "catalogue", "list the tasks of your modules, and tell the console"),
    )
}

_HEAD = "Durable tasks on Ray: enqueue, look, steer."
_TAIL = """\
settings:
  RAYDECK_URL      where the console is, for example http://127.0.0.1:3000
  RAYDECK_API_KEY  an API key, rdk_...
  NO_COLOR         set: no colours

exit codes:
  0 done · 1 refused, or the task FAILED · 2 wrong usage · 3 the console cannot be reached
  4 the task was CANCELED · 5 the task was not final in time

examples:
  raydeck task enqueue shop.tasks.charge 4711 amount=9.99 --queue payments --wait
  raydeck task list --state FAILED --callable shop. --since 1h
  raydeck task logs 0199... -f

`raydeck task enqueue --help` and so on say more."""


def overview(group: str | None = None) -> str:
    """The help above the commands' own."""
    shown = [command for command in COMMANDS.values() if group is None or command.name.startswith(f"{group} ")]
    lines = ["commands:", *(f"  {command.name:<14}{command.summary}" for command in shown), ""]
    if group is not None:
        return "\n".join(
            [f"usage: raydeck {group} COMMAND ...", "", *lines, f"`raydeck {group} list --help` and so on say more."]
        )
    return "\n".join(["usage: raydeck COMMAND ...", "", _HEAD, "", *lines, _TAIL])
