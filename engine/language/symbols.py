"""The names that a policy file declares, and how all others are refused."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from ..findings import Findings, Mark
from ..model import CLAIM, NO_CLAIM, SCOPES, Fact, Span, Stated
from ..text import did_you_mean
from .date_uses import DateUses
from .nodes import Node
from .similar_words import similar_name
from .time_notation import EXPECTED_SPAN, parse_span

HELP_FOR_UNCITED = "name the clause behind it, as in `cite: terms.covered`"
_SIMILAR_KINDS = ("level", "activity")
"""Kinds of names for which a similar one does; a service's activities are choices."""
_LONGEST = 60
_MOST_SUGGESTIONS = 100
"""Unknown names of a file that are compared with the known ones; each takes time that grows with the file."""


def stated_facts(node: Node, key: str = "facts") -> dict[str, Stated]:
    """Return what a request or contract states of facts at a key, as far as it can be read."""
    entries = node.section(key).entries()
    return {name: Stated(stated.plain(), mark=stated.mark) for name, stated, _ in entries if not stated.has_gaps}


def short_text(written: object) -> str:
    """Return a written value as its author wrote it, on one line and cut where it is long."""
    if isinstance(written, dict | list):
        return "a mapping" if isinstance(written, dict) else "a list"
    text = json.dumps(written) if written is None or isinstance(written, bool) else " ".join(str(written).split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def built_in_facts(tiers: Iterable[str], levels: Iterable[str], ways: Iterable[str]) -> dict[str, Fact]:
    """Return the facts that every policy has, as records like those that it declares."""
    asks: dict[str, tuple[str, Iterable[str]]] = {
        "tier": ("Which tier has the customer bought?", tiers),
        "scope": ("Is it support, consulting or not covered?", SCOPES),
        "priority": ("How severe is it?", levels),
        "arrived_by": ("How did the request come in?", ways),
        # Where a level is itself named so, a request without a claim counts as claiming that.
        CLAIM: ("Which priority does the requester claim?", [*levels, NO_CLAIM]),
    }
    return {
        name: Fact(name=name, ask=ask, type="choice", choices=dict.fromkeys(choices, ""))
        for name, (ask, choices) in asks.items()
    }


def _known_help(name: str, kind: str, known: Iterable[str]) -> str:
    """Return which known name was meant, or which there are; a document as a whole cannot be cited."""
    if kind == "event":
        from .event_suggestions import event_help  # noqa: PLC0415 - start-up is felt

        return event_help(name, list(known))
    if kind != "clause" or "." in name:
        return did_you_mean(name, known)
    clauses = [clause for clause in known if clause.startswith(f"{name}.")]
    help_ = did_you_mean("", clauses) if clauses else did_you_mean(name, known)
    return help_ if help_.startswith("did") else f"write `source.clause` or `readings.name`; {help_}"


@dataclass(slots=True)
class Symbols:
    """What the file declares, by kind, and where findings about it go."""

    findings: Findings
    facts: dict[str, Fact] = field(default_factory=dict)
    """Declared and built-in facts, by name."""
    names: dict[str, Collection[str]] = field(default_factory=dict)
    """What is declared of each kind, such as `tier` or `clause`."""
    derived: set[str] = field(default_factory=set)
    """Facts that nobody states."""
    suggestions: int = 0
    unreadable: set[str] = field(default_factory=set)
    """Sources and facts that could not be read: another finding about them would only repeat that."""
    open_kinds: set[str] = field(default_factory=set)
    """Kinds of names whose tables could not be read in full: any name may be declared there."""
    dates: DateUses = field(default_factory=DateUses)
    """What facts of type date are compared with."""

    def declare(self, kind: str, root: Node, *path: str, is_required: bool = False) -> None:
        """Note the names that the table at a path declares, and where it could not be read in full."""
        for key in path:
            is_table = root.get(key) is None or isinstance(root.value_at(key), dict)
            root = root.section(key)
            if root.is_partial or not is_table or (is_required and not root.keys):  # as the schema has said
                self.open_kinds.add(kind)
        self.names[kind] = list(root.keys)

    def check(self, name: str, kind: str, mark: Mark) -> str | None:
        """Return a name if it is declared, None after a finding if it is not."""
        if name in self.names[kind]:
            return name
        if kind in _SIMILAR_KINDS and (similar := similar_name(name, self.names[kind])) is not None:
            return similar
        if not self._could_be(name, kind):
            self.unknown(name, kind, self.names[kind], mark)
        return None

    def _could_be(self, name: str, kind: str) -> bool:
        """Tell whether a name may be one of a kind, had what declares it been read."""
        declares = name.partition(".")[0] if kind == "clause" else name if kind.endswith(" fact") else ""
        return declares in self.unreadable

    def check_node(self, node: Node | None, kind: str) -> str | None:
        """Return the name that a node writes if it is declared, None after a finding if it is not."""
        return self.check(node.value, kind, node.mark) if node and isinstance(node.value, str) else None

    def check_all(self, nodes: Iterable[Node], kind: str) -> tuple[str, ...]:
        """Return those names of a list that are declared, each once."""
        names = [self.check_node(node, kind) for node in nodes]
        return tuple(dict.fromkeys(name for name in names if name is not None))

    def check_cited(self, node: Node, noun: str) -> tuple[str, ...]:
        """Return what a rule, an entry or a grid cites; one that cites nothing is a finding."""
        cited = node.get("cite")
        is_empty = cited is not None and cited.value in ("", [])
        if is_empty and node.get("id") is not None:
            self.findings.error(
                "uncited-rule", f"{noun} `{node.text('id')}` cites nothing", node.mark, HELP_FOR_UNCITED
            )
        return self.check_citations(node)

    def check_citations(self, node: Node, key: str = "cite") -> tuple[str, ...]:
        """Return the citations at a key, with findings for those that lead nowhere."""
        return self.check_all(node.texts(key), "clause")

    def read_span(self, node: Node | None, subject: str, verb: str, or_else: str = "") -> Span | None:
        """Return the span that a text writes; None after a finding such as `span` is `soon`, not a span or `none`."""
        if node is None or not isinstance(node.value, str):
            return None
        span = parse_span(node.value)
        if span is None:
            from .span_suggestions import span_help  # noqa: PLC0415 - start-up is felt

            message = f"{subject}`{short_text(node.value)}`{verb}{EXPECTED_SPAN}{or_else}"
            self.findings.error("wrong-span", message, node.mark, span_help(node.value, is_cell=bool(or_else)))
        return span

    def unknown(self, name: str, kind: str, known: Collection[str], mark: Mark) -> None:
        """Add the finding that a name is not declared."""
        if kind.rpartition(" ")[2] in self.open_kinds:
            return
        self.suggestions += 1
        choices = sorted(known) if isinstance(known, set) else known
        help_ = _known_help(name, kind, choices) if self.suggestions <= _MOST_SUGGESTIONS else ""
        self.findings.error(
            f"unknown-{kind.replace(' ', '-')}",
            f"{kind} `{short_text(name)}` {'are' if kind == 'hours' else 'is'} not declared",
            mark,
            help_,
        )


def check_repeats(
    check: str, noun: str, names: Iterable[tuple[str, Mark]], findings: Findings, verb: str = "is given twice"
) -> None:
    """Add a finding for each name that was given before; empty names are skipped."""
    first: dict[str, int] = {}
    for name, mark in names:
        if name and name in first:
            place = f", first on line {first[name]}" if first[name] else ""
            findings.error(
                check, f"{noun}`{short_text(name)}` {verb}{place}", mark, "keep one, or give one another name"
            )
        first.setdefault(name, mark.line)
