"""A client of a language server: messages over its standard input and output, answers as plain values."""

from __future__ import annotations

import json
import subprocess
import threading
from dataclasses import dataclass, field
from queue import Queue
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

Message = dict[str, Any]
"""A message of the protocol or a part of one, as JSON has it."""

WAIT = 60
"""Seconds in which a server that works has answered even on a slow machine."""

_SETTINGS = {"validate": True, "hover": True, "completion": True, "schemaStore": {"enable": False}}


@dataclass(slots=True)
class Opened:
    """A file that the editor shows, with the text in it."""

    uri: str
    text: str
    version: int = 1

    def place(self, needle: str, *, after: bool = False) -> dict[str, int]:
        """Return the position of a text that stands in the file once, or the one after it."""
        assert 1 == self.text.count(needle), needle
        at = self.text.index(needle) + (len(needle) if after else 0)
        before = self.text[:at]
        return {"line": before.count("\n"), "character": at - before.rfind("\n") - 1}


@dataclass(slots=True)
class Client:
    """An editor as the language server sees it."""

    command: Sequence[str]
    folder: Path
    settings: dict[str, object] = field(default_factory=dict)
    process: subprocess.Popen[bytes] = field(init=False)
    received: Queue[Message] = field(default_factory=Queue)
    said: list[Message] = field(default_factory=list)
    asked: int = 0

    def __enter__(self) -> Self:
        """Start the server and shake hands with it."""
        self.process = subprocess.Popen(self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=self.folder)
        threading.Thread(target=self._listen, daemon=True).start()
        abilities = {
            "textDocument": {
                "completion": {"completionItem": {"snippetSupport": True, "documentationFormat": ["markdown"]}},
                "hover": {"contentFormat": ["markdown"]},
                "publishDiagnostics": {},
            },
            "workspace": {"configuration": True},
        }
        root = self.folder.as_uri()
        self.ask("initialize", {"processId": None, "rootUri": root, "capabilities": abilities})
        self.tell("initialized", {})
        return self

    def __exit__(self, *_: object) -> None:
        """Ask the server to end, and end it if it does not."""
        try:
            self.ask("shutdown", None)
            self.tell("exit", None)
            self.process.wait(WAIT)
        finally:
            self.process.kill()
            self.process.communicate()

    def open(self, path: Path, text: str) -> Opened:
        """Show a file in the editor, with a text that need not be on the disk."""
        document = {"uri": path.as_uri(), "languageId": "yaml", "version": 1, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": document})
        return Opened(path.as_uri(), text)

    def completions(self, opened: Opened, position: dict[str, int]) -> list[Message]:
        """Return what the server offers at a position."""
        answer = self.ask("textDocument/completion", {"textDocument": {"uri": opened.uri}, "position": position})
        items: list[Message] = answer["items"]
        return items

    def hover(self, opened: Opened, position: dict[str, int]) -> str:
        """Return the text that is shown where the pointer rests."""
        answer = self.ask("textDocument/hover", {"textDocument": {"uri": opened.uri}, "position": position})
        return "" if answer is None else str(answer["contents"]["value"])

    def diagnostics(self, opened: Opened) -> list[Message]:
        """Return what the server finds wrong with a file, once it has looked at it."""
        while True:
            for message in self.said:
                if message["method"] == "textDocument/publishDiagnostics" and message["params"]["uri"] == opened.uri:
                    diagnostics: list[Message] = message["params"]["diagnostics"]
                    return diagnostics
            self._next()

    def ask(self, method: str, params: object) -> Any:
        """Send a request and return its result."""
        self.asked += 1
        number = self.asked
        self._send({"id": number, "method": method, "params": params})
        while True:
            message = self._next()
            if message.get("id") == number and "method" not in message:
                assert "error" not in message, message
                return message["result"]

    def tell(self, method: str, params: object) -> None:
        """Send a notification, which has no answer."""
        self._send({"method": method, "params": params})

    def _next(self) -> Message:
        """Return the next message, once what the server asks in it is answered."""
        message = self.received.get(timeout=WAIT)
        if "method" in message and "id" in message:
            self._send({"id": message["id"], "result": self._settings(message)})
        elif "method" in message:
            self.said.append(message)
        return message

    def _settings(self, message: Message) -> object:
        if message["method"] != "workspace/configuration":
            return None
        known = {"yaml": {**_SETTINGS, **self.settings}}
        return [known.get(item.get("section"), {}) for item in message["params"]["items"]]

    def _send(self, message: Message) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        stream = self.process.stdin
        assert stream is not None
        stream.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        stream.flush()

    def _listen(self) -> None:
        """Put every message of the server in the queue, in a thread of its own."""
        stream = self.process.stdout
        assert stream is not None
        while header := stream.readline():
            length = int(header.partition(b":")[2])
            stream.readline()
            self.received.put(json.loads(stream.read(length)))
