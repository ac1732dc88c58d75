"""docs/django.md says what there is."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from installation import CHECKOUT

import raydeck.django
from raydeck.django.options import OPTION_NAMES
from raydeck.django.settings import OPTION_KEYS, OURS, WORKERS_OWN

PAGE = (CHECKOUT / "docs" / "django.md").read_text("utf-8")
SOURCES = Path(raydeck.django.__file__).parent


def test_every_check_has_its_line() -> None:
    ids = set(re.findall(r'id="raydeck\.(\w\d+)"', (SOURCES / "settings_checks.py").read_text("utf-8")))
    assert ids == set(re.findall(r"`(?:raydeck\.)?([EWI]\d{3})`", PAGE))


def test_every_setting_and_option_has_its_place() -> None:
    for name in (*OPTION_KEYS, *OURS, *WORKERS_OWN, *OPTION_NAMES):
        assert f"`{name}`" in PAGE, name


def test_its_python_is_python() -> None:
    blocks = re.findall(r"^ *```python\n(.*?)^ *```$", PAGE, re.DOTALL | re.MULTILINE)
    assert len(blocks) == 3
    for block in blocks:
        ast.parse("\n".join(line.removeprefix("  ") for line in block.splitlines()) if block[0] == " " else block)
