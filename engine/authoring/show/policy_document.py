"""A policy as a document, whatever form it is rendered in, and the sections on what it rests on."""

from ...language.yaml_writer import written_value
from ...model import ALWAYS, Fact, Invariant, Policy, Presumption
from ...proof.situations import StateSpace
from ...render.document import (
    Block,
    Cell,
    Document,
    Entries,
    Entry,
    Heading,
    Line,
    Piece,
    Row,
    Section,
    Table,
    cell,
    joined,
    line_of,
    paragraph,
    tidy,
)
from ...rules.budget import budget
from ...rules.evaluator import Evaluator
from ...text import either
from ...triage.effective_days import date_range_text
from .citations import Citations
from .condition_wording import worded_condition
from .derived_sections import derived_facts
from .promise_sections import hours, responses, tiers
from .rule_sections import channels, coverage, escalation, intake, priorities, scope, services
from .show_wording import spaced, worded_expectation, worded_value

_TYPES = {
    "boolean": "true or false",
    "number": "a number",
    "span": "a span of time",
    "text": "a text",
    "date": "a date",
    "timezone": "a time zone",
    "country": "a country",
}


@budget()
def policy_document(evaluator: Evaluator, day: str) -> Document:
    """Return everything that is shown of a policy; the holidays are those of the year from an ISO date on."""
    policy, space = evaluator.compiled.policy, StateSpace(evaluator.compiled)
    citations = Citations(policy)
    about: list[tuple[str, Cell]] = [
        ("policy", cell(policy.id)),
        ("edition", cell(policy.edition)),
        ("in force", cell(date_range_text(policy.effective) or "always")),
        *([("review by", cell(policy.review_by))] if policy.review_by else []),
        ("time zone", cell(policy.timezone)),
        ("source", tuple(line_of(source.title, to=f"#source-{name}") for name, source in policy.sources.items())),
    ]
    sections = (
        tiers(policy, citations),
        responses(space, citations),
        hours(policy, citations, day),
        scope(policy, citations),
        priorities(policy, citations),
        coverage(policy, citations),
        channels(space, citations),
        services(policy, citations),
        intake(policy, citations),
        escalation(policy, citations),
        facts(policy),
        derived_facts(policy, citations),
        always(policy, citations),
        readings(policy, citations),
        clauses(policy, citations),
    )
    return Document(
        title=tidy(policy.title),
        about=tuple(about),
        sections=tuple(section for section in sections if section.blocks),
    )


def facts(policy: Policy) -> Section:
    """Return what a request can state: the question, the answers, what is presumed when."""
    entries = (
        _entry(
            "fact",
            name,
            ("question", cell(fact.ask)),
            ("answers", _answers(fact)),
            ("presumed", tuple(_presumed(presumption, policy) for presumption in fact.presume)),
            ("known from", cell("the contract, where there is one" if fact.from_contract else "")),
        )
        for name, fact in policy.facts.items()
        if not fact.derive
    )
    return _section_of_entries("Facts", "facts", tuple(entries))


def _entry(kind: str, name: str, *fields: tuple[str, Cell]) -> Entry:
    """Return what is said of a record, without the fields of which nothing is."""
    stated = tuple(field for field in fields if field[1])
    return Entry(name=line_of(spaced(name), role="strong"), fields=stated, anchor=f"{kind}-{name}")


def _section_of_entries(title: str, anchor: str, entries: tuple[Entry, ...]) -> Section:
    return Section(title=title, anchor=anchor, blocks=(Entries(entries),) if entries else ())


def _answers(fact: Fact) -> Cell:
    none = (line_of("or none", role="dim"),) if fact.optional else ()
    if not fact.choices:
        limits = (("at least", fact.minimum), ("at most", fact.maximum))
        bounds = " and ".join(f"{word} {written_value(bound)}" for word, bound in limits if bound is not None)
        return (*cell(", ".join(filter(None, (_TYPES[fact.type], bounds)))), *none)
    if not any(fact.choices.values()):
        return (*cell(either(map(spaced, fact.choices))), *none)
    meanings = (
        (*line_of(spaced(choice)), *(line_of(f": {meaning}", role="dim") if meaning else ()))
        for choice, meaning in fact.choices.items()
    )
    return (*meanings, *none)


def _presumed(presumption: Presumption, policy: Policy) -> Line:
    value = line_of(worded_value(presumption.value))
    if presumption.when == ALWAYS:
        return value
    return (*value, Piece(" if "), *joined(list(worded_condition(presumption.when, policy.facts)), " "))


def readings(policy: Policy, citations: Citations) -> Section:
    """Return how clauses were resolved that are silent, ambiguous or contradict each other."""
    entries = (
        _entry(
            "reading",
            name,
            ("question", cell(reading.question)),
            ("answer", cell(reading.answer)),
            ("otherwise", cell(reading.otherwise)),
            ("told", cell("to customers, in replies" if reading.tell else "")),
            ("clause", (citations.by(reading.clause),)),
            ("cited by", (citations.of(f"readings.{name}"),)),
        )
        for name, reading in policy.readings.items()
    )
    return _section_of_entries("Readings", "readings", tuple(entries))


def clauses(policy: Policy, citations: Citations) -> Section:
    """Return the places of each source that say something, and what rests on each."""
    blocks: list[Block] = []
    for source, document in policy.sources.items():
        named = {f"{source}.{name}": clause for name, clause in document.clauses.items()}
        rows = (
            Row(
                cells=(
                    (*cell(clause.at), line_of(cite, role="dim")),
                    cell(clause.says),
                    (citations.of(cite),),
                ),
                anchor=f"clause-{cite}",
            )
            for cite, clause in named.items()
        )
        heading = Heading(line_of(document.title), f"source-{source}")
        blocks += [heading, Table(columns=("clause", "says", "cited by"), rows=tuple(rows))]
    return Section(title="Clauses", anchor="clauses", blocks=tuple(blocks))


def always(policy: Policy, citations: Citations) -> Section:
    """Return what the policy says of itself: its invariants, and the findings that it accepts."""
    invariants = tuple(
        citations.row(
            f"always-{inv.id}",
            inv.cite,
            cell(inv.id),
            _compared_situations(inv, policy),
            cell(*map(worded_expectation, inv.expect)),
        )
        for inv in policy.always
    )
    accepted = tuple(Row(cells=(cell(item.check), cell(item.at), cell(item.because))) for item in policy.accept)
    statements = (
        paragraph("These statements hold in every situation."),
        Table(columns=("name", "when", "expected"), rows=invariants),
    )
    findings = (Heading(line_of("Accepted findings")), Table(columns=("finding", "at", "because"), rows=accepted))
    blocks = (*(statements if invariants else ()), *(findings if accepted else ()))
    return Section(title="Always", anchor="always", blocks=blocks)


def _compared_situations(invariant: Invariant, policy: Policy) -> Cell:
    """Return the situations that an invariant is about, and which of them it compares."""
    when = worded_condition(invariant.when, policy.facts)
    if invariant.between is None:
        return when
    fact, values = invariant.between
    compared = cell(f"comparing {spaced(fact)} {', then '.join(map(worded_value, values))}")
    return compared if invariant.when == ALWAYS else (*when, *compared)
