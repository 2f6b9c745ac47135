"""A request handed over by a program is decided as the same request in a file."""

from __future__ import annotations

import json
import pickle
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import remit
from remit.engine.findings import Findings
from remit.engine.language.files import REQUEST_BYTES
from remit.engine.language.nodes import read_plain
from remit.engine.language.policy_folder import Policies
from remit.engine.triage.decide_files import Triage
from remit.engine.triage.decision_json import as_record

from .requests import JUMPMIND, SYNC_STOPPED

if TYPE_CHECKING:
    from pathlib import Path

JUMPMIND_TERMS = remit.load("jumpmind")


def refused(request: Any, **keys: Any) -> list[tuple[str, str]]:
    """Return why a request is invalid: check and message of each finding."""
    with pytest.raises(remit.RequestError) as caught:
        JUMPMIND_TERMS.decide(request, **keys)
    return [(finding.check, finding.message) for finding in caught.value.findings]


@pytest.mark.parametrize("request_", JUMPMIND)
def test_decided_as_from_a_file(request_: dict[str, Any], tmp_path: Path) -> None:
    file = tmp_path / "request.json"
    file.write_text(json.dumps({"policy": "jumpmind", **request_}), "utf-8")
    from_file = Triage(Policies.at("policies"), None, "auto", remit.__version__).decide(str(file), None)
    decision = JUMPMIND_TERMS.decide(request_)
    strip_places: dict[str, Any] = {"findings": [], "request": None}
    assert {**as_record(from_file), **strip_places} == {**decision.to_dict(), **strip_places}


def test_an_instant_can_be_a_datetime() -> None:
    received = datetime(2026, 3, 6, 16, 30, tzinfo=timezone(timedelta(hours=-5)))
    decision = JUMPMIND_TERMS.decide({**SYNC_STOPPED, "received": received})
    assert decision == JUMPMIND_TERMS.decide(SYNC_STOPPED)
    assert received == decision.received


def test_deadlines_are_on_the_clock_of_the_hours_that_count() -> None:
    deadline = JUMPMIND_TERMS.decide(SYNC_STOPPED).deadlines["initial_response"]
    assert "2026-03-09T13:30:00-04:00" == (deadline.due.isoformat() if deadline.due else None)
    assert (deadline.earliest, deadline.latest) == (deadline.due, deadline.due)
    assert "2026-03-06T16:30:00-05:00" == deadline.periods[0][0].isoformat()


def test_now_stands_in_for_a_missing_receipt() -> None:
    request = {key: value for key, value in SYNC_STOPPED.items() if key != "received"}
    now = datetime(2026, 3, 6, 21, 30, 0, 999_999, tzinfo=UTC)
    assert JUMPMIND_TERMS.decide(request, now=now) == JUMPMIND_TERMS.decide(SYNC_STOPPED, now=now)
    assert [("missing-key", "the request lacks the key `received`")] == refused(request)


def test_a_clock_without_an_offset_is_refused() -> None:
    naive = datetime(2026, 3, 6, 21, 30)  # noqa: DTZ001 - that is the point
    message = "`now` is `2026-03-06T21:30:00`, which has no offset such as `+01:00`"
    assert [("wrong-instant", message)] == refused({}, now=naive)
    late = datetime(9999, 12, 31, 23, tzinfo=timezone(timedelta(hours=-12)))
    assert [("wrong-instant", "`now` is `9999-12-31T23:00:00-12:00`, which is outside 1970 to 2100")] == refused(
        {}, now=late
    )
    assert refused({**SYNC_STOPPED, "received": naive})[0][0] == "wrong-instant"


@pytest.mark.parametrize("request_", [None, [], "T-1001"])
def test_what_is_no_mapping_is_no_request(request_: Any) -> None:
    with pytest.raises(TypeError, match=f"a request is a mapping, not {type(request_).__name__}"):
        JUMPMIND_TERMS.decide(request_)


def test_another_policy_is_refused() -> None:
    assert [("unknown-policy", "policy `jams` is not known")] == refused({**SYNC_STOPPED, "policy": "jams"})


class Loss(str, Enum):  # noqa: UP042 - whatever it prints
    """A choice as programs often have them."""

    COMPLETE = "complete"


def test_values_of_other_types_that_mean_the_same() -> None:
    facts = {**SYNC_STOPPED["facts"], "service_loss": Loss.COMPLETE, "version_age_months": Fraction(3)}
    decision = JUMPMIND_TERMS.decide({**SYNC_STOPPED, "facts": facts})
    assert ("P1", 3) == (decision.priority.level, decision.facts["version_age_months"])


def looped() -> list[object]:
    """Return a list that holds itself."""
    loop: list[object] = []
    loop.append(loop)
    return loop


@pytest.mark.parametrize(
    ("value", "check", "message"),
    [
        (object(), "wrong-type", "there can be no value of type object"),
        (b"complete", "wrong-type", "there can be no value of type bytes"),
        ({1: 2}, "wrong-type", "a key must be a string, not int"),
        (float("nan"), "wrong-value", "number `nan` is not finite"),
        (10**40, "wrong-value", "number is longer than the limit of 40 characters"),
        ("\ud800", "encoding", "half of a surrogate pair is not a character"),
        (looped(), "too-deep", "nested deeper than the limit of 40"),
        ("x" * (REQUEST_BYTES + 1), "too-large", "there is more text than the limit of 256 KiB"),
        ([[]] * 200_000, "too-many-nodes", "more nodes than the limit of 200,000"),
    ],
    ids=["object", "bytes", "key", "nan", "long", "surrogate", "loop", "large", "many"],
)
def test_what_a_request_cannot_hold(value: object, check: str, message: str) -> None:
    assert [(check, message)] == refused({**SYNC_STOPPED, "facts": {"activity": value}})


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text() | st.binary(), st.lists, max_leaves=20))
def test_whatever_is_handed_over_is_decided_or_refused(value: object) -> None:
    for request in ({"body": value}, {**SYNC_STOPPED, "facts": {"activity": value, "data_loss": value}}):
        with suppress(remit.RequestError):
            assert JUMPMIND_TERMS.decide(request).status


@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers(-(10**30), 10**30)
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=30,
    )
)
def test_plain_values_stay_as_they_are(value: object) -> None:
    node = read_plain(value, findings := Findings())
    assert ([], value) == (findings, node.plain() if node else None)


@pytest.mark.parametrize("request_", JUMPMIND)
def test_a_decision_pickles_small_and_shows_the_same(request_: dict[str, Any]) -> None:
    long_text = {"subject": "s" * 10_000, "body": "b" * 10_000}
    decision = JUMPMIND_TERMS.decide({**request_, **long_text})
    pickled = pickle.dumps(decision)
    again = pickle.loads(pickled)
    # Nothing of the policy goes with it that the decision does not show.
    assert len(pickled) < len(pickle.dumps(decision.policy)) / 5
    assert decision == again
    assert (str(decision), decision.to_dict(), hash(decision)) == (str(again), again.to_dict(), hash(again))
    named = (again.policy.id, again.policy.edition, again.policy.digest)
    assert named == ("jumpmind", "1", JUMPMIND_TERMS.editions[0].digest)


def test_decisions_that_show_something_else_differ() -> None:
    decisions = {JUMPMIND_TERMS.decide(request) for request in JUMPMIND}
    assert len(decisions) == len(JUMPMIND)
    assert JUMPMIND_TERMS.decide(SYNC_STOPPED) != "T-1001"
    assert "<Decision of T-1001: decided, P1>" == repr(JUMPMIND_TERMS.decide(SYNC_STOPPED))


def test_errors_are_equal_where_they_say_the_same() -> None:
    findings = Findings()
    findings.error("a", "b", remit.Finding(remit.Severity.note, "c", "d").mark)
    one, other = remit.RequestError(findings), remit.RequestError(findings)
    assert (one, hash(one)) == (other, hash(other))
    assert one != remit.PolicyError(findings)
    assert one == pickle.loads(pickle.dumps(one))
    assert "input: error: b [a]" == str(one)
