"""What is owed as it is written: a span, a date, `none`, the fact that gives a span, or a mapping of all of it."""

from collections.abc import Collection

from ..findings import Findings, Mark
from ..model import Cell, Entry, Span, SpanOf
from .nodes import Node
from .schema import fits_definition
from .symbols import Symbols

_SPAN_KEYS = ("fact", "else")
ENTRY_KEYS = ("within", "by", *_SPAN_KEYS, "cutoff", "hours", "kind", "cite")
"""The keys of an entry that is a mapping, and of the fact that gives a span."""

_CITED_NONE = "write `none` in place of the mapping; to cite it, write `{levels: …, cite: …}` in the promise's `cite`"


def is_row(node: Node, levels: Collection[str]) -> bool:
    """Tell whether what stands under a tier is a row of levels: each of its keys is a level, or none is an entry's."""
    if not isinstance(node.value, dict):
        return False
    return all(key in levels for key in node.value) or not any(key in ENTRY_KEYS for key in node.value)


def parse_tier_entry(tier: str, node: Node, mark: Mark, symbols: Symbols) -> list[Cell]:
    """Return the entry that stands for all levels of a tier; none after a finding."""
    if isinstance(node.value, dict):
        table = Node({tier: node}, mark, {tier: mark})
        # The schema takes rows of levels in the same place; what it refuses as one it has said.
        is_read = fits_definition(table, "policy", "row", Findings())
        if not is_read or not fits_definition(table, "policy", "entry", symbols.findings):
            return []
    return parse_entry(tier, node, mark, symbols)


def parse_entry(key: str, node: Node, mark: Mark, symbols: Symbols) -> list[Cell]:
    """Return the entry that a node writes at a key, which has a mark; none after a finding."""
    if node.value == "none":
        return [None]
    if not isinstance(node.value, dict) or "fact" in node.value:
        amount = _amount(key, node, symbols, " nor `none`")
        return [Entry(within=amount, mark=node.mark)] if amount else []
    within, by = node.get("within"), node.get("by")
    if "else" in node.value:
        message, help_ = "`else` stands without the `fact` that can be none", "write `within: {fact: …, else: …}`"
        symbols.findings.error("wrong-shape", message, node.key_mark("else"), help_)
    elif within is not None and by is not None:
        message, help_ = f"`{key}` is owed either `within` a span or `by` a date", "leave one of the two out"
        symbols.findings.error("wrong-shape", message, node.key_mark("by"), help_)
    elif within is None and by is None and not node.is_partial:
        message, help_ = f"`{key}` lacks the key `within`, `by` or `fact`", "write it as in `within: 6 business hours`"
        symbols.findings.error("missing-key", message, mark, help_)
    from .due_dates_section import parse_cutoff, parse_due_date  # noqa: PLC0415 - start-up is felt

    date = parse_due_date(by, symbols)
    entry = Entry(
        within=_amount("within", within, symbols) if within else None,
        by=date if within is None else None,
        cutoff=parse_cutoff(node, date, symbols),
        hours=symbols.check_node(node.get("hours"), "hours"),
        kind="goal" if node.text("kind") == "goal" else "guarantee" if node.text("kind") == "guarantee" else None,
        cite=symbols.check_citations(node),
        mark=node.mark,
    )
    return [entry] if entry.within or entry.by else []


def _amount(key: str, node: Node, symbols: Symbols, or_else: str = "") -> Span | SpanOf | None:
    """Return a span, or the fact that gives one; None after a finding."""
    if not isinstance(node.value, dict):
        if node.value == "none" and not or_else:
            message, help_ = f"`{key}` is `none`, which stands alone where nothing is owed", _CITED_NONE
            symbols.findings.error("wrong-span", message, node.mark, help_)
            return None
        return symbols.read_span(node, "", " is neither " if or_else else " is not ", or_else)
    misplaced = next((own for own in node.value if own not in _SPAN_KEYS), None)
    if misplaced is not None:
        message = f"`{misplaced}` stands beside `fact` in `{key}`"
        symbols.findings.error("wrong-shape", message, node.key_mark(misplaced), "write `within: {fact: …}` beside it")
    if node.text("fact") in symbols.unreadable:
        return None
    name = symbols.check_node(node.get("fact"), "span fact")
    if name is None:
        return None
    return SpanOf(fact=name, otherwise=_otherwise(name, node, symbols))


def _otherwise(fact: str, node: Node, symbols: Symbols) -> Span | None:
    """Return what is owed where a fact is none; a fact that always has a value is a finding."""
    written = node.get("else")
    if written is not None and not symbols.facts[fact].optional:
        message = f"`{fact}` is never none, so that its `else` never counts"
        symbols.findings.error("wrong-shape", message, node.key_mark("else"), "write `optional: true` at the fact")
    return symbols.read_span(written, "`else` is ", ", not ")
