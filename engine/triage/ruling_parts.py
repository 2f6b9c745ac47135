"""What the groups of a situation decided: its scope, level and channel, each with the rules behind it."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from ..language.similar_words import claimed_name
from ..model import SCOPES, Offer, Policy, Request
from ..rules.codes import members
from ..rules.evaluator import RequestEvaluation
from ..rules.hit_policy import Gap, Ways
from ..text import both
from .rulings import Channel, Priority, Reasons, Ruling
from .shared_parts import SharedParts

T = TypeVar("T")

Names = tuple[str | None, ...]

_NO_WAYS = Ways(required=None, preferred=None, allowed=())


class RulingParts:
    """Makes what was decided of one request; situations that were decided alike share it."""

    def __init__(self, policy: Policy, request: Request, parts: SharedParts) -> None:
        """Take the request, and the parts of situations met before."""
        self._policy = policy
        self._request = request
        self._parts = parts

    def scope(self, evaluation: RequestEvaluation) -> Ruling:
        """Return the scope; it stands where it is one."""
        possible = _possible(SCOPES, {outcome.scope for outcome in evaluation.possible.outcomes})
        why = self.reasons("scope", evaluation)
        return self._parts.made(
            ("scope", possible, why.rules),
            lambda: Ruling(outcome=only(possible), possible=possible, rules=why.rules, cites=why.cites),
        )

    def priority(self, evaluation: RequestEvaluation, scope: str | None) -> Priority:
        """Return the level, beside the one that the requester claims; it stands where it is one and within support."""
        outcomes = evaluation.possible.outcomes
        levels = {o.level for o in outcomes if o.scope == "support" and o.level is not None}
        possible, why = _possible(self._policy.levels, levels), self.reasons("priority", evaluation)
        level = only(possible) if scope == "support" else None
        title = self._policy.levels[level] if level is not None else None
        priority = self._parts.made(
            ("priority", level, possible, why.rules),
            lambda: Priority(level=level, possible=possible, title=title, rules=why.rules, cites=why.cites),
        )
        return self.with_claim(priority)

    def with_claim(self, priority: Priority) -> Priority:
        """Return a priority beside the level that the requester claims, by its name or else as it is written.

        Whether the rules agree is not known where either is not.
        """
        written = self._request.claimed_priority
        if written is None:
            return priority
        claimed = claimed_level(written, self._policy)
        agrees = None if claimed is None or priority.level is None else claimed == priority.level
        return replace(priority, claimed=claimed or written, agrees=agrees)

    def reasons(self, group: str, evaluation: RequestEvaluation) -> Reasons:
        """Return the rules that give what a group decides, in file order, and what they cite, required ways first."""
        deciding = evaluation.groups.deciding(self._policy, group)
        return self._parts.made(("reasons", group, deciding), lambda: self._reasons(group, deciding))

    def _reasons(self, group: str, deciding: Iterable[int]) -> Reasons:
        rules = [self._policy.group(group).rules[n] for n in deciding]
        requiring = [rule for rule in rules if isinstance(rule.then, Offer) and rule.then.require]
        cites = dict.fromkeys(cite for rule in (*requiring, *rules) for cite in rule.cite)
        return Reasons(rules=tuple(rule.id for rule in rules), cites=tuple(cites))

    def arrived_by(self) -> str | tuple[str, ...] | None:
        """Return the way, or the ways, in which the request came, as far as that is known."""
        return self._request.channels or self._request.channel

    def channel(self, evaluation: RequestEvaluation) -> Channel:
        """Return the ways in which the request may come, and whether it came so."""
        offers = tuple(dict.fromkeys(outcome.ways for outcome in evaluation.possible.outcomes))
        why, arrived_by = self.reasons("channel", evaluation), self.arrived_by()
        key = ("channel", offers, arrived_by, why.rules)
        return self._parts.made(key, lambda: self._channel(offers, arrived_by, why))

    def _channel(
        self, offers: tuple[Ways | Gap | None, ...], arrived_by: str | tuple[str, ...] | None, why: Reasons
    ) -> Channel:
        known = [ways if isinstance(ways, Ways) else _NO_WAYS for ways in offers]
        arrivals = self._request.arrived_by
        could = {ways.required for ways in known}
        required = [way for way in self._policy.ways if way in could] + [None] * (None in could)
        is_known = bool(arrivals) and not any(isinstance(ways, Gap) for ways in offers)
        allowed, follow_up = (
            only(ways) or () for ways in ((own.allowed for own in known), (own.follow_up for own in known))
        )
        shown_ways = dict.fromkeys((*allowed, *follow_up))
        cites = [*why.cites, *(cite for way in shown_ways for cite in self._policy.ways[way].cite)]
        return Channel(
            required=only(could),
            preferred=only(ways.preferred for ways in known),
            allowed=allowed,
            arrived_by=arrived_by,
            met=only(ways.are_met(arrivals) for ways in known) if is_known else None,
            possible=tuple(required) if len(offers) > 1 else None,
            follow_up=follow_up,
            possible_follow_ups=tuple(
                way for way in self._policy.ways if len(offers) > 1 and any(way in ways.follow_up for ways in known)
            ),
            rules=why.rules,
            cites=tuple(dict.fromkeys(cites)),
        )

    def conflicts(self, evaluation: RequestEvaluation) -> tuple[str, ...]:
        """Return which true rules require, or prefer, different ways."""
        if all(outcome.ways is not Gap.conflicting for outcome in evaluation.possible.outcomes):
            return ()
        verdict = evaluation.groups.verdicts["channel"]
        conflicts = []
        for word in ("require", "prefer"):
            rule_by_way = {
                way: rule.id
                for n in members(verdict.true)
                if isinstance(then := (rule := self._policy.channel.rules[n]).then, Offer)
                for way in getattr(then, word)
            }
            if len(rule_by_way) > 1:
                listed = " and ".join(f"`{way}` (rule `{rule}`)" for way, rule in rule_by_way.items())
                conflicts.append(f"rules {word} {listed} at once")
        return tuple(conflicts)


def _possible(order: Iterable[str], outcomes: "set[str | Gap] | set[str | Gap | None]") -> Names:
    """Return outcomes in an order, and None last for each gap among them."""
    possible: list[str | None] = [outcome for outcome in order if outcome in outcomes]
    if len(possible) < len(outcomes):
        possible += [None for outcome in outcomes if isinstance(outcome, Gap)]
    return tuple(possible)


def only(values: Iterable[T]) -> T | None:
    """Return the one value that all are, None where they differ."""
    distinct = set(values)
    return distinct.pop() if len(distinct) == 1 else None


def missed_ways(channel: Channel) -> str:
    """Return in which ways a request should have come and did not, in words; empty where it came in all of them."""
    arrivals = channel.arrivals
    lacks_first = channel.required is not None and channel.required not in arrivals
    lacking = [way for way in channel.follow_up if way not in arrivals]
    if not arrivals or not (lacks_first or lacking):
        return ""
    first = f"by {channel.required}" if lacks_first else ""
    following = f"{'and then' if first else 'also'} by {both(lacking)}" if lacking else ""
    return f"the request must come {' '.join(filter(None, (first, following)))}, but came by {both(arrivals)}"


def claimed_level(written: str, policy: Policy) -> str | None:
    """Return the level that a requester claims by its name, its title or another of its words; None for no level."""
    return claimed_name(written, policy.levels, policy.level_words)
