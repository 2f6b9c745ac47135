"""The interview of one request: a question, its answer, the next question, until nothing is left to ask.

Nothing is stated that nobody has answered: what a message says orders choices, and has presumptions asked about.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from ..findings import Findings
from ..language.fact_values import NotAValue, read_value
from ..model import Contract, Fact, Policy, Request, Stated
from ..triage.clocks.history import history_of
from ..triage.decide import decide
from ..triage.decision import Candidate, Decision, Invalid, OpenRequest, Presumed
from ..triage.open_requests import open_request
from ..triage.policy_store import PolicyStore
from ..triage.resolve_request import resolve_request
from .answers import instant_of, request_value, under_terms
from .fact_questions import (
    PRESUMPTIONS,
    Clues,
    Written,
    missing_question,
    presumed_question,
    presumptions_question,
)
from .outlook import Outlook, Situation, outlook_of, situation_of
from .questions import NotAnAnswer, Question
from .terms_questions import terms_question


@dataclass(frozen=True, kw_only=True)
class Interview:
    """An interview as it stands: the request with all that was answered, and the question that comes next.

    Whatever one answers returns another interview. `clues` are what the message says; where they are none,
    `find_clues` finds those of the policy once that is known. `skipped` are the questions whose answer nobody knows,
    `opened` is the presumption that is asked about by itself, `before` the interview one answer ago.
    """

    request: Request
    store: PolicyStore
    contracts: Sequence[Contract] = ()
    version: str = ""
    now: int | None = None
    clues: Clues = field(default_factory=Clues)
    find_clues: Callable[[Policy], Clues] | None = field(default=None, compare=False, repr=False)
    named_cases: tuple[Candidate, ...] = ()
    """Contracts that a case in the subject speaks for."""
    skipped: frozenset[str] = frozenset()
    confirmed: frozenset[str] = frozenset()
    """Facts of which somebody has confirmed here what is presumed."""
    opened: str | None = None
    before: "Interview | None" = field(default=None, compare=False, repr=False)

    @classmethod
    def about(  # noqa: PLR0913 - what an interview starts from
        cls,
        request: Request,
        store: PolicyStore,
        contracts: Sequence[Contract] = (),
        version: str = "",
        now: int | None = None,
        find_clues: Callable[[Policy], Clues] | None = None,
    ) -> "Interview":
        """Return the interview about a request with what was read of its message, as of `now`."""
        reading = request.reading
        return cls(
            request=request,
            store=store,
            contracts=contracts,
            version=version,
            now=now,
            clues=Clues(likely=reading.likely, hits=reading.hits) if reading else Clues(),
            find_clues=find_clues,
        )

    @cached_property
    def decision(self) -> Decision | Invalid:
        """What is decided of the request by what is answered so far."""
        if not self.request.is_dated:
            return open_request(self.request, (), self.version)
        return decide(self.request, self.store, self.contracts, self.version, self.now)

    @property
    def question(self) -> Question | None:
        """What is asked next; None where nothing is left to ask."""
        return next(iter(self.questions), None)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """All that would be asked now, in order; an answer can make some of it needless, and raise more."""
        decision, clues = self.decision, self.heard
        if isinstance(decision, OpenRequest):
            asked = terms_question(decision, self.store, self.contracts, self.skipped, self.named_cases)
            return (asked,) if asked else ()
        if isinstance(decision, Invalid):
            return ()
        missing = [missing for missing in decision.missing if missing.fact not in self.skipped]
        presumed = [p for p in decision.presumed if p.fact in decision.unconfirmed and p.fact not in self.skipped]
        alone = [p for p in presumed if p.fact == self.opened or clues.hits_of(p.fact)]
        together = [p for p in presumed if p not in alone] if PRESUMPTIONS not in self.skipped else []
        return (
            *(missing_question(self._fact(entry.fact), entry.decides, clues) for entry in missing),
            *(presumed_question(entry, self._fact(entry.fact), clues) for entry in alone),
            *([presumptions_question(together)] if together else []),
        )

    @cached_property
    def heard(self) -> Clues:
        """What the message says that bears on the facts of the policy that counts."""
        if self.clues.hits or self.clues.likely or self.find_clues is None or self.situation is None:
            return self.clues
        return self.find_clues(self.situation.policy)

    @cached_property
    def outlook(self) -> Outlook:
        """What the request can still come to."""
        return outlook_of(self.situation) if self.situation else Outlook()

    @cached_property
    def situation(self) -> Situation | None:
        """What the rules make of the request; None where it cannot be told under which terms it falls."""
        if isinstance(self.decision, Invalid):
            return None
        is_plain = self.now is None and not self.request.has_events
        present = self.request if is_plain else history_of(self.request, self.now).present
        resolved = resolve_request(present, self.store, self.contracts, Findings(), is_remembered=True)
        return situation_of(present, *resolved) if resolved else None

    def answer(self, value: object) -> "Interview":
        """Return the interview after an answer: a value as a request file writes it, of a choice or typed.

        Raises NotAnAnswer where it is no answer to the question.
        """
        question = self._asked()
        if question.kind == "received":
            return self._next(replace(self.request, received=instant_of(value), is_dated=True))
        if question.kind in ("contract", "policy", "tier"):
            if value not in [choice.value for choice in question.choices]:
                raise NotAnAnswer(f"`{value}` is not among the choices")
            return self._next(under_terms(self.request, question.kind, str(value)))
        if question.kind == "presumptions":
            raise NotAnAnswer("several facts are asked about", "confirm them all, or open one of them")
        fact = self._fact(question.about)
        try:
            known = read_value(fact, value)
        except NotAValue as problem:
            raise NotAnAnswer(str(problem), problem.help) from None
        if question.kind == "presumption" and known == question.presumed:
            return self._confirmed([question.about])
        return self._stated(fact.name, request_value(known))

    def not_known(self) -> "Interview":
        """Return the interview after somebody said that the answer is not known; several presumptions stay as such."""
        question = self._asked()
        if question.kind not in ("fact", "presumption"):
            return self._next(self.request, skipped=question.about)
        facts = {**self.request.facts, question.about: Stated(None)}
        return self._next(replace(self.request, facts=facts), skipped=question.about)

    def confirm(self) -> "Interview":
        """Return the interview after what is presumed was confirmed, of one fact or of all that are listed."""
        question = self._asked()
        if question.kind not in ("presumption", "presumptions"):
            raise NotAnAnswer("nothing is presumed that could be confirmed", "answer the question")
        return self._confirmed([presumed.fact for presumed in question.presumptions])

    def look_at(self, fact: str) -> "Interview":
        """Return the interview in which one of several presumptions is asked about by itself."""
        question = self._asked()
        if question.kind != "presumptions" or fact not in [presumed.fact for presumed in question.presumptions]:
            raise NotAnAnswer(f"nothing is presumed of `{fact}` that could be looked at")
        return replace(self, opened=fact, before=self)

    def back(self) -> "Interview":
        """Return the interview as it was before the last answer, itself where there was none."""
        return self.before or self

    def _asked(self) -> Question:
        if self.question is None:
            raise NotAnAnswer("nothing is left to ask")
        return self.question

    def _fact(self, name: str) -> Fact:
        assert self.situation is not None  # noqa: S101 - for the type checker: it was asked about
        return self.situation.evaluator.compiled.facts[name]

    def _stated(self, fact: str, value: Written) -> "Interview":
        request = self.request
        if fact == "arrived_by":
            return self._next(replace(request, channel=str(value)))
        if fact == "claimed_priority":
            return self._next(replace(request, claimed_priority=None if value == "none" else str(value)))
        return self._next(replace(request, facts={**request.facts, fact: Stated(value)}))

    def _confirmed(self, facts: Sequence[str]) -> "Interview":
        values = {presumed.fact: presumed.value for presumed in self._presumed()}
        confirmed = {fact: Stated(request_value(values[fact])) for fact in facts}
        request = replace(self.request, confirmed={**self.request.confirmed, **confirmed})
        return self._next(request, confirmed=frozenset(facts))

    def _presumed(self) -> tuple[Presumed, ...]:
        return () if isinstance(self.decision, Invalid) else self.decision.presumed

    def _next(
        self, request: Request, *, skipped: str | None = None, confirmed: frozenset[str] = frozenset()
    ) -> "Interview":
        following = replace(
            self,
            request=request,
            skipped=self.skipped if skipped is None else self.skipped | {skipped},
            confirmed=self.confirmed | confirmed,
            opened=None,
            before=self,
        )
        return _with_lapsed_stated(following)


def _with_lapsed_stated(interview: Interview) -> Interview:
    """Return the interview with those facts stated that somebody confirmed and that are no longer presumed so."""
    decision, request = interview.decision, interview.request
    if isinstance(decision, Invalid):
        return interview
    lapsed = [f for f in request.confirmed if f in interview.confirmed and f not in decision.confirmed]
    if not lapsed:
        return interview
    stated = {fact: request.confirmed[fact] for fact in lapsed if fact not in request.facts}
    valid = {fact: value for fact, value in request.confirmed.items() if fact not in lapsed}
    following = replace(request, facts={**request.facts, **stated}, confirmed=valid)
    return _with_lapsed_stated(replace(interview, request=following, confirmed=interview.confirmed - {*lapsed}))
