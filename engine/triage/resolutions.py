"""Requests that were decided before: what all come to that are alike but for their instants and identity."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from ..language.stated_facts import LONGEST, StatedFacts
from ..model import Contract, Request, Stated
from ..rules.evaluator import Evaluator
from ..worktime.zones import DAY, UNIX_DAY
from .known_facts import Facts, named_contact
from .policy_store import PolicyStore
from .remembered import Memory, is_bounded, memory_of, stated_key
from .template import Template

_NEAR = 2 * DAY
"""No zone's midnight is so far from that of UTC."""
_ALWAYS = (0, 1 << 62)


class Resolution(NamedTuple):
    """The contract, facts and situation of requests that are received from one instant to before another."""

    evaluator: Evaluator
    contract: Contract | None
    facts: Facts
    memory: Memory
    situation: Hashable
    since: int
    until: int
    stated: Mapping[str, Stated]
    """By whose identity others may be found; of the request itself, which may be long, nothing is held."""


def request_key(request: Request, contract: Contract | None, version: str) -> Hashable | None:
    """Return what stands for a request but for its instants and identity, None where it states what is not plain."""
    facts = request.facts
    stated = id(facts) if type(facts) is StatedFacts and facts.is_bounded else stated_key(facts)
    confirmed = stated_key(request.confirmed) if request.confirmed else ()
    if stated is None or confirmed is None or not request.is_dated:
        return None
    return (
        stated,
        request.tier,
        request.channels or request.channel,
        request.claimed_priority,
        request.policy,
        (id(contract), named_contact(request, contract)) if contract else None,
        request.sender is None,
        request.subject is None,
        request.body is None,
        confirmed,
        version,
    )


def look_up(key: Hashable, request: Request, store: PolicyStore) -> tuple[Template, Facts] | None:
    """Return what a request comes to, as others did that are alike; None where that is not remembered."""
    known = store.resolutions.get(key)
    if known is None or not known.since <= request.received < known.until:
        return None
    template = known.memory.templates.get(known.situation)
    return (template, known.facts) if template is not None else None


def remember(
    key: Hashable,
    request: Request,
    store: PolicyStore,
    resolved: tuple[Evaluator, Contract | None, Facts],
    situation: Hashable,
) -> None:
    """Remember what a request was resolved to, of which nothing was found, where its instants matter little."""
    evaluator, contract, facts = resolved
    compiled = evaluator.compiled
    is_timed = bool(compiled.ages or compiled.receipts) or store.editions(compiled.policy.id)[1]
    if is_timed or not _is_plain(request, contract):
        return
    since, until = _validity(request.received, _bounds(store, compiled.policy.id, contract))
    if since <= request.received < until:
        memory = memory_of(evaluator)
        store.resolutions.replace(
            key, Resolution(evaluator, contract, facts, memory, situation, since, until, request.facts)
        )


def _is_plain(request: Request, contract: Contract | None) -> bool:
    """Tell whether a request says under what it falls, and no text of it that counts is long."""
    texts = (request.policy, request.tier, request.claimed_priority, request.channel, *request.channels)
    falls_under = contract is not None or (request.policy and request.tier)
    return bool(falls_under) and is_bounded(request) and all(len(text) <= LONGEST for text in texts if text)


def _validity(received: int, bounds: Iterable[int]) -> tuple[int, int]:
    """Return from when to before when all that is received counts alike; nothing where days of a zone decide that."""
    since, until = _ALWAYS
    for bound in bounds:
        if bound + _NEAR <= received:
            since = max(since, bound + _NEAR)
        elif received < bound - _NEAR:
            until = min(until, bound - _NEAR)
        else:
            return 0, 0
    return since, until


def _bounds(store: PolicyStore, name: str, contract: Contract | None) -> Iterator[int]:
    """Yield the midnights of UTC after which an edition or the contract begins, or no longer holds."""
    ranges = [evaluator.compiled.policy.effective for evaluator in store.editions(name)[0]]
    for first, last in [*ranges, *([(contract.start, contract.end)] if contract else [])]:
        if first:
            yield (date.fromisoformat(first).toordinal() - UNIX_DAY) * DAY
        if last:
            yield (date.fromisoformat(last).toordinal() + 1 - UNIX_DAY) * DAY
