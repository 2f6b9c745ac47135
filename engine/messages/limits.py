"""What a message may be, and how it is rejected where it is more: each limit is counted before memory is spent."""

from typing import NoReturn

from ..language.files import MEBIBYTE

MESSAGE_BYTES = 25 * MEBIBYTE
DECODED_BYTES = 50 * MEBIBYTE
PARTS = 200
DEPTH = 20
HEADER_BYTES = 1024 * 1024
"""The fields at the top of a message or of one of its parts."""
FIELDS = 2_000
FIELD_CHARACTERS = 8 * 1024
"""What is read of a field that is looked at: the library's parsers take time that grows faster than its size."""
TEXT_BYTES = 1024 * 1024
LINES = 10_000
"""What is looked at of one part that is text: it is told apart line by line."""
BODY_BYTES = 64 * 1024
"""What is read of the text: a request may have 256 KiB, and characters can be written as escapes."""
SET_ASIDE_BYTES = 16 * 1024
ATTACHMENTS = 200


class Rejected(Exception):
    """A message that cannot be read; a check id says why."""

    def __init__(self, check: str, message: str) -> None:
        super().__init__(message)
        self.check = check

    @classmethod
    def stop(cls, check: str, message: str) -> NoReturn:
        """Reject a message."""
        raise cls(check, message)


class Budget:
    """What is left of the limits of one message."""

    def __init__(self) -> None:
        self._parts = 0
        self._decoded = 0

    def count_part(self, depth: int) -> None:
        """Count a part before it is looked at."""
        self._parts += 1
        if self._parts > PARTS:
            Rejected.stop("too-many-parts", f"the message has more parts than the limit of {PARTS}")
        if depth > DEPTH:
            Rejected.stop("too-many-parts", f"parts are nested deeper than the limit of {DEPTH}")

    def count_decoded(self, size: int) -> None:
        """Count bytes before they are decoded."""
        self._decoded += size
        if self._decoded > DECODED_BYTES:
            limit = DECODED_BYTES // MEBIBYTE
            Rejected.stop("too-large-message", f"decoded, the message is larger than the limit of {limit} MiB")
