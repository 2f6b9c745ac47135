"""What is to be done every second or so, beside what is asked."""

import threading
from collections.abc import Callable

from ..service import Service
from .access import Access
from .request_log import RequestLog

_SECONDS = 1.0


class Ticker:
    """A thread that reads files and tokens anew where they changed, and does what has come due."""

    def __init__(self, service: Service, access: Access, log: RequestLog) -> None:
        self._service, self._access, self._log = service, access, log
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="remit-ticker", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End, once what is at work has ended."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join(_SECONDS)

    def _run(self) -> None:
        while not self._stopped.wait(_SECONDS):
            self._try("tokens", self._access.refresh)
            self._try("tick", self._service.tick)

    def _try(self, task: str, work: Callable[[], object]) -> None:
        try:
            work()
        except Exception as error:  # noqa: BLE001 - the next turn tries again, and the log says so
            self._log.add("error", {"task": task, "error": type(error).__name__, "message": str(error)})
