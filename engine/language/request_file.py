"""A request as written, in YAML or JSON, read into a record."""

import re

from ..findings import Findings
from ..model import Request
from .fact_values import short_text, stated_facts
from .files import SourceFile
from .json_reader import read_json
from .nodes import Node
from .schema import check_shape
from .time_notation import NotAnInstant, parse_instant
from .yaml_reader import read_yaml

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
    if text.file.endswith(".json"):
        return read_json(text.text, text.file, findings)
    if text.file != "<stdin>" or not _LIKE_JSON.match(text.text):
        return read_yaml(text.text, text.file, findings)
    # What looks like JSON is read as JSON, else as YAML; where it is neither, JSON's finding counts.
    as_json, as_yaml = Findings(), Findings()
    root = read_json(text.text, text.file, as_json)
    flow = read_yaml(text.text, text.file, as_yaml) if root is None else None
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
            findings.error("missing-key", "the request lacks the key `received`", root.mark)
    # What a request lacks may stand in what could not be read.
    unread = dict.fromkeys(("contract", "policy", "tier"), root.mark) if root.is_partial else {}
    return Request(
        id=_id(root),
        received=received or 0,
        policy=root.text("policy") or None,
        tier=root.text("tier") or None,
        contract=root.text("contract") or None,
        channel=root.text("channel") or None,
        sender=root.text("from") or None,
        claimed_priority=root.text("claimed_priority") or None,
        last_update=instant_at("last_update", root.get("last_update"), findings),
        subject=root.text("subject") or None,
        body=root.text("body") or None,
        facts=stated_facts(root),
        mark=root.mark,
        marks=unread | root.keys | {f"facts.{name}": mark for name, _, mark in root.section("facts").entries()},
        is_dated=received is not None,
    )


def instant_at(name: str, node: Node | None, findings: Findings) -> int | None:
    """Return the instant that a node writes, None after the finding that it writes none; the schema refuses others."""
    if node is None or not isinstance(node.value, str) or not node.value:
        return None
    try:
        return parse_instant(node.value)
    except NotAnInstant as problem:
        findings.error("wrong-instant", f"`{name}` is `{short_text(node.value)}`, which {problem}", node.mark)
        return None
