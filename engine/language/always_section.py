"""The section `always`: invariants that must hold in every situation."""

from ..findings import Mark
from ..model import Expectation, Fact, Invariant, Value
from ..model.receipt_facts import RECEIVED
from ..text import nearest, quoted
from .conditions import parse_condition, parse_value
from .nodes import Node
from .symbols import Symbols, check_repeats, short_text

COMPARED = {
    "scope": ("same", "no_narrower", "no_wider"),
    "priority": ("same", "no_lower", "no_higher"),
    "required": ("same",),
    "preferred": ("same",),
    "allowed": ("same", "no_fewer", "no_more"),
    "due": ("same", "no_later", "no_earlier"),
}
"""What can be compared between two situations, and the relations that can be expected."""

_KINDS = {
    "scope": "scope",
    "priority": "level",
    "coverage": "hours",
    **dict.fromkeys(("required", "preferred", "allowed", "allows", "forbids", "follow_up"), "way"),
}
"""What can be expected of one situation alone beside `within`, and the kind of its names."""

_BETWEEN_HELP = "write two values of a fact, as in `between: {tier: [standard, premium]}`"
_DECIDED = ("scope", "priority")


def parse_always(root: Node, symbols: Symbols) -> tuple[Invariant, ...]:
    """Return the invariants declared."""
    invariants = tuple(_invariant(node, symbols) for node in root.mappings("always"))
    check_repeats("duplicate-invariant", "invariant ", ((i.id, i.mark) for i in invariants), symbols.findings)
    return invariants


def _invariant(node: Node, symbols: Symbols) -> Invariant:
    read = _expected if node.get("between") is None else _compared
    return Invariant(
        id=node.text("id"),
        between=_between(node, symbols),
        when=parse_condition(node.get("when"), symbols),
        expect=tuple(
            e for key, value, mark in node.section("expect").entries() for e in read(key, value, mark, symbols)
        ),
        cite=symbols.check_citations(node),
        mark=node.mark,
    )


def _between(node: Node, symbols: Symbols) -> tuple[str, tuple[Value, ...]] | None:
    """Return the fact whose values are compared, with them."""
    entries = node.section("between").entries()
    if len(entries) > 1:
        symbols.findings.error(
            "wrong-shape",
            f"`between` compares the values of one fact, not of {len(entries)}",
            node.key_mark("between"),
            "give each fact an invariant of its own",
        )
    for name, listed, mark in entries[:1]:
        fact = symbols.facts.get(name)
        if name == RECEIVED:
            message = f"`{name}` comes with the receipt, which is the same in both situations"
            symbols.findings.error("not-readable", message, mark, "read it in `when`")
        elif name in _DECIDED:
            symbols.findings.error(
                "not-readable",
                f"`{name}` is decided by rules, so two situations cannot differ in it alone",
                mark,
                "name a fact that the rules read, or `tier`",
            )
        elif name in symbols.derived:
            message = f"`{name}` is derived, so two situations cannot differ in it alone"
            symbols.findings.error("not-readable", message, mark, "name a fact that it follows from")
        elif fact is None and name not in symbols.unreadable:
            symbols.unknown(name, "fact", list(symbols.facts), mark)
        elif fact and name not in symbols.unreadable and isinstance(listed.value, list):
            return name, _values(fact, listed.value, symbols)
    return None


def _values(fact: Fact, listed: list[Node], symbols: Symbols) -> tuple[Value, ...]:
    """Return the values listed, with a finding for one that was listed before."""
    values = [(value, item) for item in listed if (value := parse_value(fact, item, symbols)) is not None]
    for n, (value, item) in enumerate(values):
        symbols.dates.note_date(fact, "between", item.mark)
        if any(value == earlier for earlier, _ in values[:n]):
            symbols.findings.error("duplicate", f"`{fact.name}` lists `{short_text(item.value)}` twice", item.mark)
    return tuple(dict.fromkeys(value for value, _ in values))


def _compared(key: str, node: Node, mark: Mark, symbols: Symbols) -> list[Expectation]:
    """Return how two situations are expected to compare; what is not listed below the schema has refused."""
    if key == "due":
        for name, _, key_mark in node.entries():
            symbols.check(name, "promise", key_mark)
        return [
            Expectation(key=key, value=item.value if isinstance(item.value, str) else None, promise=name, mark=key_mark)
            for name, item, key_mark in node.entries()
        ]
    if key in COMPARED:
        return _relation(key, node, mark, symbols)
    if key in _KINDS or key == "within":
        symbols.findings.error(
            "wrong-shape", f"`{key}` cannot be compared between two situations", mark, f"these can: {quoted(COMPARED)}"
        )
    return []


def _relation(key: str, node: Node, mark: Mark, symbols: Symbols) -> list[Expectation]:
    if isinstance(node.value, dict | bool | int | float) or (node.value is None and key == "allowed"):
        return []  # of the wrong type, as the schema has said
    if node.value in COMPARED[key]:
        return [Expectation(key, str(node.value), mark=mark)]
    actual = node.kind if isinstance(node.value, list) else f"`{short_text(node.value)}`"
    expected = f"{'one of ' if len(COMPARED[key]) > 1 else ''}{quoted(COMPARED[key])}"
    help_ = nearest(str(node.value), COMPARED[key]) or f"write it as in `{COMPARED[key][-1]}`"
    symbols.findings.error("wrong-value", f"`{key}` is {actual}, not {expected}", node.mark, help_)
    return []


def _expected(key: str, node: Node, mark: Mark, symbols: Symbols) -> list[Expectation]:
    """Return what is expected of one situation; what is not listed below the schema has refused."""
    if key == "due":
        message, help_ = (
            "`due` compares two situations and needs `between`",
            "`within` bounds what one situation is owed",
        )
        symbols.findings.error("wrong-shape", message, mark, help_)
    elif key == "within":
        return [_within(promise, item, key_mark, symbols) for promise, item, key_mark in node.entries()]
    elif node.value is None:
        return [Expectation(key, (None,), mark=mark)]
    elif key in _KINDS:
        return [Expectation(key, _named(key, node, symbols), mark=mark)]
    return []


def _named(key: str, node: Node, symbols: Symbols) -> tuple[str, ...]:
    """Return the names that are expected at a key, each once, with findings for those that are none."""
    texts = [item for item in node.one_or_list() if isinstance(item.value, str)]
    for item in texts:
        if item.value in COMPARED.get(key, ()) and item.value not in symbols.names.get(_KINDS[key], ()):
            message = f"`{item.value}` compares two situations and needs `between`"
            symbols.findings.error("wrong-shape", message, item.mark, _BETWEEN_HELP)
            return ()
    if key != "scope":
        return symbols.check_all(texts, _KINDS[key])
    scopes = [parse_value(symbols.facts[key], item, symbols) for item in texts]
    return tuple(dict.fromkeys(str(scope) for scope in scopes if scope is not None))


def _within(promise: str, node: Node, mark: Mark, symbols: Symbols) -> Expectation:
    """Return the span or the date by which a promise is expected to be owed, at the latest."""
    symbols.check(promise, "promise", mark)
    if isinstance(node.value, dict):
        from .due_dates_section import parse_due_date  # noqa: PLC0415 - start-up is felt

        return Expectation(key="within", value=parse_due_date(node.get("by"), symbols), promise=promise, mark=mark)
    span = None if node.value == "none" else symbols.read_span(node, f"`{promise}` is ", ", not ", " or `none`")
    return Expectation(key="within", value=span, promise=promise, mark=mark)
