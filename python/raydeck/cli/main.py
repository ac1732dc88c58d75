"""The command's way from its words to its exit code."""

from __future__ import annotations

import argparse
import difflib
import importlib
import os
import sys
from collections.abc import Sequence
from typing import Any

from ..version import __version__
from . import exit_codes
from .commands import COMMANDS, GROUPS, Command, overview
from .terminal import Terminal, standard_terminal


def main(arguments: Sequence[str] | None = None) -> int:
    """Returns the exit code (see exit_codes). Prints no traceback for what a user or a server can cause."""
    terminal = standard_terminal()
    try:
        return _dispatch(list(sys.argv[1:] if arguments is None else arguments), terminal)
    except KeyboardInterrupt:
        return exit_codes.INTERRUPTED
    except BrokenPipeError:
        # The reader has seen enough. Python would complain as it flushes at exit: let it flush into nothing.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return exit_codes.CLOSED_PIPE


def _dispatch(words: list[str], terminal: Terminal) -> int:
    if words[:1] == ["--version"]:
        terminal.line(f"raydeck {__version__}")
        return exit_codes.OK
    if not words or words[0] in ("-h", "--help"):
        terminal.line(overview())
        return exit_codes.OK if words else exit_codes.USAGE
    is_group = words[0] in GROUPS
    if is_group and (len(words) == 1 or words[1] in ("-h", "--help")):
        terminal.line(overview(words[0]))
        return exit_codes.OK if len(words) > 1 else exit_codes.USAGE
    name = " ".join(words[: 2 if is_group else 1])
    command = COMMANDS.get(name)
    if command is None:
        return _unknown(" ".join(words[:2]), terminal)
    return _run(command, words[len(name.split()) :], terminal)


def _run(command: Command, words: list[str], terminal: Terminal) -> int:
    from .failures import exit_code_of  # the client's errors: not for --help

    module: Any = importlib.import_module(f"{__package__}.{command.module}")
    parser = _parser(command, module)
    # What stands behind "--" is no option, wherever it stands; argparse's own rule for it knows only the end.
    before, after = (words[: words.index("--")], words[words.index("--") + 1 :]) if "--" in words else (words, [])
    options = parser.parse_intermixed_args(before)
    options.after = after
    try:
        code: int = module.run(options, terminal)
        return code
    except argparse.ArgumentTypeError as error:
        parser.error(str(error))
    except Exception as error:
        code = exit_code_of(error, terminal)
        if code < 0:
            raise
        return code


def _parser(command: Command, module: Any) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=f"raydeck {command.name}",
        description=module.DESCRIPTION,
        epilog=f"examples:\n{module.EXAMPLES}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    module.add_arguments(parser)
    parser.add_argument("--json", action="store_true", help="for programs: JSON on standard output")
    parser.add_argument("--url", help="the console's address, else RAYDECK_URL; the key comes from RAYDECK_API_KEY")
    return parser


def _unknown(name: str, terminal: Terminal) -> int:
    from .safe_text import safe_line

    close = difflib.get_close_matches(name, COMMANDS, n=1)
    hint = f"did you mean `raydeck {close[0]}`?" if close else "see `raydeck --help`"
    terminal.note(f"raydeck: there is no command {safe_line(name)!r}: {hint}")
    return exit_codes.USAGE
