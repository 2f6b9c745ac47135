"""What a store cannot do, and what would help."""

from ..findings import printable


class StoreError(Exception):
    """A store that cannot be opened, read or written: the message says why, and `help` what would do."""

    def __init__(self, message: str, help: str = "") -> None:  # noqa: A002 - the finding's word
        super().__init__(printable(message))
        self.help = printable(help)
