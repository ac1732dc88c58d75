"""From type hints to JSON Schema (2020-12): not stricter than the hint, open where JSON has no such thing. A text,
which Python takes for a sequence, is none here.
"""

from __future__ import annotations

import collections.abc
import dataclasses
import enum
import types
import typing
from typing import Any

Schema = dict[str, Any]

_PLAIN: dict[Any, str] = {bool: "boolean", int: "integer", float: "number", str: "string", type(None): "null"}
_ARRAYS = (list, collections.abc.Sequence, collections.abc.MutableSequence)
_OBJECTS = (dict, collections.abc.Mapping, collections.abc.MutableMapping)
_DEEPEST = 20
# By name: typing has some of them only in later Pythons, and typing_extensions has its own.
_TRANSPARENT = ("Annotated", "Required", "NotRequired", "ReadOnly", "Final", "ClassVar")


def schema_of(hint: Any, above: tuple[Any, ...] = ()) -> Schema:
    """The schema of the JSON that a parameter of this type is given. A type that refers to itself is open below."""
    if hint is Any or hint is object or isinstance(hint, (str, typing.TypeVar)):
        return {}
    if hint is None or (isinstance(hint, type) and hint in _PLAIN):
        return {"type": _PLAIN[type(None) if hint is None else hint]}
    if hint in above or len(above) > _DEEPEST:
        return {}
    above = (*above, hint)
    origin = typing.get_origin(hint)
    if origin is not None:
        return _of_generic(hint, origin, typing.get_args(hint), above)
    if hasattr(hint, "__supertype__"):  # NewType
        return schema_of(hint.__supertype__, above)
    if type(hint).__name__ == "TypeAliasType":
        return schema_of(hint.__value__, above)
    return _of_class(hint, above) if isinstance(hint, type) else not_json(hint)


def with_null(schema: Schema) -> Schema:
    """The same, or null."""
    return any_of([schema, {"type": "null"}])


def any_of(schemas: list[Schema]) -> Schema:
    """One of them; as short as can be."""
    for schema in schemas:
        if is_open(schema):
            return schema
    parts = [part for schema in schemas for part in _alternatives(schema)]
    unique = [part for index, part in enumerate(parts) if part not in parts[:index]]
    if len(unique) == 1:
        return unique[0]
    if all(set(part) == {"type"} for part in unique):
        return {"type": [part["type"] for part in unique]}
    return {"anyOf": unique}


def _alternatives(schema: Schema) -> list[Schema]:
    if set(schema) == {"anyOf"}:
        return list(schema["anyOf"])
    if set(schema) == {"type"} and isinstance(schema["type"], list):
        return [{"type": one} for one in schema["type"]]
    return [schema]


def is_open(schema: Schema) -> bool:
    """Whether anything goes."""
    return set(schema) <= {"description"}


def not_json(hint: Any) -> Schema:
    """Open, with a word on why."""
    # In Python 3.10 set[int] passes for a class too.
    is_class = isinstance(hint, type) and typing.get_origin(hint) is None
    name = f"{hint.__module__}.{hint.__qualname__}" if is_class else str(hint)
    return {"description": f"not JSON: {name[:200]}"}


def _of_generic(hint: Any, origin: Any, arguments: tuple[Any, ...], above: tuple[Any, ...]) -> Schema:
    if origin in (typing.Union, types.UnionType):
        return any_of([schema_of(argument, above) for argument in arguments])
    if origin is typing.Literal:
        return _of_values(hint, arguments)
    if _name(origin) in _TRANSPARENT or hasattr(hint, "__metadata__"):
        return _described(schema_of(arguments[0], above), getattr(hint, "__metadata__", ()))
    if origin in _ARRAYS:
        return _array(schema_of(arguments[0], above))
    if origin is tuple:
        return _of_tuple(arguments, above)
    if origin in _OBJECTS:
        return _object(schema_of(arguments[1], above))
    return {} if origin in (collections.abc.Iterable, collections.abc.Collection) else not_json(hint)


def _of_class(hint: type, above: tuple[Any, ...]) -> Schema:
    if issubclass(hint, enum.Enum) and not issubclass(hint, enum.Flag):
        return _of_values(hint, tuple(member.value for member in hint))
    if typing.is_typeddict(hint) or type(hint).__name__ == "_TypedDictMeta":
        return _of_typed_dict(hint, above)
    if dataclasses.is_dataclass(hint):
        return _of_dataclass(hint, above)
    if hint in _ARRAYS:
        return {"type": "array"}
    if hint in _OBJECTS:
        return {"type": "object"}
    if issubclass(hint, tuple):
        fields = _hints_of(hint)
        names = getattr(hint, "_fields", None)
        return {"type": "array"} if names is None else _of_tuple(tuple(fields.get(n, Any) for n in names), above)
    return next(({"type": _PLAIN[base]} for base in (str, int, float) if issubclass(hint, base)), not_json(hint))


def _of_values(hint: Any, values: tuple[Any, ...]) -> Schema:
    if all(type(value) in (str, int, bool, type(None)) for value in values):
        return {"enum": list(values)}
    return not_json(hint)


def _of_tuple(arguments: tuple[Any, ...], above: tuple[Any, ...]) -> Schema:
    if len(arguments) == 2 and arguments[1] is Ellipsis:
        return _array(schema_of(arguments[0], above))
    items = [schema_of(argument, above) for argument in arguments if argument != ()]
    size = {"minItems": len(items), "maxItems": len(items)}
    return {"type": "array", "prefixItems": items, **size} if items else {"type": "array", **size}


def _of_typed_dict(hint: Any, above: tuple[Any, ...]) -> Schema:
    hints = _hints_of(hint)
    required = [name for name in hints if _is_required(name, hints[name], hint)]
    return _properties({name: schema_of(value, above) for name, value in hints.items()}, required)


def _is_required(name: str, hint: Any, owner: Any) -> bool:
    # Under postponed annotations `__required_keys__` does not see these words; the resolved hints do.
    said = _name(typing.get_origin(hint))
    return name in owner.__required_keys__ and said != "NotRequired" if said != "Required" else True


def _of_dataclass(hint: Any, above: tuple[Any, ...]) -> Schema:
    hints = _hints_of(hint)
    fields = [field for field in dataclasses.fields(hint) if field.init]
    missing = dataclasses.MISSING
    required = [f.name for f in fields if f.default is missing and f.default_factory is missing]
    return _properties({f.name: schema_of(hints.get(f.name, Any), above) for f in fields}, required)


def _properties(properties: dict[str, Schema], required: list[str]) -> Schema:
    schema: Schema = {"type": "object", "properties": properties}
    return {**schema, "required": required} if required else schema


def _array(items: Schema) -> Schema:
    return {"type": "array", "items": items} if items else {"type": "array"}


def _object(values: Schema) -> Schema:
    return {"type": "object", "additionalProperties": values} if values else {"type": "object"}


def _described(schema: Schema, metadata: tuple[Any, ...]) -> Schema:
    text = next((item for item in metadata if isinstance(item, str)), None)
    return schema if text is None or "description" in schema else {**schema, "description": text[:500]}


def _hints_of(hint: Any) -> dict[str, Any]:
    try:
        return typing.get_type_hints(hint, include_extras=True)
    except Exception:  # annotations are user code
        return dict.fromkeys(getattr(hint, "__annotations__", {}), Any)


def _name(origin: Any) -> str:
    return str(getattr(origin, "__name__", None) or getattr(origin, "_name", None) or "")
