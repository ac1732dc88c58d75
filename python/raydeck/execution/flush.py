"""Empty the buffers of standard output and error, whatever user code made of them."""

from __future__ import annotations

import contextlib
import ctypes
import sys
import threading


def flush_streams(limit_seconds: float) -> None:
    """Flush Python's streams and C's. In a thread of its own: a stream may be locked by a thread that never returns."""
    thread = threading.Thread(target=_flush, name="raydeck-flush", daemon=True)
    with contextlib.suppress(RuntimeError):  # no thread to be had
        thread.start()
        thread.join(limit_seconds)


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__):
        with contextlib.suppress(Exception):  # closed, None, or an object of the user's
            if stream is not None:
                stream.flush()
    with contextlib.suppress(Exception):
        # C and Fortran print through buffers of their own, which a normal exit would empty and os._exit does not.
        ctypes.CDLL(None).fflush(None)
