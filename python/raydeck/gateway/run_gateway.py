"""The life of a gateway, from its lease to its end."""

from __future__ import annotations

import asyncio
import contextlib
import os
import ssl
import sys
import time
from typing import Any

import aiohttp
import ray

from ..execution.recent import Recent
from .actor_link import ActorLink
from .actor_maker import make_actor
from .actor_server import ActorServer
from .gateway import Gateway
from .lane import Lane
from .lease import Lease, LeaseRefused
from .worker_link import LARGEST_FRAME_BYTES, WorkerLink

TICK_SECONDS = 0.05
# Each contact also tells of workers that have come; who holds nothing asks less often.
LONGEST_RENEW_SECONDS = 2.0
# Ray tells of a death some time after the line broke off.
RAY_WORD_SECONDS = 5.0
# How many CPUs there are is wanted for each hand-over, and Ray is asked over the network.
CPUS_ASKED_SECONDS = 5.0
EXIT_REFUSED, EXIT_SILENT = 76, 79


async def run_gateway(lease: Lease, ca_file: str | None) -> int:
    """Returns the exit code, once it was replaced. A refusal, or silence, ends the process, and Ray its actors."""
    place: dict[str, Any] = {"urls": lease.api.urls, "caFile": ca_file, "graceSeconds": 600.0}
    gateway = Gateway(lease, lambda lane: _make(gateway, lane, place), _kill, Recent(_cpus, CPUS_ASKED_SECONDS))
    server = ActorServer(gateway.find_actor, gateway.heard_actor, gateway.pace)
    host = str(ray.util.get_node_ip_address())  # type: ignore[no-untyped-call]
    place.update(host=host, port=await server.start(host), secret=server.secret)
    tls = ssl.create_default_context(cafile=ca_file) if ca_file else None
    async with aiohttp.ClientSession(headers={"Authorization": f"Bearer {lease.token}"}) as http:

        def connect(url: str) -> Any:
            timeout = aiohttp.ClientWSTimeout(ws_close=2.0)
            target = f"{url}/attempt/v1/gateway/connect"
            return http.ws_connect(
                target, heartbeat=10.0, max_msg_size=LARGEST_FRAME_BYTES, timeout=timeout, ssl=tls or True
            )

        ticking = asyncio.create_task(_tick(gateway))
        try:
            while not (lease.is_draining and not gateway.held):
                await _follow_workers(gateway, lease, connect)
                pause = lease.seconds / 4
                await asyncio.sleep(min(LONGEST_RENEW_SECONDS, pause) if gateway.held else pause)
                await _renew(gateway, lease)
        finally:
            ticking.cancel()
        for link in list(gateway.links.values()):
            await link.stop()
    return 0


async def _renew(gateway: Gateway, lease: Lease) -> None:
    told = {"held": len(gateway.held), "actors": gateway.actor_count}
    try:
        await asyncio.get_running_loop().run_in_executor(None, lease.renew, told)
    except LeaseRefused as refused:
        _leave(f"its lease is over: {refused}", EXIT_REFUSED)
    if time.monotonic() - lease.last_contact > lease.silence_limit_seconds:
        _leave(f"no worker answered for {lease.silence_limit_seconds:g} s", EXIT_SILENT)


def _leave(why: str, code: int) -> None:
    print(f"raydeck.gateway: {why}; it ends, and all that runs under it", file=sys.stderr, flush=True)
    os._exit(code)


async def _follow_workers(gateway: Gateway, lease: Lease, connect: Any) -> None:
    for worker_id, link in list(gateway.links.items()):
        if lease.workers.get(worker_id) != link.url:
            del gateway.links[worker_id]
            await link.stop()
    for worker_id, url in lease.workers.items():
        if worker_id not in gateway.links and worker_id not in gateway.fenced:
            gateway.links[worker_id] = WorkerLink(
                worker_id, url, connect, gateway.connected, gateway.heard, gateway.pace
            )


async def _tick(gateway: Gateway) -> None:
    while True:
        await asyncio.sleep(TICK_SECONDS)
        try:
            gateway.tick()
        except Exception as error:
            print(f"raydeck.gateway: {type(error).__name__} in a tick: {error}", file=sys.stderr, flush=True)


def _make(gateway: Gateway, lane: Lane, place: dict[str, Any]) -> ActorLink:
    actor = make_actor(ray, lane, place)
    asyncio.get_running_loop().create_task(_watch(gateway, actor))
    return actor


async def _watch(gateway: Gateway, actor: ActorLink) -> None:
    """Until both its line and Ray say that it is over: only then is it known what it had begun."""
    line = asyncio.create_task(actor.is_line_over.wait())
    await asyncio.wait({line, actor.call}, return_when=asyncio.FIRST_COMPLETED)
    if not actor.call.done():
        await asyncio.wait({actor.call}, timeout=RAY_WORD_SECONDS)
        if not actor.call.done():
            _kill(actor)  # without its line it ends by itself, if it can
            await asyncio.wait({actor.call}, timeout=RAY_WORD_SECONDS)
    if actor.writer is not None:
        await asyncio.wait({line}, timeout=RAY_WORD_SECONDS)
    line.cancel()
    error = actor.call.exception() if actor.call.done() and not actor.call.cancelled() else None
    gateway.actor_over(actor, error)
    _kill(actor)


def _kill(actor: ActorLink) -> None:
    with contextlib.suppress(Exception):
        ray.kill(actor.handle)


def _cpus() -> int:
    return max(1, int(ray.cluster_resources().get("CPU", 1)))  # type: ignore[no-untyped-call]
