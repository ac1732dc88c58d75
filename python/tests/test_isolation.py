"""A task in a process of its own: forked for it, and over with it, whatever it does."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest
from processes_scene import TASK, ForkScene, is_alive, task_context, until

from raydeck.execution.outcome import Outcome
from raydeck.gateway.followed_process import FollowedProcess
from raydeck.gateway.own_process import OwnProcess

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Ray's own processes tell of themselves in /proc")


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[ForkScene]:
    scene = ForkScene(tmp_path)
    yield scene
    scene.processes.close()


def test_nothing_that_a_task_leaves_behind_reaches_the_next_one(scene: ForkScene) -> None:
    first, second = (scene.start("own_process.leaves_marks").result() for _ in range(2))
    assert first["marks"] == second["marks"] == 1
    assert first["pid"] != second["pid"]
    assert (first["environment"], second["environment"]) == (None, None)


def test_hooks_run_in_each_process(scene: ForkScene) -> None:
    assert [scene.start("warm.count").result() for _ in range(2)] == [1, 1]


def test_a_coroutine_function_runs_as_the_others_do(scene: ForkScene) -> None:
    assert scene.start("own_process.adds_slowly", 2, 3).result() == 5


def test_large_arguments_come_whole(scene: ForkScene) -> None:
    assert scene.start("builtins.len", "x" * 3_000_000).result() == 3_000_000


def test_it_has_no_descriptors_but_its_streams_and_its_line(scene: ForkScene) -> None:
    # 0 to 3, and the listing's own.
    assert sorted(scene.start("os.listdir", "/proc/self/fd").result()) == ["0", "1", "2", "3", "4"]


def test_a_process_that_cannot_be_started_fails_its_task_and_is_tried_again() -> None:
    line, process = socket.socketpair()
    control, server = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with line, process, control, server:
        server.send(json.dumps(["failed", TASK, "Resource temporarily unavailable"]).encode())
        outcome = FollowedProcess(line, control, OwnProcess(), task_context()).end()
    assert isinstance(outcome, Outcome)
    assert outcome.error is not None
    assert (outcome.error["class"], outcome.error["retryable"]) == ("NoProcess", True)
    assert "Resource temporarily unavailable" in outcome.error["message"]


def test_a_large_result_comes_whole(scene: ForkScene) -> None:
    large = scene.start("own_process.returns_text", 3_000_000, resultLimitBytes=4_000_000)
    assert large.result() == "x" * 3_000_000


def test_an_exception_is_told_with_the_users_frames(scene: ForkScene) -> None:
    outcome = scene.start("raydeck.demo.deep_failure").outcome()
    assert outcome.state == "FAILED"
    assert outcome.error is not None
    assert outcome.error["class"] == "builtins.ValueError"
    assert "process_child.py" not in outcome.error["traceback"]


def test_what_it_prints_goes_where_the_actors_output_goes(scene: ForkScene, capfd: pytest.CaptureFixture[str]) -> None:
    scene.start("processes.prints", "from Python", "from a child").end()
    printed = capfd.readouterr()
    assert set(printed.out.splitlines()) == {"from Python", "from a child", "from C"}
    assert printed.err == "from Python on stderr\n"


@pytest.mark.parametrize("code", [0, 1, 7])
def test_an_exit_without_an_outcome_is_told_by_its_code(scene: ForkScene, code: int) -> None:
    assert scene.start("processes.leaves", code).end() == code


def test_system_exit_is_an_outcome(scene: ForkScene) -> None:
    outcome = scene.start("sys.exit", 3).outcome()
    assert outcome.error is not None
    assert outcome.error["class"] == "builtins.SystemExit"


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV])
def test_a_death_by_signal_is_told_and_harms_no_other_task(scene: ForkScene, number: signal.Signals) -> None:
    assert scene.start("processes.kills_itself", int(number)).end() == -number
    assert scene.start("operator.add", 2, 3).result() == 5


def test_a_crash_leaves_its_stack_in_the_log(scene: ForkScene, capfd: pytest.CaptureFixture[str]) -> None:
    scene.start("processes.kills_itself", int(signal.SIGSEGV)).end()
    assert "in kills_itself" in capfd.readouterr().err


def test_a_child_left_behind_ends_with_its_task(scene: ForkScene) -> None:
    pid = scene.start("own_process.leaves_child").result()
    until(lambda: not is_alive(pid))


@pytest.mark.parametrize(("how", "code"), [("return", 0), ("raise", 1), ("exit", 3)])
def test_a_forked_child_that_comes_back_does_not_report(scene: ForkScene, how: str, code: int) -> None:
    assert scene.start("processes.forks", how).result() == f"parent of {code}"


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_multiprocessing_works_in_user_code(scene: ForkScene, method: str) -> None:
    assert scene.start("processes.uses_a_pool", method).result() == [1, 4, 9]


def test_a_cancel_is_seen_by_code_that_looks(scene: ForkScene) -> None:
    running = scene.start("processes.watches_for_cancel").began()
    running.process.say(["c"])
    assert running.outcome().state == "CANCELED"


def test_a_cancel_that_comes_before_the_process_is_there_waits_for_it(scene: ForkScene) -> None:
    running = scene.start("processes.watches_for_cancel")
    running.process.say(["c"])
    assert running.outcome().state == "CANCELED"


def test_an_interrupt_raises_canceled_and_finally_blocks_run(scene: ForkScene, tmp_path: Path) -> None:
    running = scene.start("processes.cleans_up").began()
    running.process.say(["i"])
    assert running.outcome().state == "CANCELED"
    assert (tmp_path / "cleaned").exists()


@pytest.mark.parametrize("callable_path", ["processes.waits_in_c", "own_process.ignores_interrupts"])
def test_what_does_not_stop_is_killed_and_the_next_task_runs(scene: ForkScene, callable_path: str) -> None:
    running = scene.start(callable_path).began()
    running.process.say(["i"])
    scene.processes.kill(TASK)
    assert running.end() == -signal.SIGKILL
    assert scene.start("operator.add", 2, 3).result() == 5


def test_progress_memory_and_time_are_told_while_it_runs(scene: ForkScene) -> None:
    running = scene.start("own_process.works_hard").began()
    until(lambda: (running.process.cpu_seconds or 0.0) > 0.2)
    assert running.context._progress == {"current": 1, "total": 2, "message": None}
    assert (running.process.peak_memory_bytes or 0) > 64_000_000
    scene.processes.kill(TASK)
    running.end()
    assert (running.process.cpu_seconds or 0.0) > 0.2
    assert (running.process.peak_memory_bytes or 0) > 64_000_000


def test_the_last_progress_is_told_with_the_outcome(scene: ForkScene) -> None:
    running = scene.start("own_process.says_its_last", heartbeatSeconds=60)
    assert running.result() == "done"
    assert running.context._progress == {"current": 3, "total": 3, "message": "done"}


def test_the_server_is_replaced_when_a_task_has_killed_it(scene: ForkScene) -> None:
    assert scene.start("own_process.kills_its_parent").end() == -signal.SIGKILL
    assert scene.start("operator.add", 2, 3).result() == 5


def test_a_server_that_was_killed_between_tasks_is_replaced(scene: ForkScene) -> None:
    server = scene.start("os.getppid").result()
    os.kill(server, signal.SIGKILL)
    until(lambda: not is_alive(server))
    assert scene.start("operator.add", 2, 3).result() == 5


def test_user_code_that_closes_all_descriptors_fails_by_its_exit_code(scene: ForkScene) -> None:
    assert scene.start("processes.closes_descriptors").end() == 75


def test_everything_ends_with_an_actor_that_is_killed(tmp_path: Path) -> None:
    actor = textwrap.dedent("""
        import sys
        from pathlib import Path
        from processes_scene import ForkScene
        running = ForkScene(Path(sys.argv[1])).start("own_process.waits_with_child").began()
        print(running.process.pid, flush=True)
    """)
    folders = os.pathsep.join(filter(None, sys.path))
    command = [sys.executable, "-c", actor, str(tmp_path)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": folders})
    with process:
        assert process.stdout is not None
        pid = int(process.stdout.readline())
        child = json.loads((tmp_path / "child").read_text())
        assert is_alive(pid)
        assert is_alive(child)
        process.kill()
    until(lambda: not is_alive(pid))
    until(lambda: not is_alive(child))
