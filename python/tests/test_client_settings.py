"""Where a client goes, with which key, and what it keeps to itself."""

from __future__ import annotations

import copy
import os
import pickle
import ssl
import threading
from pathlib import Path

import pytest
from certificate import make_certificate
from conftest import Connect
from console import KEY, Console

from raydeck import AsyncClient, Client
from raydeck.client import (
    ForbiddenError,
    NewTask,
    SettingsError,
    UnauthenticatedError,
    UnavailableError,
    WaitTimeoutError,
)
from raydeck.client.settings import read_settings


def test_address_and_key_come_from_the_environment(console: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAYDECK_URL", console.url + "/")
    monkeypatch.setenv("RAYDECK_API_KEY", KEY + "\n")
    with Client() as client:
        client.queues.list()
    assert console.seen[0].headers["authorization"] == f"Bearer {KEY}"
    assert console.seen[0].headers["user-agent"].startswith("raydeck-python/")


def test_without_address_or_key_it_is_said_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RAYDECK_URL", raising=False)
    monkeypatch.delenv("RAYDECK_API_KEY", raising=False)
    for kind in (Client, AsyncClient):
        with pytest.raises(SettingsError, match="Set RAYDECK_URL, for example"):
            kind()
        with pytest.raises(SettingsError, match="Set RAYDECK_API_KEY"):
            kind("http://127.0.0.1:3000")


@pytest.mark.parametrize(
    ("url", "host_header", "path"),
    [
        ("http://127.0.0.1:3000", "127.0.0.1:3000", "/api/v1"),
        ("http://console/", "console", "/api/v1"),
        ("https://console:443/api/v1/", "console", "/api/v1"),
        ("https://example.com/raydeck", "example.com", "/raydeck/api/v1"),
        ("http://[::1]:3000", "[::1]:3000", "/api/v1"),
    ],
)
def test_an_address_may_be_written_in_several_ways(url: str, host_header: str, path: str) -> None:
    settings = read_settings(url, KEY, 1, 0)
    assert (settings.host_header, settings.path) == (host_header, path)


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("127.0.0.1:3000", KEY),
        ("ftp://console", KEY),
        ("http://", KEY),
        ("http://console:port", KEY),
        ("http://me:secret@console", KEY),
        ("http://console?x=1", KEY),
        ("http://console", "rdk_\nX: y"),
        ("http://console", "rdk_é"),
    ],
)
def test_what_cannot_be_right_is_refused_at_once(url: str, key: str) -> None:
    with pytest.raises(SettingsError) as refused:
        Client(url, key)
    assert "secret" not in str(refused.value)
    assert "rdk_" not in str(refused.value)


@pytest.mark.parametrize("settings", [{"timeout_seconds": 0}, {"retries": -1}])
def test_impossible_settings_are_refused(settings: dict[str, int]) -> None:
    with pytest.raises(SettingsError):
        Client("http://console", KEY, **settings)  # type: ignore[arg-type]


def test_the_key_stays_out_of_what_is_printed(client: Client) -> None:
    assert KEY not in repr(client)
    assert KEY not in repr(read_settings("http://console", KEY, 1, 0))


def test_a_key_that_is_not_known_is_told(connect: Connect) -> None:
    with pytest.raises(UnauthenticatedError, match="not known"):
        connect(key="rdk_other").queues.list()


def test_https_with_a_private_authority(connect: Connect, console: Console, tmp_path: Path) -> None:
    certificate, key = make_certificate(tmp_path, "127.0.0.1")
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(certificate, key)
    console.serve_tls(server)
    client = connect(tls=ssl.create_default_context(cafile=certificate))
    for _ in range(3):
        client.queues.list()
    assert console.connections == 1
    with pytest.raises(UnavailableError, match="does not answer: SSLCertVerificationError"):
        connect().queues.list()


def test_a_closed_client_is_not_used(console: Console) -> None:
    client = Client(console.url, KEY)
    client.queues.list()
    client.close()
    with pytest.raises(RuntimeError, match="closed"):
        client.queues.list()


def test_threads_share_a_client(console: Console) -> None:
    with Client(console.url, KEY) as client:

        def work() -> None:
            for number in range(20):
                client.enqueue("shop.tasks.charge", number)

        threads = [threading.Thread(target=work) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(console.state.tasks) == 160
    assert console.connections <= 8


def test_a_forked_child_opens_connections_of_its_own(console: Console) -> None:
    with Client(console.url, KEY) as client:
        client.queues.list()
        child = os.fork()
        if child == 0:
            try:
                client.enqueue_task(NewTask("shop.tasks.charge"))
                os._exit(0)
            finally:
                os._exit(1)
        assert os.waitpid(child, 0)[1] == 0
        client.queues.list()
    assert (len(console.state.tasks), console.connections) == (1, 2)


def test_errors_survive_the_way_to_another_process() -> None:
    error = ForbiddenError("not allowed", status=403, request_id="r")
    timed_out = WaitTimeoutError("late")
    for copied in (pickle.loads(pickle.dumps(error)), copy.copy(error)):
        assert (str(copied), copied.status, copied.request_id, copied.code) == ("not allowed", 403, "r", "FORBIDDEN")
    assert str(pickle.loads(pickle.dumps(timed_out))) == "late"
