"""PostgreSQL for tests, from Debian's packages: a cluster in a folder of its own, an empty database for each test."""

from __future__ import annotations

import contextlib
import getpass
import itertools
import os
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

OWNER = "postgres"
"""The user whom Debian's package makes; PostgreSQL refuses to run as root."""
SECONDS = 60
SETTINGS = {
    # Reached by a socket in its folder alone, which nobody else may enter.
    "listen_addresses": "",
    # Tests end processes, not the power supply.
    "fsync": "off",
    "max_connections": "200",
    "timezone": "UTC",
}


@dataclass(frozen=True, kw_only=True)
class Cluster:
    """A running PostgreSQL."""

    folder: Path
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def url(self, database: str = OWNER) -> str:
        """Return the URL of one of its databases, as `remit serve --store` takes it."""
        return f"postgresql+psycopg://{OWNER}@/{database}?host={self.folder}"

    def new_database(self) -> str:
        """Make an empty database, and return its URL."""
        import psycopg  # noqa: PLC0415 - only these tests have it

        name = f"test_{next(self.numbers)}"
        with psycopg.connect(host=str(self.folder), user=OWNER, dbname=OWNER, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"'.encode())
        return self.url(name)


def program(name: str) -> str:
    """Return the path of a program of PostgreSQL; Debian puts no server on the path."""
    versions = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: float(path.parts[-3]))
    path = str(versions[-1]) if versions else shutil.which(name)
    assert path, f"{name} is not installed: `apt-get install postgresql`"
    return path


def as_owner() -> list[str]:
    """Return what begins a command that root runs as the owner; SIGINT stops a server whose test process is gone."""
    pdeathsig = ["setpriv", "--pdeathsig", "INT"]
    return [*pdeathsig, f"--reuid={OWNER}", f"--regid={OWNER}", "--init-groups"] if os.getuid() == 0 else pdeathsig


@contextlib.contextmanager
def running_cluster() -> Iterator[Cluster]:
    """Start a cluster in a temporary folder, and stop and remove it in the end."""
    # The path of a socket has at most 107 bytes, and nobody but root may enter the folders of pytest.
    folder = Path(tempfile.mkdtemp(prefix="remit-postgresql-"))
    if os.getuid() == 0:
        shutil.chown(folder, OWNER)
    data = folder / "data"
    initdb = [program("initdb"), f"--pgdata={data}", "--no-sync", "--auth=trust", f"--username={OWNER}", "--locale=C"]
    subprocess.run([*as_owner(), *initdb, "--encoding=UTF8"], cwd="/", check=True, capture_output=True)
    settings = [f"-c{name}={value}" for name, value in {**SETTINGS, "unix_socket_directories": str(folder)}.items()]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [*as_owner(), program("postgres"), "-D", str(data), *settings], cwd="/", stdout=log, stderr=log
        )
    try:
        wait_until_ready(server, folder)
        yield Cluster(folder=folder)
    finally:
        # A fast shutdown, which ends connections that a test has left open.
        server.send_signal(signal.SIGINT)
        server.wait(SECONDS)
        shutil.rmtree(folder)


def wait_until_ready(server: subprocess.Popen[bytes], folder: Path) -> None:
    """Wait until it takes connections; say its own words if it does not."""
    until = time.monotonic() + SECONDS
    ready = [program("pg_isready"), "--quiet", f"--host={folder}", f"--username={OWNER}"]
    while subprocess.run(ready, check=False).returncode != 0:
        log = (folder / "log").read_text("utf-8", "replace")
        assert server.poll() is None, f"PostgreSQL does not start as {getpass.getuser()}: {log}"
        assert time.monotonic() < until, f"PostgreSQL is not ready: {log}"
        time.sleep(0.05)


@pytest.fixture(scope="session")
def postgresql_cluster():
    """A PostgreSQL for all tests of this process; ask for it only in tests that are marked `extra`."""
    with running_cluster() as cluster:
        yield cluster


@pytest.fixture
def postgresql_url(postgresql_cluster):
    """The URL of an empty database of PostgreSQL."""
    return postgresql_cluster.new_database()
