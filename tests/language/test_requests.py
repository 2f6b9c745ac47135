"""Request files, in YAML and in JSON."""

from __future__ import annotations

import json

import pytest

from remit.engine.findings import Findings, Mark
from remit.engine.language.request_files import read_request
from remit.engine.model import Request, Stated

from .verbs import complains, found, reads, said, text_of

AT = "2026-01-01T00:00:00Z"
INSTANT = 1_767_225_600


def test_request_with_everything():
    """It is read as its record."""
    text = (
        f"id: T-1\nreceived: {AT}\npolicy: p\ntier: t\ncontract: c\nchannel: email\nfrom: a@b.example\n"
        f"claimed_priority: P1\nlast_update: {AT}\nsubject: s\nbody: |\n  one\n  two\nfacts: "
        f"{{a: null, b: 1.5, c: true, d: x}}\n"
    )
    facts = {"a": Stated(None), "b": Stated(1.5), "c": Stated(True), "d": Stated("x")}
    expected = Request("T-1", INSTANT, "p", "t", "c", "email", "a@b.example", "P1", INSTANT, "s", "one\ntwo\n", facts)
    assert ("T-1", expected) == reads(text, "request")


def test_request_with_the_least():
    """Everything but its instant is open."""
    assert (None, Request(None, INSTANT)) == reads(f"received: {AT}", "request")


def test_same_request_in_json():
    """It is the same record, by the file's name and on standard input."""
    written = {"id": "T-1", "received": AT, "subject": "", "facts": {"a": None, "b": 1}}
    expected = Request("T-1", INSTANT, facts={"a": Stated(None), "b": Stated(1)})
    for file in ("r.json", "<stdin>", "r.yaml"):
        loaded, problems = found(json.dumps(written), "request", file)
        assert ([], ("T-1", expected)) == (said(problems), loaded)


def test_standard_input_that_only_begins_like_json():
    """It is YAML in its flow style, and complaints are YAML's."""
    assert ("1", Request("1", INSTANT)) == found(f"{{id: 1, received: {AT},}}", "request", "<stdin>")[0]
    assert ["1:9 duplicate-key key `id` is given twice, first on line 1"] == said(
        found(f"{{id: 1, id: 2, received: {AT}}}", "request", "<stdin>")[1]
    )


def test_json_with_a_mistake():
    """The complaint is JSON's, because the file says that it is JSON."""
    assert ["1:1 json not JSON: `received` is not a value"] == said(found(f"received: {AT}", "request", "r.json")[1])


@pytest.mark.parametrize(
    ("written", "read"), [("5", "5"), ("'5'", "5"), ("'0x10'", "0x10"), ("T-1", "T-1"), ("é", "é")]
)
def test_id(written, read):
    """A number or a string is text."""
    assert read == reads(f"id: {written}\nreceived: {AT}", "request")[0]


def test_id_of_a_request_that_is_refused():
    """It is known all the same, so that the answer can name it."""
    loaded, problems = found("id: T-9\nreceived: soon", "request")
    assert ("T-9", None) == loaded
    assert 1 == len(problems)


def test_id_that_is_a_decimal_without_a_fraction():
    """It is a whole number or refused; it is not left out in silence."""
    loaded, problems = found(f"id: 1.0\nreceived: {AT}", "request")
    assert problems or loaded[0] is not None


def test_instant_that_stands_in():
    """It counts where `received` is left out, and only there."""
    for written, now in (("id: a", INSTANT), (f"received: {AT}", 5)):
        _, request = read_request(text_of(written), Findings(), now)
        assert request is not None
        assert INSTANT == request.received
    findings = Findings()
    assert (None, None) == read_request(text_of("received: soon"), findings, INSTANT)
    assert 1 == len(findings)


def test_places_of_a_request():
    """Keys know theirs, and facts by their own names."""
    _, request = reads(f"received: {AT}\ntier: t\nfacts:\n  a: x\n", "request")
    assert [Mark("", 2, 1), Mark("", 4, 3), Mark("", 1, 1)] == [
        request.key_mark(key) for key in ("tier", "facts.a", "body")
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{}", "1:1 missing-key the request lacks the key `received`"),
        ("id: 1", "1:1 missing-key the request lacks the key `received`"),
        ("received: 5", "1:1 wrong-type `received` must be a string, not a number"),
        ("received: null", "1:1 wrong-type `received` must be a string, not null"),
        ("received: ''", "1:1 empty `received` must not be empty"),
        (
            "received: 2026-01-01",
            "1:11 wrong-instant `received` is `2026-01-01`, which has no offset such as `+01:00`",
        ),
        (
            "received: 12:04",
            (
                "1:11 wrong-instant `received` is `12:04`, which is not an instant with an offset "
                "such as `2026-03-06T16:30:00-05:00`"
            ),
        ),
        (
            "received: 1969-12-31T23:59:59Z",
            "1:11 wrong-instant `received` is `1969-12-31T23:59:59Z`, which is outside 1970 to 2100",
        ),
        (
            f"received: {AT}\nlast_update: 2026-01-01",
            "2:14 wrong-instant `last_update` is `2026-01-01`, which has no offset such as `+01:00`",
        ),
        (
            "received: 2026-03-06T16:30:00+01:00\nlast_update: 2026-03-06T15:29:59Z",
            (
                "2:14 wrong-instant `last_update` is `2026-03-06T15:29:59Z`, "
                "which is before `received`, `2026-03-06T16:30:00+01:00`"
            ),
        ),
        (f"received: {AT}\nid: 1.5", "2:1 wrong-type `id` must be a string or a whole number, not 1.5"),
        (f"received: {AT}\nid: true", "2:1 wrong-type `id` must be a string or a whole number, not a boolean"),
        (f"received: {AT}\nid: ''", "2:1 empty `id` must not be empty"),
        (f"received: {AT}\npolicy: ''", "2:1 empty `policy` must not be empty"),
        (f"received: {AT}\ntier: 5", "2:1 wrong-type `tier` must be a string, not a number"),
        (f"received: {AT}\nfrm: x", "2:1 unknown-key unknown key `frm` in the file"),
        (f"received: {AT}\nfacts: [a]", "2:1 wrong-type `facts` must be a mapping, not a list"),
        (
            f"received: {AT}\nfacts: {{a: [1]}}",
            "2:9 wrong-type `a` must be a string, a number, a boolean or null, not a list",
        ),
        (f"received: {AT}\nreceived: {AT}", "2:1 duplicate-key key `received` is given twice, first on line 1"),
    ],
)
def test_refusal_of_a_request(text, expected):
    """It has one message, at the part that is wrong, and no record."""
    loaded, problems = found(text, "request")
    assert [expected] == said(problems)
    assert loaded[1] is None


def test_a_last_update_at_receipt():
    """The first answer may go out in the second of receipt."""
    _, request = reads("received: 2026-03-06T16:30:00+01:00\nlast_update: 2026-03-06T15:30:00Z", "request")
    assert request.received == request.last_update


def test_text_of_a_stranger():
    """Whatever a body holds is read as it is, and nothing in it is understood."""
    body = "{{7*7}} <<: *x !!python/object \u202e \U0001f600 ' \" \\ \t"
    _, request = reads(f"received: {AT}\nbody: {json.dumps(body, ensure_ascii=False)}", "request")
    assert body == request.body


def test_request_over_and_over():
    """A long one is refused by nobody here, because its size was asked before."""
    assert not complains(f"received: {AT}\nbody: {'x' * 300_000}", "request")
