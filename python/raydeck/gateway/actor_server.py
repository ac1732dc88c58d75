"""Where the actors of this gateway dial in, within the cluster; nobody else is let in."""

from __future__ import annotations

import asyncio
import hmac
import secrets
from collections.abc import Callable
from typing import Any

from .actor_link import ActorLink
from .lines import decode_line
from .pace import Pace

PIECE_BYTES = 1 << 18
HELLO_SECONDS = 30.0


class ActorServer:
    """`find` gives the actor of a name; `heard` is told its messages; `pace` says how long
    what one says can wait: to be woken by each of its lines costs both sides more than the lines do.
    """

    def __init__(
        self,
        find: Callable[[str], ActorLink | None],
        heard: Callable[[ActorLink, list[Any]], None],
        pace: Pace,
    ) -> None:
        self.secret = secrets.token_urlsafe(32)
        self._find, self._heard, self._pace = find, heard, pace
        self._server: asyncio.Server | None = None

    async def start(self, host: str) -> int:
        """Returns the port."""
        self._server = await asyncio.start_server(self._serve, host, 0, limit=PIECE_BYTES)
        return int(self._server.sockets[0].getsockname()[1])

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            hello = decode_line(await asyncio.wait_for(reader.readline(), HELLO_SECONDS))
            actor = self._find(str(hello[2])) if hmac.compare_digest(str(hello[1]), self.secret) else None
            if actor is None:
                return
            if hello[0] == "crash":
                actor.crash_text = (await reader.read(65_536)).decode("utf-8", "replace")
            elif actor.writer is None:
                await self._follow(actor, reader, writer, hello[3])
        except (ValueError, IndexError, OSError, asyncio.TimeoutError):
            pass
        finally:
            writer.close()

    async def _follow(
        self, actor: ActorLink, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, facts: dict[str, Any]
    ) -> None:
        actor.writer, actor.facts = writer, facts
        self._heard(actor, ["hello"])
        try:
            # To its end: what the actor said before it died counts.
            unread = b""
            while piece := await reader.read(PIECE_BYTES):
                *lines, unread = (unread + piece).split(b"\n")
                for line in lines:
                    self._heard(actor, decode_line(line))
                seconds = self._pace.rest_seconds(len(actor.tasks), actor.expected_seconds)
                if seconds > 0:
                    await _leave_alone(writer.transport, seconds)
        finally:
            actor.is_line_over.set()


async def _leave_alone(transport: Any, seconds: float) -> None:
    """Not woken by what comes meanwhile."""
    transport.pause_reading()
    try:
        await asyncio.sleep(seconds)
    finally:
        transport.resume_reading()
