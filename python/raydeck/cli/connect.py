"""The command's client."""

from __future__ import annotations

import argparse

from ..client import Client

RETRIES = 3
"""Fewer than a program's: somebody sits there, and about a second and a half outlasts a hiccup."""


def connect(options: argparse.Namespace) -> Client:
    """With --url, else by the environment. Raises SettingsError."""
    return Client(options.url, retries=RETRIES)
