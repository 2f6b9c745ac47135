"""What a policy compares its facts of type date with: always dates, or always their age, in one unit."""

from dataclasses import dataclass, field
from datetime import date

from ..findings import Findings, Mark
from ..model import Age, Fact

_BOTH_HELP = "declare one fact that is compared with dates, and another that is compared with ages"
_HELP = {
    "presume": "make the fact `optional: true`, and say in conditions what holds where nobody states it",
    "derive": "derive a fact with choices, such as the phase, by conditions on the age of a date that is stated",
    "between": "name a fact with choices in place of it, and read the age in `when`",
}
"""By the key under which a policy writes a date, what else it can write."""


@dataclass(slots=True)
class DateUses:
    """How a policy uses its facts of type date: what each is compared with first, and the dates written of it."""

    compared: dict[str, tuple[str, Mark]] = field(default_factory=dict)
    """By fact, `dates`, `months` or `days`, and where that stands."""
    written: dict[str, list[tuple[str, Mark]]] = field(default_factory=dict)
    """By fact, where the policy itself writes a date that it has, and under which key."""

    def note_date(self, fact: Fact, key: str, mark: Mark) -> None:
        """Note that a policy writes a date of a fact under a key, where it is a date."""
        if fact.type == "date":
            self.written.setdefault(fact.name, []).append((key, mark))

    def note_comparison(self, fact: Fact, bound: date | Age, mark: Mark, findings: Findings) -> None:
        """Note what a fact is compared with; anything else than before is a finding."""
        use = bound.unit if isinstance(bound, Age) else "dates"
        first, place = self.compared.setdefault(fact.name, (use, mark))
        if use == first:
            return
        line = f", as on line {place.line}" if place.line else ""
        if "dates" in (use, first):
            uses = ("dates", "ages") if first == "dates" else ("ages", "dates")
            message = f"`{fact.name}` is compared with {uses[1]} here, and elsewhere with {uses[0]}{line}"
            findings.error("wrong-shape", message, mark, _BOTH_HELP)
        else:
            message = f"the age of `{fact.name}` is compared in {use} here, and elsewhere in {first}{line}"
            findings.error("wrong-shape", message, mark, "write all ages of a fact in months, or all in days")

    def check_written_dates(self, findings: Findings) -> None:
        """Add a finding for each date that a policy writes of a fact of which it compares the age."""
        for name, places in self.written.items():
            if self.compared.get(name, ("dates",))[0] != "dates":
                message = f"how old a date of `{name}` is depends on the receipt, so that a policy cannot write one"
                for key, mark in places:
                    findings.error("wrong-shape", message, mark, _HELP[key])
