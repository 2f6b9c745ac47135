"""The section `facts`: what can be known of a request, and what is presumed."""

from dataclasses import replace
from typing import get_args

from ..findings import Findings, Mark
from ..model import RESERVED_NAMES, Fact, FactType, Presumption
from ..model.facts import PLACES
from .conditions import parse_condition
from .fact_values import NotAValue, read_value
from .nodes import Node
from .symbols import Symbols, check_repeats, short_text

_TYPE_HELP = "write it as in `choices: [production, test]` or `type: boolean`"
_TYPES: dict[str, FactType] = {kind: kind for kind in get_args(FactType) if kind != "choice"}


def parse_facts(root: Node, symbols: Symbols) -> dict[str, Fact]:
    """Return the facts declared, as yet without their presumptions."""
    facts = {}
    symbols.declare("fact", root, "facts")
    for name, node, mark in root.section("facts").entries():
        if name in RESERVED_NAMES:
            symbols.findings.error(
                "reserved-name",
                f"`{name}` is reserved and cannot name a fact",
                mark,
                f"name it `own_{name}`, or as you like",
            )
            continue
        if not _is_readable(node):
            symbols.unreadable.add(name)
        facts[name] = replace(_fact(name, node, mark, symbols.findings), cite=symbols.check_citations(node))
    if "activity" in symbols.unreadable or "fact" in symbols.open_kinds:
        symbols.open_kinds.add("activity")
    symbols.names["activity"] = facts["activity"].choices if "activity" in facts else ()
    for kind in ("span", *PLACES):
        symbols.names[f"{kind} fact"] = [name for name, fact in facts.items() if fact.type == kind]
    return facts


def _is_readable(node: Node) -> bool:
    """Tell whether it is certain what a fact can be."""
    choices = node.get("choices")
    if choices is not None and node.get("type") is not None:
        return False
    if choices is None:
        return node.text("type") in _TYPES and not node.has_gaps
    is_list = isinstance(choices.value, list) and len(node.texts("choices")) == len(choices.value)
    return (is_list or isinstance(choices.value, dict)) and not node.has_gaps


def _fact(name: str, node: Node, mark: Mark, findings: Findings) -> Fact:
    choices = _choices(name, node, findings)
    kind = _type(name, node, mark, findings)
    low, high = (_bound(name, key, kind, node, findings) for key in ("minimum", "maximum"))
    if low is not None and high is not None and low > high:
        findings.error(
            "wrong-value",
            f"`{name}` has a minimum above its maximum",
            node.key_mark("minimum"),
            f"write a number of at most {short_text(high)}, or raise the maximum",
        )
        low = high = None
    return Fact(
        name=name,
        ask=node.text("ask") or f"{name}?",
        type=kind,
        choices=choices,
        minimum=low,
        maximum=high,
        from_contract=node.text("from") == "contract",
        optional=node.value_at("optional") is True and node.get("derive") is None,
        mark=mark,
    )


def _choices(name: str, node: Node, findings: Findings) -> dict[str, str]:
    listed = [(item.value, item.mark) for item in node.items("choices") if isinstance(item.value, str)]
    check_repeats("duplicate", f"`{name}` lists choice ", listed, findings, "twice")
    explained = {key: str(value.value or "") for key, value, _ in node.section("choices").entries()}
    return {choice: "" for choice, _ in listed} or explained


def _type(name: str, node: Node, mark: Mark, findings: Findings) -> FactType:
    written = node.text("type")
    if node.get("choices") is not None:
        if written:
            findings.error(
                "wrong-shape",
                f"`{name}` has both choices and a type; keep one",
                node.key_mark("type"),
                "drop `type`: the choices say what it can be",
            )
        return "choice"
    if node.get("type") is None and isinstance(node.value, dict) and not node.is_partial:
        findings.error("missing-key", f"`{name}` lacks the key `choices` or `type`", mark, _TYPE_HELP)
    return _TYPES.get(written, "text")


def _bound(name: str, key: str, kind: FactType, node: Node, findings: Findings) -> float | None:
    bound = node.value_at(key)
    if isinstance(bound, bool) or not isinstance(bound, int | float):
        return None
    is_known = node.get("choices") is not None or node.get("type") is None or node.text("type") in _TYPES
    if kind != "number" and is_known and not node.has_gaps:
        findings.error(
            "wrong-shape", f"`{name}` has a {key}, which only numbers have", node.key_mark(key), "write `type: number`"
        )
        return None
    return bound


def parse_presumptions(root: Node, symbols: Symbols) -> dict[str, tuple[Presumption, ...]]:
    """Return what is presumed of each fact."""
    # Presumptions come before any group has decided.
    readable = [name for name in symbols.facts if name not in ("scope", "priority")]
    return {
        name: tuple(_presumptions(presume, symbols.facts[name], symbols, readable))
        for name, node, _ in root.section("facts").entries()
        if name in symbols.facts and name not in (*RESERVED_NAMES, *symbols.unreadable)
        if (presume := node.get("presume")) is not None
    }


def _presumptions(node: Node, fact: Fact, symbols: Symbols, readable: list[str]) -> list[Presumption]:
    items = [(item.get("value"), item.get("when")) for item in node.one_or_list()]
    cases = items if isinstance(node.value, list) else [(node, None)]
    presumptions = []
    for value, when in cases:
        condition = parse_condition(when, symbols, readable)
        if value is None or value.value is None:
            continue
        try:
            presumptions.append(Presumption(when=condition, value=read_value(fact, value.plain()), mark=value.mark))
            symbols.dates.note_date(fact, "presume", value.mark)
        except NotAValue as problem:
            symbols.findings.error("wrong-value", str(problem), value.mark, problem.help)
    return presumptions
