"""Why not, as text: what there is now, what would have to change, and the clause in the way."""

from collections.abc import Iterator

from ..findings import printable
from ..text import either
from ..triage.layout import Look, wrap
from .values import value_text
from .why_not import Answer, Change, WhyNot


def as_text(answer: WhyNot, look: Look) -> str:
    """Return it as lines of text."""
    return "".join(f"{line}\n" for line in _lines(answer, look))


def _lines(answer: WhyNot, look: Look) -> Iterator[str]:
    decision, goal = answer.decision, answer.goal
    name = printable(decision.request.id or decision.request.mark.file or "request")
    tier = decision.policy.tiers[decision.tier].title if decision.tier in decision.policy.tiers else ""
    plan = " · ".join(filter(None, (decision.policy.title, tier)))
    first, *following = wrap(f"{name}   {plan}", look.width)
    yield look.paint(name, "strong") + first.removeprefix(name) if first.startswith(name) else first
    yield from following
    yield ""
    is_reached = answer.outcome == "reached"
    now = f"{_now(answer)} already" if is_reached else f"{_now(answer)}, not {goal}"
    yield from look.row("now", now, "strong", label_role="good" if is_reached else "open")
    for rule in answer.in_the_way:
        yield from look.row("in the way", f"{rule.rule} gives {rule.outcome.replace('_', ' ')}")
        for sentence in rule.sentences:
            yield from look.row("", f"{sentence.at}: {sentence.says}", "dim")
    if answer.reason:
        yield from look.row("not proved" if answer.outcome == "not_proved" else "why", answer.reason)
    more_of_message, more_of_contract = answer.has_more
    for heading, answers, has_more in (
        (f"it would be {goal}", answer.message, more_of_message),
        (f"it would be {goal}, were the contract another", answer.contract, more_of_contract),
    ):
        if answers:
            yield from ("", look.paint(heading, "strong"))
            yield from _answers(answers, look)
            yield from look.row("", "and more of as few facts", "dim") if has_more else ()


def _answers(answers: tuple[Answer, ...], look: Look) -> Iterator[str]:
    for number, answer in enumerate(answers):
        for place, change in enumerate(answer.changes):
            label = "and" if place else "or if" if number else "if"
            yield from look.row(label, _change_text(change))


def _now(answer: WhyNot) -> str:
    """Return the scope or the level that it has, or could have."""
    scope, priority = answer.decision.scope, answer.decision.priority
    if scope.outcome != "support" or not answer.goal.level:
        return (scope.outcome or f"open ({_listed(scope.possible)})").replace("_", " ")
    return priority.level or f"open ({_listed(priority.possible)})"


def _listed(possible: tuple[str | None, ...]) -> str:
    return either(outcome or "undecided" for outcome in possible)


def _change_text(change: Change) -> str:
    fact, to = change.fact.replace("_", " "), change.to.text
    if change.now is None:
        return f"{fact} turns out to be {to}"
    now = value_text(change.now)
    if change.known == "presumed":
        return f"{fact} turns out to be {to}, not {now} as presumed"
    return f"{fact} were {to} instead of {now}"
