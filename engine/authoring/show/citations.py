"""What cites what: from records to clauses and readings, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...language.sources_section import READINGS
from ...render.document import Paragraph, Piece, joined, line_of
from .show_wording import spaced

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ...model import Escalation, Hours, IntakeItem, Policy, Service, Tier, Way
    from ...render.document import Line


class Citations:
    """The citations of a policy, from both ends."""

    def __init__(self, policy: Policy) -> None:
        """Find every record that cites something."""
        self._policy = policy
        self._citing: dict[str, list[Line]] = {}
        for label, anchor, cites in _citing(policy):
            for cite in cites:
                self._citing.setdefault(cite, []).append(line_of(label, to=f"#{anchor}"))

    def by(self, cites: Iterable[str]) -> Line:
        """Return citations as links to what is cited."""
        return joined([line_of(cite, to=f"#{_anchor(cite)}", hint=self._hint(cite)) for cite in cites])

    def paragraph(self, cites: Iterable[str]) -> Paragraph:
        """Return citations as a paragraph."""
        return Paragraph(((Piece("by "), *self.by(cites)),))

    def of(self, cite: str) -> Line:
        """Return links to what cites a clause or reading, or that nothing does."""
        return joined(self._citing[cite]) if cite in self._citing else line_of("nothing", role="bad")

    def _hint(self, cite: str) -> str:
        source, _, name = cite.partition(".")
        if source == READINGS:
            return self._policy.readings[name].answer
        clause = self._policy.sources[source].clauses[name]
        return f"{clause.at}: {clause.says}"


def _anchor(cite: str) -> str:
    source, _, name = cite.partition(".")
    return f"reading-{name}" if source == READINGS else f"clause-{cite}"


def _citing(policy: Policy) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield each record that can cite: what to call it, its anchor, what it cites."""
    for group in policy.groups:
        for rule in group.rules:
            yield rule.id, f"rule-{rule.id}", rule.cite
    for name, promise in policy.promises.items():
        yield spaced(name), f"promise-{name}", promise.cite
    named: dict[str, Mapping[str, Hours | Tier | Way | Service]] = {
        "hours": policy.hours,
        "tier": policy.tiers,
        "way": policy.ways,
        "service": policy.services,
    }
    for kind, records in named.items():
        for name, record in records.items():
            yield f"{kind} {spaced(name)}", f"{kind}-{name}", record.cite
    numbered: dict[str, Sequence[IntakeItem | Escalation]] = {"intake": policy.intake, "escalation": policy.escalation}
    for kind, items in numbered.items():
        for n, item in enumerate(items, 1):
            yield f"{kind} {n}", f"{kind}-{n}", item.cite
    for invariant in policy.always:
        yield f"always {invariant.id}", f"always-{invariant.id}", invariant.cite
    for name, reading in policy.readings.items():
        yield f"reading {spaced(name)}", f"reading-{name}", reading.clause
