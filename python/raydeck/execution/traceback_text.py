"""Tracebacks that begin with the user's frames."""

from __future__ import annotations

import os
import sys
import traceback
from types import FrameType, TracebackType

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_ENTRYPOINT = os.path.join(_PACKAGE, "entrypoint.py")
_LIBRARY = os.path.dirname(os.path.abspath(os.__file__))
_PLUMBING = (
    os.path.join(_PACKAGE, "execution") + os.sep,
    os.path.join(_PACKAGE, "django") + os.sep,
    os.path.join(_PACKAGE, "parallel") + os.sep,
    os.path.join(_LIBRARY, "asyncio") + os.sep,
    os.path.join(_LIBRARY, "concurrent") + os.sep,
    os.path.join(_LIBRARY, "importlib") + os.sep,
    os.path.join(_LIBRARY, "runpy.py"),
    "<frozen ",
)


def traceback_text(error: BaseException) -> str:
    """The whole text with causes, contexts, groups and notes. Never raises.

    What leads from the entrypoint to the user's code (ours, import's, asyncio's and asgiref's frames at the head) is
    left out.
    """
    frames: TracebackType | None = error.__traceback__
    while frames is not None and _is_plumbing(frames.tb_frame.f_code.co_filename):
        frames = frames.tb_next
    try:
        return "".join(traceback.format_exception(type(error), error, frames))
    except Exception as second:  # attributes of the exception are user code
        return f"{type(error).__qualname__}: <no traceback: {type(second).__name__} while it was written>\n"


def stack_text(thread_id: int, last_line: str) -> str:
    """Where a thread stands now, in the form of a traceback that ends with `last_line`."""
    frame: FrameType | None = sys._current_frames().get(thread_id)
    stack = traceback.extract_stack(frame) if frame is not None else []
    while stack and _is_plumbing(stack[0].filename):
        stack = stack[1:]
    lines = traceback.format_list(stack)
    return "".join(["Traceback (most recent call last):\n", *lines, f"{last_line}\n"])


def _is_plumbing(filename: str) -> bool:
    return filename.startswith(_PLUMBING) or filename == _ENTRYPOINT or f"{os.sep}asgiref{os.sep}" in filename
