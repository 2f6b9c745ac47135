"""A policy file: from its text to a `Policy`, or to the findings that say why it is none."""

import hashlib
from dataclasses import replace

from ..findings import Findings
from ..model import Acceptance, Policy
from .always_section import parse_always
from .conditions import parse_groups
from .fact_values import built_in_facts
from .facts_section import parse_facts, parse_presumptions
from .files import SourceFile
from .hours_section import parse_date, parse_hours, parse_period
from .nodes import Node
from .promises_section import parse_escalation, parse_intake, parse_promises, parse_services
from .schema import check_shape
from .sources_section import parse_readings, parse_sources, parse_tiers, parse_ways
from .symbols import Symbols
from .yaml_reader import read_yaml


def parse_draft(text: SourceFile, findings: Findings) -> Policy | None:
    """Return the policy that a file holds as far as it can be read, usable or not."""
    root = read_yaml(text.text, text.file, findings)
    if root is None:
        return None
    check_shape(root, "policy", findings)
    return _policy(root, "sha256:" + hashlib.sha256(text.raw).hexdigest(), findings)


def _policy(root: Node, digest: str, findings: Findings) -> Policy:
    symbols = Symbols(findings)
    sources = parse_sources(root, symbols)
    readings = parse_readings(root, symbols)
    symbols.declare("tier", root, "tiers", is_required=True)
    symbols.declare("level", root, "priorities", "levels", is_required=True)
    symbols.declare("way", root, "channels", "ways")
    symbols.declare("hours", root, "hours")
    symbols.declare("promise", root, "promises")
    declared = parse_facts(root, symbols)
    built_in = built_in_facts(*(symbols.names[kind] for kind in ("tier", "level", "way")))
    symbols.facts = {**built_in, **declared}
    presumptions = parse_presumptions(root, symbols)
    facts = {name: replace(fact, presume=presumptions.get(name, ())) for name, fact in declared.items()}
    groups = parse_groups(root, symbols)
    return Policy(
        id=root.text("policy"),
        title=root.text("title"),
        edition=root.text("edition"),
        timezone=root.text("timezone", "UTC"),
        effective=parse_period(root.section("effective"), "`effective`", findings),
        review_by=parse_date(root, "review_by", findings),
        sources=sources,
        readings=readings,
        facts=facts,
        hours=parse_hours(root, symbols),
        tiers=parse_tiers(root, symbols),
        levels={level: str(title.value) for level, title, _ in root.section("priorities").section("levels").entries()},
        ways=parse_ways(root, symbols),
        scope=groups["scope"],
        priority=groups["priority"],
        coverage=groups["coverage"],
        channel=groups["channel"],
        promises=parse_promises(root, symbols),
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
