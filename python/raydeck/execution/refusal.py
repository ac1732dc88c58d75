"""The failures that are ours: they stand in the protocol without a module, and no retry mends them."""

from __future__ import annotations


class Refusal(Exception):
    """The class's name is the name in the protocol."""


class WrongInterpreter(Refusal):
    """This Python or Ray is not the cluster's."""


class CallableNotFound(Refusal):
    """The module or the name does not exist."""


class CallableNotAllowed(Refusal):
    """It exists, and may not run here."""


class InvalidArguments(Refusal):
    """Not JSON, or the callable does not accept them."""


class ArgumentsUnavailable(Exception):
    """Stored arguments that no worker could give within the grace. No refusal: another attempt may have more luck."""


class ResultNotSerialisable(Refusal):
    """The returned value is not JSON that PostgreSQL takes."""


class ResultTooLarge(Refusal):
    """The returned value's JSON is over the limit."""
