"""What importing the package costs: every attempt pays it."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ["argparse", "asyncio", "http.client", "ssl", "inspect", "raydeck.client", "raydeck.cli", "raydeck.catalogue"]


def loaded_by(statement: str) -> set[str]:
    command = f"import sys; before = set(sys.modules); {statement}; print(*(set(sys.modules) - before))"
    output = subprocess.run([sys.executable, "-S", "-c", command], check=True, capture_output=True, text=True).stdout
    return set(output.split())


def test_the_package_loads_no_client_and_no_command_line() -> None:
    loaded = loaded_by("import raydeck")
    assert "raydeck" in loaded
    assert not {module for module in loaded if any(f"{module}.".startswith(f"{heavy}.") for heavy in HEAVY)}


def test_the_execution_side_loads_no_client_and_no_command_line() -> None:
    loaded = loaded_by("import raydeck.entrypoint")
    assert not {module for module in loaded if module.startswith(("raydeck.client", "raydeck.cli", "raydeck.cata"))}
    assert "argparse" not in loaded


def test_clients_are_there_when_asked_for() -> None:
    blocking = loaded_by("import raydeck; raydeck.Client")
    assert "raydeck.client.client" in blocking
    assert "asyncio" not in blocking
    assert "asyncio" in loaded_by("import raydeck; raydeck.AsyncClient")
    assert "asyncio" in loaded_by("from raydeck.client import *")


def test_what_is_not_there_is_an_attribute_error() -> None:
    import raydeck
    import raydeck.client

    for module in (raydeck, raydeck.client):
        with pytest.raises(AttributeError, match="no attribute 'Clinet'"):
            module.Clinet  # noqa: B018
