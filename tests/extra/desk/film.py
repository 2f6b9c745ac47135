"""The way from a message to a decision that is kept, step by step, as somebody hears it.

`(cd tests; python -m extra.desk.film)` films it anew; read the difference as the person who hears it.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from selenium.webdriver.common.keys import Keys

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .screen import Screen

ROOT = Path(__file__).parents[3]
STEPS = Path(__file__).with_name("steps")
KEYS = (
    ("1", "How much of the service is lost?"),
    ("1", "Which system is affected?"),
    ("1", "Is all of this as presumed?"),
    (Keys.ENTER, "Decision"),
)
"""The keys that answer about the example's first message, and the title of the page after each."""
_NAMES = ("3-loss", "4-system", "5-presumed", "6-decision")


def film(screen: Screen) -> Iterator[tuple[str, str]]:
    """Yield the name of each step and what is heard there, from an empty desk on."""
    yield "1-empty", screen.tree()
    screen.paste((ROOT / "examples/messages/1-orders-missing.eml").read_text("utf-8"))
    screen.read()
    screen.titled("What is asked for?")
    yield "2-activity", screen.tree()
    for (key, title), name in zip(KEYS, _NAMES, strict=True):
        screen.keys(key)
        screen.titled(title)
        yield name, screen.tree()
    screen.keys(Keys.ENTER)
    screen.titled("7f31.1")
    yield "7-kept", screen.tree()


def main() -> None:
    """Film every step, and write it down."""
    sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
    from .screen import Screen  # noqa: PLC0415 - it needs the path
    from .server import desk_server  # noqa: PLC0415 - the same

    STEPS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, desk_server(Path(folder)) as server:
        screen = Screen()
        try:
            screen.open(server.first_visit())
            screen.titled("Desk")
            for name, tree in film(screen):
                (STEPS / f"{name}.txt").write_text(tree, "utf-8")
        finally:
            screen.close()


if __name__ == "__main__":
    main()
