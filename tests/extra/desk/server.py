"""The service in this process, on a port of loopback, with a clock that stands where a test puts it."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import uvicorn

from benchmarks.service_process import free_port
from remit.engine.language.policy_folder import Policies
from remit.engine.serve.desk.desk_routes import desk_routes
from remit.engine.serve.service import Service
from remit.engine.serve.web.access import Access
from remit.engine.serve.web.app import create_app
from remit.engine.serve.web.request_log import RequestLog
from remit.engine.serve.web.web_config import WebConfig
from remit.engine.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[3]
FRIDAY = 1_772_832_612_000
"""Friday, 6 March 2026, when the first of the example's messages came in."""
_SECONDS = 30


class DeskServer:
    """A service that answers at an address, and can be gone for a while."""

    def __init__(self, store: Store) -> None:
        self.now = FRIDAY
        self.service = Service(
            store,
            policies=Policies(str(ROOT / "policies"), is_named=True),
            contracts=str(ROOT / "examples/contracts.yaml"),
            clock=lambda: self.now,
            version="1",
        )
        self.config = WebConfig(port=free_port(), has_rate_limit=False)
        self.access = Access(store, self.config, lambda: self.now)
        self.start()

    def start(self) -> None:
        """Answer, as soon as this returns."""
        log = RequestLog(self.config.write_log, self.service.clock)
        app = create_app(self.service, self.access, self.config, log, desk_routes(self.service))
        config = uvicorn.Config(app, port=self.config.port, log_config=None, lifespan="off", server_header=False)
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.server.run, daemon=True)
        self.thread.start()
        until = time.monotonic() + _SECONDS
        while not self.server.started:
            assert time.monotonic() < until, "the service does not start"
            time.sleep(0.01)

    def stop(self) -> None:
        """Answer nobody any more."""
        self.server.should_exit = True
        self.server.force_exit = True
        self.thread.join(_SECONDS)

    @property
    def address(self) -> str:
        return self.config.address

    def first_visit(self) -> str:
        """Return the address that lets a browser in."""
        return f"{self.address}{self.access.first_address()}"


@contextmanager
def desk_server(folder: Path) -> Iterator[DeskServer]:
    """Serve with a store in a folder."""
    server = None
    with Store.open(f"sqlite:///{folder / 'remit.db'}", lambda: FRIDAY) as store:
        try:
            server = DeskServer(store)
            yield server
        finally:
            if server:
                server.stop()
