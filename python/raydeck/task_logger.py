"""The logger `raydeck.task`, which writes to standard error until the user's logging set-up takes over."""

from __future__ import annotations

import contextlib
import logging
import sys


class _StandardError(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        if logging.getLogger().handlers:
            return  # the record reaches the root's handlers too: once is enough
        # User code may have closed or removed sys.stderr: a log line must not fail a task.
        with contextlib.suppress(OSError, ValueError, AttributeError):
            sys.stderr.write(self.format(record) + "\n")
            sys.stderr.flush()


def task_logger() -> logging.Logger:
    """The logger `raydeck.task`, level INFO unless set otherwise, with its handler attached once."""
    logger = logging.getLogger("raydeck.task")
    if not logger.handlers:
        handler = _StandardError()
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        logger.addHandler(handler)
    if logger.level == logging.NOTSET:
        logger.setLevel(logging.INFO)
    return logger
