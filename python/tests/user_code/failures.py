"""User code that fails, each in its own way."""

from __future__ import annotations

import sys


class Broken(Exception):
    """Has required arguments, so it cannot be pickled."""

    def __init__(self, code: int, where: str) -> None:
        super().__init__(f"{code} in {where}")


class Outer:
    class Nested(Exception):
        pass


class Mute(Exception):
    def __str__(self) -> str:
        raise RuntimeError("not telling")


def builtin() -> None:
    raise ValueError("boom")


def custom() -> None:
    raise Broken(7, "here")


def nested() -> None:
    raise Outer.Nested("inside")


def mute() -> None:
    raise Mute


def empty() -> None:
    raise KeyError


def chained() -> None:
    try:
        dict[str, int]()["price"]
    except KeyError as missing:
        raise ValueError("no price") from missing


def with_notes() -> None:
    error = ValueError("noted")
    error.__notes__ = ["first", "second"]  # type: ignore[attr-defined,unused-ignore]
    raise error


def group() -> None:
    raise ExceptionGroup("several", [ValueError("one"), TypeError("two")])  # type: ignore[name-defined,unused-ignore]  # noqa: F821


def recursion() -> None:
    recursion()


def huge_message() -> None:
    raise ValueError("begin" + "x" * 10_000_000 + "end")


def odd_characters() -> None:
    raise ValueError("nul \0 surrogate \ud800 snowman \u2603 'quotes' \"too\" $(date)\nline")


def exits(code: int) -> None:
    sys.exit(code)


def interrupts() -> None:
    raise KeyboardInterrupt


async def cancels_itself() -> None:
    import asyncio

    raise asyncio.CancelledError


async def fails_later() -> None:
    import asyncio

    await asyncio.sleep(0)
    raise ValueError("later")


def says_canceled() -> None:
    import raydeck

    raise raydeck.Canceled("on my own account")


def asks_for_a_retry(after: float | None) -> None:
    import raydeck

    raise raydeck.Retry("busy", after=after)


def asks_for_a_wrong_retry(after: object) -> None:
    import raydeck

    raise raydeck.Retry(after=after)  # type: ignore[arg-type]


def gives_up() -> None:
    import raydeck

    raise raydeck.GiveUp("the order is gone")


def snoozes() -> None:
    import raydeck

    raise raydeck.Snooze(after=60)


def raises_derived(kind: str) -> None:
    import raydeck

    class Busy(raydeck.Retry):
        def __init__(self, host: str) -> None:
            super().__init__(f"{host} is busy", after=5)

    class Careless(raydeck.Snooze):
        def __init__(self) -> None:
            """Leaves out what Snooze needs."""

    if kind == "Busy":
        raise Busy("db1")
    raise Careless


def many_bases(count: int, long_name: int) -> None:
    base: type[Exception] = type("B" * long_name, (ValueError,), {})
    for number in range(count):
        base = type(f"Base{number}", (base,), {})
    raise base("deep")
