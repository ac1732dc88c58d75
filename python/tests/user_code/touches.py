"""Leaves a trace when it is imported."""

from pathlib import Path

with Path("imported").open("a") as trace:
    trace.write("once\n")


def run() -> str:
    return "ran"
