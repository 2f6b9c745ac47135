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
    from .changes import Change, Changes, Extent, FactValues

_ABOUT_WORDS = {"scope": "scope", "channel": "channel", "priority": "priority"}
_NAMED_BY_TEXT = ("intake", "escalation")
"""What is known by a text that its author wrote, not by a name."""

_EFFECT_COUNTS = (
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
        changes = self._listed_changes()
        words = []
        for effect, singular, plural in _EFFECT_COUNTS:
            number = sum(change.effect == effect for change in changes)
            if number:
                words.append(f"{number} {singular if number == 1 else plural}")
        texts, texts_part = len(self._changes.editorial), list[str]()
        if texts:
            texts_part = [counted(texts, "wording change")]
        decided_part = [f"{counted(len(changes), 'change')}: {', '.join(words)}"] if changes else []
        return "; ".join([*decided_part, *texts_part])

    def introduction(self) -> list[str]:
        """Return what there is to say before the changes: whether anything is decided otherwise, how many changes."""
        lines = []
        if not self._changes.situations:
            lines.append("the policies have no tier in common: no situation was compared")
        elif not self._changes.decided:
            proved = "" if self._changes.is_proved else " that could be compared"
            lines.append(f"no decision{proved} changed")
        if self._changes.changes:
            lines.append(self.summary())
        total = sum(self._changes.situations.values())
        if total:
            lines.append(f"{total:,} situations of {self.tiers(self._changes.situations, by_name=True)} compared")
        return lines

    def sections(self) -> Iterator[tuple[str, list[Change]]]:
        """Yield the changes but for those of texts, each part with its title: first those from which others follow."""
        causes = list(self._changes.causes)
        yield "Causes of other changes", causes
        for effect, title in _TITLES.items():
            yield (
                title,
                [change for change in self._listed_changes() if change.effect == effect and change not in causes],
            )

    def _listed_changes(self) -> list[Change]:
        return [change for change in self._changes.changes if change.kind != "editorial"]

    def tiers(self, names: Iterable[str], *, by_name: bool = False) -> str:
        """Return tiers by their titles, or all together as every tier."""
        tier_names = list(names)
        if not by_name and len(tier_names) > _PAIR and set(tier_names) == set(self._changes.situations):
            return "every tier"
        tiers = self._new.tiers
        return both(tidy(tiers[name].title) if name in tiers else spaced(name) for name in tier_names)

    def heading(self, change: Change) -> str:
        """Return what a change is about, and at which tiers and levels."""
        about = _ABOUT_WORDS.get(change.about, "")
        if change.about == "promise":
            about = spaced(change.name)
        elif not about:
            name = tidy(change.name) if change.about in _NAMED_BY_TEXT else spaced(change.name)
            about = f"{change.about} {name}".strip()
        cells = self._cells(change)
        return f"{about}, {cells}" if cells else about

    def _cells(self, change: Change) -> str:
        by_tier: dict[str, list[str]] = {}
        tiers = list(change.tiers)
        # What stays at its level comes before what leaves it.
        for tier, old, new in sorted(change.cells, key=lambda cell: (tiers.index(cell[0]), cell[1] != cell[2])):
            levels = by_tier.setdefault(tier, [])
            if old is not None and new is not None:
                levels.append(old if old == new else f"{old} → {new}")
            elif change.about == "channel":
                levels.append("consulting")
        alike: dict[tuple[str, ...], list[str]] = {}
        for tier, levels in by_tier.items():
            alike.setdefault(tuple(levels), []).append(tier)
        return "; ".join(f"{self.tiers(tiers)} {both(levels)}".strip() for levels, tiers in alike.items())

    def before_and_after(self, change: Change) -> str:
        """Return what something was and is."""
        before, after = (
            None if words is None else _value_words(change, words) for words in (change.before, change.after)
        )
        if before is None:
            return f"new: {after}" if after else "new"
        if after is None:
            return f"no longer: {before}" if before else "no longer there"
        before_and_after = f"{before} → {after}"
        if before.removesuffix(WAS) == after.removesuffix(IS_NOW):
            before_and_after = f"counted {before.removesuffix(WAS).strip()}, whose hours changed"
        if change.by is None or (change.by.seconds is None and not change.by.is_open):
            return before_and_after
        way = "later" if change.kind == "looser" else "earlier"
        if change.by.is_open:
            return f"{before_and_after}, possibly {way}, depending on the request"
        return f"{before_and_after}, up to {duration(change.by.seconds or 0)} {way}"

    def extent(self, extent: Extent) -> str:
        """Return how many situations a change is in, and which."""
        if not extent.of:
            return ""
        share = extent.situations / extent.of
        percentage = "all" if share == 1 else "under 0.1 %" if share < _SMALL else f"{share:.1%}".replace("%", " %")
        words = f"{extent.situations:,} of {extent.of:,} situations ({percentage})"
        if not extent.where:
            return words if extent.is_exact else f"{words}, which no single fact determines"
        where = ", and ".join(
            f"{_fact_words(fact)} is {self._fact_values(fact, values)}" for fact, values in extent.where.items()
        )
        return f"{words}, {'where' if extent.is_exact else 'only where'} {where}"

    def _fact_values(self, fact: str, values: FactValues) -> str:
        own = fact.removesuffix(OLD)
        policies = (self._changes.old,) if own != fact else (self._new, self._changes.old)
        is_text = any(own in policy.facts and policy.facts[own].type == "text" for policy in policies)
        words = either(tidy(value) if is_text else spaced(value) for value in values.values)
        return f"not {words}" if values.is_except else words

    def example(self, change: Change) -> str:
        """Return what a request states that shows a change of what is decided, on one line."""
        if change.witness is None:
            return "found no request that shows it" if change.extent else ""
        request = change.witness.new
        words = [f"tier {request['tier']}"] if len(change.tiers) != 1 else []
        if "channel" in request:
            words.append(f"arrived by {request['channel']}")
        if change.by and (change.by.received or change.by.is_open):
            words.append(f"received {moment(parse_instant(str(request['received'])), self._new.timezone, year=None)}")
        old, new = change.witness.old.get("facts"), change.witness.new.get("facts")
        if old == new:
            words += [_stated_words(new)] if new else []
        else:
            words += [f"in the old edition {_stated_words(old)}", f"in the new edition {_stated_words(new)}"]
        example = f"such as {tidy('; '.join(words)) or 'any request'}"
        if change.consequence is None:
            return example
        consequence = change.consequence
        effect = replace(
            change, about=consequence.about, name=consequence.name, before=consequence.before, after=consequence.after
        )
        return f"{example}; then {self.heading(effect)}: {self.before_and_after(effect)}"


def _value_words(change: Change, words: str) -> str:
    return spaced(words) if change.about in ("scope", "channel") else tidy(words)


def _stated_value(value: object) -> str:
    return written_text(value) if isinstance(value, str) else written_value(value)  # type: ignore[arg-type]


def _stated_words(facts: object) -> str:
    if not isinstance(facts, dict) or not facts:
        return "no facts"
    return ", ".join(f"{fact}: {_stated_value(value)}" for fact, value in facts.items())


def _fact_words(name: str) -> str:
    own = name.removesuffix(OLD)
    return spaced(own) if own == name else f"{spaced(own)} (old)"
