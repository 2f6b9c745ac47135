"""`remit serve` as a process of its own, for benchmarks and for tests that need the real thing."""

from __future__ import annotations

import contextlib
import http.client
import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).parents[1]
SECONDS = 60


def free_port() -> int:
    """Return a port of loopback that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


@dataclass(kw_only=True)
class ServiceProcess:
    """A service with a store and a port, which can be started again with the same."""

    folder: Path
    store: str
    port: int = field(default_factory=free_port)
    options: Sequence[str] = ()
    program: Sequence[str] = (sys.executable, "-m", "remit")
    token: str = ""
    """What its first asker sends, once there is one."""
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Return where it answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        """Return the process that runs now."""
        return self._running.pid

    @property
    def log(self) -> str:
        """Return what it has printed and logged since its first start."""
        return (self.folder / "serve.log").read_text("utf-8", "replace")

    def add_token(self, name: str, role: str) -> str:
        """Give somebody a token, and return it."""
        command = ["token", "add", name, "--role", role, "--store", self.store]
        return self.remit(*command).stdout.split()[-1]

    def remit(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run another command of remit to its end; one that fails says why."""
        command = [*self.program, *arguments]
        done = subprocess.run(  # noqa: S603 - ours
            command, check=False, capture_output=True, text=True, cwd=self.folder, env=_environment()
        )
        require(done.returncode == 0, f"{' '.join(arguments)}\n{done.stdout}{done.stderr}")
        return done

    def start(self) -> None:
        """Start it, and return at once."""
        options = ["--port", str(self.port), "--store", self.store, *self.options]
        with (self.folder / "serve.log").open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603 - ours
                [*self.program, "serve", *options],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                env=_environment(),
            )

    def wait_until_ready(self) -> None:
        """Return once it takes requests; fail with its own words where it has ended."""
        until = time.monotonic() + SECONDS
        while not self.is_ready():
            require(self._running.poll() is None, f"the service has ended: {self.log[-4000:]}")
            require(time.monotonic() < until, f"the service is not ready: {self.log[-4000:]}")
            time.sleep(0.02)

    def is_ready(self) -> bool:
        """Tell whether it says of itself that it is ready."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        with contextlib.suppress(OSError, http.client.HTTPException), contextlib.closing(connection):
            connection.request("GET", "/readyz")
            return connection.getresponse().status == http.HTTPStatus.OK
        return False

    def kill(self) -> None:
        """End it without a warning, as a power cut of its process would."""
        self._running.kill()
        self._running.wait(SECONDS)

    def stop(self) -> int:
        """Ask it to end, and return its exit code."""
        self._running.terminate()
        return self._running.wait(SECONDS)

    @property
    def _running(self) -> subprocess.Popen[bytes]:
        if self.process is None:
            raise AssertionError("the service was not started")
        return self.process


def require(is_so: bool, message: str) -> None:  # noqa: FBT001 - read as an assertion
    """Raise an error where something is not as it has to be."""
    if not is_so:
        raise AssertionError(message)


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("REMIT_")}
    return {**kept, "REMIT_CACHE": "off"}


@contextlib.contextmanager
def running(service: ServiceProcess) -> Iterator[ServiceProcess]:
    """Start a service, wait until it is ready, and see that it ends as it should."""
    service.start()
    try:
        service.wait_until_ready()
        yield service
    except BaseException:
        service.kill()
        raise
    code = service.stop()
    require(code == 0, f"the service ends with {code}: {service.log[-4000:]}")
