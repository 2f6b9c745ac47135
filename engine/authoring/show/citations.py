"""The citations of a policy as links, from both ends."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter

from ...language.policy_file import READINGS
from ...model import (
    Policy,
    Promise,
)
from ...model.policy_citations import citing_records
from ...render.document import Cell, Line, Paragraph, Piece, Row, joined, line_of
from ...text import either
from .show_wording import spaced


class Citations:
    """The citations of a policy as links, from both ends."""

    def __init__(self, policy: Policy) -> None:
        """Collect every record that cites something."""
        self._policy = policy
        self._citing: dict[str, list[Line]] = {}
        grids = {rule.id: rule.cell.grid.id for group in policy.groups for rule in group.rules if rule.cell}
        entries = [entry for fact in policy.facts.values() for entry in fact.derive]
        grids |= {entry.id: entry.cell.grid.id for entry in entries if entry.cell}
        for kind, named, cites in citing_records(policy):
            name = grids.get(named, named) if kind == "rule" else named  # a grid is drawn, and not its cells
            words = name if kind == "rule" else spaced(name) if kind == "promise" else f"{kind} {spaced(name)}"
            line = line_of(words, to=f"#{kind}-{name}")
            for cite in cites:
                if line not in self._citing.setdefault(cite, []):
                    self._citing[cite].append(line)

    def by(self, cites: Iterable[str]) -> Line:
        """Return citations as links to what is cited."""
        return joined([self._link(cite) for cite in cites])

    def row(self, anchor: str, cites: Iterable[str], *cells: Cell) -> Row:
        """Return what is shown of a record as a row that links to what it cites."""
        return Row(cells=cells, cites=self.by(cites), anchor=anchor)

    def paragraph(self, cites: Iterable[str]) -> Paragraph:
        """Return citations as a paragraph."""
        return Paragraph(((Piece("by "), *self.by(cites)),))

    def cells(self, promise: Promise) -> Iterator[Paragraph]:
        """Yield what the cells of a promise cite, with the tiers and levels that citations in a row are limited to."""
        for limited_to, citations in groupby(promise.citations, key=attrgetter("tiers", "levels")):
            limits = [either(map(spaced, names)) for names in limited_to if names]
            limit = (Piece(f"{', '.join(limits)} "),) if limits else ()
            yield Paragraph(((*limit, Piece("by "), *self.by(cite for c in citations for cite in c.cites)),))

    def of(self, cite: str) -> Line:
        """Return links to what cites a clause or reading, or that nothing does, as of background."""
        if cite in self._citing:
            return joined(self._citing[cite])
        source, _, name = cite.partition(".")
        is_background = source != READINGS and self._policy.sources[source].clauses[name].background
        return line_of("background") if is_background else line_of("nothing", role="bad")

    def _link(self, cite: str) -> Line:
        source, _, name = cite.partition(".")
        if source == READINGS:
            return line_of(cite, to=f"#reading-{name}", hint=self._policy.readings[name].answer)
        clause = self._policy.sources[source].clauses[name]
        return line_of(cite, to=f"#clause-{cite}", hint=f"{clause.at}: {clause.says}")
