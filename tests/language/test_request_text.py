"""A request written as YAML: as people write it, and read back as it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remit.engine.findings import Findings
from remit.engine.language.files import SourceFile
from remit.engine.language.request_files import read_request
from remit.engine.language.yaml_reader import read_yaml
from remit.engine.language.yaml_writer import WIDTH, request_as_yaml
from remit.engine.model import Stated

from .verbs import node_at

RECEIVED = "2026-03-06T16:30:00-05:00"


def test_a_request_is_written_as_people_write_it():
    request = {
        "id": "T-1",
        "received": RECEIVED,
        "policy": "jams",
        "tier": "standard",
        "facts": {"after_hours": "24x5", "users": 500, "workaround": False, "region": None},
    }
    assert request_as_yaml(request) == (
        "id: T-1\n"
        "received: 2026-03-06T16:30:00-05:00\n"
        "policy: jams\n"
        "tier: standard\n"
        "facts: {after_hours: 24x5, users: 500, workaround: false, region: null}\n"
    )


@pytest.mark.parametrize(("spare", "flows"), [(0, True), (-1, False)])
def test_facts_stand_on_one_line_as_long_as_they_fit(spare, flows):
    fits = len("facts: {component: }")
    value = "x" * (WIDTH - fits - spare)
    written = request_as_yaml({"facts": {"component": value}})
    assert (f"facts: {{component: {value}}}\n" if flows else f"facts:\n  component: {value}\n") == written


def test_no_facts_are_an_empty_mapping():
    assert "facts: {}\n" == request_as_yaml({"facts": {}})


def test_a_request_of_nothing_is_an_empty_mapping():
    assert "{}\n" == request_as_yaml({})


def test_a_text_of_several_lines_stands_as_it_is():
    written = request_as_yaml({"body": "Nothing works.\n\n  - not even this: #1\nHelp\n", "subject": "a\nb"})
    assert "body: |\n  Nothing works.\n\n    - not even this: #1\n  Help\nsubject: |-\n  a\n  b\n" == written


def test_what_would_steer_a_terminal_is_escaped():
    assert 'subject: "\\u001b[31mred\\u202e"\n' == request_as_yaml({"subject": "\x1b[31mred\u202e"})


def test_what_no_request_holds_is_refused():
    with pytest.raises(TypeError, match="a request holds no bytes"):
        request_as_yaml({"facts": {"users": b"1"}})


def read_back(written):
    findings = Findings()
    root = read_yaml(written, "request.yaml", findings)
    assert [] == findings
    return node_at(root).plain()


LOOK_LIKE_OTHERS = [
    *("no", "8:00", "24x5", "2026-01-01", RECEIVED, "2026-01-01T00:00:00Z", "true", "~", "null", "1e5", "0o17", "0x1F"),
    *(".5", ".inf", "", " ", "a: b", "a #b", "#", "- a", "*a", "&a", "!a", "|", ">", "%a", "@a", "`", "{a", "[a", ",a"),
    *("a,b", "it's", '"', "\\", "\t", "a\n", "\na", " a\nb", "a\n\n", "a\nb", "a\nb\n", "a\n b", "a\n\nb", "---\n---"),
    *(
        "...\na",
        "é",
        "日本",
        "\U0001f600",
        "\x85",
        "\u2028",
        "\ufeff",
        "\r\n",
        "a\r\nb\n",
        "<<",
        "=",
        "1_000",
        "0.0",
        "-",
    ),
]


@pytest.mark.parametrize("text", LOOK_LIKE_OTHERS)
def test_a_string_that_looks_like_something_else_stays_that_string(text):
    request = {"subject": text, "facts": {"said": text, "and": "then"}, "body": text}
    assert request == read_back(request_as_yaml(request))
    assert request == read_back(request_as_yaml(request, width=0))


texts = st.text(st.characters(exclude_categories=["Cs"])) | st.sampled_from(LOOK_LIKE_OTHERS)
names = st.text(st.characters(exclude_categories=["Cs"]), min_size=1) | st.sampled_from(LOOK_LIKE_OTHERS)
numbers = st.integers(-(10**12), 10**12) | st.floats(allow_nan=False, allow_infinity=False)
scalars = st.none() | st.booleans() | numbers | texts
requests = st.dictionaries(names, scalars | st.dictionaries(names, scalars))


@given(requests, st.sampled_from([0, WIDTH, 10_000]))
def test_what_is_written_reads_back_as_it_was(request, width):
    assert request == read_back(request_as_yaml(request, width))


@given(requests)
def test_it_reads_back_where_it_stands_indented_in_a_report(request):
    indented = "".join(f"    {line}" for line in request_as_yaml(request).splitlines(keepends=True))
    assert request == read_back(indented)


@given(requests)
def test_nothing_in_it_steers_a_terminal(request):
    assert request_as_yaml(request).replace("\n", "").isprintable()


facts = st.dictionaries(st.from_regex(r"[a-z_]{1,12}", fullmatch=True), scalars)
words = texts.filter(bool)


@given(st.fixed_dictionaries({"policy": words, "tier": words, "from": words, "subject": texts}), facts)
def test_the_reader_of_requests_reads_the_same_request(keys, stated):
    plain = {"id": "T-1", "received": RECEIVED, **keys, "facts": stated}
    written = request_as_yaml(plain)
    findings = Findings()
    _, request = read_request(SourceFile("request.yaml", written.encode(), written), findings)
    assert [] == findings
    assert request is not None
    assert (keys["policy"], keys["tier"], keys["from"]) == (request.policy, request.tier, request.sender)
    assert (keys["subject"] or None) == request.subject
    assert {name: Stated(value) for name, value in stated.items()} == {
        name: Stated(fact.value) for name, fact in request.facts.items()
    }
