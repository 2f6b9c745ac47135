"""Changes in words that text and Markdown share."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ...language.parse_instant import parse_instant
from ...language.yaml_writer import written_text, written_value
from ...render.document import tidy
from ...text import both, counted, either
from ...triage.time_text import duration, moment
from ..show.show_wording import spaced
from .aspects import IS_NOW, WAS
from .common_codes import OLD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ...model import Policy
    from .changes import Among, Change, Changes, Extent

_NAMED = {"scope": "scope", "channel": "how it must come in", "priority": "priority"}
_BY_TEXT = ("intake", "escalation")
"""What is known by a text that its author wrote, not by a name."""

_COUNTED = (
    ("takes", "takes from the customer", "take from the customer"),
    ("gives", "gives to the customer", "give to the customer"),
    ("neither", "does neither", "do neither"),
)
_TITLES = {"takes": "Takes from the customer", "gives": "Gives to the customer", "neither": "Neither takes nor gives"}
_SMALL = 0.001
_PAIR = 2


class Wording:
    """Words the changes between two policies."""

    def __init__(self, changes: Changes) -> None:
        """Take the changes that are worded."""
        self._changes = changes
        self._new: Policy = changes.new

    def title(self) -> str:
        """Return what is compared, as `Acme support terms, edition 1 to edition 2`."""
        old, new = self._changes.old, self._new
        if (old.title, old.edition) == (new.title, new.edition):
            return tidy(f"{new.title}, edition {new.edition}, as it was and as it is now")
        if old.title == new.title:
            return tidy(f"{new.title}, edition {old.edition} to edition {new.edition}")
        return tidy(f"{old.title}, edition {old.edition}, to {new.title}, edition {new.edition}")

    def summary(self) -> str:
        """Return in a sentence how many changes take and give."""
        told = self._told()
        words = []
        for effect, one, several in _COUNTED:
            number = sum(change.effect == effect for change in told)
            if number:
                words.append(f"{number} {one if number == 1 else several}")
        texts = len(self._changes.editorial)
        if texts:
            words.append(f"{texts} text{' reads' if texts == 1 else 's read'} otherwise")
        start = f"{counted(len(told), 'change')}: " if told else ""
        return start + ", ".join(words)

    def opening(self) -> list[str]:
        """Return what there is to say before the changes: whether anything is decided otherwise, how many changes."""
        said = []
        if not self._changes.situations:
            said.append("no tier is in both, so that no situation was compared")
        elif not self._changes.decided:
            proved = "" if self._changes.is_proved else " that could be compared"
            said.append(f"no situation{proved} is decided otherwise")
        if self._changes.changes:
            said.append(self.summary())
        total = sum(self._changes.situations.values())
        if total:
            said.append(f"{total:,} situations of {self.tiers(self._changes.situations, by_name=True)} compared")
        return said

    def sections(self) -> Iterator[tuple[str, list[Change]]]:
        """Yield the changes but for those of texts, each part with its title: first those from which others follow."""
        causes = list(self._changes.causes)
        yield "What others follow from", causes
        for effect, title in _TITLES.items():
            yield title, [change for change in self._told() if change.effect == effect and change not in causes]

    def _told(self) -> list[Change]:
        return [change for change in self._changes.changes if change.kind != "editorial"]

    def tiers(self, names: Iterable[str], *, by_name: bool = False) -> str:
        """Return tiers by their titles, or all together as every tier."""
        listed = list(names)
        if not by_name and len(listed) > _PAIR and set(listed) == set(self._changes.situations):
            return "every tier"
        tiers = self._new.tiers
        return both(tidy(tiers[name].title) if name in tiers else spaced(name) for name in listed)

    def heading(self, change: Change) -> str:
        """Return what a change is about, and at which tiers and levels."""
        about = _NAMED.get(change.about, "")
        if change.about == "promise":
            about = spaced(change.name)
        elif not about:
            name = tidy(change.name) if change.about in _BY_TEXT else spaced(change.name)
            about = f"{change.about} {name}".strip()
        places = self._places(change)
        return f"{about}, {places}" if places else about

    def _places(self, change: Change) -> str:
        by_tier: dict[str, list[str]] = {}
        tiers = list(change.tiers)
        # What stays at its level comes before what leaves it.
        for tier, one, other in sorted(change.places, key=lambda place: (tiers.index(place[0]), place[1] != place[2])):
            levels = by_tier.setdefault(tier, [])
            if one is not None and other is not None:
                levels.append(one if one == other else f"{one} → {other}")
            elif change.about == "channel":
                levels.append("consulting")
        alike: dict[tuple[str, ...], list[str]] = {}
        for tier, levels in by_tier.items():
            alike.setdefault(tuple(levels), []).append(tier)
        return "; ".join(f"{self.tiers(tiers)} {both(levels)}".strip() for levels, tiers in alike.items())

    def moved(self, change: Change) -> str:
        """Return what something was and is."""
        before, after = (None if words is None else _shown(change, words) for words in (change.before, change.after))
        if before is None:
            return f"new: {after}" if after else "new"
        if after is None:
            return f"no longer: {before}" if before else "no longer there"
        moved = f"{before} → {after}"
        if before.removesuffix(WAS) == after.removesuffix(IS_NOW):
            moved = f"counted {before.removesuffix(WAS).strip()}, which changed"
        if change.by is None or (change.by.seconds is None and not change.by.is_open):
            return moved
        way = "later" if change.kind == "looser" else "earlier"
        if change.by.is_open:
            return f"{moved}, perhaps {way}, which depends on the request"
        return f"{moved}, up to {duration(change.by.seconds or 0)} {way}"

    def extent(self, extent: Extent) -> str:
        """Return how many situations a change is in, and which."""
        if not extent.of:
            return ""
        share = extent.situations / extent.of
        shown = "all" if share == 1 else "under 0.1 %" if share < _SMALL else f"{share:.1%}".replace("%", " %")
        found = f"{extent.situations:,} of {extent.of:,} situations ({shown})"
        if not extent.where:
            return found if extent.is_exact else f"{found}, no fact alone tells which"
        where = ", and ".join(f"{_fact(fact)} is {self._among(fact, among)}" for fact, among in extent.where.items())
        return f"{found}, {'where' if extent.is_exact else 'only where'} {where}"

    def _among(self, fact: str, among: Among) -> str:
        own = fact.removesuffix(OLD)
        policies = (self._changes.old,) if own != fact else (self._new, self._changes.old)
        is_text = any(own in policy.facts and policy.facts[own].type == "text" for policy in policies)
        words = either(tidy(value) if is_text else spaced(value) for value in among.values)
        return f"not {words}" if among.is_except else words

    def example(self, change: Change) -> str:
        """Return what a request states that shows a change of what is decided, on one line."""
        if change.witness is None:
            return "no request that shows it was found" if change.extent else ""
        request = change.witness.new
        words = [f"tier {request['tier']}"] if len(change.tiers) != 1 else []
        if "channel" in request:
            words.append(f"arrived by {request['channel']}")
        if change.by and (change.by.received or change.by.is_open):
            words.append(f"received {moment(parse_instant(str(request['received'])), self._new.timezone, year=None)}")
        old, new = change.witness.old.get("facts"), change.witness.new.get("facts")
        if old == new:
            words += [_facts(new)] if new else []
        else:
            words += [f"in the old edition {_facts(old)}", f"in the new edition {_facts(new)}"]
        told = f"such as {tidy('; '.join(words)) or 'any request'}"
        if change.leads is None:
            return told
        leads = change.leads
        led = replace(change, about=leads.about, name=leads.name, before=leads.before, after=leads.after)
        return f"{told}; then {self.heading(led)}: {self.moved(led)}"


def _shown(change: Change, words: str) -> str:
    return spaced(words) if change.about in ("scope", "channel") else tidy(words)


def _value(value: object) -> str:
    return written_text(value) if isinstance(value, str) else written_value(value)  # type: ignore[arg-type]


def _facts(facts: object) -> str:
    if not isinstance(facts, dict) or not facts:
        return "no facts"
    return ", ".join(f"{fact}: {_value(value)}" for fact, value in facts.items())


def _fact(name: str) -> str:
    own = name.removesuffix(OLD)
    return spaced(own) if own == name else f"{spaced(own)} (old)"
