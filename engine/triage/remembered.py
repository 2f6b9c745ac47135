"""What is remembered of requests by an edition: facts that were read, and what situations come to."""

from collections.abc import Collection, Hashable, Mapping
from weakref import WeakKeyDictionary

from ..language.bounded import MOST, Bounded
from ..language.stated_facts import LONGEST, StatedFacts
from ..locks import forkable_lock
from ..model import Contract, Request, Stated, Value
from ..rules.evaluator import REMEMBERED, Evaluator
from .known_facts import Facts, named_contact, stated_codes, tier_of
from .receipt_values import receipt_of
from .ruling_parts import claimed_level
from .shared_parts import SharedParts
from .template import Template

_PLAIN = frozenset({str, bool, int, type(None)})
_lock = forkable_lock()


class Memory:
    """What is remembered of the requests that one edition decided.

    Evaluations are among the situations of which it holds the most.
    """

    __slots__ = ("facts", "levels", "parts", "templates")

    def __init__(self) -> None:
        self.levels = Bounded[str]()
        """By what requesters claim."""
        self.facts = Bounded[tuple[Facts, Contract | None]]()
        """With the contract, by whose identity they are found."""
        self.templates = Bounded[Template](MOST - REMEMBERED)
        self.parts = SharedParts()
        """Those of the templates."""


_memories: WeakKeyDictionary[Evaluator, Memory] = WeakKeyDictionary()


def memory_of(evaluator: Evaluator) -> Memory:
    """Return what is remembered of an edition, for as long as its evaluator is used."""
    memory = _memories.get(evaluator)
    if memory is None:
        with _lock:
            memory = _memories.setdefault(evaluator, Memory())
    return memory


def facts_key(request: Request, contract: Contract | None) -> Hashable | None:
    """Return what stands for the facts that request and contract state, None where that is not plain.

    It has the types of values, because `True`, `1` and `1.0` are equal, and whether the sender is a contact.
    """
    stated = stated_key(request.facts)
    confirmed = stated_key(request.confirmed) if request.confirmed else ()
    if stated is None or confirmed is None:
        return None
    agreed = (id(contract), named_contact(request, contract)) if contract else None
    return agreed, stated, confirmed


def stated_key(facts: Mapping[str, Stated]) -> Hashable | None:
    """Return what stands for what is stated of facts, None where that is not plain."""
    if type(facts) is StatedFacts:
        return facts.key if _PLAIN.issuperset(facts.key[1]) else None
    values = tuple([stated.value for stated in facts.values()])
    kinds = tuple(map(type, values))
    return (tuple(facts), kinds, values) if _PLAIN.issuperset(kinds) else None


def is_bounded(request: Request) -> bool:
    """Tell whether no value that a request states of a fact is a long text."""
    stated = (*request.facts.values(), *request.confirmed.values())
    return all(len(fact.value) <= LONGEST for fact in stated if isinstance(fact.value, str))


def situation_key(
    request: Request, evaluator: Evaluator, contract: Contract | None, facts: Facts, version: str
) -> Hashable | None:
    """Return what stands for the situation of a request, None where a text of its own makes it another.

    Of facts it has the codes, which are all that rules know: neither numbers nor spans are among them. Of the receipt
    it has which hours were open, of those that rules read.
    """
    policy, claimed = evaluator.compiled.policy, request.claimed_priority
    channel = request.channels or request.channel
    level = None if claimed is None else _level(claimed, evaluator)
    if any(way not in policy.ways for way in request.arrived_by) or (claimed is not None and level is None):
        return None
    if facts.situation is None:
        facts.situation = _situation(evaluator, facts)
    return (
        version,
        _ages(request, evaluator, facts),
        tier_of(request, contract),
        id(contract) if contract else None,
        facts.situation,
        channel,
        level,
        request.sender is None,
        request.subject is None,
        request.body is None,
        *(_receipt(request, evaluator, facts) if evaluator.compiled.receipts else ()),
    )


def _receipt(request: Request, evaluator: Evaluator, facts: Facts) -> tuple[Hashable, ...]:
    """Return which hours were open at the receipt; in which places, where no place is stated."""
    known = receipt_of(evaluator.compiled, request, facts.values)
    return (*known.codes.items(), *known.stated.items(), known.table)


def _level(claimed: str, evaluator: Evaluator) -> str | None:
    levels = memory_of(evaluator).levels
    level = levels.get(claimed)
    if level is None:
        level = claimed_level(claimed, evaluator.compiled.policy)
        if level is not None and len(claimed) <= LONGEST:
            levels.put(claimed, level)
    return level


def _ages(request: Request, evaluator: Evaluator, facts: Facts) -> Hashable:
    """Return the codes of dates that are compared by their age, which each day of receipt can have others of."""
    ages = evaluator.compiled.ages
    if not ages:
        return None
    return frozenset(stated_codes(evaluator.compiled, _only(facts, ages), request).items())


def _only(facts: Facts, names: Collection[str]) -> dict[str, Value]:
    return {name: value for name, value in facts.values.items() if name in names}


def _situation(evaluator: Evaluator, facts: Facts) -> Hashable:
    values = _only(facts, facts.values.keys() - evaluator.compiled.ages)
    codes = frozenset((name, evaluator.compiled.codes[name].code(value)) for name, value in values.items())
    # Services name activities, also those of a text that no rule knows.
    written = evaluator.compiled.facts.get("activity")
    activity = values.get("activity") if written is not None and written.type == "text" else None
    return codes, frozenset(facts.unknown - facts.values.keys()), tuple(facts.confirmed.items()), activity
