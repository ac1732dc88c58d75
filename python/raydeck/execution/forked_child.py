"""A child that user code forked and that came back out of the user's function: it must not report."""

from __future__ import annotations

import os
import traceback
from typing import NoReturn

from .flush import flush_streams


def leave_forked_child(error: BaseException | None) -> NoReturn:
    """End the child as the interpreter would: 0, SystemExit's code, or a traceback and 1."""
    code = 0
    if isinstance(error, SystemExit):
        code = error.code if isinstance(error.code, int) else int(error.code is not None)
    elif error is not None:
        traceback.print_exception(type(error), error, error.__traceback__)
        code = 1
    flush_streams(2.0)
    os._exit(code & 0xFF)
