"""The strict JSON reader."""

from __future__ import annotations

import pytest

from remit.engine.findings import Findings, Mark
from remit.engine.language.json_reader import read_json

from .verbs import complains, node_at, reads


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("null", None),
        ("true", True),
        ("false", False),
        ("0", 0),
        ("-0", 0),
        ("12", 12),
        ("-12", -12),
        ("1.5", 1.5),
        ("1e3", 1000.0),
        ("1E-2", 0.01),
        ("1" * 40, int("1" * 40)),
        ('""', ""),
        ('"a\\n\\u00e9\\/"', "a\né/"),
        ('"\\ud83d\\ude00"', "😀"),
        ('"😀"', "😀"),
        ("[]", []),
        ("{}", {}),
        (' [1, {"a": [null]}]\r\n', [1, {"a": [None]}]),
        ('{"": {"b": 1}}', {"": {"b": 1}}),
    ],
)
def test_value(text, value):
    """It is read as what it is."""
    read = reads(text, "json")
    assert value == read
    assert type(value) is type(read)


def test_key_and_value_know_their_places():
    """Lines and columns count from 1, in characters."""
    root = read_json('{"é": 1,\r\n "😀": "x", "b": [2]}', "f.json", Findings())
    assert Mark("f.json", 1, 2) == node_at(root).keys["é"]
    assert Mark("f.json", 2, 2) == node_at(root).keys["😀"]
    assert Mark("f.json", 2, 7) == node_at(root, "😀").mark
    assert Mark("f.json", 2, 18) == node_at(root, "b", 0).mark


@pytest.mark.parametrize(
    ("text", "place", "first"),
    [
        ('{"a": 1, "a": 2}', "1:10", 1),
        ('{"a": {"b": 1},\n "a": 2}', "2:2", 1),
        ('{\n"b": {"a": 1, "\\u0061": 2}}', "2:15", 2),
        ('["é", {"a": 1, "a": 1}]', "1:16", 1),
    ],
)
def test_key_that_is_given_twice(text, place, first):
    """The second place is the position, and the first one is named."""
    assert [f"{place} duplicate-key key `a` is given twice, first on line {first}"] == complains(text, "json")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "1:1 json file is empty"),
        ("\n ", "2:2 json file is empty"),
        ("[1, 2", "1:6 json not JSON: expected `,`"),
        ("[1 2]", "1:4 json not JSON: expected `,`"),
        ("[1}", "1:3 json not JSON: expected `,`"),
        ("[1,]", "1:4 json not JSON: `]` is not a value"),
        ("[,1]", "1:2 json not JSON: `,` is not a value"),
        ('{"a" 1}', "1:6 json not JSON: expected `:`"),
        ('{"a":', "1:6 json not JSON: the text ends where a value is expected"),
        ('{"a": 1,}', "1:9 json not JSON: expected a key in double quotes"),
        ("{a: 1}", "1:2 json not JSON: expected a key in double quotes"),
        ("{'a': 1}", "1:2 json not JSON: expected a key in double quotes"),
        ("{1: 1}", "1:2 json not JSON: expected a key in double quotes"),
        ("1 2", "1:3 json not JSON: more text follows the value"),
        ("{}\n{}", "2:1 json not JSON: more text follows the value"),
        ("01", "1:2 json not JSON: more text follows the value"),
        ("1.", "1:2 json not JSON: more text follows the value"),
        (".5", "1:1 json not JSON: `.` is not a value"),
        ("+1", "1:1 json not JSON: `+` is not a value"),
        ("-", "1:1 json not JSON: `-` is not a value"),
        ("NaN", "1:1 json not JSON: `NaN` is not a value"),
        ('{"a": NaN}', "1:7 json not JSON: `NaN` is not a value"),
        ("Infinity", "1:1 json not JSON: `Infinity` is not a value"),
        ("-Infinity", "1:1 json not JSON: `-` is not a value"),
        ("True", "1:1 json not JSON: `True` is not a value"),
        ("// x\n1", "1:1 json not JSON: `/` is not a value"),
        ("\u00a01", "1:1 json not JSON: ` ` is not a value"),
        ("[1]\x00", "1:4 json not JSON: more text follows the value"),
    ],
)
def test_text_that_is_no_json(text, expected):
    """It is refused where it stops being JSON."""
    assert [expected] == complains(text, "json")


@pytest.mark.parametrize(
    "text", ['"a', '"a\\"', '{"', '"\\', '"a\nb"', '"a\tb"', '"\x00"', '"\\x"', '"\\u12"', '"\\u 123"']
)
def test_string_that_is_not_whole(text):
    """It is refused on its line."""
    (only,) = complains(text, "json")
    assert only.startswith("1:")
    assert only.split()[1:4] == ["json", "not", "JSON:"]


@pytest.mark.parametrize("text", ['"\\ud800"', '"\\udc00"', '"\\ude00\\ud83d"', '"\\ud83dx"', '{"\\ud83d": 1}'])
def test_half_of_a_surrogate_pair(text):
    """It is refused, because it is no character that could be printed."""
    (only,) = complains(text, "json")
    assert "json not JSON: half of a surrogate pair is not a character" == only.partition(" ")[2]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1e999", "number `1e999` is not finite"),
        ("-1e999", "number `-1e999` is not finite"),
        ("1" * 41, "number of 41 characters is longer than the limit of 40"),
        ("0." + "1" * 39, "number of 41 characters is longer than the limit of 40"),
        ("9" * 1_000_000, "number of 1000000 characters is longer than the limit of 40"),
        ("0.1000000000000000055", "number `0.1000000000000000055` cannot be kept exactly"),
    ],
)
def test_number_that_is_too_long_too_large_or_too_precise(text, message):
    """It is refused before anybody converts it."""
    (only,) = complains(text, "json")
    assert f"json {message}" == only.partition(" ")[2]


@pytest.mark.parametrize("text", ['{"a": 1e999}', f'{{"a": {"1" * 41}}}', '{"a": "xy\\ud800z"}'])
def test_place_of_a_value_that_is_refused(text):
    """It is where the value starts, as in YAML."""
    assert ["1:7"] == [line.split()[0] for line in complains(text, "json")]


def test_byte_order_mark():
    """It is not part of the text."""
    assert {"a": 1} == reads(b'\xef\xbb\xbf{"a": 1}', "json")
