"""The actor's end of its connection to the gateway."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from typing import Any

from .lines import decode_line, encode_line


class ActorLine:
    """Any thread may send; one reads. Raises OSError when the gateway is gone."""

    def __init__(self, host: str, port: int, hello: list[Any]) -> None:
        self._socket = connect(host, port, hello)
        self._lock = threading.Lock()

    def send(self, *lines: str) -> None:
        """In one piece: a task's end and the next one's start leave together. See `encode_line`."""
        data = "".join(lines).encode()
        with self._lock:
            self._socket.sendall(data)

    def send_last(self, line: str) -> None:
        """While the process ends: without the lock, if whoever holds it does not let go."""
        is_held = self._lock.acquire(timeout=0.5)
        try:
            self._socket.sendall(line.encode())
        finally:
            if is_held:
                self._lock.release()

    def messages(self) -> Iterator[list[Any]]:
        """Until the gateway closes, or is gone."""
        unread = b""
        while True:
            try:
                piece = self._socket.recv(1 << 18)
            except OSError:
                return
            if not piece:
                return
            *lines, unread = (unread + piece).split(b"\n")
            for line in lines:
                yield decode_line(line)


def connect(host: str, port: int, hello: list[Any]) -> socket.socket:
    """A connection whose first line says who it is."""
    connection = socket.create_connection((host, port), timeout=30)
    connection.settimeout(None)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    connection.sendall(encode_line(hello).encode())
    return connection
