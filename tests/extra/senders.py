"""Senders that do not give up: each request is sent until it is answered, over connections that may break."""

from __future__ import annotations

import http.client
import json
import queue
import threading
import time
from typing import Any

TOO_LONG = 300
"""Seconds after which a sender gives up, and a test fails."""
NO_ANSWER = (OSError, http.client.HTTPException)


class Sender:
    """A connection that is opened again when it breaks."""

    def __init__(self, port: int, token: str) -> None:
        self.port, self.token = port, token
        self.connection: http.client.HTTPConnection | None = None
        self.retries = 0

    def send(self, body: bytes, path: str = "/v1/decide", method: str = "POST") -> tuple[int, bytes]:
        """Return status and body of the answer; raise what breaks the connection."""
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        try:
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
            return answer.status, answer.read()
        except NO_ANSWER:
            self.close()
            raise

    def close(self) -> None:
        """End the connection."""
        if self.connection:
            self.connection.close()
        self.connection = None

    def send_until_answered(self, body: bytes) -> tuple[int, bytes]:
        """Send a request again and again, until there is an answer that is not of a service on its way up or down."""
        until = time.monotonic() + TOO_LONG
        while time.monotonic() < until:
            try:
                status, answer = self.send(body)
            except NO_ANSWER:
                self.retries += 1
                time.sleep(0.02)
                continue
            if status != http.HTTPStatus.SERVICE_UNAVAILABLE:
                return status, answer
            time.sleep(0.02)
        raise AssertionError("nothing answers")


def send_all(port: int, token: str, requests: list[dict[str, Any]], at_once: int) -> tuple[dict[str, Any], int]:
    """Send requests by so many senders; return the answers by id of the request, and how often one was sent again.

    An answer is status and decision; a sender that fails leaves its requests without one.
    """
    waiting = queue.SimpleQueue[dict[str, Any]]()
    for request in requests:
        waiting.put(request)
    answers: dict[str, Any] = {}
    senders = [Sender(port, token) for _ in range(at_once)]

    def work(sender: Sender) -> None:
        while True:
            try:
                request = waiting.get_nowait()
            except queue.Empty:
                return
            status, answer = sender.send_until_answered(json.dumps(request).encode())
            answers[request["id"]] = status, json.loads(answer)

    threads = [threading.Thread(target=work, args=(sender,)) for sender in senders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for sender in senders:
        sender.close()
    return answers, sum(sender.retries for sender in senders)
