"""nginx from Debian's packages with the configuration that is shipped: its addresses and files are a test's own."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

SHIPPED = Path(__file__).parents[2] / "examples/service/nginx.conf"
NAME = "desk.example.org"
AROUND = """
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log stderr warn;
{user}
events {{}}
http {{
    client_body_temp_path {folder}/bodies;
    proxy_temp_path {folder}/answers;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
{shipped}
}}
"""


@dataclass(frozen=True, kw_only=True)
class Proxy:
    """Where a proxy listens, and by which certificate it is known."""

    http: int
    https: int
    certificate: Path


def free_port() -> int:
    """Return a port of loopback that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def configure(folder: Path, service: int, *, seconds: int = 10) -> tuple[Path, Proxy]:
    """Write the shipped configuration down before a service on a port, `seconds` in place of its ten."""
    certificate, key, users = folder / "desk.pem", folder / "desk.key", folder / "desk.users"
    request = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days=2"]
    files = ["-keyout", str(key), "-out", str(certificate)]
    subject = ["-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}"]
    subprocess.run([*request, *files, *subject], check=True, capture_output=True)
    # The password of ada is `lovelace`.
    users.write_text("ada:{PLAIN}lovelace\n", "utf-8")
    proxy = Proxy(http=free_port(), https=free_port(), certificate=certificate)
    shipped = SHIPPED.read_text("utf-8")
    for place, own in (
        ("127.0.0.1:8080", f"127.0.0.1:{service}"),
        ("listen 80;", f"listen 127.0.0.1:{proxy.http};"),
        ("listen 443 ", f"listen 127.0.0.1:{proxy.https} "),
        ("/etc/remit/tls/desk.example.org.pem", str(certificate)),
        ("/etc/remit/tls/desk.example.org.key", str(key)),
        ("/etc/remit/desk.users", str(users)),
        (" 10s;", f" {seconds}s;"),
    ):
        assert place in shipped, f"{SHIPPED.name} has no `{place}`"
        shipped = shipped.replace(place, own)
    # Of each address, one is enough to listen on.
    shipped = re.sub(r"\n *listen \[::\]:[^\n]*", "", shipped)
    configuration = folder / "nginx.conf"
    user = f"user {folder.owner()};" if folder.owner() == "root" else ""
    configuration.write_text(AROUND.format(folder=folder, user=user, shipped=shipped), "utf-8")
    return configuration, proxy


def command(configuration: Path, *options: str) -> list[str]:
    """Return the command that starts nginx with a configuration; Debian puts it where root looks."""
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    assert program, "nginx is not installed"
    return [program, "-p", str(configuration.parent), "-e", "stderr", "-c", str(configuration), *options]


@contextlib.contextmanager
def running_proxy(folder: Path, service: int, *, seconds: int = 10) -> Iterator[Proxy]:
    """Run nginx before a service."""
    configuration, proxy = configure(folder, service, seconds=seconds)
    server = subprocess.Popen(command(configuration), stderr=subprocess.PIPE, text=True)
    try:
        until = time.monotonic() + 30
        while True:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", proxy.https), timeout=1):
                break
            assert server.poll() is None, server.stderr and server.stderr.read()
            assert time.monotonic() < until
            time.sleep(0.02)
        yield proxy
    finally:
        server.terminate()
        server.communicate(timeout=30)
