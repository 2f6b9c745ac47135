"""The dialogue of an interview as lines of text: a question with its keys, why it is asked, what was answered."""

from collections.abc import Iterator, Sequence

from ..findings import printable
from ..triage.decision import Decision
from ..triage.layout import INDENT, Look, columns, wrap
from .change_text import answer_text
from .dialogue import Dialogue
from .interview import Interview
from .needing_rules import needing_rules
from .outlook_text import outlook_text
from .questions import Choice, Evidence, PresumedValue, Question

_KEY = 4
"""The columns of a key and what parts it from its choice."""
_LABEL = 26
_QUOTED = 200
"""The characters of a customer's words that are shown."""
_HITS = 3
_RULES = 6
_TYPES = {
    "number": "a number",
    "span": "a time such as `4 hours`",
    "date": "a date such as `2026-03-09`, or an age such as `7 months`",
    "timezone": "a time zone such as `Europe/Berlin`",
    "country": "a country such as `DE`",
}


def dialogue_text(dialogue: Dialogue, look: Look, now: int) -> str:
    """Return what is shown after a key: what it answered, then the question as it stands, or what to say of the key."""
    return "\n".join(_lines(dialogue, look, now)) + "\n"


def questions_text(interview: Interview, look: Look, now: int) -> str:
    """Return all the questions that would be asked, for somebody who cannot answer here."""
    lines = list(_outlook(interview, look, now))
    for question in interview.questions:
        lines += ["", *_question(question, question.choices or question.presumptions, look, has_keys=False)]
    return "\n".join(lines) + "\n"


def _lines(dialogue: Dialogue, look: Look, now: int) -> Iterator[str]:
    interview = dialogue.interview
    if dialogue.echo:
        yield from _wrapped(f"-> {dialogue.echo}", look, "strong")
    if interview.question is None or dialogue.has_quit:
        return
    if dialogue.notice:
        yield from _wrapped(dialogue.notice, look, "open")
    elif dialogue.asks_why:
        yield from why_lines(interview, interview.question, look)
    else:
        yield ""
        yield from _outlook(interview, look, now)
        yield ""
        yield from _question(interview.question, dialogue.listed, look, has_keys=True)
    yield from _key_lines(_keys(dialogue, interview.question), look)


def _wrapped(text: str, look: Look, role: str = "", indent: str = INDENT) -> Iterator[str]:
    for line in wrap(text, look.width - len(indent)):
        yield f"{indent}{look.paint(line, role) if role else line}"


def _outlook(interview: Interview, look: Look, now: int) -> Iterator[str]:
    """Yield what is still possible; nothing where that cannot be told yet."""
    if isinstance(interview.decision, Decision):
        text = outlook_text(interview.outlook, now, interview.decision.timezone())
        yield from _wrapped(text, look, "open", indent="")


def _question(
    question: Question, listed: Sequence[Choice | PresumedValue], look: Look, *, has_keys: bool
) -> Iterator[str]:
    yield from _wrapped(question.ask or question.about.replace("_", " "), look, "strong", indent="")
    if question.is_typed:
        yield from _evidence(question.evidence, look, len(INDENT))
        if question.presumptions:
            yield from _wrapped(f"presumed {answer_text(question.presumptions[0].value)}", look)
        return
    # What Enter confirms is shown to the last, whichever of it has the keys.
    entries = question.presumptions if question.kind == "presumptions" else listed
    keys = {id(entry): str(n) for n, entry in enumerate(listed, start=1)} if has_keys else {}
    labels = [_label(entry) for entry in entries]
    width = min(max(map(columns, labels), default=0), _LABEL)
    for label, entry in zip(labels, entries, strict=True):
        yield from _entry(keys.get(id(entry), "-"), label, entry, look, width)


def _label(entry: Choice | PresumedValue) -> str:
    return printable(answer_text(entry.value) if isinstance(entry, Choice) else entry.fact.replace("_", " "))


def _entry(key: str, label: str, entry: Choice | PresumedValue, look: Look, width: int) -> Iterator[str]:
    """Yield a choice beside its key, with what explains it, what it would change, and what speaks for it."""
    if isinstance(entry, PresumedValue):
        text = f"{answer_text(entry.value)}; {entry.changes}"
    else:
        text = "; ".join(filter(None, (entry.explanation, "presumed" if entry.is_presumed else "", entry.changes)))
    start = len(INDENT) + _KEY + width
    lines = wrap(text, look.width - start - 1)
    head = f"{INDENT}{look.paint(key.rjust(2), 'strong')}  {label}"
    if columns(label) > width or not lines:
        yield head
    else:
        yield f"{head}{' ' * (width - columns(label))} {lines.pop(0)}"
    yield from (f"{' ' * start} {line}" for line in lines)
    if isinstance(entry, Choice):
        yield from _evidence(entry.evidence, look, len(INDENT) + _KEY)


def _evidence(evidence: Sequence[Evidence], look: Look, indent: int) -> Iterator[str]:
    """Yield a customer's words that speak for a value, with the place, each shortened where it is long."""
    for hit in evidence[:_HITS]:
        words = hit.words if len(hit.words) <= _QUOTED else f"{hit.words[: _QUOTED - 1]}…"
        yield from _wrapped(f'"{" ".join(words.split())}" ({hit.at})', look, "dim", indent=" " * indent)
    if len(evidence) > _HITS:
        yield from _wrapped(f"and {len(evidence) - _HITS} more places", look, "dim", indent=" " * indent)


def why_lines(interview: Interview, question: Question, look: Look) -> Iterator[str]:
    """Yield what depends on the answer: rules that are not settled, and where the clauses behind them stand."""
    situation = interview.situation
    facts = [presumed.fact for presumed in question.presumptions] or [question.about]
    if situation is None or question.kind in ("received", "contract", "policy", "tier"):
        yield from _wrapped("when it came in, and under which terms, decides all else", look)
        return
    for fact in facts:
        rules = needing_rules(situation, fact)
        listed = rules[: _RULES if len(facts) == 1 else 1]
        for rule in listed:
            gives = f"{rule.group.replace('_', ' ')} {rule.gives.replace('_', ' ')}".rstrip()
            yield from look.row(fact.replace("_", " ") if len(facts) > 1 else gives, f"rule {rule.id}; {rule.where}")
        if len(facts) == 1 and len(rules) > len(listed):
            yield from look.row("", f"and {len(rules) - len(listed)} more rules")
        if not rules:
            yield from look.row(fact.replace("_", " "), "something that is owed depends on it")


def _key_lines(keys: Sequence[str], look: Look) -> Iterator[str]:
    """Yield what keys do, as many of them on a line as fit."""
    lines: list[str] = []
    for key in keys:
        if lines and len(INDENT) + columns(f"{lines[-1]} · {key}") <= look.width:
            lines[-1] = f"{lines[-1]} · {key}"
        else:
            lines.append(key)
    for line in lines:
        yield from _wrapped(line, look, "dim")


def _keys(dialogue: Dialogue, question: Question) -> list[str]:
    """Return the keys that do something now."""
    pages, count = question.pages, len(dialogue.listed)
    if question.is_typed:
        presumed = question.presumptions
        alone = f"Enter alone {'confirms what is presumed' if presumed else 'is not known'}"
        keys = [f"type {_typed_form(question)}, then Enter", alone]
    elif question.kind == "presumptions":
        keys = ["Enter confirms all", f"{_range(count)} look at one", "0 confirm none"]
    else:
        keys = [f"{_range(count)} answer", "0 not known"]
    more = ["m more"] if len(pages) > 1 else []
    back = ["b back"] if dialogue.interview.before is not None else []
    return [*keys, *more, *back, "w why", "q quit"]


def _typed_form(question: Question) -> str:
    if question.kind == "received":
        return "an instant such as `2026-03-06T16:30:00-05:00`"
    return _TYPES.get(question.type, "the text")


def _range(count: int) -> str:
    return "1" if count == 1 else f"1-{count}"
