"""Tasks of all kinds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import raydeck
from raydeck.demo import add

if TYPE_CHECKING:
    from decimal import Decimal

print("this module prints as it is imported")

added = add


@raydeck.task(queue="payments", max_attempts=5, timeout_seconds=1.5, retry={"backoff": "fixed"}, owner="team-pay")
def charge(order_id: int, /, amount: float = 9.99, *items: str, note: str | None = None, **more: Any) -> dict[str, int]:
    """Charge an order,
    once.

    More words.
    """
    return {"order": order_id}


charge_again = charge


@raydeck.task
async def fetch(url: str, price: Decimal, limit: int = None) -> list[str]:  # type: ignore[assignment]  # noqa: RUF013
    return [url]


class Mail:
    @staticmethod
    @raydeck.task
    def send(to: str, marker: object = object()) -> None:
        """Sends."""

    class Queue:
        outer = int


Mail.Queue.outer = Mail  # type: ignore[assignment]


class DjangoTask:
    """What Django's Task looks like to us."""

    def __init__(self, func: Any, *, takes_context: bool = False) -> None:
        self.func = func
        self.takes_context = takes_context
        self.queue_name = "mail"
        self.priority = 3

    @property
    def module_path(self) -> str:
        return f"{self.func.__module__}.{self.func.__qualname__}"


def _welcome(context: Any, user_id: int) -> None:
    """Say hello."""


welcome = DjangoTask(_welcome, takes_context=True)


class Proxy:
    """Stands for something that is not set up, as Django's settings do."""

    def __getattribute__(self, name: str) -> Any:
        raise RuntimeError("not set up")


proxy = Proxy()


def plain() -> None: ...
