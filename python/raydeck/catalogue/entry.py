"""What a catalogue says of one task: the CatalogueEntry of docs/rest.md."""

from __future__ import annotations

import inspect
from typing import Any, TypedDict

from ..client.callable_path import declared_options
from ..client.new_task import json_members
from ..execution.bounded_text import clean
from .find_tasks import Found
from .json_schema import schema_of
from .parameters import Parameter, parameters_of
from .type_hints import type_hints

MOST_DOC_CHARACTERS = 1_000


class Entry(TypedDict):
    """As JSON has it."""

    callable: str
    kind: str
    doc: str | None
    owner: str | None
    isAsync: bool
    parameters: list[Parameter]
    returns: dict[str, Any] | None
    options: dict[str, Any]


def entry_of(found: Found) -> Entry:
    """Everything that can be known without calling it."""
    function = found.task.func
    hints = type_hints(function)
    skipped = 1 if getattr(found.task, "takes_context", False) else 0
    owner = getattr(found.task, "owner", None)
    return {
        "callable": found.path,
        "kind": found.kind,
        "doc": _first_paragraph(function),
        "owner": owner if isinstance(owner, str) else None,
        "isAsync": inspect.iscoroutinefunction(function),
        "parameters": parameters_of(function, hints)[skipped:],
        "returns": schema_of(hints["return"]) if "return" in hints else None,
        "options": _options_of(found.task),
    }


def _options_of(task: Any) -> dict[str, Any]:
    # Not its time: a catalogue says how a task runs, and not when one did.
    return json_members({name: value for name, value in declared_options(task).items() if name != "run_at"})


def _first_paragraph(function: Any) -> str | None:
    text = inspect.getdoc(function)
    if not text:
        return None
    paragraph = " ".join(text.strip().split("\n\n")[0].split())
    return clean(paragraph)[:MOST_DOC_CHARACTERS] or None
