"""One request, tried until it is answered."""

from __future__ import annotations

from ..execution.backoff import delays
from .errors import RaydeckError, UnavailableError
from .exchange import Pause, Plan, Reply, Request, TransportError
from .problem import error_of
from .settings import Settings

LONGEST_RETRY_AFTER_SECONDS = 30.0


def tries(request: Request, settings: Settings) -> Plan[Reply]:
    """The good reply (2xx). Raises the error that another one stands for, and UnavailableError without any.

    Tried again, with growing pauses: after 429, after 5xx, and when no answer came. A request that is not
    repeatable only where it cannot have been carried out: when it was never sent, and after 429.
    """
    is_doubtful = False
    pauses = delays()
    for number in range(settings.retries + 1):
        try:
            reply = yield request
        except TransportError as error:
            failure: RaydeckError = _unreachable(error, settings, number + 1)
            may_help = not error.is_permanent and (request.is_repeatable or not error.was_sent)
            is_doubtful = is_doubtful or error.was_sent
            seconds = next(pauses)
        else:
            assert reply is not None  # only pauses are answered by None
            if 200 <= reply.status < 300:
                return reply
            failure = error_of(reply)
            may_help = reply.status == 429 or (reply.status >= 500 and request.is_repeatable)
            failure.is_after_doubt = is_doubtful or reply.is_second
            is_doubtful = is_doubtful or reply.status >= 500
            seconds = max(next(pauses), _retry_after(reply))
        if not may_help or number == settings.retries:
            raise failure
        yield Pause(seconds)
    raise AssertionError("the last try returns or raises")


def _unreachable(error: TransportError, settings: Settings, count: int) -> UnavailableError:
    times = f" after {count} tries" if count > 1 else ""
    return UnavailableError(f"{settings.url} does not answer{times}: {error}")


def _retry_after(reply: Reply) -> float:
    """Seconds; dates, which the header may hold too, are not ours."""
    text = reply.headers.get("retry-after", "")
    return min(float(text), LONGEST_RETRY_AFTER_SECONDS) if text.isascii() and text.isdigit() else 0.0
