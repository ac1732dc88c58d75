"""What is written reaches the log, and its tail the worker; whatever the log is."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from conftest import Execution, Start
from worker import Worker

TEXT = "printed é 漢字 \U0001f600"
EXPECTED = [TEXT, TEXT + " on stderr", "from a child", "from C"]


def test_all_ways_to_write_reach_a_log_file_and_the_tail(start: Start) -> None:
    execution = start("processes.prints", TEXT, "from a child")
    outcome = execution.outcome()
    assert execution.log().splitlines() == EXPECTED
    assert outcome["logTail"].splitlines() == EXPECTED
    assert outcome["logBytes"] == len(execution.log().encode())


def test_all_ways_to_write_reach_a_pipe_and_the_tail(start: Start) -> None:
    execution = start("processes.prints", TEXT, "from a child", stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    written = read_all(execution)[0]
    assert written.splitlines() == EXPECTED
    assert execution.outcome()["logTail"].splitlines() == EXPECTED


def test_standard_output_and_error_stay_apart_where_they_were(start: Start) -> None:
    execution = start("processes.prints", TEXT, "from a child", stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    out, err = read_all(execution)
    assert out.splitlines() == [TEXT, "from a child", "from C"]
    assert err.splitlines() == [TEXT + " on stderr"]
    assert sorted(execution.outcome()["logTail"].splitlines()) == sorted(EXPECTED)


def test_what_stood_in_the_log_before_is_not_in_the_tail(start: Start, tmp_path: Path) -> None:
    (tmp_path / "log-0").write_text("Ray's own lines\n")
    execution = start("processes.prints", "x", "y")
    assert "Ray's own" not in execution.outcome()["logTail"]
    assert execution.log().startswith("Ray's own lines\nx\n")


@pytest.mark.parametrize("target", [None, subprocess.PIPE])
def test_a_long_log_is_cut_to_its_last_lines(start: Start, target: int | None) -> None:
    execution = start("processes.prints_lines", 3_000, stdout=target, stderr=target and subprocess.STDOUT)
    whole = read_all(execution)[0] if target else (execution.wait(), execution.log())[1]
    outcome = execution.outcome()
    assert outcome["logBytes"] == len(whole) > 200_000
    assert whole.endswith(outcome["logTail"])
    assert 65_000 < len(outcome["logTail"]) <= 65_536
    assert outcome["logTail"].startswith("line ")
    assert outcome["logTail"].endswith("-\n")


def test_the_tail_keeps_to_the_limit_that_the_gate_gave(start: Start) -> None:
    outcome = start("processes.prints_lines", 100, logTailLimitBytes=200).outcome()
    assert outcome["logTail"] == "".join(f"line {n} {'-' * 80}\n" for n in (98, 99))


def test_nul_and_broken_characters_do_not_reach_the_worker(start: Start) -> None:
    assert start("processes.prints_bytes").outcome()["logTail"] == "nul  broken \ufffd end\n"


@pytest.mark.parametrize("target", [None, subprocess.PIPE])
def test_the_last_words_of_a_process_that_leaves_by_itself_reach_the_log(start: Start, target: int | None) -> None:
    execution = start("processes.leaves", 3, stdout=target, stderr=target and subprocess.STDOUT)
    assert execution.wait() == 3
    assert (read_all(execution)[0] if target else execution.log()) == "last words\n"


def test_closed_streams_do_not_keep_an_outcome_from_being_reported(start: Start) -> None:
    execution = start("processes.closes_stdout")
    assert execution.result() == '"closed"'
    assert execution.outcome()["logTail"] == "before\n"


def test_replaced_streams_do_not_keep_the_descriptors_from_being_read(start: Start) -> None:
    execution = start("processes.replaces_stdout")
    assert execution.result() == '"replaced"'
    assert execution.outcome()["logTail"] == "through the descriptor\n"


@pytest.mark.parametrize("target", [None, subprocess.PIPE])
def test_user_code_that_closes_all_descriptors_is_reported(start: Start, target: int | None) -> None:
    execution = start("processes.closes_descriptors", stdout=target, stderr=target and subprocess.STDOUT)
    assert execution.result() == '"closed"'


def test_our_lines_never_land_in_files_that_user_code_opened(start: Start, tmp_path: Path) -> None:
    execution = start("processes.closes_descriptors_and_fails")
    assert execution.error()["class"] == "builtins.ValueError"
    assert [file.name for file in tmp_path.glob("mine-*") if file.stat().st_size > 0] == []


def test_a_start_with_closed_standard_streams_runs(worker: Worker, start: Start, tmp_path: Path) -> None:
    import shlex
    import sys

    from conftest import environment
    from worker import session

    worker.session = session("processes.prints", ["x", "y"], {})
    command = f"exec {shlex.quote(sys.executable)} -m raydeck.entrypoint <&- >&- 2>&-"
    process = subprocess.Popen(command, shell=True, env=environment(worker.url), cwd=tmp_path)
    assert process.wait(20) == 0
    assert worker.outcomes[0]["state"] in ("SUCCEEDED", "FAILED")


def read_all(execution: Execution) -> tuple[str, str]:
    """All that was written to the pipes, read until every writer is gone."""
    out, err = execution.process.communicate(timeout=20)
    return out.decode(), (err or b"").decode()
