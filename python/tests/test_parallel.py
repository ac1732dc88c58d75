"""Work in parallel inside a task: in threads, and on a real Ray cluster."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import raydeck
import raydeck.demo
from raydeck.canceled import Canceled
from raydeck.context import Context, set_context
from raydeck.parallel import RemoteTraceback, parallel_imap, parallel_map, parallel_starmap, scatter_gather


@pytest.fixture
def context() -> Iterator[Context]:
    made = Context(task_id="t", attempt_id="a", number=1, max_attempts=1, queue="q", idempotency_key="k")
    set_context(made)
    yield made
    set_context(None)


def test_results_are_in_the_order_of_the_items() -> None:
    assert parallel_map(lambda number: number * 2, range(50)) == [number * 2 for number in range(50)]
    assert parallel_starmap(pow, [(2, 3), (3, 2)]) == [8, 9]
    assert parallel_map(str, iter([])) == []


def test_tasks_are_functions_too() -> None:
    class Named:
        """What a task of Django's looks like."""

        module_path = "raydeck.demo.add"
        takes_context = False

        def func(self) -> None: ...

    assert parallel_starmap(raydeck.demo.add, [(1, 2)]) == [3]
    assert parallel_starmap(Named(), [(1, 2)]) == [3]  # type: ignore[call-overload]
    Named.takes_context = True
    with pytest.raises(TypeError, match=r"raydeck\.demo\.add takes the context of a task"):
        parallel_starmap(Named(), [(1, 2)])  # type: ignore[call-overload]


def test_a_coroutine_function_is_awaited() -> None:
    async def double(number: int) -> int:
        return number * 2

    assert parallel_map(double, [1, 2]) == [2, 4]


def test_an_endless_iterator_is_taken_as_there_is_room() -> None:
    taken = itertools.count()
    results = parallel_imap(lambda number: number, taken, max_in_flight=3)
    assert list(itertools.islice(results, 5)) == [0, 1, 2, 3, 4]
    results.close()  # type: ignore[attr-defined]
    assert next(taken) <= 5 + 2 * 3 + 1


def test_the_first_failure_is_raised_as_itself_and_what_has_not_begun_never_does() -> None:
    begun = []

    def run(number: int) -> None:
        begun.append(number)
        if number == 0:
            raise KeyError("zero")

    with pytest.raises(KeyError) as caught:
        parallel_map(run, range(1000), max_in_flight=2)
    assert "raydeck: item 0 of " in caught.value.__notes__[0]  # type: ignore[attr-defined]
    assert len(begun) < 1000


def test_failures_stand_among_the_results_when_asked_for() -> None:
    first, second = parallel_map(lambda number: 1 / number, [0, 1], return_exceptions=True)
    assert (type(first), second) == (ZeroDivisionError, 1.0)


def test_a_cancel_of_the_task_reaches_children_and_caller(context: Context) -> None:
    seen = []

    def wait(_: int) -> None:
        context._cancel("enough")
        while not raydeck.context().cancelled:
            time.sleep(0.01)
        seen.append(True)

    with pytest.raises(Canceled):
        parallel_map(wait, range(100), max_in_flight=2)
    assert 1 <= len(seen) <= 2


def test_a_timeout_ends_the_call(context: Context) -> None:
    ended = threading.Event()

    def wait(_: int) -> None:
        while not raydeck.context().cancelled:
            time.sleep(0.01)
        ended.set()

    with pytest.raises(TimeoutError, match=r"not done within 0\.2 s"):
        parallel_map(wait, [1], timeout_seconds=0.2)
    assert ended.is_set()


def test_progress_is_told_unless_the_task_tells_its_own(context: Context) -> None:
    parallel_map(str, range(4))
    assert context._progress == {"current": 4, "total": 4, "message": "str"}
    context.progress(7, message="mine")
    parallel_map(str, range(4))
    assert context._progress == {"current": 7, "total": None, "message": "mine"}
    parallel_map(str, range(4), progress=True)
    assert context._progress == {"current": 4, "total": 4, "message": "str"}


def test_children_do_not_tell_progress_of_their_own(context: Context) -> None:
    parallel_map(lambda number: raydeck.context().progress(number), range(3), progress=False)
    assert context._progress is None


def test_a_whole_is_split_into_parts_of_nearly_equal_length() -> None:
    assert scatter_gather(list, list(range(7)), 3) == [[0, 1], [2, 3], [4, 5, 6]]
    assert scatter_gather(list, [1, 2], 5) == [[1], [2]]
    assert scatter_gather(list, [], 5) == []
    with pytest.raises(TypeError, match="dict has no slices"):
        scatter_gather(list, {"a": 1}, 1)
    with pytest.raises(ValueError, match="parts must be at least 1"):
        scatter_gather(list, [1], 0)


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"nmu_cpus": 1}, TypeError),
        ({"num_cpus": -1}, ValueError),
        ({"num_cpus": "1"}, TypeError),
        ({"chunk_size": 0}, ValueError),
        ({"backend": "spark"}, ValueError),
        ({"backend": "ray"}, RuntimeError),
    ],
)
def test_options_that_are_none_are_refused(options: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        parallel_map(str, [1], **options)


def test_without_a_cluster_there_is_this_machine() -> None:
    found = raydeck.ray_resources()
    assert (found.is_cluster, found.nodes) == (False, 1)
    assert found.total.cpus == found.available.cpus == len(os.sched_getaffinity(0))


ON_RAY = """
import os, sys, threading, time
import ray
ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, namespace="t")
from raydeck import parallel_map, parallel_imap, ray_resources, scatter_gather
from raydeck.parallel import RemoteTraceback
from raydeck.context import Context, set_context, context
from raydeck.canceled import Canceled

class Odd(Exception):
    def __init__(self, number, why):
        super().__init__(f"{number} {why}")
        self.number = number

def fail(number):
    raise Odd(number, "is odd") from ValueError("cause")

def nested(number):
    return sum(parallel_map(lambda other: other + number, range(4)))

def slow(path):
    for number in range(6000):
        with open(path, "a") as file:
            file.write(".")
        time.sleep(0.02)

def stands_still(path):
    size = os.path.getsize(path)
    time.sleep(1)
    return os.path.getsize(path) == size

made = Context(task_id="t", attempt_id="a", number=1, max_attempts=1, queue="q", idempotency_key="k")
set_context(made)

folder = sys.argv[2] + ".processes"
os.mkdir(folder)
def beside_another(_):
    open(os.path.join(folder, str(os.getpid())), "w").close()
    until = time.monotonic() + 120
    while len(os.listdir(folder)) < 2 and time.monotonic() < until:
        time.sleep(0.05)
    return os.getpid()

pids = set(parallel_map(beside_another, range(8), chunk_size=1))
print("processes", len(pids) > 1 and os.getpid() not in pids)
print("order", parallel_map(lambda n: n * n, range(500)) == [n * n for n in range(500)])
print("progress", made._progress["current"], made._progress["total"])
print("task", parallel_map(lambda _: context().task_id, [1]))
try:
    parallel_map(fail, [1, 3])
except Odd as error:
    print("error", error.number in (1, 3), type(error.__cause__).__name__, type(error.__cause__.__cause__).__name__,
        "in fail" in str(error.__cause__.__cause__))
print("nested", parallel_map(nested, range(6), chunk_size=1) == [6 + 4 * n for n in range(6)])
print("resources", ray_resources().is_cluster, ray_resources().total.cpus)
print("parts", scatter_gather(sum, list(range(10)), 2))
made._environment = {"SHOP_KEY": "of the profile"}
def key(_):
    return os.environ.get("SHOP_KEY")
print("environment", parallel_map(key, [1]), parallel_map(lambda _: parallel_map(key, [1]), [1]), key(1))
died, lived = parallel_map(lambda n: n or os._exit(1), [0, 1], chunk_size=1, return_exceptions=True)
print("died", type(died).__name__, lived)
try:
    parallel_map(lambda _: threading.Lock(), [1])
except TypeError as error:
    print("result", "cannot pickle" in str(error))
print("reference", parallel_map(lambda value: value + 1, [ray.put(1)]))

marked = sys.argv[2]
def mark(number):
    with open(marked, "a") as file:
        file.write(str(number))
    time.sleep(1.3 if number < 6 else 0)

def marks():
    with open(marked) as file:
        return "".join(sorted(file.read()))

@ray.remote
class Caller:
    def call(self):
        return sum(parallel_map(lambda n: n, range(4), chunk_size=1, timeout_seconds=60))

holder = Caller.options(num_cpus=2).remote()
ray.get(holder.__ray_ready__.remote())
parallel_map(mark, range(6, 10), chunk_size=1, timeout_seconds=60)
print("full", marks(), ray.get(holder.call.remote()))
ray.kill(holder)
parallel_map(mark, range(6), chunk_size=1)
print("once", marks())
callers = [Caller.options(num_cpus=1).remote() for _ in range(2)]
print("callers", ray.get([caller.call.remote() for caller in callers]))
for caller in callers:
    ray.kill(caller)

path = sys.argv[1]
def cancel_when_begun():
    while not os.path.exists(path):
        time.sleep(0.05)
    made._cancel("enough")
threading.Thread(target=cancel_when_begun).start()
try:
    parallel_map(slow, [path])
except Canceled:
    print("canceled", any(stands_still(path) for _ in range(20)))
"""


def test_on_a_ray_cluster_children_are_its_tasks(tmp_path: Path) -> None:
    pytest.importorskip("ray")
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1]), "RAY_AUTH_MODE": "disabled"}
    environment.pop("RAY_ADDRESS", None)
    ended = subprocess.run(
        [sys.executable, "-c", ON_RAY, str(tmp_path / "log"), str(tmp_path / "marks")],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr[-4000:]
    # Ray itself says that a worker has died.
    assert [line for line in ended.stdout.splitlines() if "(raylet)" not in line] == [
        "processes True",
        "order True",
        "progress 500 500",
        "task ['t']",
        "error True ValueError RemoteTraceback True",
        "nested True",
        "resources True 2.0",
        "parts [10, 35]",
        "environment ['of the profile'] [['of the profile']] None",
        "died WorkerCrashedError 1",
        "result True",
        "reference [2]",
        "full 6789 6",
        "once 0123456789",
        "callers [6, 6]",
        "canceled True",
    ]
    assert issubclass(RemoteTraceback, Exception)
