"""What the Test of a profile runs: it says what it finds, and does nothing else."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import re
import sys
from collections.abc import Sequence
from typing import Any

from .execution.interpreter import ray_version
from .task import task

PATH_ENTRIES = 5


@task
def run(requirements: Sequence[str] = (), variables: Sequence[str] = ()) -> dict[str, Any]:
    """Print and return the interpreter, the head of `sys.path`, and what is there of what the profile names.

    `requirements`: lines such as `numpy==2`; the answer has the installed version for each name, None for one that is
    not installed (a marker may have left it out). `variables`: names of environment variables, secret ones among them;
    the answer says whether each is set and never what it holds. A settings module was set up before this runs, or the
    attempt has failed.
    """
    found = {
        "python": platform.python_version(),
        "executable": sys.executable,
        "ray": ray_version(),
        "path": sys.path[:PATH_ENTRIES],
        "directory": os.getcwd(),
        "django": _version("django") if "DJANGO_SETTINGS_MODULE" in os.environ else None,
        "requirements": {name: _version(name) for name in map(_name, requirements)},
        "variables": {name: name in os.environ for name in variables},
    }
    _say(found)
    return found


def _say(found: dict[str, Any]) -> None:
    print(f"Python {found['python']} at {found['executable']}, Ray {found['ray'] or 'not installed'}")
    print(f"working directory {found['directory']}")
    for entry in found["path"]:
        print(f"sys.path: {entry}")
    if found["django"] is not None:
        print(f"Django {found['django']} is set up with {os.environ['DJANGO_SETTINGS_MODULE']}")
    for name, version in found["requirements"].items():
        print(f"requirement {name}: {version or 'not installed'}")
    for name, is_set in found["variables"].items():
        print(f"variable {name}: {'set' if is_set else 'NOT SET'}")


def _name(requirement: str) -> str:
    match = re.match(r"[A-Za-z0-9][A-Za-z0-9._-]*", requirement)
    return match.group() if match is not None else requirement


def _version(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None
