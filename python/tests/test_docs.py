"""The snippets of the documents run, in order, as they stand."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from conftest import command_environment
from console import Console

ROOT = Path(__file__).parents[2]
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
FILE = re.compile(r"# ([\w/]+\.py)\n")
# Runs the blocks in one process, for Python's with one namespace, each under its place in the document.
DRIVER = """
import json, subprocess, sys
namespace = {"__name__": "docs"}
for language, place, text in json.load(sys.stdin):
    print(f"--- {place}", flush=True)
    if language == "python":
        exec(compile(text, place, "exec"), namespace)
    else:
        subprocess.run(["bash", "-euo", "pipefail", "-c", text], check=True)
"""


class Block(NamedTuple):
    language: str
    place: str
    text: str


def blocks_of(document: str) -> list[Block]:
    text = (ROOT / document).read_text("utf-8")
    found = [(match, text.count("\n", 0, match.start()) + 2) for match in FENCE.finditer(text)]
    return [Block(match[1], f"{document}:{line}", match[2]) for match, line in found if match[1] in ("python", "sh")]


def charge(order_id: int, amount: float = 0, note: str = "") -> dict[str, int]:
    return {"order": order_id}


def refund(order_id: int) -> None:
    raise ValueError("never charged")


@pytest.fixture
def shop(console: Console) -> Console:
    """With the functions of the documents, and a task that runs."""
    console.state.results = {"shop.tasks.charge": charge, "shop.tasks.refund": refund}
    console.state.answer("PUT", "/queues/payments", {}, {})
    running = console.state.answer("POST", "/tasks", {}, {"callable": "shop.tasks.report"}).body["id"]
    console.state.begin(running)
    return console


def test_the_page_on_python_does_what_it_says(shop: Console, tmp_path: Path) -> None:
    done = run_document("docs/python.md", shop, tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    said = done.stdout
    for words in ("{'order': 4711}", "FAILED builtins.ValueError", "[3]", "CANCELED", "args[0] is of type set"):
        assert words in said
    assert [entry["callable"] for entry in shop.state.catalogues["shop", 3]] == [
        "shop.tasks.charge",
        "shop.tasks.refund",
    ]


def test_the_packages_readme_does_what_it_says(shop: Console, tmp_path: Path) -> None:
    done = run_document("python/README.md", shop, tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "{'order': 4711}" in done.stdout
    assert list(shop.state.catalogues) == [("shop", 3)]


def run_document(document: str, console: Console, folder: Path) -> subprocess.CompletedProcess[str]:
    """Blocks that begin with a path are written there, the others run; `raydeck` is this package's command."""
    blocks = blocks_of(document)
    for block in blocks:
        named = FILE.match(block.text)
        if named is not None:
            (folder / named[1]).parent.mkdir(parents=True, exist_ok=True)
            (folder / named[1]).write_text(block.text)
    command = folder / "bin/raydeck"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m raydeck "$@"\n')
    command.chmod(0o755)
    env: dict[str, Any] = command_environment(console)
    env |= {"PYTHONPATH": f"{folder}:{ROOT / 'python'}", "PATH": f"{command.parent}:{env['PATH']}"}
    given = json.dumps([block for block in blocks if not FILE.match(block.text)])
    return subprocess.run(
        [sys.executable, "-c", DRIVER], input=given, cwd=folder, env=env, capture_output=True, text=True, timeout=60
    )
