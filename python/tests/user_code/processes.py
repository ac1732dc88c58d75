"""User code that treats its process badly."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import sys
import threading
import time
from pathlib import Path

import raydeck


def leaves(code: int) -> None:
    print("last words", flush=True)
    os._exit(code)


def kills_itself(number: int) -> None:
    print("last words", flush=True)
    os.kill(os.getpid(), number)
    signal.pause()


def leaves_thread() -> str:
    threading.Thread(target=signal.sigwait, args=([signal.SIGUSR1],)).start()
    return "returned"


def leaves_child() -> str:
    if os.fork() == 0:
        while True:
            signal.pause()
    return "returned"


def forks(how: str) -> str:
    pid = os.fork()
    if pid == 0:
        if how == "raise":
            raise ValueError("in the child")
        if how == "exit":
            sys.exit(3)
        return "child"
    _, status = os.waitpid(pid, 0)
    return f"parent of {os.waitstatus_to_exitcode(status)}"


def terminates_child() -> int:
    """multiprocessing's way: a forked child that gets SIGTERM."""
    ready_read, ready_write = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.write(ready_write, b"r")
        while True:
            signal.pause()
    os.read(ready_read, 1)
    os.kill(pid, signal.SIGTERM)
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status)


def closes_stdout() -> str:
    print("before")
    sys.stdout.close()
    sys.stderr.close()
    return "closed"


def replaces_stdout() -> str:
    import io

    sys.stdout = io.StringIO()
    print("into the void")
    os.write(1, b"through the descriptor\n")
    return "replaced"


def closes_descriptors() -> str:
    os.closerange(0, 1024)
    return "closed"


def closes_descriptors_and_fails() -> None:
    os.closerange(0, 1024)
    files = [os.open(f"mine-{number}", os.O_WRONLY | os.O_CREAT) for number in range(40)]
    raise ValueError(f"{len(files)} files are open")


def changes_directory() -> str:
    os.chdir("/")
    return "elsewhere"


def prints(text: str, child_text: str) -> None:
    import subprocess

    print(text)
    sys.stderr.write(text + " on stderr\n")
    subprocess.run(["printf", "%s", child_text + "\n"], check=True)
    ctypes.CDLL(None).printf(b"from C\n")


def prints_lines(count: int) -> None:
    for number in range(count):
        print(f"line {number} " + "-" * 80)


def prints_bytes() -> None:
    os.write(1, b"nul \0 broken \xff end\n")


def prints_and_waits() -> None:
    print("first")
    raydeck.context().progress(1)
    signal.pause()


def waits() -> None:
    raydeck.context().progress(1)
    while True:
        signal.pause()


def spins() -> None:
    raydeck.context().progress(1)
    while True:
        pass


def waits_in_c() -> None:
    """Never returns to the interpreter, as a long numeric routine would not: no signal interrupts it."""
    library = ctypes.CDLL(None)
    signals = (ctypes.c_ulong * 32)()
    library.sigemptyset(ctypes.byref(signals))
    library.sigaddset(ctypes.byref(signals), int(signal.SIGUSR2))
    raydeck.context().progress(1)
    library.sigwait(ctypes.byref(signals), ctypes.byref(ctypes.c_int()))


def own_handler() -> None:
    signal.signal(signal.SIGTERM, lambda number, frame: None)
    waits()


def exits_at_sigterm() -> None:
    """As `ray.init()` makes a process do, whoever had a handler before."""
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(number))
    waits()


def cleans_up() -> None:
    try:
        waits()
    finally:
        Path("cleaned").touch()


def swallows() -> str:
    with contextlib.suppress(raydeck.Canceled):
        waits()
    return "finished all the same"


def child_dies_of_it() -> None:
    import subprocess

    child = subprocess.Popen(["sleep", "60"])
    Path("child").write_text(str(child.pid))
    raydeck.context().progress(1)
    try:
        child.wait()
    except raydeck.Canceled:
        raise RuntimeError(f"child ended with {child.poll()}") from None


async def waits_async() -> None:
    import asyncio

    raydeck.context().progress(1)
    try:
        await asyncio.sleep(600)
    finally:
        Path("cleaned").touch()


def watches_for_cancel() -> None:
    raydeck.context().progress(1)
    while True:
        raydeck.context().check_cancelled()
        time.sleep(0.01)


def sees_cancel() -> bool:
    while not raydeck.context().cancelled:
        time.sleep(0.01)
    return True


def leaves_alarm() -> str:
    """An alarm that rings, and raises, while the outcome is being reported."""

    def ring(number: int, frame: object) -> None:
        Path("rang").touch()
        raise TimeoutError("too late")

    signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, 0.3)
    return "before the alarm"


def uses_up_memory(megabytes: int) -> int:
    return len(bytearray(b"x") * (megabytes * 1024 * 1024))


def uses_up_time(seconds: float) -> None:
    while time.process_time() < seconds:
        pass


def square(number: int) -> int:
    return number * number


def uses_a_pool(method: str) -> list[int]:
    import multiprocessing

    with multiprocessing.get_context(method).Pool(1) as pool:
        return pool.map(square, [1, 2, 3])


def logs() -> None:
    raydeck.context().logger.info("said with %s", "the logger")


def waits_for_file() -> None:
    raydeck.context().progress(1)
    while not Path("released").exists():
        time.sleep(0.01)
