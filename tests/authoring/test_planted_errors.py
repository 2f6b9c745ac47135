"""Errors planted in copies of the shipped policies: each makes one of their cases fail."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import pytest

from remit.engine.authoring.cases.run_cases import run_case
from remit.engine.findings import Findings
from remit.engine.language.files import POLICY_BYTES, decode, read_text
from remit.engine.language.request_files import parse_cases
from remit.engine.triage.policy_store import PolicyStore

from .verbs import POLICIES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from remit.engine.model.cases import Case

TEXTS = {name: (POLICIES / f"{name}.yaml").read_text("utf-8") for name in ("jumpmind", "jams")}
NUMBERED = re.compile(r"[0-9]+ |on line [0-9]+")
SPAN = re.compile(r"(?<=[:{ ])([0-9]+)( (?:business )?(?:hour|day)s?)(?=[,}\n])")


def spans(text: str) -> Iterator[tuple[str, str]]:
    """Yield the policy with each span of its promises one unit longer, and a name for the change."""
    start, end = text.index("\npromises:"), text.index("\nservices:")
    for found in SPAN.finditer(text, start, end):
        longer = f"{text[: found.start()]}{int(found[1]) + 1}{found[2]}{text[found.end() :]}"
        line = text.count("\n", 0, found.start()) + 1
        yield f"{found[0]} on line {line} longer", longer


def lines(text: str, pattern: str, change) -> Iterator[tuple[str, str]]:
    """Yield the policy with each match of a pattern changed, and a name for the change."""
    for found in re.finditer(pattern, text):
        line = text.count("\n", 0, found.start()) + 1
        new = change(found)
        yield f"{found[0].strip()} on line {line} as {new.strip()}", text[: found.start()] + new + text[found.end() :]


def other(of: list[str]):
    """Return what changes a match's group into the next of some words."""
    following = dict(zip(of, [*of[1:], of[0]], strict=True))
    return lambda found: found[0].replace(found[1], following[found[1]])


def plants(name: str) -> Iterator[tuple[str, str]]:
    """Yield every policy with one error, and a name for it."""
    text = TEXTS[name]
    yield from spans(text)
    levels = {"jumpmind": ["P1", "P2", "P3", "P4"], "jams": ["S1", "S2", "S3", "S4"]}[name]
    # Only whole outcomes: `then: P1` beside its cite, in either style.
    yield from lines(text, rf"then: ({'|'.join(levels)})\b", other(levels))
    yield from lines(text, r"then: (support|consulting|not_covered)\b", other(["support", "consulting", "not_covered"]))
    yield from lines(text, r"then: \{require: (phone)\}", lambda _: "then: {allow: phone}")
    yield from lines(text, r"then: \{prefer: (web), allow: email\}", lambda _: "then: {allow: [web, email]}")
    yield from lines(text, r"(more_than|at_least): (\w+)", lambda found: found[0].replace(*SWAP[found[1]]))
    yield from lines(text, r"more_than: ([0-9]+)", lambda found: f"more_than: {int(found[1]) + 1}")
    yield from lines(text, r"more_than: ([0-9]+)", lambda found: f"more_than: {int(found[1]) - 1}")
    yield from lines(text, r'"(08):00-', lambda _: '"09:00-')
    yield from lines(text, r"-(1[78]):00\"", lambda found: f'-{int(found[1]) - 1}:00"')
    yield from lines(text, r"presume: (true|false)", other(["true", "false"]))


SWAP = {"more_than": ("more_than", "at_least"), "at_least": ("at_least", "more_than")}
EACH = 2
"""Of the errors of one kind in one policy, so many are planted, spread over the file."""


def planted() -> Iterator[tuple[str, str, str]]:
    """Yield policy, change and text of a few errors of each kind."""
    for name in TEXTS:
        kinds: dict[str, list[tuple[str, str]]] = {}
        for change, text in plants(name):
            kinds.setdefault(NUMBERED.sub("", change), []).append((change, text))
        for found in kinds.values():
            for change, text in found[:: max(1, len(found) // EACH)][:EACH]:
                yield name, change, text


@cache
def cases(name: str) -> tuple[Case, ...]:
    """Return the shipped cases of a policy."""
    findings = Findings()
    text = read_text(str(POLICIES / f"{name}.cases.yaml"), POLICY_BYTES, findings)
    assert text is not None
    return parse_cases(text, findings)


def passes(name: str, text: str) -> bool:
    """Tell whether every case of a policy passes by a text of it; the first that does not settles it."""
    findings = Findings()
    policy = decode(f"{name}.yaml", text.encode(), POLICY_BYTES, findings)
    assert policy is not None
    store = PolicyStore([policy], "builtin")
    return all(run_case(case, store, (), "0.1.0", findings).passed for case in cases(name))


PLANTED = list(planted())


def test_there_are_errors_of_each_kind_in_both_policies():
    for name, level in (("jumpmind", "P1"), ("jams", "S1")):
        changes = " ".join(change for policy, change, _ in PLANTED if policy == name)
        for kind in ("longer", f"then: {level}", "require: phone", ":00-", "presume", "then: consulting"):
            assert kind in changes


@pytest.mark.parametrize("name", TEXTS)
def test_the_policy_as_it_is_passes(name):
    assert passes(name, TEXTS[name])


@pytest.mark.parametrize(
    ("name", "text"),
    [(name, text) for name, _, text in PLANTED],
    ids=[f"{name}: {change}" for name, change, _ in PLANTED],
)
def test_a_case_fails(name, text):
    assert text != TEXTS[name]
    assert not passes(name, text)
