"""What is to be done every second or so, beside what is asked."""

import threading
from collections.abc import Callable

from .request_log import RequestLog

_SECONDS = 1.0


class Ticker:
    """A thread that does something again and again; what goes wrong is logged, and the next turn tries again."""

    def __init__(self, name: str, work: Callable[[], object], log: RequestLog) -> None:
        self._name, self._work, self._log = name, work, log
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"remit-{name}", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End, once what is at work has ended, or after a second."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join(_SECONDS)

    def _run(self) -> None:
        while not self._stopped.wait(_SECONDS):
            try:
                self._work()
            except Exception as error:  # noqa: BLE001 - whatever it is, the next turn may go better
                self._log.add("error", {"task": self._name, "error": type(error).__name__, "message": str(error)})
