"""From type hints to JSON Schema."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal, NamedTuple, NewType, Optional, TypedDict, TypeVar, Union
from uuid import UUID

import pytest

from raydeck.catalogue.json_schema import schema_of


class Color(enum.Enum):
    RED = "red"
    BLUE = 2


class Access(enum.Flag):
    READ = 1


class Moment(enum.Enum):
    NOW = date(2026, 1, 1)


class Point(NamedTuple):
    x: int
    y: float


class Address(TypedDict):
    street: str


class Customer(Address, total=False):
    name: str
    friends: list[Customer]


@dataclass
class Order:
    id: int
    paid: bool = False
    items: list[str] = field(default_factory=list)
    total: float = field(init=False, default=0)
    parent: Order | None = None


class Unresolvable(TypedDict):
    what: NotThere  # type: ignore[name-defined]  # noqa: F821


UserId = NewType("UserId", int)
T = TypeVar("T")

ORDER: dict[str, Any] = {
    "type": "object",
    "properties": {
        "id": {"type": "integer"},
        "paid": {"type": "boolean"},
        "items": {"type": "array", "items": {"type": "string"}},
        "parent": {},
    },
    "required": ["id"],
}
CUSTOMER: dict[str, Any] = {
    "type": "object",
    "properties": {"street": {"type": "string"}, "name": {"type": "string"}, "friends": {"type": "array"}},
    "required": ["street"],
}


@pytest.mark.parametrize(
    ("hint", "schema"),
    [
        (int, {"type": "integer"}),
        (float, {"type": "number"}),
        (bool, {"type": "boolean"}),
        (str, {"type": "string"}),
        (None, {"type": "null"}),
        (Any, {}),
        (object, {}),
        (T, {}),
        (UserId, {"type": "integer"}),
        (Optional[int], {"type": ["integer", "null"]}),  # noqa: UP045
        (Union[int, str, None], {"type": ["integer", "string", "null"]}),  # noqa: UP007
        (int | list[int], {"anyOf": [{"type": "integer"}, {"type": "array", "items": {"type": "integer"}}]}),
        (int | Any, {}),
        (str | datetime, {"description": "not JSON: datetime.datetime"}),
        (list, {"type": "array"}),
        (list[Any], {"type": "array"}),
        (Sequence[int], {"type": "array", "items": {"type": "integer"}}),
        (Iterable[int], {}),
        (
            tuple[int, str],
            {"type": "array", "prefixItems": [{"type": "integer"}, {"type": "string"}], "minItems": 2, "maxItems": 2},
        ),
        (tuple[int, ...], {"type": "array", "items": {"type": "integer"}}),
        (tuple[()], {"type": "array", "minItems": 0, "maxItems": 0}),
        (tuple, {"type": "array"}),
        (
            Point,
            {"type": "array", "prefixItems": [{"type": "integer"}, {"type": "number"}], "minItems": 2, "maxItems": 2},
        ),
        (dict, {"type": "object"}),
        (dict[str, Any], {"type": "object"}),
        (Mapping[str, int], {"type": "object", "additionalProperties": {"type": "integer"}}),
        (Literal["a", 1, None], {"enum": ["a", 1, None]}),
        (Color, {"enum": ["red", 2]}),
        (Annotated[int, "the order's number"], {"type": "integer", "description": "the order's number"}),
        (Annotated[int, 5], {"type": "integer"}),
        (Order, {**ORDER, "properties": {**ORDER["properties"], "parent": {}}}),
        (Customer, CUSTOMER),
        (Unresolvable, {"type": "object", "properties": {"what": {}}, "required": ["what"]}),
        (Decimal, {"description": "not JSON: decimal.Decimal"}),
        (UUID, {"description": "not JSON: uuid.UUID"}),
        (bytes, {"description": "not JSON: builtins.bytes"}),
        (set[int], {"description": "not JSON: set[int]"}),
        (Access, {"description": f"not JSON: {__name__}.Access"}),
        (Moment, {"description": f"not JSON: {__name__}.Moment"}),
        (Callable[[int], str], {"description": "not JSON: collections.abc.Callable[[int], str]"}),
    ],
)
def test_a_hint_becomes_a_schema(hint: Any, schema: dict[str, Any]) -> None:
    assert schema_of(hint) == schema
