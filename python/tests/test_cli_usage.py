"""What the command says of itself, of mistakes, and of a console that is not there."""

from __future__ import annotations

import os
import pty
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from command import Raydeck
from conftest import command_environment
from console import PATIENCE_SECONDS, Console
from console_state import Problem

from raydeck.cli.commands import COMMANDS
from raydeck.cli.safe_text import safe_line, safe_text
from raydeck.cli.table import table_lines
from raydeck.cli.values import duration


def test_help_names_every_command_and_needs_no_console(raydeck: Raydeck) -> None:
    done = raydeck("--help", env={"RAYDECK_URL": None, "RAYDECK_API_KEY": None})
    assert done.code == 0
    assert all(f"  {name} " in done.output for name in COMMANDS)
    assert "RAYDECK_API_KEY" in done.output


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_teaches_itself_by_examples(raydeck: Raydeck, name: str) -> None:
    done = raydeck(*name.split(), "--help")
    assert done.code == 0, done.error
    assert f"examples:\n  raydeck {name}" in done.output
    assert "--json" in done.output


def test_nothing_asked_is_wrong_usage_and_says_what_there_is(raydeck: Raydeck) -> None:
    assert (raydeck().code, raydeck("queue").code, raydeck("queue", "--help").code) == (2, 2, 0)
    assert "queue pause" in raydeck("queue").output
    assert raydeck("--version").output.startswith("raydeck ")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["taks", "list"], "there is no command 'taks list': did you mean `raydeck task list`?"),
        (["task", "lst"], "did you mean `raydeck task list`?"),
        (["frob\x1b[2J"], "there is no command 'frob': see `raydeck --help`"),
        (["task", "show"], "the following arguments are required: TASK"),
        (["task", "enqueue", "a.b", "--timeout", "5x"], "'5x' is no duration: write 90, 90s, 5m, 1h30m or 2d"),
        (["task", "enqueue", "a.b", "--timeout", "0.5"], "no whole number of seconds"),
        (["task", "enqueue", "a.b", "--run-at", "tomorrow"], "'tomorrow' is no time"),
        (["task", "enqueue", "a.b", "--args-json", "{}"], "is not a JSON array"),
        (["task", "enqueue", "a.b", "--args-json", "[NaN]"], "is not JSON: NaN is not JSON"),
        (["task", "enqueue", "a.b", "--args-json", "@none.json"], "@none.json: No such file"),
        (["task", "enqueue", "a.b", "1", "--args-json", "[]"], "give VALUEs or --args-json, not both"),
        (["task", "enqueue", "a.b", "a=1", "a=2"], "a is given twice"),
        (["task", "list", "--limit", "0"], "is a number from 1 to 100000"),
        (["queue", "pause", "mail"], "required: --reason"),
        (["task", "list", "--url", "console"], "'console' is not an address of a console"),
    ],
)
def test_wrong_usage_is_told_and_is_code_2(raydeck: Raydeck, console: Console, words: list[str], said: str) -> None:
    done = raydeck(*words)
    assert (done.code, done.output) == (2, "")
    assert said in done.error
    assert "Traceback" not in done.error
    assert console.seen == []


def test_missing_settings_are_named(raydeck: Raydeck) -> None:
    assert raydeck("task", "list", env={"RAYDECK_URL": None}).error.startswith("raydeck: where is the console? Set")
    done = raydeck("task", "list", env={"RAYDECK_API_KEY": None})
    assert (done.code, done.error.startswith("raydeck: which API key?")) == (2, True)


def test_a_console_that_is_not_there_is_code_3(raydeck: Raydeck) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
    done = raydeck("task", "show", "x", "--url", url)
    assert (done.code, done.output) == (3, "")
    assert done.error.startswith(f"raydeck: {url} does not answer after 4 tries: ConnectionRefusedError")


def test_a_refusal_is_code_1_and_shows_nothing_harmful(raydeck: Raydeck, console: Console) -> None:
    console.misbehave = lambda seen, number: Problem("FORBIDDEN", "Not \x1b[2Jallowed\u202e.").answer()
    done = raydeck("task", "list")
    assert (done.code, done.error) == (1, "raydeck: Not allowed<U+202E>.\n")


def test_the_requests_id_is_told_when_the_console_failed(raydeck: Raydeck, console: Console) -> None:
    console.misbehave = lambda seen, number: Problem("INTERNAL", "The log knows more.").answer()
    assert raydeck("task", "list").error == "raydeck: The log knows more. (request request-1)\n"


def run_on_a_terminal(console: Console, words: list[str], env: dict[str, str] | None = None) -> str:
    """What the command writes when its output is a terminal of 60 columns."""
    controller, terminal = pty.openpty()
    command = ["sh", "-c", 'stty cols 60; exec "$@"', "sh", sys.executable, "-m", "raydeck", *words]
    given = {name: value for name, value in command_environment(console).items() if value is not None}
    process = subprocess.Popen(
        command, stdin=terminal, stdout=terminal, stderr=subprocess.DEVNULL, env=given | (env or {})
    )
    os.close(terminal)
    output = b""
    try:
        while piece := os.read(controller, 65536):
            output += piece
    except OSError:  # Linux says so when the other end is closed
        pass
    finally:
        os.close(controller)
    assert process.wait(PATIENCE_SECONDS) == 0
    return output.decode()


def test_colours_and_cut_lines_are_for_terminals_only(raydeck: Raydeck, console: Console) -> None:
    task_id = raydeck("task", "enqueue", "shop.tasks.charge", "--tag", "t").output.strip()
    console.state.finish(task_id, "FAILED")
    shown = run_on_a_terminal(console, ["task", "show", task_id])
    assert "\x1b[31mFAILED\x1b[0m" in shown
    assert "\x1b[" not in raydeck("task", "show", task_id).output
    assert "\x1b[" not in run_on_a_terminal(console, ["task", "show", task_id], {"NO_COLOR": "1"})
    assert "\x1b[" not in run_on_a_terminal(console, ["task", "show", task_id], {"TERM": "dumb"})
    console.state.tasks[task_id]["errorClass"] = "x" * 100
    assert f"  {'x' * 9}…" in run_on_a_terminal(console, ["task", "list"])
    assert "x" * 100 in raydeck("task", "list").output


def test_a_reader_that_has_seen_enough_ends_the_command_quietly(raydeck: Raydeck, console: Console) -> None:
    for _ in range(3):
        raydeck("task", "enqueue", "shop.tasks.x", "x" * 50_000)
    given = {name: value for name, value in command_environment(console).items() if value is not None}
    command = [sys.executable, "-m", "raydeck", "task", "list", "--json"]
    process = subprocess.Popen(command, env=given, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert (process.wait(PATIENCE_SECONDS), process.stderr.read()) == (141, b"")
    process.stderr.close()


def test_ctrl_c_ends_the_command_quietly(raydeck: Raydeck, console: Console) -> None:
    task_id = raydeck("task", "enqueue", "shop.tasks.x").output.strip()
    given = {name: value for name, value in command_environment(console).items() if value is not None}
    command = [sys.executable, "-m", "raydeck", "task", "wait", task_id]
    process = subprocess.Popen(command, env=given, stderr=subprocess.PIPE)
    with console.lock:
        assert console.lock.wait_for(lambda: "waitSeconds" in console.seen[-1].query, PATIENCE_SECONDS)
    process.send_signal(signal.SIGINT)
    assert process.stderr is not None
    assert (process.wait(PATIENCE_SECONDS), process.stderr.read()) == (130, b"")
    process.stderr.close()


def test_an_ascii_terminal_gets_escapes_and_no_error(raydeck: Raydeck, tmp_path: Path) -> None:
    raydeck("task", "enqueue", "shop.tasks.x", "--tag", "é", "--queue", "mail", "ü")
    env: dict[str, str | None] = {"PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    task_id = raydeck("task", "list", env=env).output.splitlines()[1].split()[0]
    assert 'args          ["\\xfc"]' in raydeck("task", "show", task_id, env=env).output


@pytest.mark.parametrize(
    ("foreign", "shown"),
    [
        ("plain\ttext\n", "plain\ttext\n"),
        ("\x1b[1;31mred\x1b[0m", "red"),
        ("\x1b]8;;http://x\x1b\\link\x1b]8;;\x07", "link"),
        ("\x1b]52;c;c2VjcmV0", ""),
        ("\x1bP+q\x1b\\a\x9b31mb", "ab"),
        ("\x1bcreset", "reset"),
        ("abc\x08\x08", "abc<U+0008><U+0008>"),
        ("user\u202etxt.exe\u2066", "user<U+202E>txt.exe<U+2066>"),
        ("10%\r20%\r\n", "20%\n"),
        ("a\x00b\x7f\ufeff", "a<U+0000>b<U+007F><U+FEFF>"),
    ],
)
def test_foreign_text_cannot_steer_the_terminal(foreign: str, shown: str) -> None:
    assert safe_text(foreign) == shown


def test_foreign_text_stays_within_its_line() -> None:
    assert safe_line("a\n  b\r\nc\x85d") == "a b c<U+0085>d"


def test_columns_line_up_by_what_is_seen() -> None:
    lines = list(table_lines(["A", "EMPTY", "B"], [["日本", None, "x" * 30], ["é", None, "y"]], 20))
    assert lines == [["A   ", "B             "], ["日本", f"{'x' * 13}…"], ["é   ", "y             "]]


@pytest.mark.parametrize(
    ("word", "seconds"),
    [("90", 90), ("1.5s", 1.5), ("5m", 300), ("1h30m", 5400), ("2d", 172_800), ("1d1h1m1s", 90_061)],
)
def test_durations_are_read(word: str, seconds: float) -> None:
    assert duration(word) == seconds
