"""Modules by name, packages with all that lies in them."""

from __future__ import annotations

import contextlib
import importlib
import pkgutil
import sys
import traceback
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from types import ModuleType

MOST_MODULES = 10_000


@dataclass(frozen=True)
class Failure:
    """A module that could not be imported. `error`: the last line; `traceback`: from the module's own code on."""

    module: str
    error: str
    traceback: str


def import_modules(names: Iterable[str], skip: Collection[str] = ()) -> tuple[list[ModuleType], list[Failure]]:
    """Imported, each once; those in `skip`, and `__main__` modules, are left out with all below them.

    What the modules print goes to standard error. Never raises for what a module does, sys.exit() included.
    """
    modules: dict[str, ModuleType] = {}
    failures: list[Failure] = []
    # Backwards, so that the next name is taken from the end.
    names_left = list(reversed(list(names)))
    while names_left and len(modules) + len(failures) < MOST_MODULES:
        name = names_left.pop()
        if name in modules or name in skip or name.rpartition(".")[2] == "__main__":
            continue
        try:
            with contextlib.redirect_stdout(sys.stderr):
                modules[name] = importlib.import_module(name)
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            failures.append(failure_of(name, error))
        else:
            names_left += reversed(list(_below(modules[name])))
    return list(modules.values()), failures


def _below(module: ModuleType) -> Iterator[str]:
    path = getattr(module, "__path__", None)
    if path is not None:
        yield from sorted(found.name for found in pkgutil.iter_modules(path, f"{module.__name__}."))


def failure_of(name: str, error: BaseException) -> Failure:
    """Without the frames of the import itself."""
    shown = traceback.TracebackException.from_exception(error)
    frames = [frame for frame in shown.stack if not _is_machinery(frame.filename)]
    shown.stack = traceback.StackSummary.from_list(frames)
    (*_, last) = list(shown.format_exception_only()) or [type(error).__name__]
    return Failure(name, last.strip(), "".join(shown.format()))


def _is_machinery(filename: str) -> bool:
    return filename in (__file__, importlib.__file__) or filename.startswith("<frozen importlib")
