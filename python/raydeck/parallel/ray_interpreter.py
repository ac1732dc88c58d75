"""The interpreter of the children."""

from __future__ import annotations

import os
import shutil
import sys
from typing import Any

# With any of these Ray makes the interpreter itself, for the caller and for its children alike.
_MAKES_ONE = frozenset({"pip", "uv", "conda", "container", "image_uri", "py_executable"})


def interpreter_options(ray: Any) -> dict[str, Any]:
    """Where a profile names a Python of its own, the caller alone runs in it: Ray starts its workers in the cluster's,
    which may have none of the packages. So children are asked to run in the caller's. It is there on all nodes, or the
    attempt itself would run on some of them only.
    """
    if not _MAKES_ONE.isdisjoint(ray.get_runtime_context().runtime_env) or _is_the_clusters():
        return {}
    return {"runtime_env": {"py_executable": sys.executable}}


def _is_the_clusters() -> bool:
    """Links are not followed: environments share the file, and differ in where it seems to be."""
    found = shutil.which("python")
    return found is not None and os.path.dirname(found) == os.path.dirname(sys.executable)
