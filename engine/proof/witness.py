"""Witnesses: the smallest request that shows what was found of a set of situations."""

from collections.abc import Callable, Container, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from itertools import chain, count

from ..language.time_notation import parse_instant
from ..language.yaml_writer import written_span
from ..model import CLAIM, FIRST_RECEIVED, LAST_RECEIVED, NO_CLAIM, Policy, Span, Value
from ..model.facts import PLACES
from ..rules.codes import Codes
from ..rules.compiled import facts_of, kleene
from ..rules.compiled_policy import CompiledPolicy
from ..rules.completions import possible
from ..rules.derived_facts import DerivedFact, derived_facts
from ..rules.evaluator import Evaluation, Evaluator
from ..rules.known import Known, presume
from ..rules.listed_entries import ListedEntry, entry_answers
from ..rules.outcomes import Outcome
from ..rules.receipt_codes import receipt_codes
from ..worktime import WorktimeError, zone
from .occurring_receipts import Receipts
from .other_places import another_place
from .tier_situations import TierSituations

_MORNING = 10
_WEEKEND = 5
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Witnesses:
    """Writes the requests that show something about one policy."""

    def __init__(
        self,
        compiled: CompiledPolicy,
        day: str,
        receipts: Receipts | None = None,
        received: str | None = None,
        evaluator: Evaluator | None = None,
    ) -> None:
        """Take the policy, the day from which on requests come in, and the receipts that occur, or a single one."""
        self.compiled = compiled
        self._evaluator = evaluator or Evaluator(compiled, "builtin")
        self._day = day
        self.receipts = receipts or Receipts.of(compiled, day)
        self._is_fixed = received is not None
        self._received = received or received_on(compiled.policy, day)
        self._usual = self.receipts.codes_at(parse_instant(self._received)) if compiled.receipts else {}

    def at(self, received: str | None) -> "Witnesses":
        """Return what writes requests received at one instant; at whichever shows something, where that is None."""
        if received is None:
            return self
        return Witnesses(self.compiled, self._day, self.receipts, received, self._evaluator)

    @property
    def received(self) -> str:
        """The one instant, or else that at which requests are received for which it makes no difference."""
        return self._received

    @property
    def receipt(self) -> Sequence[Mapping[str, int]]:
        """The codes that facts of the receipt have at the one instant, by place; no codes where that is not fixed."""
        return self.receipts.all_at(parse_instant(self._received)) if self._is_fixed and self.receipts.facts else [{}]

    def evaluate(self, tier: str, codes: Mapping[str, int]) -> Evaluation:
        """Return what a request comes to that states some facts; that a fact has no value is not stated."""
        return self._evaluator.evaluate_groups(self._known(tier, codes)[1], self.outcomes(tier, codes))

    def outcomes(self, tier: str, codes: Mapping[str, int]) -> tuple[Outcome, ...]:
        """Return the outcomes that a request can have that states some facts."""
        compiled, known = self._known(tier, codes)
        return possible(compiled, self._evaluator.engine, known).outcomes

    def lists(self, entry: ListedEntry, tier: str, codes: Mapping[str, int]) -> bool | None:
        """Tell whether an entry is listed for a request that states some facts; None where that is open."""
        outcomes = self.outcomes(tier, codes)
        answers = entry_answers(self.compiled, [entry], tier, self._known(tier, codes)[1].codes, outcomes)
        if not answers or answers[0] is False:
            return False
        return answers[0] if all(map(entry.arises, outcomes)) else None

    def derived(self, tier: str, codes: Mapping[str, int]) -> Mapping[str, DerivedFact]:
        """Return the derived facts of a request that states some facts."""
        compiled, known = self._known(tier, codes)
        as_known = possible(compiled, self._evaluator.engine, known)
        stated = {fact: code for fact, code in codes.items() if code != self.compiled.codes[fact].none}
        return derived_facts(compiled, self._evaluator.engine, known, stated, as_known)

    def hold(self, tier: str, codes: Mapping[str, int], group: str, rules: Sequence[int]) -> bool:
        """Tell whether rules of a group are true of a request; most often without deciding what it comes to."""
        known = self._known(tier, codes)[1].codes
        conditions = [self.compiled.groups[group].rules[n].when for n in rules]
        held = [kleene(when, known) for when in conditions]
        if all(held):
            return True
        for value, when in zip(held, conditions, strict=True):
            if value is False or (value is None and not facts_of(when) & {"scope", "priority"}):
                return False
        evaluated = self.evaluate(tier, codes)
        return all(evaluated.holds(group, n) for n in rules)

    def _known(self, tier: str, codes: Mapping[str, int]) -> tuple[CompiledPolicy, Known]:
        """Return what is known of a request that states some facts, and the policy as it is at its receipt."""
        stated = {fact: code for fact, code in codes.items() if code != self.compiled.codes[fact].none}
        compiled = self.compiled
        if compiled.placed:
            compiled, own = self._at_receipt(tier, codes)
            stated = {fact: code for fact, code in stated.items() if fact not in self.compiled.receipts} | own
        elif self.receipts.facts:
            stated |= self._receipt(tier, codes)[1]
        return compiled, presume(compiled, tier, stated, frozenset())

    def _at_receipt(self, tier: str, codes: Mapping[str, int]) -> tuple[CompiledPolicy, dict[str, int]]:
        """Return the policy as it is at the receipt of a request that states some facts, and what is open at it."""
        received = parse_instant(self._receipt(tier, codes)[0])
        places = self.receipts.places_at(received, self.with_places(tier, codes))
        stated = {fact: place for fact, place in places.items() if place is not None and fact in codes}
        with suppress(WorktimeError):
            receipt = receipt_codes(self.compiled, received, stated)
            return self._evaluator.at_receipt(receipt.table).compiled, {**receipt.codes, **receipt.stated}
        return self.compiled, {}

    def with_places(self, tier: str, codes: Mapping[str, int]) -> Mapping[str, int]:
        """Return codes with those of the zones and countries that are presumed or derived where facts have these."""
        if not self.compiled.placed:
            return codes
        stated = {fact: code for fact, code in codes.items() if code != self.compiled.codes[fact].none}
        known = presume(self.compiled, tier, stated, frozenset()).codes
        return {**{place: known[place] for place in self.receipts.places if place in known}, **codes}

    def _receipt(self, tier: str, codes: Mapping[str, int]) -> tuple[str, Mapping[str, int]]:
        """Return when a request comes in with codes of facts of the receipt, and what these all are then."""
        codes = self.with_places(tier, codes)
        usual = self.receipts.codes_at(parse_instant(self._received), codes) if self.receipts.places else self._usual
        if not self._is_fixed and any(codes.get(fact, code) != code for fact, code in usual.items()):
            instant = self.receipts.instant(codes)
            if instant is not None:
                received = datetime.fromtimestamp(instant, zone(self.compiled.policy.timezone)).isoformat()
                return received, self.receipts.codes_at(instant, codes)
        return self._received, usual

    def of(self, proof: TierSituations, bits: int, shows: Callable[[Evaluation], bool]) -> dict[str, object]:
        """Return the smallest request found that is in a set of situations, or shows the same with less said.

        `bits` is not empty, and `shows` is true of every situation in it.
        """
        codes = self.least(proof.codes(bits), lambda codes: shows(self.evaluate(proof.tier, codes)))
        return self.request(proof.tier, codes)

    def least(self, codes: Mapping[str, int], shows: Callable[[Mapping[str, int]], bool]) -> dict[str, int]:
        """Return as few of the facts as still show it: none of them can be left out."""
        return least(codes, shows, self.compiled.presumptions)

    def request(self, tier: str, codes: Mapping[str, int], received: str | None = None) -> dict[str, object]:
        """Return the request, in the request format, that states facts with these codes."""
        policy, received = self.compiled.policy, received or self._receipt(tier, codes)[0]
        request: dict[str, object] = {"received": received, "policy": policy.id, "tier": tier}
        if "arrived_by" in codes:
            request["channel"] = stated_value(self.compiled, "arrived_by", codes["arrived_by"])
        if CLAIM in codes and stated_value(self.compiled, CLAIM, codes[CLAIM]) != NO_CLAIM:
            request[CLAIM] = stated_value(self.compiled, CLAIM, codes[CLAIM])
        facts = {
            fact: self.stated_value(fact, self.with_places(tier, codes), received)
            for fact in policy.facts
            if fact in codes and codes[fact] != self.compiled.codes[fact].none
        }
        return {**request, "facts": facts} if facts else request

    def stated_value(self, fact: str, codes: Mapping[str, int], received: str) -> str | bool | float:
        """Return the value of a fact that a request received at an instant states, of one with these codes."""
        if fact in self.receipts.places:
            place = self.receipts.places_at(parse_instant(received), codes)[fact]
            if place is not None:
                return place
        return stated_value(self.compiled, fact, codes[fact], received)


def least(
    codes: Mapping[str, int], shows: Callable[[Mapping[str, int]], bool], presumed: Container[str]
) -> dict[str, int]:
    """Return as few of the facts as still show something, without the `presumed` ones where that is possible."""
    stated = dict(codes)
    count = len(stated) + 1
    while len(stated) < count:  # without one fact, another may have come to be presumed that was needed before
        count = len(stated)
        ahead = [sorted(stated, key=lambda name: name not in presumed)]
        while ahead:
            facts = ahead.pop()
            fewer = {name: code for name, code in stated.items() if name not in facts}
            if facts and shows(fewer):
                stated = fewer
            elif len(facts) > 1:  # of many facts most can go: those that cannot are searched for by halves
                middle = len(facts) // 2
                ahead += [facts[middle:], facts[:middle]]
    return stated


def stated_value(compiled: CompiledPolicy, name: str, code: int, received: str = "") -> str | bool | float:
    """Return a value of a fact that has a code, as a request can state it; that of an age needs the receipt."""
    fact, codes = compiled.facts[name], compiled.codes[name]
    if codes.unit is not None:
        return codes.example_at(code, receipt_day(compiled.policy, received)).isoformat()
    if fact.type in PLACES and code == codes.other:
        return another_place(compiled.policy, codes)
    value = plain_example(codes, code)
    if isinstance(value, bool | str):
        return value
    # Some number of the region is within the bounds, so that the bound nearest to any other one is in it.
    at_least = value if fact.minimum is None else max(value, fact.minimum)
    return at_least if fact.maximum is None else min(at_least, fact.maximum)


def receipt_day(policy: Policy, received: str) -> date:
    """Return the day, in a policy's own zone, on which a request is received."""
    return datetime.fromisoformat(received).astimezone(zone(policy.timezone)).date()


def plain_example(codes: Codes, code: int) -> str | bool | float:
    """Return a value that has a code, as a policy writes it."""
    value: Value | None = codes.example(code)
    if value is None:
        return _another(codes)
    if isinstance(value, date):
        return value.isoformat()
    return written_span(value) if isinstance(value, Span) else value


def _another(codes: Codes) -> str:
    """Return a span, a text or a way that none of those named is."""
    if any(isinstance(value, Span) for value in codes.values) or not codes.values:
        lengths = {value.seconds for value in codes.values if isinstance(value, Span)}
        hours = next(n for n in range(1, len(codes.values) + 2) if n * 3600 not in lengths)
        return "1 hour" if hours == 1 else f"{hours} hours"
    words = chain(("other", "another"), (f"another {n}" for n in count(2)))
    return next(word for word in words if word not in codes.values)


def is_ever_received(policy: Policy) -> bool:
    """Tell whether the edition is in force on some day on which a request can be received."""
    first, last = _in_force(policy)
    return first <= last


def received_on(policy: Policy, day: str) -> str:
    """Return a morning, in the policy's own zone, of the first weekday from a day on while the edition is in force."""
    first, last = _in_force(policy)
    chosen = min(max(date.fromisoformat(day), first), last)
    while chosen.weekday() >= _WEEKEND and chosen < last:
        chosen += timedelta(days=1)
    own_zone = zone(policy.timezone)
    morning = datetime(chosen.year, chosen.month, chosen.day, _MORNING, tzinfo=own_zone)
    return max(morning, _EPOCH.astimezone(own_zone)).isoformat()  # the first morning in the east comes before it


def _in_force(policy: Policy) -> tuple[date, date]:
    """Return the first and the last day on which a request can be received while the edition is in force."""
    first, last = (date.fromisoformat(day) if day else None for day in policy.effective)
    return max(first or FIRST_RECEIVED, FIRST_RECEIVED), min(last or LAST_RECEIVED, LAST_RECEIVED)
