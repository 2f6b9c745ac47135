"""Changes and a replayed history in words that text and Markdown share."""

from collections import Counter
from collections.abc import Iterable, Iterator

from ...language.time_notation import parse_instant
from ...language.yaml_writer import written_text, written_value
from ...model.receipt_facts import hours_of_receipt, is_receipt_fact
from ...render.document import tidy
from ...text import both, counted, either
from ...triage.clock import duration, moment
from ..show.show_wording import spaced
from .aspects import IS_NOW, WAS
from .changes import Change, Changes, Extent, FactValues
from .common_codes import OLD
from .replay import MOVED, ChangedRequest, DecidedValue, Difference, RefusedRequest, Replay

_NAMED_BY_TEXT = ("intake", "escalation")
"""What is known by a text that its author wrote, not by a name."""

_EFFECTS = {
    "takes": ("takes from the customer", "take from the customer"),
    "gives": ("gives to the customer", "give to the customer"),
    "neither": ("does neither", "do neither"),
}
_TITLES = {"takes": "Takes from the customer", "gives": "Gives to the customer", "neither": "Neither takes nor gives"}
_SMALL = 0.001
_PAIR = 2


_LISTED = ("service", "intake", "escalation")
"""What decisions list beside what the groups decide, so that a change of it changes decisions."""


class Wording:
    """Words the changes between two policies."""

    def __init__(self, changes: Changes) -> None:
        """Take the changes that are worded."""
        self._changes = changes
        self._listed = [change for change in changes.changes if change.kind != "editorial"]

    def title(self) -> str:
        """Return what is compared, as `Acme support terms, edition 1 to edition 2`."""
        old, new = self._changes.old, self._changes.new
        if old.title != new.title:
            return tidy(f"{old.title}, edition {old.edition}, to {new.title}, edition {new.edition}")
        is_same = old.edition == new.edition
        end = ", as it was and as it is now" if is_same else f" to edition {new.edition}"
        return tidy(f"{new.title}, edition {old.edition}{end}")

    def introduction(self) -> list[str]:
        """Return what comes before the changes: whether a decision changed, how many changes there are, the extent."""
        changes, situations = self._changes, self._changes.situations
        total = sum(situations.values())
        lines = [
            "" if situations else "the policies have no tier in common: no situation was compared",
            f"no decision{'' if changes.is_proved else ' that could be compared'} changed",
            self._summary(),
            f"{total:,} situations of {self._tiers(situations, by_name=True)} compared" if total else "",
        ]
        if not situations or any(map(self._is_decided, self._listed)):
            del lines[1]
        return [line for line in lines if line]

    def _is_decided(self, change: Change) -> bool:
        """Tell whether decisions say otherwise for a change, of what a group decides or of what they list beside."""
        if change.about == "hours":
            return any(step.hours == change.name for step in self._changes.new.escalation)
        return change.extent is not None or (self._changes.is_proved and change.about in _LISTED)

    def _summary(self) -> str:
        """Return in a sentence how many changes take and give."""
        counts, texts = Counter(change.effect for change in self._listed), len(self._changes.editorial)
        words = [
            f"{counts[effect]} {forms[counts[effect] > 1]}" for effect, forms in _EFFECTS.items() if counts[effect]
        ]
        changes = f"{counted(len(self._listed), 'change')}: {', '.join(words)}" if words else ""
        return "; ".join(filter(None, (changes, counted(texts, "wording change") if texts else "")))

    def sections(self) -> Iterator[tuple[str, list[Change]]]:
        """Yield the changes but for those of texts, each part with its title: causes of other changes first."""
        causes = list(self._changes.causes)
        yield "Causes of other changes", causes
        for effect, title in _TITLES.items():
            yield title, [change for change in self._listed if change.effect == effect and change not in causes]

    def _tiers(self, names: Iterable[str], *, by_name: bool = False) -> str:
        """Return tiers by their titles, or all together as every tier."""
        tiers = {name: tier.title for name, tier in self._changes.new.tiers.items()}
        titles = {name: tidy(tiers[name]) if name in tiers else spaced(name) for name in names}
        if not by_name and len(titles) > _PAIR and titles.keys() == self._changes.situations.keys():
            return "every tier"
        return both(titles.values())

    def heading(self, change: Change) -> str:
        """Return what a change is about, and at which tiers and levels."""
        about = "" if change.about == "promise" else change.about
        name = tidy(change.name) if change.about in _NAMED_BY_TEXT else spaced(change.name)
        if change.about in ("scope", "priority", "channel"):
            name = ""
        return ", ".join(filter(None, (f"{about} {name}".strip(), self._cells(change))))

    def _cells(self, change: Change) -> str:
        by_tier: dict[str, list[str]] = {tier: [] for tier in change.tiers}
        # What stays at its level comes before what leaves it.
        for tier, old, new in sorted(change.cells, key=lambda cell: cell[1] != cell[2]):
            if old is not None and new is not None:
                by_tier[tier].append(old if old == new else f"{old} → {new}")
            elif change.about == "channel":
                by_tier[tier].append("consulting")
        by_levels: dict[tuple[str, ...], list[str]] = {}
        for tier, levels in by_tier.items():
            by_levels.setdefault(tuple(levels), []).append(tier)
        return "; ".join(f"{self._tiers(tiers)} {both(levels)}".strip() for levels, tiers in by_levels.items())

    def before_and_after(self, change: Change) -> str:
        """Return what something was and is."""
        word = spaced if change.about in ("scope", "channel") else tidy
        before, after = (None if words is None else word(words) for words in (change.before, change.after))
        if before is None:
            return f"new: {after}" if after else "new"
        if after is None:
            return f"no longer: {before}" if before else "no longer there"
        words, hours = f"{before} → {after}", before.removesuffix(WAS)
        if hours == after.removesuffix(IS_NOW):
            words = f"counted {hours.strip()}, whose hours changed"
        if change.by is None or (change.by.seconds is None and not change.by.is_open):
            return words
        way = "later" if change.kind == "looser" else "earlier"
        if change.by.is_open:
            return f"{words}, possibly {way}, depending on the request"
        return f"{words}, up to {duration(change.by.seconds or 0)} {way}"

    def extent(self, extent: Extent) -> str:
        """Return how many situations a change is in, and which."""
        if not extent.of:
            return ""
        share = extent.situations / extent.of
        percentage = "all" if share == 1 else "under 0.1 %" if share < _SMALL else f"{100 * share:.1f} %"
        words = f"{extent.situations:,} of {extent.of:,} situations ({percentage})"
        if not extent.where:
            return words if extent.is_exact else f"{words}, which no single fact determines"
        where = ", and ".join(self._condition(fact, values) for fact, values in extent.where.items())
        return f"{words}, {'where' if extent.is_exact else 'only where'} {where}"

    def _condition(self, fact: str, values: FactValues) -> str:
        own = fact.removesuffix(OLD)
        if is_receipt_fact(fact):
            word = "within" if values.values == ("true",) else "outside"
            return f"received {word} {spaced(hours_of_receipt(own))}{f' {WAS}' if own != fact else ''}"
        policies = (self._changes.old,) if own != fact else (self._changes.new, self._changes.old)
        is_text = any(own in policy.facts and policy.facts[own].type == "text" for policy in policies)
        words = either(tidy(value) if is_text else spaced(value) for value in values.values)
        return f"{spaced(own)}{' (old)' if own != fact else ''} is {'not ' if values.is_except else ''}{words}"

    def example(self, change: Change) -> str:
        """Return what a request states that shows a change of what is decided, on one line."""
        if change.witness is None:
            return "found no request that shows it" if change.extent else ""
        request = change.witness.new
        old, new = (_stated_words(side.get("facts")) for side in (change.witness.old, request))
        received = moment(parse_instant(str(request["received"])), self._changes.new.timezone, year=None)
        words = [
            f"tier {request['tier']}" if len(change.tiers) != 1 else "",
            f"arrived by {request['channel']}" if "channel" in request else "",
            f"received {received}" if _depends_on_receipt(change) else "",
            new if old == new else f"in the old edition {old or 'no facts'}; in the new edition {new or 'no facts'}",
        ]
        example = f"such as {tidy('; '.join(filter(None, words))) or 'any request'}"
        effect = change.consequence
        return f"{example}; then {self.heading(effect)}: {self.before_and_after(effect)}" if effect else example


def _depends_on_receipt(change: Change) -> bool:
    """Tell whether a change shows at some receipts alone, as its extent or its delay says."""
    if change.about in _LISTED and change.extent:
        return any(map(is_receipt_fact, change.extent.where))
    return bool(change.by and (change.by.received or change.by.is_open))


def _stated_words(facts: object) -> str:
    values = facts if isinstance(facts, dict) else {}
    return ", ".join(
        f"{fact}: {written_text(value) if isinstance(value, str) else written_value(value)}"
        for fact, value in values.items()
    )


LIST_LIMIT = 50
"""How many requests are listed one by one, of those decided differently and of those refused."""


def replay_summary(replay: Replay) -> str:
    """Return in a sentence how the requests of a history are decided."""
    optional = ((len(replay.refused), "refused"), (replay.other_policies, "of other policies"))
    parts = [(replay.alike, "unchanged"), (len(replay.changed), "changed"), *(part for part in optional if part[0])]
    head = counted(replay.requests, "request")
    counts = ", ".join(f"{count:,} {words}" for count, words in parts)
    return f"{head}, decided by each edition as if it were in force: {counts}"


def difference_counts(replay: Replay) -> list[tuple[int, str]]:
    """Return how many requests have each difference, in words."""
    return [
        (
            number,
            f"{spaced(what)} {after}"
            if before == MOVED
            else f"{spaced(what)}: {_value_words(before)} → {_value_words(after)}",
        )
        for (what, before, after), number in replay.counts.items()
    ]


def changed_lines(request: ChangedRequest) -> list[str]:
    """Return what is decided differently about a request."""
    name = [f"request {tidy(request.request)}"] if request.request else []
    return [*name, *(_difference(difference) for difference in request.differences)]


def refused_lines(request: RefusedRequest) -> list[str]:
    """Return by which edition a request is refused, and why."""
    by = "both editions" if request.by == "both" else f"the {request.by} edition"
    name = f"request {tidy(request.request)} is " if request.request else ""
    return [f"{name}refused by {by}", *(tidy(finding.message) for finding in request.findings)]


def _difference(difference: Difference) -> str:
    words = f"{spaced(difference.what)}: {_value_words(difference.before)} → {_value_words(difference.after)}"
    if difference.seconds is None:
        return words
    return f"{words} ({duration(abs(difference.seconds))} {'later' if difference.seconds > 0 else 'earlier'})"


def _value_words(value: DecidedValue) -> str:
    if isinstance(value, tuple):
        return either(spaced(name) for name in value) or "none"
    return "none" if value is None else spaced(value)
