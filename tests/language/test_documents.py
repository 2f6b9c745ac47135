"""The head of a policy, its sources, readings and tiers, and the names of everything."""

from __future__ import annotations

import hashlib

import pytest

from remit.engine.model import Clause, Reading, Source, Tier, Way

from .verbs import complains, found, helps, policy, reads, refuses, text_of, whole


def test_head_of_a_policy():
    """It is read, and the digest is that of the file's bytes."""
    text = whole("timezone: Europe/Berlin\neffective: {from: 2026-01-01}\nreview_by: 2026-12-31")
    read = reads(text, "policy")
    assert ("small", "Small support terms", "1") == (read.id, read.title, read.edition)
    assert ("Europe/Berlin", ("2026-01-01", None), "2026-12-31") == (read.timezone, read.effective, read.review_by)
    assert f"sha256:{hashlib.sha256(text.encode()).hexdigest()}" == read.digest
    bare = policy("")
    assert ("UTC", (None, None), None) == (bare.timezone, bare.effective, bare.review_by)


def test_digest_tells_files_apart_that_read_alike():
    """It is made of bytes, so a byte order mark or a CRLF counts."""
    text = whole("").encode()
    digests = {reads(raw, "policy").digest for raw in (text, b"\xef\xbb\xbf" + text, text.replace(b"\n", b"\r\n"))}
    assert 3 == len(digests)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("remit: 2", "1:1 wrong-value `remit` must be 1, not a number `2`"),
        ("remit: x", "1:1 wrong-value `remit` must be 1, not a string `x`"),
        ("policy: 5", "1:1 wrong-type `policy` must be a string, not a number"),
        ("policy: two words", "1:1 wrong-value `policy` is `two words`, not a name without spaces, dots or backticks"),
        ("policy: a.b", "1:1 wrong-value `policy` is `a.b`, not a name without spaces, dots or backticks"),
        ("title: ''", "1:1 empty `title` must not be empty"),
        ("edition: 2026", "1:1 wrong-type `edition` must be a string, not a number"),
        ("edition: 1.10", "1:1 wrong-type `edition` must be a string, not a number"),
        ("timezone: 1", "1:1 wrong-type `timezone` must be a string, not a number"),
        ("effective: {}", "1:1 empty `effective` must not be empty"),
        ("effective: 2026-01-01", "1:1 wrong-type `effective` must be a mapping, not a string"),
        ("effective: {from: 2026}", "1:13 wrong-type `from` must be a string, not a number"),
        ("effective: {from: 1.1.2026}", "1:13 wrong-value `from` is `1.1.2026`, not a date such as `2026-03-09`"),
        ("effective: {to: 2026-02-29}", "1:13 wrong-date `2026-02-29` is not a day of the calendar"),
        ("effective: {to: 0000-01-01}", "1:13 wrong-date `0000-01-01` is not a day of the calendar"),
        (
            "effective: {from: 2026-02-01, to: 2026-01-31}",
            "1:31 wrong-date `effective` ends on 2026-01-31, before it starts on 2026-02-01",
        ),
        ("review_by: 2026-11-31", "1:1 wrong-date `2026-11-31` is not a day of the calendar"),
        ("review_by: soon", "1:1 wrong-value `review_by` is `soon`, not a date such as `2026-03-09`"),
        ("comment: x", "1:1 unknown-key unknown key `comment` in the file"),
        ("services: null", "1:1 wrong-type `services` must be a mapping, not null"),
        ("readings: {r: {clause: terms.all, question: q}}", "1:12 missing-key `r` lacks the key `answer`"),
        (
            "readings: {r: {clause: terms.no, question: q, answer: a}}",
            "1:24 unknown-clause clause `terms.no` is not declared",
        ),
        ("readings: {r: {clause: [], question: q, answer: a}}", "1:16 empty `clause` must not be empty"),
        (
            "tiers: {base: {title: x, contacts: -1}, plus: {title: y}}",
            "1:26 wrong-value `contacts` must be at least 0, not -1",
        ),
        (
            "tiers: {base: {title: x, contacts: many}, plus: {title: y}}",
            "1:26 wrong-value `contacts` is `many`, not a whole number or `unlimited`",
        ),
        (
            "tiers: {base: {title: x, contacts: true}, plus: {title: y}}",
            "1:26 wrong-type `contacts` must be a whole number or `unlimited`, not a boolean",
        ),
        ("tiers: {base: {}, plus: {title: y}}", "1:9 missing-key `base` lacks the key `title`"),
        ("tiers: {}", "1:1 empty `tiers` must not be empty"),
        (
            "tiers: {two words: {title: x}}",
            "1:9 wrong-name key `two words` is not a name without spaces, dots or backticks",
        ),
        ("tiers: {'': {title: x}}", "1:9 wrong-name key `` is not a name without spaces, dots or backticks"),
        ("sources: {terms: {title: T, clauses: {all: {at: x}}}}", "1:39 missing-key `all` lacks the key `says`"),
        (
            "sources: {terms: {title: T, clauses: {all: {at: x, says: y, page: 1}}}}",
            "1:61 unknown-key unknown key `page` in `all`",
        ),
    ],
)
def test_refusal_in_the_head_and_the_documents(text, expected):
    """It has one message, at the part that is wrong."""
    assert [expected] == refuses(text)


@pytest.mark.parametrize("key", ["remit", "policy", "title", "edition", "sources", "tiers", "scope", "priorities"])
def test_required_section_that_is_not_there(key):
    """It is named, at the file's first key."""
    text = "\n".join(line for line in whole("").splitlines() if not line.startswith(f"{key}:"))
    assert f"1:1 missing-key the file lacks the key `{key}`" in complains(text, "policy")


@pytest.mark.parametrize(
    ("text", "kind"),
    [("", None), ("[]", "a list"), ("x", "a string"), ("5", "a number"), ("~", "null"), ("true", "a boolean")],
)
@pytest.mark.parametrize("loader", ["policy", "contracts", "cases", "request"])
def test_file_that_is_no_mapping(text, kind, loader):
    """It is refused as such, or as empty."""
    expected = "0:0 yaml file is empty" if kind is None else f"1:1 wrong-type the file must be a mapping, not {kind}"
    assert [expected] == complains(text, loader)


def test_key_that_is_given_twice_in_a_policy():
    """The file is not used, and nothing else is said about it."""
    assert ["2:1 duplicate-key key `title` is given twice, first on line 1"] == refuses("title: x\ntitle: y")


def test_documents():
    """They are read as their records."""
    read = policy(
        "sources: {terms: {title: T, clauses: {all: {at: a, says: b}}}, list: {title: L, "
        "clauses: {row: {at: c, says: d}}}}\n"
        "readings: {r: {clause: [terms.all, list.row], question: q, answer: a, otherwise: o}, "
        "s: {clause: readings.r, question: q, answer: a}}\n"
        "tiers: {base: {title: B}, plus: {title: P, contacts: 3, note: n, cite: readings.r}, "
        "top: {title: T, contacts: unlimited}}\n"
        "channels: {ways: {phone: {contact: '+1', note: n, cite: list.row}, email: {}}, "
        "rules: [{id: w, then: {allow: email}, cite: terms.all}]}"
    )
    assert {"terms": Source("T", {"all": Clause("a", "b")}), "list": Source("L", {"row": Clause("c", "d")})} == dict(
        read.sources
    )
    assert Reading(("terms.all", "list.row"), "q", "a", "o") == read.readings["r"]
    assert Reading(("readings.r",), "q", "a") == read.readings["s"]
    assert [Tier("B"), Tier("P", 3, "n", ("readings.r",)), Tier("T")] == list(read.tiers.values())
    assert [("phone", Way("+1", "n", ("list.row",))), ("email", Way(""))] == list(read.ways.items())


def test_source_that_is_called_readings():
    """The name is reserved."""
    text = (
        "sources: {terms: {title: T, clauses: {all: {at: a, says: b}}}, readings: {title: R, "
        "clauses: {x: {at: a, says: b}}}}"
    )
    assert ["1:64 reserved-name `readings` is reserved and cannot name a source"] == refuses(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("polcy: x", ["did you mean `policy`?"]),
        ("edition: 2026", ["quote it"]),
        ("tiers: {base: {titel: x, title: y}, plus: {title: z}}", ["did you mean `title`?"]),
        ("readings: {r: {clause: terms.al, question: q, answer: a}}", ["did you mean `terms.all`?"]),
    ],
)
def test_help(text, expected):
    """It names what is nearest, or what to do."""
    assert expected == helps(text)


def test_long_text_in_a_message():
    """It is cut, so that a message stays one line."""
    said = refuses(f"remit: {'x' * 10_000}") + refuses(f'remit: "{"x" * 20}\\n{"y" * 10_000}"')
    assert all(len(line) < 200 and "\n" not in line for line in said)


def test_escape_in_a_message():
    """Nothing in a file can reach into the terminal that shows its findings."""
    said = [
        *refuses('policy: "a\\e[31m b"'),
        *refuses('"\\e[2Jx": 1'),
        *refuses('review_by: "\\e]0;x\\a"'),
        *refuses('scope: {rules: [{id: a, then: support, cite: "\\e[2J"}]}'),
        *complains('"\\e[2Ja": 1\n"\\e[2Ja": 2'),
    ]
    assert len(said) == 5
    assert [] == [line for line in said if not line.isprintable()]


@pytest.mark.parametrize("name", ['"a\\n"', '"a\\e[31m"', '"a\\0"'])
def test_name_that_cannot_be_seen(name):
    """A line break or a control character at its end makes no name."""
    assert ["wrong-value"] == [line.split()[1] for line in refuses(f"policy: {name}")]


def test_version_in_other_words():
    """The message tells what is written from what is wanted."""
    assert ["1:1 wrong-value `remit` is `1`, not `1`"] != refuses("remit: '1'")
    assert "True" not in refuses("remit: true")[0]


def test_date_without_its_zeros():
    """One mistake is one finding."""
    assert ["1:13 wrong-value `from` is `2026-1-1`, not a date such as `2026-03-09`"] == refuses(
        "effective: {from: 2026-1-1}"
    )


def test_key_that_is_misspelled():
    """The help with a key that lacks does not advise the misspelling."""
    problems = found(whole("tiers: {base: {titel: x}, plus: {title: y}}"), "policy")[1]
    lacking = next(problem for problem in problems if problem.check == "missing-key")
    assert "did you mean `titel`?" != lacking.help


def test_text_of_a_file():
    """It is handed on with its name."""
    assert "a.yaml" == text_of("x", "a.yaml").file
