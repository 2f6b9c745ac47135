"""Request, contract and case files, read into records; a request is written in YAML or JSON."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ..findings import Findings, Mark, any_errors
from ..model import Contract, Request, Stated
from .files import SourceFile
from .hours_section import parse_period
from .instants import instant_at
from .nodes import Node
from .request_events import parse_request_events
from .schema import check_shape
from .symbols import check_repeats, short_text, stated_facts
from .yaml_reader import read_yaml

if TYPE_CHECKING:
    from ..model.cases import Case
    from ..model.messages import MessageReading
    from .expected_clocks import Due

NOTHING_OWED = "none"
FREE_TEXT = ("subject", "body", "from")
"""Keys under which strangers write: a mark of direction, which many mail programs put there, makes nothing invalid."""
_RECEIVED_HELP = "write it as in `received: 2026-03-06T16:30:00-05:00`"
_EXPECT_HELP = "write what the decision must say, as in `priority: P1`"
_LIKE_JSON = re.compile(r'\s*\{\s*["}]')


def read_request(text: SourceFile, findings: Findings, now: int | None = None) -> tuple[str | None, Request | None]:
    """Return a request's id, as far as it can be told, and the request where it is valid.

    `now` stands in for a missing `received`.
    """
    draft = read_draft(text, findings, now)
    return draft.id if draft else None, None if findings.has_errors else draft


def read_draft(text: SourceFile, findings: Findings, now: int | None = None) -> Request | None:
    """Return a request as far as it can be read, valid or not."""
    return draft_of(_root(text, findings), findings, now)


def draft_of(root: Node | None, findings: Findings, now: int | None = None) -> Request | None:
    """Return the request that a node writes as far as it can be read, valid or not."""
    if root is None:
        return None
    check_shape(root, "request", findings)
    return parse_request(root, findings, now) if isinstance(root.value, dict) else None


def _root(text: SourceFile, findings: Findings) -> Node | None:
    is_json = text.file.endswith(".json")
    if not is_json and (text.file != "<stdin>" or not _LIKE_JSON.match(text.text)):
        return read_yaml(text.text, text.file, findings, FREE_TEXT)
    from .json_reader import read_json  # noqa: PLC0415 - start-up is felt

    if is_json:
        return read_json(text.text, text.file, findings, FREE_TEXT)
    # What looks like JSON is read as JSON, else as YAML; where it is neither, JSON's finding counts.
    as_json, as_yaml = Findings(), Findings()
    root = read_json(text.text, text.file, as_json, FREE_TEXT)
    flow = read_yaml(text.text, text.file, as_yaml, FREE_TEXT) if root is None else None
    if flow is not None and not as_yaml:
        return flow
    findings += as_json
    return root


def _id(root: Node) -> str | None:
    """Return the request's id as text."""
    number, node = root.integer("id"), root.get("id")
    if node is None or node.is_partial:
        return None
    return (root.text("id") or None) if number is None else str(number)


def parse_request(root: Node, findings: Findings, now: int | None = None) -> Request:
    """Return the request that a node writes, as far as it can be read; it is valid where there is no error."""
    received = instant_at("received", root.get("received"), findings)
    if root.get("received") is None:
        received = now
        if now is None and isinstance(root.value, dict) and not root.is_partial:
            findings.error("missing-key", "the request lacks the key `received`", root.mark, _RECEIVED_HELP)
    last_update = instant_at("last_update", root.get("last_update"), findings)
    _check_update(root, received, last_update, findings)
    channels = [str(way.value) for way in root.texts("channel") if way.value]
    # What a request lacks may stand in what could not be read.
    unread = dict.fromkeys(("contract", "policy", "tier"), root.mark) if root.is_partial else {}
    return Request(
        id=_id(root),
        received=received or 0,
        policy=root.text("policy") or None,
        tier=root.text("tier") or None,
        contract=root.text("contract") or None,
        channel=next(iter(channels), None),
        sender=root.text("from") or None,
        claimed_priority=root.text("claimed_priority") or None,
        last_update=last_update,
        subject=root.text("subject") or None,
        body=root.text("body") or None,
        facts=stated_facts(root),
        mark=root.mark,
        marks=unread
        | root.keys
        | {f"{key}.{name}": mark for key in ("facts", "confirmed") for name, _, mark in root.section(key).entries()},
        is_dated=received is not None,
        channels=tuple(channels) if isinstance(root.value_at("channel"), list) else (),
        confirmed=_confirmed(root),
        events=parse_request_events(root, received, findings),
        reading=_reading(root),
    )


def _reading(root: Node) -> "MessageReading | None":
    """Return what was read of a message for a request; None where nothing was."""
    if all(root.get(key) is None for key in ("kind", "likely", "hits", "findings", "message")):
        return None
    from .message_keys import parse_reading  # noqa: PLC0415 - start-up is felt

    return parse_reading(root)


def _confirmed(root: Node) -> dict[str, Stated]:
    """Return the facts whose presumed values a request confirms; a list confirms whatever is presumed."""
    names = (node for node in root.items("confirmed") if isinstance(node.value, str))
    listed = {str(node.value): Stated(None, mark=node.mark) for node in names}
    return listed or stated_facts(root, "confirmed")


def _check_update(root: Node, received: int | None, last_update: int | None, findings: Findings) -> None:
    """Add a finding where the customer was last updated before the request was received."""
    node = root.get("last_update")
    if node is not None and received is not None and last_update is not None and last_update < received:
        written = root.text("received")
        receipt = f"`received`, `{short_text(written)}`" if written else "the instant that stands in for `received`"
        findings.error(
            "wrong-instant",
            f"`last_update` is `{short_text(str(node.value))}`, which is before {receipt}",
            node.mark,
            "write the last update after receipt, or leave it out where there was none",
        )


def parse_contracts(text: SourceFile, findings: Findings) -> tuple[Contract, ...]:
    """Return the contracts of a file; findings say what is wrong with it."""
    return contracts_of(read_yaml(text.text, text.file, findings), findings)


def contracts_of(root: Node | None, findings: Findings, numbers: Sequence[int] = ()) -> tuple[Contract, ...]:
    """Return the contracts that a node writes; `numbers` are theirs in the file, from 0, where it has more."""
    nodes = check_shape(root, "contracts", findings, numbers).items("contracts")
    contracts = tuple(_contract(node, findings) for node in nodes)
    check_repeats("duplicate-contract", "contract ", ((c.id, c.mark) for c in contracts), findings)
    return contracts


def read_contracts(sources: Iterable[SourceFile], findings: Findings) -> tuple[Contract, ...]:
    """Return the contracts of files, compared between them."""
    contracts = tuple(contract for source in sources for contract in parse_contracts(source, findings))
    compare_files(contracts, findings)
    return contracts


def compare_files(contracts: Iterable[Contract], findings: Findings) -> None:
    """Add a finding for each contract whose id another file has given."""
    first: dict[str, Mark] = {}
    for contract in contracts:
        before = first.setdefault(contract.id, contract.mark)
        if contract.id and before.file != contract.mark.file:
            message = f"contract `{short_text(contract.id)}` is given twice, first at `{before}`"
            findings.error("duplicate-contract", message, contract.mark)


def _contract(node: Node, findings: Findings) -> Contract:
    start, end = parse_period(node, f"contract `{node.text('id')}`", findings)
    return Contract(
        id=node.text("id"),
        customer=node.text("customer"),
        policy=node.text("policy"),
        tier=node.text("tier"),
        edition=node.text("edition") or None,
        start=start,
        end=end,
        timezone=node.text("timezone") or None,
        language=node.text("language") or None,
        domains=tuple(str(item.value).lower() for item in node.items("domains")),
        contacts=tuple(dict.fromkeys(str(item.value).lower() for item in node.items("contacts"))),
        cases=tuple(str(item.value) for item in node.items("cases") if isinstance(item.value, str)),
        facts=stated_facts(node),
        mark=node.mark,
        marks=node.keys,
    )


def parse_cases(text: SourceFile, findings: Findings) -> "tuple[Case, ...]":
    """Return the cases of a file; findings say what is wrong with it."""
    nodes = check_shape(read_yaml(text.text, text.file, findings), "cases", findings).mappings("cases")
    cases = [_case(node, findings) for node in nodes]
    starts = [node.mark.line for node in nodes]
    wrong = {bisect_right(starts, f.mark.line) - 1 for f in findings if f.mark.file == text.file and any_errors([f])}
    check_repeats("duplicate-case", "case ", ((case.name, case.mark) for case in cases), findings)
    return tuple(replace(case, unsound=n in wrong) for n, case in enumerate(cases))


def _case(node: Node, findings: Findings) -> "Case":
    from ..model.cases import Case, Expected  # noqa: PLC0415 - start-up is felt

    expect, request = node.section("expect"), node.section("request")
    if node.get("expect") is not None and not expect.value and not expect.is_partial:
        findings.error(
            "expects-nothing",
            f"case `{short_text(node.text('name'))}` expects nothing",
            node.key_mark("expect"),
            _EXPECT_HELP,
        )
    wrong = Findings()
    draft = parse_request(request, wrong) if isinstance(node.value_at("request"), dict) else None
    if expect.text("status") != "invalid":
        findings += wrong
    return Case(
        name=node.text("name"),
        request=None if wrong.has_errors or request.has_gaps else draft,
        draft=draft,
        expect=tuple(
            Expected(key=key, value=_expected(key, value, findings), mark=mark) for key, value, mark in expect.entries()
        ),
        now=instant_at("now", node.get("now"), findings),
        invalid=tuple(wrong),
        mark=node.mark,
        unread_mark=node.key_mark("reviewed") if node.get("reviewed") is not None else None,
    )


def _expected(key: str, node: Node, findings: Findings) -> object:
    if key == "due":
        return _due(node, findings)
    from .expected_clocks import CLOCK_KEYS, parse_expected_clocks  # noqa: PLC0415 - start-up is felt

    return parse_expected_clocks(key, node, findings) if key in CLOCK_KEYS else node.plain()


def _due(node: Node, findings: Findings) -> "tuple[Due, ...]":
    from .expected_clocks import Due  # noqa: PLC0415 - start-up is felt

    due = []
    for promise, value, mark in node.entries():
        instant = None if value.value == NOTHING_OWED else instant_at(promise, value, findings)
        if instant is not None or value.value == NOTHING_OWED:
            due.append(Due(promise=promise, instant=instant, mark=mark))
    return tuple(due)
