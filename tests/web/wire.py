"""A real server on a port of its own, and bytes to and from it as somebody sends them who means no good."""

import socket
import threading
import time
from contextlib import contextmanager

from remit.engine.serve.web.server import GracefulServer

SECONDS = 20


@contextmanager
def serving(app, port):
    """Serve an app on a port of loopback until the block ends."""
    listener = socket.create_server(("127.0.0.1", port))
    server = GracefulServer(app)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        while not server.started:
            time.sleep(0.01)
        yield server
    finally:
        server.should_exit = True
        thread.join(SECONDS)
        listener.close()


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


class Wire:
    """A connection."""

    def __init__(self, port):
        self._socket = socket.create_connection(("127.0.0.1", port), SECONDS)
        self._received = b""

    def send(self, *parts):
        try:
            for part in parts:
                self._socket.sendall(part)
        except (BrokenPipeError, ConnectionResetError):
            pass  # it has closed: what it said before can be read
        return self

    def until_closed(self):
        """Return all that comes until the server closes."""
        received, self._received = self._received, b""
        try:
            while part := self._socket.recv(65_536):
                received += part
        except ConnectionResetError:
            pass  # it closed while bytes of ours were on their way
        finally:
            self.close()
        return received

    def until(self, end):
        """Return what comes, up to some bytes; what comes after them is for whoever asks next."""
        while end not in self._received:
            part = self._socket.recv(65_536)
            assert part, self._received
            self._received += part
        before, _, self._received = self._received.partition(end)
        return before + end

    def close(self):
        self._socket.close()


def status_of(answer):
    return int(answer.split(b" ", 2)[1])
