"""A mail's bytes in, a message out, or a finding that says why it cannot be read.

To come: parts within limits, kinds, attachments, receipt by the trusted hop, and whether the sender is authenticated.
"""

from ..findings import Findings, Mark
from ..model.messages import Message


def read_message(raw: bytes, file: str, findings: Findings, *, trusted_hop: int = 1) -> Message | None:
    """Return the message that bytes of a mail hold, None after the finding that says why it is rejected.

    `file` is its name, for findings. `trusted_hop` is the number, from the top, of the `Received` whose server is
    ours. Nothing here reads a file, asks the clock or raises, whatever the bytes are.
    """
    del trusted_hop  # read with the receipt, to come
    if not raw.strip():
        findings.error("empty-message", "the message is empty", Mark(file))
        return None
    return Message(file=file, id=None)
