"""`python -m raydeck.entrypoint`: runs one attempt for a Raydeck worker.

Takes no arguments; what it needs comes in environment variables, see docs/attempt-api.md. Exit codes: 0 the outcome is
committed, 64 started by hand or with a broken environment, 75 the outcome could not be reported within the grace, 76 a
worker refused the start or the outcome, 77 no worker could be reached before the start.
"""

from __future__ import annotations

import os
import sys

from .execution.attempt_api import AttemptApi
from .execution.execute import execute
from .execution.settings import SettingsError, take_settings

EXIT_USAGE = 64


def main(arguments: list[str]) -> int:
    """Returns the exit code; once the gate has passed, the process ends from within."""
    try:
        if arguments:
            raise SettingsError(
                "takes no arguments: a Raydeck worker starts it with RAYDECK_* variables, once per attempt"
            )
        settings = take_settings(os.environ)
        api = _api(settings.urls, settings.ca_file)
    except SettingsError as problem:
        print(f"raydeck.entrypoint: {problem}", file=sys.stderr)
        return EXIT_USAGE
    return execute(settings, api)


def _api(urls: tuple[str, ...], ca_file: str | None) -> AttemptApi:
    try:
        return AttemptApi(urls, ca_file)
    except OSError as error:
        raise SettingsError(f"RAYDECK_ATTEMPT_API_CA: cannot read {ca_file!r}: {error}") from None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
