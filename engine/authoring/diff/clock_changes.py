"""What the clocks of promises do differently by two policies."""

from collections.abc import Iterator

from ...model import RECEIVED, Policy, Promise
from ..show.clock_wording import worded_end, worded_start
from .changes import Change
from .record_changes import entry_change, in_both

_STANDS = {False: "its clock never stands", True: "its clock stands while the customer is awaited"}
_RESUMES = {"continue": "its clock runs on after waiting", "restart": "its clock starts anew after waiting"}
_CHANGES = {
    "recompute": "a change of the facts counts as if they had always been so",
    "restart": "its clock starts anew where a change of the facts alters what is owed",
}


def clock_changes(old: Policy, new: Policy) -> Iterator[Change]:
    """Yield each thing that the clock of a promise does differently; one that stands or starts later takes time."""
    for name, before, after in in_both(old.promises, new.promises):
        for kind, words, words_after in _differences(old, new, before, after):
            if words != words_after:
                yield entry_change("promise", name, words, words_after, (kind,) * 3)


def _differences(old: Policy, new: Policy, before: Promise, after: Promise) -> Iterator[tuple[str, str, str]]:
    """Yield the kind of a change, and the words for what a clock did and does."""
    clocks = before.clock, after.clock
    starts = [clock.starts_at == RECEIVED for clock in clocks]
    kind = "changed" if starts[0] == starts[1] else "looser" if starts[0] else "tighter"
    yield (
        kind,
        f"its clock starts {worded_start(old, before)}",
        f"its clock starts {worded_start(new, after)}",
    )
    if before.clock.until or after.clock.until:  # else it follows from what else is said of the promise
        yield "changed", f"met by {worded_end(old, before)}", f"met by {worded_end(new, after)}"
    kind = "looser" if clocks[1].pauses else "tighter"
    yield kind, _STANDS[clocks[0].pauses], _STANDS[clocks[1].pauses]
    kind = "looser" if clocks[1].on_resume == "restart" else "tighter"
    yield kind, _RESUMES[clocks[0].on_resume], _RESUMES[clocks[1].on_resume]
    words, words_after = (_CHANGES[clock.on_change or "recompute"] for clock in clocks)
    yield "changed", words, words_after
