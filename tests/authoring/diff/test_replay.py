"""Histories replayed: which decisions change, which requests are refused, and where they stand."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from remit.engine import Policies
from remit.engine.authoring.diff import alike_requests, diff_paths
from remit.engine.authoring.diff import replay as replay_module
from remit.engine.authoring.diff.diff_document import as_text
from remit.engine.authoring.diff.diff_json import as_record
from remit.engine.authoring.diff.replay import MOVED
from remit.engine.triage.decide import decide

from ..verbs import ACME, edited
from .verbs import DAY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from remit.engine.authoring.diff import DiffResult
    from remit.engine.authoring.diff.replay import Replay
    from remit.engine.triage.decision import Decision, Invalid

# The new edition answers Basic later at P1, phones at no level, leaves questions to consulting, and asks for the users.
NEW = edited(
    ('edition: "2026"', 'edition: "2027"'),
    ("effective: {from: 2026-01-01}", "effective: {from: 2027-01-01}"),
    ("basic: {P1: 8 business hours", "basic: {P1: 10 business hours"),
    ("then: {require: phone}", "then: {allow: phone}"),
    ("when: {activity: [fault, question]}", "when: {activity: fault}"),
    ("when: {activity: custom_work}", "when: {activity: [custom_work, question]}"),
    (", presume: 1}", "}"),
    ("\nhours:", "\n  colour: {type: text, optional: true}\n\nhours:"),
)
DOWN = {"activity": "fault", "environment": "production", "outage": "complete", "users": 3}
ASKED = {"activity": "question", "environment": "production", "outage": "none", "users": 3}
HURT = {"activity": "fault", "environment": "production", "outage": "partial"}


def request(name: str, facts: Mapping[str, object] | None = None, **keys: object) -> dict[str, object]:
    """Return a request of Basic, received on a Tuesday before either edition was written."""
    plain = {"id": name, "received": "2025-03-11T10:00:00+01:00", "policy": "acme", "tier": "basic"}
    return {**plain, **keys, **({"facts": facts} if facts else {})}


def compared(folder: Path, *requests: object, name: str = "history.jsonl", contracts: str | None = None) -> DiffResult:
    """Return how requests come out that are kept one a line, or whatever text is given."""
    (folder / "old.yaml").write_text(ACME, "utf-8")
    (folder / "new.yaml").write_text(NEW, "utf-8")
    lines = [line if isinstance(line, str) else json.dumps(line) for line in requests]
    (folder / name).write_text("\n".join(lines), "utf-8")
    paths = [str(folder / file) for file in ("old.yaml", "new.yaml", name)]
    policies = Policies(str(folder), is_named=True)
    return diff_paths(paths[0], paths[1], policies, DAY, requests=[paths[2]], contracts=contracts)


def replayed(folder: Path, *requests: object, name: str = "history.jsonl", contracts: str | None = None) -> Replay:
    result = compared(folder, *requests, name=name, contracts=contracts)
    assert () == result.findings
    assert result.changes is not None
    assert result.changes.replay is not None
    return result.changes.replay


def told(replay: Replay) -> list[tuple[str | None, int, list[tuple[object, ...]]]]:
    """Return the requests that are decided otherwise, with line and differences."""
    return [
        (request.request, request.mark.line, [(d.what, d.before, d.after, d.seconds) for d in request.differences])
        for request in replay.changed
    ]


def test_decisions_that_change_and_those_that_do_not(tmp_path: Path) -> None:
    replay = replayed(
        tmp_path,
        request("same", {**DOWN, "outage": "none"}, tier="gold"),
        request("later", DOWN),
        "",
        request("scope", ASKED),
        request("asked", HURT),
    )
    moved = ("2025-03-12T10:00:00+01:00", "2025-03-12T12:00:00+01:00", 7200)
    open_ = "open: 2025-03-12T12:00:00+01:00 to 2025-03-13T10:00:00+01:00"
    assert [
        ("later", 2, [("required", "phone", None, None), ("due initial_response", *moved)]),
        ("scope", 4, [("scope", "support", "consulting", None)]),
        (
            "asked",
            5,
            [
                ("status", "decided", "needs_facts", None),
                ("priority", "P2", ("P1", "P2"), None),
                ("allowed", ("email",), (), None),
                ("missing", (), ("users",), None),
                ("due initial_response", "2025-03-13T10:00:00+01:00", open_, None),
            ],
        ),
    ] == told(replay)
    assert (4, 1, 0, 0) == (replay.requests, replay.alike, replay.other_policies, len(replay.refused))


def test_open_deadlines_are_counted_together(tmp_path: Path) -> None:
    """However many instants they could fall due at: what they have in common is that they are open."""
    days = [request(str(day), {**DOWN, "outage": None}, received=f"2025-03-{day}T09:00:00Z") for day in (10, 11, 12)]
    asked = [request(f"asked {day}", HURT, received=f"2025-03-{day}T09:00:00Z") for day in (10, 11)]
    counts = replayed(tmp_path, *days, *asked).counts
    due = {key: number for key, number in counts.items() if key[0] == "due initial_response"}
    assert {("due initial_response", MOVED, "open differently"): 3, ("due initial_response", "known", "open"): 2} == due


def test_neither_effective_range_nor_pinned_edition_counts(tmp_path: Path) -> None:
    contracts = tmp_path / "contracts.yaml"
    contracts.write_text(
        'contracts: [{id: c, customer: C, policy: acme, tier: basic, edition: "2026", domains: [c.example]}]', "utf-8"
    )
    asked = request("pinned", ASKED, **{"from": "a@c.example"})
    asked = {key: value for key, value in asked.items() if key not in ("policy", "tier")}
    replay = replayed(tmp_path, asked, contracts=str(contracts))
    assert [("pinned", 1, [("scope", "support", "consulting", None)])] == told(replay)


def test_requests_that_are_refused_are_told_with_the_reason_and_the_line(tmp_path: Path) -> None:
    replay = replayed(
        tmp_path,
        request("fine", ASKED),
        request("new alone", {**DOWN, "colour": "red"}),
        request("tier", tier="top"),
        request("no offset", received="2025-03-11T10:00:00"),
        "no json",
        '{"id": "twice", "id": "twice"}',
        '["a list"]',
        request("elsewhere", policy="other"),
    )
    place = str(tmp_path / "history.jsonl")
    assert [
        ("new alone", 2, "old", [(place, 2, "fact `colour` is not declared by policy `acme`")]),
        ("tier", 3, "both", [(place, 3, "tier `top` is not declared by policy `acme`")]),
        (
            "no offset",
            4,
            "both",
            [(place, 4, "`received` is `2025-03-11T10:00:00`, which has no offset such as `+01:00`")],
        ),
        (None, 5, "both", [(place, 5, "not JSON: `no` is not a value")]),
        (None, 6, "both", [(place, 6, "key `id` is given twice, first on line 1")]),
        (None, 7, "both", [(place, 7, "the file must be a mapping, not a list")]),
    ] == [
        (
            refused.request,
            refused.mark.line,
            refused.by,
            [(f.mark.file, f.mark.line, f.message) for f in refused.findings],
        )
        for refused in replay.refused
    ]
    assert (8, 0, 1) == (replay.requests, replay.alike, replay.other_policies)


HISTORY = """\
# what came in on one day
- id: first
  received: 2025-03-11T10:00:00+01:00
  policy: acme
  tier: basic
  facts: {activity: question, environment: production, outage: none, users: 3}
- {id: second, received: 2025-03-11T10:00:00, policy: acme, tier: basic}
"""


def test_a_list_in_yaml(tmp_path: Path) -> None:
    replay = replayed(tmp_path, HISTORY, name="history.yaml")
    assert [("first", 2, [("scope", "support", "consulting", None)])] == told(replay)
    assert [("second", 7, 26)] == [(r.request, r.mark.line, r.findings[0].mark.column) for r in replay.refused]


@pytest.mark.parametrize("name", ["one.yaml", "one.json"])
def test_one_request_alone(tmp_path: Path, name: str) -> None:
    replay = replayed(tmp_path, request("alone", ASKED), name=name)
    assert [("alone", 1, [("scope", "support", "consulting", None)])] == told(replay)


def test_a_list_in_json(tmp_path: Path) -> None:
    replay = replayed(tmp_path, json.dumps([request("a", ASKED), request("b", ASKED)]), name="history.json")
    assert ["a", "b"] == [changed.request for changed in replay.changed]


def test_a_history_that_is_not_there_is_a_finding(tmp_path: Path) -> None:
    result = diff_paths(
        "jumpmind", "jumpmind", Policies("policies", is_named=False), DAY, requests=[str(tmp_path / "none.jsonl")]
    )
    assert result.is_unusable
    assert [("unreadable", "no such file")] == [(finding.check, finding.message) for finding in result.findings]


def test_a_line_that_is_too_long(tmp_path: Path) -> None:
    replay = replayed(tmp_path, request("long", body="x" * 256 * 1024))
    assert ["line is larger than the limit of 256 KiB"] == [f.message for f in replay.refused[0].findings]


def test_how_a_history_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # the folder's own name may be too long for the line
    result = compared(Path(), request("later", DOWN), request("scope", ASKED), request("worse", tier="top"))
    assert result.changes is not None
    text = as_text(result.changes).partition("Replayed requests")[2]
    assert (
        """ ──────────────────────────────────────────────────────────────

  3 requests, decided by each edition as if it were in force: 0 unchanged, 2
  changed, 1 refused

  1           required: phone → none
  1           due initial response later
  1           scope: support → consulting

  history.jsonl:1:1
    request later
    required: phone → none
    due initial response: 2025-03-12T10:00:00+01:00 → 2025-03-12T12:00:00+01:00
    (2 h later)

  history.jsonl:2:1
    request scope
    scope: support → consulting

  history.jsonl:3:1
    request worse is refused by both editions
    tier `top` is not declared by policy `acme`
"""
        == text
    )


def test_a_long_history_lists_the_first_fifty(tmp_path: Path) -> None:
    result = compared(tmp_path, *(request(f"r-{n}", ASKED) for n in range(60)))
    assert result.changes is not None
    text = as_text(result.changes)
    assert (50, True) == (
        text.count("request r-"),
        text.endswith("\n\n  and 10 more changed; the JSON form lists all\n"),
    )
    record = as_record(result.changes)["replay"]
    assert isinstance(record, dict)
    assert 60 == len(record["changed"])


def test_a_history_in_markdown(tmp_path: Path) -> None:
    result = compared(tmp_path, request("later", DOWN), request("<b>", ASKED), request("worse", tier="top"))
    markdown = result.render("markdown").partition("### Replayed requests")[2].replace(f"{tmp_path}/", "")
    assert (
        """

3 requests, decided by each edition as if it were in force: 0 unchanged, 2 changed, 1 refused.

| requests | what |
| ---: | --- |
| 1 | required: phone → none |
| 1 | due initial response later |
| 1 | scope: support → consulting |

<details><summary>changed decisions</summary>

- history.jsonl:1:1; request later; required: phone → none; due initial response: 2025-03-12T10:00:00+01:00 → \
2025-03-12T12:00:00+01:00 (2 h later)
- history.jsonl:2:1; request \\<b\\>; scope: support → consulting

</details>

<details><summary>refused requests</summary>

- history.jsonl:3:1; request worse is refused by both editions; tier \\`top\\` is not declared by policy \\`acme\\`

</details>
"""
        == markdown
    )


def test_a_history_as_json(tmp_path: Path) -> None:
    result = compared(tmp_path, request("later", DOWN), request("worse", tier="top"), request("else", policy="other"))
    assert result.changes is not None
    file = str(tmp_path / "history.jsonl")
    replay = as_record(result.changes)["replay"]
    assert isinstance(replay, dict)
    (finding,) = replay["refused"][0].pop("findings")
    assert ("unknown-tier", 2) == (finding["check"], finding["line"])
    assert {
        "requests": 3,
        "alike": 0,
        "of_other_policies": 1,
        "changed": [
            {
                "id": "later",
                "file": file,
                "line": 1,
                "differences": [
                    {"what": "required", "before": "phone", "after": None},
                    {
                        "what": "due initial_response",
                        "before": "2025-03-12T10:00:00+01:00",
                        "after": "2025-03-12T12:00:00+01:00",
                        "seconds": 7200,
                    },
                ],
            }
        ],
        "refused": [{"id": "worse", "file": file, "line": 2, "by": "both"}],
    } == replay


def test_an_open_channel_is_told_by_the_ways_that_could_be_required(tmp_path: Path) -> None:
    (tmp_path / "open.yaml").write_text(edited((", presume: 1}", "}"), ('edition: "2026"', 'edition: "2"')), "utf-8")
    (tmp_path / "old.yaml").write_text(ACME, "utf-8")
    (tmp_path / "one.json").write_text(json.dumps([request("a", HURT), request("b", policy="other")]), "utf-8")
    old, new, history = (str(tmp_path / name) for name in ("old.yaml", "open.yaml", "one.json"))
    result = diff_paths(old, new, Policies(str(tmp_path), is_named=True), DAY, requests=[history])
    assert result.changes is not None
    assert result.changes.replay is not None
    assert ("required", None, ("phone", "none"), None) in told(result.changes.replay)[0][2]
    text = result.render("text")
    assert "required: none → phone or none" in text
    assert "2 requests, decided by each edition as if it were in force: 0" in text
    assert "1 of other policies" in text


@pytest.mark.parametrize("is_installed", [True, False])
def test_many_requests_are_decided_as_tables_and_come_out_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_installed: bool
) -> None:
    """Without numpy and pyarrow each is decided by itself, as few are."""
    alike = {**DOWN, "outage": "none"}
    facts = [None, DOWN, ASKED, HURT, {"activity": "fault"}, {**DOWN, "users": None}, {"activity": "nothing"}, alike]
    ways: list[dict[str, object]] = [{}, {"channel": "phone"}, {"channel": ["web", "phone"]}]
    more: list[dict[str, object]] = [*ways, {"claimed_priority": "P1"}, {"policy": "else"}]
    drawn = [
        request(f"T-{n}", facts[n % len(facts)], **{"tier": ("basic", "gold")[n % 2], **keys})
        for n, keys in enumerate(more * len(facts))
    ]
    drawn.append(request("T-event", DOWN, last_update="2025-03-11T12:00:00+01:00"))
    expected = replayed(tmp_path, *drawn)
    singly, decided = [0], decide

    def counted(*of: Any) -> Decision | Invalid:
        singly[0] += 1
        return decided(*of)

    monkeypatch.setattr(alike_requests, "ENOUGH", 1)
    monkeypatch.setattr(replay_module, "decide", counted)
    if not is_installed:
        monkeypatch.setitem(sys.modules, "remit.engine.bulk.table_decider", None)
        monkeypatch.setattr(alike_requests, "_PACKAGES", ("numpy", "pyarrow", "remit.engine.bulk.table_decider"))
    assert expected == replayed(tmp_path, *drawn)
    assert expected.alike
    assert (2 * len(drawn) - (2 * expected.alike if is_installed else 0)) == singly[0]
