"""The strict YAML reader: what it reads as what, and what it refuses where."""

from __future__ import annotations

import pytest

from remit.engine.findings import Findings, Mark
from remit.engine.language.yaml_reader import read_yaml

from .verbs import complains, mapping_of, node_at, reads


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("true", True),
        ("True", True),
        ("TRUE", True),
        ("false", False),
        ("False", False),
        ("FALSE", False),
        ("null", None),
        ("Null", None),
        ("NULL", None),
        ("~", None),
        ("", None),
        ("0", 0),
        ("12", 12),
        ("-12", -12),
        ("+12", 12),
        ("007", 7),
        ("0o17", 15),
        ("0x1F", 31),
        ("0xff", 255),
        ("1.5", 1.5),
        ("-1.5", -1.5),
        (".5", 0.5),
        ("-.5", -0.5),
        ("1.", 1.0),
        ("1e3", 1000.0),
        ("1E-3", 0.001),
        ("1.5e+3", 1500.0),
        ("9" * 40, int("9" * 40)),
    ],
)
def test_scalar_of_the_core_schema(written, value):
    """It is of the type that YAML 1.2 gives it."""
    read = reads(f"a: {written}")
    assert {"a": value} == read
    assert type(value) is type(read["a"])


@pytest.mark.parametrize(
    "written",
    [
        *("yes", "no", "on", "off", "Yes", "NO", "y", "n", "tRue", "nUll", "none", "None", "nil"),
        *("8:00", "12:30:45", "1_000", "0b11", "0o8", "0x", "0xG", "-0x1F", "+0o7", "1e", "1.2.3", "1,5"),
        *("2026-01-01", "2026-01-01T00:00:00Z", "2026-01-01 00:00:00", ".", "...x", "+", "-x", "=", "<", "+.nan"),
        *("٣", "\uff11\uff12", "½", "é"),
    ],
)
def test_scalar_that_other_readers_convert(written):
    """It stays the string that it is."""
    assert {"a": written} == reads(f"a: {written}")


@pytest.mark.parametrize("written", ["'1'", '"1"', "|\n  1", ">\n  1"])
def test_number_in_quotes_or_in_a_block(written):
    """It is a string."""
    assert "1" == mapping_of(f"a: {written}")["a"].strip()


def test_empty_string_in_quotes():
    """It is a string and not null."""
    assert {"a": "", "b": ""} == reads("a: ''\nb: \"\"")


@pytest.mark.parametrize("written", [".inf", "-.inf", "+.INF", ".Inf", ".nan", ".NaN", ".NAN", "1e999", "-1e999"])
def test_number_that_is_not_finite(written):
    """It is refused as such."""
    assert [f"1:4 yaml number `{written}` is not finite"] == complains(f"a: {written}")


@pytest.mark.parametrize("written", ["9" * 41, "-" + "9" * 40, "0." + "1" * 39, "0x" + "f" * 39, "9" * 100_000])
def test_number_that_is_too_long(written):
    """It is refused before anybody converts it."""
    expected = f"1:4 yaml number of {len(written)} characters is longer than the limit of 40"
    assert [expected] == complains(f"a: {written}")


def test_nested_values_keep_their_order():
    """Mappings and lists nest, in block and in flow style."""
    read = mapping_of("b:\n  - {y: 1, x: [2, ~]}\n  - z\na: true\n")
    assert {"b": [{"y": 1, "x": [2, None]}, "z"], "a": True} == read
    assert ["b", "a"] == list(read)


def test_value_and_key_know_their_places():
    """Lines and columns count from 1, for keys as well as for values."""
    root = node_at(read_yaml("a: 1\nb:\n  - c:  x\n", "f.yaml", Findings()))
    item = node_at(root, "b", 0)
    assert Mark("f.yaml", 2, 1) == root.keys["b"]
    assert Mark("f.yaml", 3, 3) == node_at(root, "b").mark
    assert Mark("f.yaml", 3, 5) == item.mark
    assert Mark("f.yaml", 3, 5) == item.keys["c"]
    assert Mark("f.yaml", 3, 9) == node_at(item, "c").mark


def test_place_after_text_that_is_not_ascii():
    """Columns count characters, not bytes."""
    assert ["1:8 duplicate-key key `é` is given twice, first on line 1"] == complains("{é: 1, é: 2}")
    assert ["1:10 duplicate-key key `😀` is given twice, first on line 1"] == complains("{'😀': 1, '😀': 2}")
    assert ["2:7 yaml tag `!x` is not allowed"] == complains("é: 😀\n'😀é': !x 1")


def test_control_character_after_text_that_is_not_ascii():
    """Its place counts characters as well."""
    assert ["2:4 yaml not YAML: a control character is not allowed"] == complains("a: 😀é\n'😀é\x07': 1")


def test_lines_that_end_in_crlf():
    """They count once, and the end is no part of a value."""
    assert {"a": "x", "b": ["y"]} == reads("a: x\r\nb:\r\n- y\r\n")
    assert ["2:1 duplicate-key key `a` is given twice, first on line 1"] == complains("a: 1\r\na: 2\r\n")


def test_byte_order_mark():
    """It is not part of the first key, nor of its place."""
    assert {"a": 1} == reads(b"\xef\xbb\xbfa: 1")
    assert ["1:5 duplicate-key key `a` is given twice, first on line 1"] == complains(b"\xef\xbb\xbf{a, a}")


@pytest.mark.parametrize(
    ("text", "place", "first"),
    [
        ("a: 1\na: 2", "2:1", 1),
        ("a: 1\nb: 2\n\na: 3", "4:1", 1),
        ("b:\n  a: 1\n  a: 2", "3:3", 2),
        ("{a: 1, b: 2, a: 3}", "1:14", 1),
        ("- {a: 1,\n   a: 2}", "2:4", 1),
        ("a: 1\n'a': 2", "2:1", 1),
        ('a: 1\n"\\x61": 2', "2:1", 1),
        ("? a\n: 1\n? a\n: 2", "3:3", 1),
        ("&k a: 1\n*k : 2", "2:1", 1),
    ],
)
def test_key_that_is_given_twice(text, place, first):
    """The second place is the position, and the first one is named."""
    assert [f"{place} duplicate-key key `a` is given twice, first on line {first}"] == complains(text)


def test_every_repetition_of_a_key():
    """Each is a finding."""
    expected = [f"{line}:1 duplicate-key key `a` is given twice, first on line 1" for line in (2, 3)]
    assert expected == complains("a: 1\na: 2\na: 3")


@pytest.mark.parametrize(
    ("key", "kind"), [("1", "a number"), ("1.5", "a number"), ("true", "a boolean"), ("~", "null")]
)
def test_key_that_is_no_string(key, kind):
    """It is refused, and may be quoted."""
    assert [f"1:1 yaml key `{key}` is {kind}, not a string"] == complains(f"{key}: x")
    assert {key: "x"} == reads(f"'{key}': x")


@pytest.mark.parametrize(("key", "kind"), [("[a]", "a list"), ("{a: b}", "a mapping")])
def test_key_that_is_a_collection(key, kind):
    """It is refused."""
    assert [f"1:3 yaml a key must be a string, not {kind}"] == complains(f"? {key}\n: 1")


@pytest.mark.parametrize(
    ("text", "place"),
    [("\ta: 1", "1:1"), ("a:\n\tb: 1", "2:1"), ("a:\n \tb: 1", "2:2")],
)
def test_tab_in_indentation(text, place):
    """It is named as what it is."""
    assert [f"{place} yaml a tab is not allowed in indentation"] == complains(text)


def test_tab_in_indentation_of_a_later_key():
    """It is named as what it is there too."""
    assert ["3:1 yaml a tab is not allowed in indentation"] == complains("a:\n  b: 1\n\tc: 2")


def test_tab_elsewhere():
    """It is white space, or part of a text."""
    assert {"a": "x\ty", "b": 1} == reads("a: x\ty\nb:\t1")


@pytest.mark.parametrize(
    ("text", "place", "tag"),
    [
        ("a: !!str 1", "1:4", "!!str"),
        ("a: !!python/object/apply:os.system [ls]", "1:4", "!!python/object/apply:os.system"),
        ("a: !mine x", "1:4", "!mine"),
        ("a: !<tag:x> b", "1:4", "tag:x"),
        ("a: !!set {b}", "1:4", "!!set"),
        ("!!binary aaaa", "1:1", "!!binary"),
        ("!!str a: 1", "1:1", "!!str"),
        ("a: ! b", "1:4", "!"),
    ],
)
def test_tag(text, place, tag):
    """It is refused, whatever it asks for."""
    assert [f"{place} yaml tag `{tag}` is not allowed"] == complains(text)


@pytest.mark.parametrize(
    ("text", "place"),
    [("<<: 1", "1:1"), ("a: &x {b: 1}\nc:\n  <<: *x", "3:3"), ("a: &x {b: 1}\nc: {d: 1, <<: [*x]}", "2:11")],
)
def test_merge_key(text, place):
    """It is refused."""
    assert [f"{place} yaml merge key `<<` is not allowed"] == complains(text)


def test_merge_key_in_quotes():
    """It is a key like any other."""
    assert {"<<": 1} == reads("'<<': 1")


def test_alias():
    """It stands for what its anchor marks, the latest of that name."""
    assert {"a": {"b": 1}, "c": {"b": 1}} == reads("a: &x {b: 1}\nc: *x")
    assert [1, 1, 2, 2] == reads("[&x 1, *x, &x 2, *x]")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: *x", "1:4"),
        ("a: *x\nb: &x 1", "1:4"),
        ("a: &x [*x]", "1:8"),
        ("a: &x {b: *x}", "1:11"),
        ("&x [[*x]]", "1:6"),
    ],
)
def test_alias_that_has_no_finished_anchor_before_it(text, place):
    """It is refused, also where it stands inside its own anchor."""
    assert [f"{place} yaml alias `*x` has no anchor before it"] == complains(text)


@pytest.mark.parametrize("text", ["a: 1\n---\nb: 2", "---\na: 1\n---\n", "--- x\n--- y\n---\n"])
def test_second_document(text):
    """It is refused at its first line."""
    line = 3 if text.startswith("---\n") else 2
    assert [f"{line}:1 yaml only one document is allowed in a file"] == complains(text)


@pytest.mark.parametrize("text", ["---\na: 1", "a: 1\n...\n", "%YAML 1.2\n---\na: 1\n..."])
def test_one_document_with_its_marks(text):
    """It is read."""
    assert {"a": 1} == reads(text)


@pytest.mark.parametrize("text", ["", " ", "\n\n", "# only a comment\n", b"\xef\xbb\xbf"])
def test_empty_file(text):
    """It is no file of ours."""
    assert ["0:0 yaml file is empty"] == complains(text)


@pytest.mark.parametrize(
    "character", ["\x00", "\x01", "\x07", "\x08", "\x0b", "\x0c", "\x1b", "\x7f", "\x80", "\x9f", "\ufffe"]
)
def test_control_character(character):
    """It is refused where it stands, in a comment as well."""
    assert ["2:4 yaml not YAML: a control character is not allowed"] == complains(f"a: 1\nb: {character}")
    assert ["1:3 yaml not YAML: a control character is not allowed"] == complains(f"# {character}")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: [1, 2", "2:1 yaml not YAML: did not find expected ',' or ']'"),
        ("a: 'x", "1:6 yaml not YAML: found unexpected end of stream"),
        ("a: b: c", "1:5 yaml not YAML: mapping values are not allowed in this context"),
        ("a: @x", "1:4 yaml not YAML: found character that cannot start any token"),
        ("- a\nb: 1", "2:1 yaml not YAML: did not find expected '-' indicator"),
        ('a: "\\uD800"', "1:7 yaml not YAML: found invalid Unicode character escape code"),
    ],
)
def test_text_that_is_no_yaml(text, expected):
    """The parser's own words say so, with the place."""
    assert [expected] == complains(text)


def test_several_problems_in_one_file():
    """Each is found, in the order written."""
    expected = [
        "1:4 yaml tag `!x` is not allowed",
        "2:1 duplicate-key key `a` is given twice, first on line 1",
        "3:4 yaml number `.inf` is not finite",
        "4:1 yaml merge key `<<` is not allowed",
    ]
    assert expected == complains("a: !x 1\na: 2\nc: .inf\n<<: 3")
