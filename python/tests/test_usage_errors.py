"""Started by hand, or with a broken environment: one line and exit code 64."""

from __future__ import annotations

import subprocess
import sys

import pytest
from conftest import environment

URL = "http://127.0.0.1:1"


@pytest.mark.parametrize(
    ("changes", "arguments", "said"),
    [
        ({}, ["--help"], "takes no arguments"),
        ({"RAYDECK_TICKET": ""}, [], "RAYDECK_TICKET is not set"),
        ({"RAYDECK_ATTEMPT_API_URLS": ""}, [], "RAYDECK_ATTEMPT_API_URLS is not set"),
        ({"RAYDECK_ATTEMPT_API_URLS": "ftp://somewhere"}, [], "not an http or https URL"),
        ({"RAYDECK_ATTEMPT_API_URLS": "http://host:port"}, [], "not an http or https URL"),
        ({"RAYDECK_START_GRACE_SECONDS": "soon"}, [], "RAYDECK_START_GRACE_SECONDS"),
        ({"RAYDECK_REPORT_GRACE_SECONDS": "-1"}, [], "RAYDECK_REPORT_GRACE_SECONDS"),
        (
            {"RAYDECK_ATTEMPT_API_URLS": "https://host", "RAYDECK_ATTEMPT_API_CA": "/nowhere.pem"},
            [],
            "RAYDECK_ATTEMPT_API_CA",
        ),
    ],
)
def test_a_broken_environment_is_named_in_one_line(changes: dict[str, str], arguments: list[str], said: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "raydeck.entrypoint", *arguments],
        env=environment(URL) | changes,
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )
    assert ended.returncode == 64
    assert said in ended.stderr
    assert ended.stderr.count("\n") == 1
    assert ended.stdout == ""
