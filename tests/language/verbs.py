"""What the language tests say: a text reads as a value, or somebody complains about it with a place."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, overload

from remit.engine.findings import Findings
from remit.engine.language.files import POLICY_BYTES, SourceFile, decode
from remit.engine.language.json_reader import read_json
from remit.engine.language.nodes import Node
from remit.engine.language.policy_file import parse_draft
from remit.engine.language.request_files import parse_cases, parse_contracts, read_request
from remit.engine.language.words_files import parse_words
from remit.engine.language.yaml_reader import read_yaml
from remit.engine.triage.policy_loader import load_evaluator

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from remit.engine.findings import Finding
    from remit.engine.model import Contract, Policy, Request
    from remit.engine.model.cases import Case

REFERENCE = Path(__file__).parents[2] / "docs" / "language.md"

BASE = """\
remit: 1
policy: small
title: Small support terms
edition: "1"
sources: {terms: {title: Terms, clauses: {all: {at: Page 1, says: everything}}}}
facts: {down: {choices: [none, partial, complete]}, users: {type: number, minimum: 0}, known: {type: boolean}}
hours: {office: {timezone: UTC, week: {mon-fri: "09:00-17:00"}}}
tiers: {base: {title: Base}, plus: {title: Plus}}
scope: {rules: [{id: s1, then: support, cite: terms.all}]}
priorities: {levels: {P1: Urgent, P2: Normal}, rules: [{id: p1, then: P2, cite: terms.all}]}
coverage: {rules: [{id: c1, then: office, cite: terms.all}]}
channels: {ways: {phone: {}, email: {}}, rules: [{id: w1, then: {allow: email}, cite: terms.all}]}
"""
"""The sections of a policy that a test of one section does not care about."""

_SECTION = re.compile(r"^([a-z_]+):", re.MULTILINE)


def whole(fragment: str) -> str:
    """Return a policy that begins with the fragment, so that its first line is the file's first."""
    own = set(_SECTION.findall(fragment))
    rest = [line for line in BASE.splitlines() if line.partition(":")[0] not in own]
    return "\n".join([*fragment.rstrip("\n").splitlines(), *rest, ""])


def text_of(content: str | bytes, file: str = "") -> SourceFile:
    """Return a text as the reader of files hands it on."""
    raw = content if isinstance(content, bytes) else content.encode()
    findings = Findings()
    text = decode(file, raw, POLICY_BYTES, findings)
    assert text is not None, said(findings)
    return text


def as_yaml(text: SourceFile, findings: Findings) -> Node | None:
    """Read a text as strict YAML."""
    return read_yaml(text.text, text.file, findings)


def as_json(text: SourceFile, findings: Findings) -> Node | None:
    """Read a text as strict JSON."""
    return read_json(text.text, text.file, findings)


def parse_policy(text: SourceFile, findings: Findings) -> Policy | None:
    """Return the policy that a file holds, or None after the errors that make it unusable."""
    draft = parse_draft(text, findings)
    return None if findings.has_errors else draft


LOADERS: dict[str, Callable[[SourceFile, Findings], object]] = {
    "yaml": as_yaml,
    "json": as_json,
    "policy": parse_policy,
    "ready": partial(lambda text, findings: load_evaluator(text, "builtin", findings)),
    "contracts": parse_contracts,
    "cases": parse_cases,
    "request": read_request,
    "words": lambda text, findings: parse_words(text, (), findings),
}


@overload
def found(content: str | bytes, kind: Literal["policy"], file: str = "") -> tuple[Policy | None, list[Finding]]: ...
@overload
def found(
    content: str | bytes, kind: Literal["contracts"], file: str = ""
) -> tuple[tuple[Contract, ...], list[Finding]]: ...
@overload
def found(content: str | bytes, kind: Literal["cases"], file: str = "") -> tuple[tuple[Case, ...], list[Finding]]: ...
@overload
def found(
    content: str | bytes, kind: Literal["request"], file: str = ""
) -> tuple[tuple[str | None, Request | None], list[Finding]]: ...
@overload
def found(content: str | bytes, kind: str, file: str = "") -> tuple[object, list[Finding]]: ...
def found(content: str | bytes, kind: str, file: str = "") -> tuple[object, list[Finding]]:
    """Return what loading a text as a kind of file gives, and what it finds."""
    findings = Findings()
    loaded = LOADERS[kind](text_of(content, file), findings)
    return loaded, findings


def said(findings: Iterable[Finding]) -> list[str]:
    """Return findings as `line:column check message`, in the order found."""
    return [f"{f.mark.line}:{f.mark.column} {f.check} {f.message}" for f in findings]


@overload
def reads(content: str | bytes, kind: Literal["policy"]) -> Policy: ...
@overload
def reads(content: str | bytes, kind: Literal["contracts"]) -> tuple[Contract, ...]: ...
@overload
def reads(content: str | bytes, kind: Literal["cases"]) -> tuple[Case, ...]: ...
@overload
def reads(content: str | bytes, kind: Literal["request"]) -> tuple[str | None, Request]: ...
@overload
def reads(content: str | bytes, kind: str = "yaml") -> object: ...
def reads(content: str | bytes, kind: str = "yaml") -> object:
    """Return what a text reads as: the plain value of YAML or JSON, the record of another kind of file."""
    loaded, problems = found(content, kind)
    assert said(problems) == []
    return loaded.plain() if isinstance(loaded, Node) else loaded


def mapping_of(content: str) -> dict[str, Any]:
    """Return the mapping that a text of YAML reads as."""
    value = reads(content)
    assert isinstance(value, dict)
    return value


def node_at(root: Node | None, *path: str | int) -> Node:
    """Return the node that keys and indexes lead to."""
    node = root
    for step in path:
        assert node is not None
        if isinstance(step, str):
            node = node.get(step)
        else:
            assert isinstance(node.value, list)
            node = node.value[step]
    assert node is not None
    return node


def complains(content: str | bytes, kind: str = "yaml") -> list[str]:
    """Return what is found wrong with a text."""
    return said(found(content, kind)[1])


def policy(fragment: str) -> Policy:
    """Return the policy that a fragment of one belongs to."""
    loaded, problems = found(whole(fragment), "policy")
    assert said(problems) == []
    assert loaded is not None
    return loaded


def refuses(fragment: str) -> list[str]:
    """Return what is found wrong with a policy that begins with a fragment, which must be an error."""
    loaded, problems = found(whole(fragment), "policy")
    assert loaded is None or not problems
    return said(problems)


def helps(fragment: str) -> list[str]:
    """Return the help lines of a policy that begins with a fragment."""
    return [finding.help for finding in found(whole(fragment), "policy")[1]]
