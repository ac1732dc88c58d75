"""A catalogue's parameters in a line."""

from __future__ import annotations

import json
from typing import Any

from ..catalogue import Entry

_STARS = {"var_positional": "*", "var_keyword": "**"}
_MOST_CHARACTERS = 60


def signature_text(entry: Entry) -> str:
    """`(order_id: integer, *, amount: number = 9.99) -> object`."""
    parts: list[str] = []
    has_star = False
    for parameter in entry["parameters"]:
        kind = parameter["kind"]
        if kind == "keyword_only" and not has_star:
            parts.append("*")
        has_star = has_star or kind in ("keyword_only", "var_positional")
        text = f"{_STARS.get(kind, '')}{parameter['name']}{_type_text(parameter['schema'])}"
        if "default" in parameter:
            text += f" = {json.dumps(parameter['default'])}"
        elif not parameter["required"] and kind not in _STARS:
            text += " = ..."
        parts.append(text)
    returns = "" if entry["returns"] is None else f" -> {_name(entry['returns'])}"
    return f"{'async ' if entry['isAsync'] else ''}({', '.join(parts)}){returns}"


def _type_text(schema: dict[str, Any]) -> str:
    return "" if not schema else f": {_name(schema)}"


def _name(schema: dict[str, Any]) -> str:
    if "type" in schema:
        kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        return " | ".join(kinds)
    if "enum" in schema:
        return " | ".join(json.dumps(value) for value in schema["enum"])[:_MOST_CHARACTERS]
    if "anyOf" in schema:
        return " | ".join(_name(one) for one in schema["anyOf"])
    return str(schema.get("description", "any"))[:_MOST_CHARACTERS]
