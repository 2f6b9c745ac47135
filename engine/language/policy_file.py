"""A policy file: from its text to a `Policy`, or to findings; with its `sources`, `readings`, `tiers` and `ways`."""

from dataclasses import replace

from ..findings import Findings
from ..model import Acceptance, Clause, Policy, Reading, Source, Tier, Way
from ..user_cache import sha256_of
from .always_section import parse_always
from .calendars_section import parse_calendars
from .derivations_section import parse_derivations
from .escalation_section import parse_escalation
from .events_section import parse_events
from .fact_circles import check_circles
from .facts_section import parse_facts, parse_presumptions
from .files import SourceFile
from .hours_section import parse_date, parse_hours, parse_period
from .levels_section import parse_level_words, parse_levels
from .nodes import Node
from .policy_tree import policy_tree
from .promises_section import parse_intake, parse_promises, parse_services
from .rules_section import check_rule_names, parse_groups
from .symbols import Symbols, built_in_facts

READINGS = "readings"
"""The source name under which readings are cited."""


def parse_draft(text: SourceFile, findings: Findings) -> Policy | None:
    """Return the policy that a file holds as far as it can be read, usable or not."""
    root = policy_tree(text, findings)
    return None if root is None else _policy(root, "sha256:" + sha256_of(text.raw), findings)


def _policy(root: Node, digest: str, findings: Findings) -> Policy:
    symbols = Symbols(findings)
    sources = parse_sources(root, symbols)
    readings = parse_readings(root, symbols)
    symbols.declare("tier", root, "tiers", is_required=True)
    symbols.declare("level", root, "priorities", "levels", is_required=True)
    symbols.declare("way", root, "channels", "ways")
    symbols.declare("hours", root, "hours")
    symbols.declare("calendar", root, "calendars")
    symbols.declare("promise", root, "promises")
    events = parse_events(root, symbols)
    declared = parse_facts(root, symbols)
    built_in = built_in_facts(*(symbols.names[kind] for kind in ("tier", "level", "way")))
    symbols.facts = {**built_in, **declared}
    presumptions, derivations = parse_presumptions(root, symbols), parse_derivations(root, symbols)
    facts = {
        name: replace(fact, presume=presumptions.get(name, ()), derive=derivations.get(name, ()))
        for name, fact in declared.items()
    }
    calendars = parse_calendars(root, symbols)
    hours = parse_hours(root, symbols, calendars)
    check_circles(root, facts, hours, findings)
    groups = parse_groups(root, symbols)
    promises = parse_promises(root, symbols)
    check_rule_names([*groups.values(), *(p.group for p in promises.values())], facts.values(), findings)
    policy = Policy(
        id=root.text("policy"),
        title=root.text("title"),
        edition=root.text("edition"),
        timezone=root.text("timezone", "UTC"),
        effective=parse_period(root.section("effective"), "`effective`", findings),
        review_by=parse_date(root, "review_by", findings),
        sources=sources,
        readings=readings,
        facts=facts,
        calendars=calendars,
        hours=hours,
        tiers=parse_tiers(root, symbols),
        levels=parse_levels(root),
        level_words=parse_level_words(root, symbols),
        events=events,
        ways=parse_ways(root, symbols),
        scope=groups["scope"],
        priority=groups["priority"],
        coverage=groups["coverage"],
        channel=groups["channel"],
        promises=promises,
        services=parse_services(root, symbols),
        intake=parse_intake(root, symbols),
        escalation=parse_escalation(root, symbols),
        always=parse_always(root, symbols),
        checks={
            check: node.value for check, node, _ in root.section("checks").entries() if isinstance(node.value, str)
        },
        accept=tuple(
            Acceptance(check=node.text("check"), at=node.text("at"), because=node.text("because"), mark=node.mark)
            for node in root.items("accept")
        ),
        digest=digest,
        mark=root.key_mark("policy"),
        marks=root.keys,
    )
    symbols.dates.check_written_dates(findings)
    return policy


def parse_sources(root: Node, symbols: Symbols) -> dict[str, Source]:
    """Return the documents encoded, and note what can be cited."""
    sources = {}
    symbols.declare("clause", root, "sources", is_required=True)
    symbols.declare(READINGS, root, READINGS)
    symbols.unreadable |= {READINGS} & symbols.open_kinds
    for name, node, mark in root.section("sources").entries():
        if name == READINGS:
            symbols.findings.error("reserved-name", f"`{name}` is reserved and cannot name a source", mark)
        clauses = {
            key: Clause(
                at=clause.text("at"),
                says=clause.text("says"),
                background=clause.value_at("background") is True,
                mark=clause_mark,
            )
            for key, clause, clause_mark in node.section("clauses").entries()
        }
        if not clauses or node.section("clauses").is_partial:
            symbols.unreadable.add(name)
        sources[name] = Source(title=node.text("title"), clauses=clauses, mark=mark)
    cited = [(name, source.clauses) for name, source in sources.items()] + [(READINGS, symbols.names[READINGS])]
    symbols.names["clause"] = {f"{name}.{key}" for name, keys in cited for key in keys}
    return sources


def parse_readings(root: Node, symbols: Symbols) -> dict[str, Reading]:
    """Return the readings declared."""
    return {
        name: Reading(
            clause=symbols.check_citations(node, "clause"),
            question=node.text("question"),
            answer=node.text("answer"),
            otherwise=node.text("otherwise"),
            tell=node.value_at("tell") is True,
            mark=mark,
        )
        for name, node, mark in root.section(READINGS).entries()
    }


def parse_tiers(root: Node, symbols: Symbols) -> dict[str, Tier]:
    """Return the plans, in the order written."""
    return {
        name: Tier(
            title=node.text("title", name),
            contacts=node.integer("contacts"),
            note=node.text("note"),
            cite=symbols.check_citations(node),
            mark=mark,
        )
        for name, node, mark in root.section("tiers").entries()
    }


def parse_ways(root: Node, symbols: Symbols) -> dict[str, Way]:
    """Return the ways of contact, in the order written."""
    return {
        name: Way(contact=node.text("contact"), note=node.text("note"), cite=symbols.check_citations(node), mark=mark)
        for name, node, mark in root.section("channels").section("ways").entries()
    }
