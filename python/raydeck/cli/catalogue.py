"""`raydeck catalogue`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from ..catalogue import Entry, Failure, catalogue_of
from ..client import SettingsError
from . import exit_codes
from .connect import connect
from .safe_text import safe_line, safe_text
from .signature_text import signature_text
from .terminal import Terminal

DESCRIPTION = """\
List the tasks (@raydeck.task, and Django's) of modules and of all modules in packages: their parameters as JSON
Schema out of the type hints, first paragraph of the docstring, owner, options. The modules are imported, from the
current folder too; with DJANGO_SETTINGS_MODULE set, Django is set up first.

With --post the console learns them as those of a profile: it then checks arguments as tasks are enqueued, and makes
forms of them. That needs a key with the scope admin. Nothing is posted while a module cannot be imported."""

EXAMPLES = """\
  raydeck catalogue shop.tasks
  raydeck catalogue shop --skip shop.legacy --json
  raydeck catalogue shop --profile shop --post      # after each new version of the profile"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("modules", nargs="+", metavar="MODULE")
    parser.add_argument(
        "--skip", action="append", default=[], metavar="MODULE", help="not this one, nor what is below it"
    )
    parser.add_argument("--profile", metavar="NAME")
    parser.add_argument("--version", type=int, metavar="N", help="of the profile; the current one by default")
    parser.add_argument("--post", action="store_true", help="tell the console")


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    if options.post != (options.profile is not None):
        raise argparse.ArgumentTypeError("--profile and --post go together: a catalogue belongs to a profile's version")
    # As `python -m` has it, for the console script: people call it where their modules are.
    if os.getcwd() not in sys.path and "" not in sys.path:
        sys.path.insert(0, os.getcwd())
    _set_up_django()
    entries, failures = catalogue_of(options.modules, options.skip)
    if options.json:
        terminal.json({"entries": entries})
    else:
        _print(entries, terminal)
    if failures:
        for failure in failures:
            _tell(failure, terminal)
        if options.post:
            terminal.note("Nothing was posted.")
        return exit_codes.REFUSED
    if options.post:
        with connect(options) as client:
            version = client.put_catalogue(options.profile, entries, options.version)
        terminal.note(f"{len(entries)} tasks posted for {options.profile}, version {version}")
    return exit_codes.OK


def _set_up_django() -> None:
    if not os.environ.get("DJANGO_SETTINGS_MODULE"):
        return
    try:
        import django

        django.setup()
    except Exception as error:
        raise SettingsError(f"Django cannot be set up: {type(error).__name__}: {error}") from error


def _tell(failure: Failure, terminal: Terminal) -> None:
    terminal.note(f"\n{safe_line(failure.module)}: {safe_line(failure.error)}")
    terminal.note(safe_text(failure.traceback).rstrip("\n"))


def _print(entries: Sequence[Entry], terminal: Terminal) -> None:
    if not entries:
        terminal.note("No task was found: mark functions with @raydeck.task.")
        return
    header = ["TASK", "SIGNATURE", "OWNER", "DOC"]
    terminal.table(header, [[e["callable"], signature_text(e), e["owner"], e["doc"]] for e in entries])
