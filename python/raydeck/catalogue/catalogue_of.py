"""The catalogue of some modules."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from .entry import Entry, entry_of
from .find_tasks import find_tasks
from .import_modules import Failure, failure_of, import_modules


def catalogue_of(names: Iterable[str], skip: Collection[str] = ()) -> tuple[list[Entry], list[Failure]]:
    """The tasks that these modules define, packages with all their modules, sorted by path; and what could not be
    imported or described. Imports them: their code runs. Raises nothing for what they do.
    """
    modules, failures = import_modules(names, skip)
    entries: list[Entry] = []
    for module in modules:
        for found in find_tasks(module):
            try:
                entries.append(entry_of(found))
            except Exception as error:  # metaclasses and properties are user code
                failures.append(failure_of(found.path, error))
    return sorted(entries, key=lambda entry: entry["callable"]), failures
