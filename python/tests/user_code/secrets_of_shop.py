"""User code that lives on a variable of the gate."""

import os
import subprocess
import sys

KEY = os.environ.get("SHOP_KEY")


def at_import() -> str | None:
    return KEY


def of_child() -> str:
    program = "import os; print(os.environ['SHOP_KEY'], end='')"
    return subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout


def fails() -> None:
    key = os.environ["SHOP_KEY"]
    if key:
        raise RuntimeError("the shop is closed")


def prints() -> None:
    print("shop is open")
