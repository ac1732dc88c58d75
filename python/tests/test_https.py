"""The attempt API over https with a private authority."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from pathlib import Path

import pytest
from conftest import Start
from worker import Worker

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificate")


def serve_https(worker: Worker, folder: Path) -> Path:
    """Put the worker behind TLS; returns the certificate, which is its own authority."""
    certificate, key = folder / "worker.pem", folder / "worker.key"
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=worker"
    names = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run([*command.split(), *names], check=True, capture_output=True, timeout=20)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    worker.serve_tls(context)
    return certificate


def test_a_private_authority_is_trusted_when_it_is_named(worker: Worker, start: Start, tmp_path: Path) -> None:
    certificate = serve_https(worker, tmp_path)
    env = {"RAYDECK_ATTEMPT_API_URLS": worker.url, "RAYDECK_ATTEMPT_API_CA": str(certificate)}
    assert start("touches.run", env=env).result() == '"ran"'


def test_an_authority_that_is_not_named_is_not_trusted(worker: Worker, start: Start, tmp_path: Path) -> None:
    serve_https(worker, tmp_path)
    execution = start("touches.run", env={"RAYDECK_START_GRACE_SECONDS": "0.3"})
    assert execution.wait() == 77
    assert worker.starts == []
    assert "CERTIFICATE_VERIFY_FAILED" in execution.log()
