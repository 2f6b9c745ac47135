"""Limits on input: what is too much is refused with the limit's name, at once and without a traceback."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner
from steps import PROPORTIONATE, growth

from remit.cli import main

from .rows import HERE
from .test_table import findings_of

REMIT = Path(sys.executable).with_name("remit")
MEBIBYTE = 1024 * 1024
NOBODY = 65534
SECONDS = 60
"""What no input may take, by far, even on a machine that is busy with other tests."""


@dataclass(frozen=True)
class Ended:
    """How a command ended, and what it said where findings are looked for."""

    exit: int
    said: str


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder to work in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def remit(*arguments, stdin=b""):
    """Run the command inside this process, where an exception would be seen as such."""
    result = CliRunner().invoke(main, [str(argument) for argument in arguments], input=stdin)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return ended(result.exit_code, arguments, result.stdout, result.stderr)


def remit_alone(*arguments, stdin=subprocess.DEVNULL, **how):
    """Run the command in a process of its own, which can neither hang nor crash the tests."""
    process = subprocess.run(
        [str(REMIT), *map(str, arguments)], stdin=stdin, capture_output=True, timeout=SECONDS, check=False, **how
    )
    stdout, stderr = (said.decode(errors="surrogateescape") for said in (process.stdout, process.stderr))
    assert "Traceback" not in stderr
    return ended(process.returncode, arguments, stdout, stderr)


def ended(exit_code, arguments, stdout, stderr):
    said = stdout if arguments[0] == "check" else stderr
    findings_of(said)
    return Ended(exit_code, said)


def check(file, content=None, run=remit):
    """Return what `remit check` finds in a file, which it must refuse."""
    if content is not None:
        Path(file).write_bytes(content)
    end = run("check", file)
    assert end.exit == 1
    return end.said


def decide(file, content=None, stdin=b"", run=remit):
    """Return what `remit decide` finds in a request, which it must refuse."""
    if content is not None:
        Path(file).write_bytes(content)
    end = run("decide", file, stdin=stdin) if file == "-" else run("decide", file)
    assert end.exit == 3
    return end.said


# ── size ──────────────────────────────────────────────────────────────────────


def test_policy_of_twenty_megabytes(folder):
    content = b"remit: 1\n" + b"# all work and no play\n" * 900_000
    assert len(content) > 20_000_000
    assert check("big.yaml", content) == "big.yaml: error: file is larger than the limit of 16 MiB [too-large]\n"


def test_contracts_of_twenty_megabytes(folder):
    Path("contracts.yaml").write_bytes(b"contracts: []\n" + b"#" * 20 * MEBIBYTE)
    Path("request.yaml").write_bytes((HERE / "base/inbox/request.yaml").read_bytes())
    expected = "contracts.yaml: error: file is larger than the limit of 16 MiB [too-large]\n"
    assert Ended(3, expected) == remit("decide", "request.yaml", "--contracts", "contracts.yaml")


def test_file_of_a_terabyte_of_nothing_costs_no_memory(folder):
    with Path("sparse.yaml").open("wb") as file:
        file.truncate(2**40)
    assert check("sparse.yaml") == "sparse.yaml: error: file is larger than the limit of 16 MiB [too-large]\n"


@pytest.mark.parametrize("file", ["request.yaml", "request.json"])
def test_request_of_twenty_megabytes(folder, file):
    found = decide(file, b'{"body": "' + b"x" * 20_000_000 + b'"}')
    assert found == f"{file}: error: file is larger than the limit of 256 KiB [too-large]\n"


def test_request_of_twenty_megabytes_on_standard_input(folder):
    found = decide("-", stdin=b"body: " + b"x" * 20_000_000)
    assert found == "<stdin>: error: file is larger than the limit of 256 KiB [too-large]\n"


def test_standard_input_without_end(folder):
    with Path("/dev/zero").open("rb") as zeros:
        end = remit_alone("decide", "-", stdin=zeros)
    assert Ended(3, "<stdin>: error: file is larger than the limit of 256 KiB [too-large]\n") == end


def test_request_at_the_limit_of_size(folder):
    """A request of 256 KiB is decided, and one byte more is not."""
    request = (HERE / "base/inbox/request.yaml").read_bytes()
    policies = HERE / "base/policies"
    full = request + b"#" + b"x" * (256 * 1024 - len(request) - 1)
    Path("request.yaml").write_bytes(full)
    assert Ended(0, "") == remit("decide", "request.yaml", "--policies", policies)
    assert decide("request.yaml", full + b"x") == (
        "request.yaml: error: file is larger than the limit of 256 KiB [too-large]\n"
    )


def test_one_line_of_fifteen_megabytes(folder):
    found = check("long.yaml", b"title: " + b"x" * 15_000_000)
    assert found.count("[missing-key]") == 7


# ── depth and number ──────────────────────────────────────────────────────────

DEEP = "nested deeper than the limit of 40 [too-deep]\n"


@pytest.mark.parametrize(
    ("content", "column"),
    [
        pytest.param(b"[" * 1_000_000, 41, id="brackets never closed"),
        pytest.param(b"[" * 500_000 + b"]" * 500_000, 41, id="brackets closed"),
        pytest.param(b"{a: " * 250_000, 161, id="mappings"),
        pytest.param(b"- " * 500_000, 81, id="dashes"),
        pytest.param(b"? " * 500_000, 81, id="question marks"),
        pytest.param(b"[{" * 500_000, 41, id="brackets and braces"),
    ],
)
def test_megabyte_of_nesting(folder, content, column):
    assert check("deep.yaml", content, remit_alone) == f"deep.yaml:1:{column}: error: {DEEP}"


@pytest.mark.parametrize("opening", [b"[", b'{"a":', b'[{"a":'])
def test_json_of_nothing_but_nesting(folder, opening):
    found = decide("deep.json", opening * (250_000 // len(opening)))
    assert found.endswith(f": error: {DEEP}")


def test_nesting_on_standard_input(folder):
    assert decide("-", stdin=b"[" * 250_000) == f"<stdin>:1:41: error: {DEEP}"
    assert decide("-", stdin=b'{"a":' * 50_000) == f"<stdin>:1:201: error: {DEEP}"


def test_indentation_deeper_than_the_limit(folder):
    lines = "".join(f"{'  ' * depth}a:\n" for depth in range(2_000))
    assert check("deep.yaml", lines.encode()) == f"deep.yaml:41:81: error: {DEEP}"


def test_bomb_of_aliases(folder):
    """Ten levels of ten aliases each would be ten thousand million nodes."""
    lines = ["a0: &a0 [" + ", ".join("x" * 10) + "]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    bomb = "\n".join(lines).encode()
    expected = ":6:{}: error: more nodes than the limit of 200,000 [too-many-nodes]\n"
    assert check("bomb.yaml", bomb) in [f"bomb.yaml{expected.format(n)}" for n in range(1, 60)]
    assert "[too-many-nodes]" in decide("bomb.yaml")
    assert "[too-many-nodes]" in decide("-", stdin=bomb)


def test_bomb_of_small_aliases(folder):
    found = check("bomb.yaml", b"a: &a {}\nb: [" + b"*a, " * 100_000 + b"]")
    assert found == "bomb.yaml:2:405: error: more aliases than the limit of 100 [too-many-aliases]\n"


def test_many_documents(folder):
    found = check("many.yaml", b"--- {}\n" * 100_000)
    assert found == "many.yaml:2:1: error: only one document is allowed in a file [yaml]\n"


def test_more_nodes_than_the_limit(folder):
    found = check("wide.yaml", b"[" + b"a, " * 1_000_000 + b"]")
    assert found == "wide.yaml:1:599999: error: more nodes than the limit of 200,000 [too-many-nodes]\n"


def test_number_of_a_million_digits(folder):
    found = check("number.yaml", b"remit: " + b"9" * 1_000_000)
    assert "number.yaml:1:8: error: number of 1000000 characters is longer than the limit of 40 [yaml]\n" in found
    assert {"missing-key", "yaml"} == set(re.findall(r" \[([a-z-]+)\]\n", found))
    found = decide("number.json", b'{"id": ' + b"9" * 250_000 + b"}")
    assert "number.json:1:8: error: number of 250000 characters is longer than the limit of 40 [json]\n" in found
    assert {"missing-key", "no-contract", "json"} == set(re.findall(r" \[([a-z-]+)\]\n", found))


# ── bytes that are no text ────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(
            b"policy: a\x00b\n", ":1:10: error: not YAML: a control character is not allowed [yaml]\n", id="NUL"
        ),
        pytest.param(b"\x00" * 1000, ":1:1: error: not YAML: a control character is not allowed [yaml]\n", id="NULs"),
        pytest.param(
            "title: é\x00".encode(),
            ":1:9: error: not YAML: a control character is not allowed [yaml]\n",
            id="NUL after an accent",
        ),
        pytest.param(
            "remit: 1".encode("utf-16"),
            ": error: file is UTF-16, not UTF-8 [encoding]\n  help: save it as UTF-8\n",
            id="UTF-16",
        ),
        pytest.param(
            b"\xfe\xff" + "remit: 1".encode("utf-16-be"),
            ": error: file is UTF-16, not UTF-8 [encoding]\n  help: save it as UTF-8\n",
            id="UTF-16, the other way round",
        ),
        pytest.param(
            "title: Müller".encode("latin-1"),
            ":1:9: error: byte 0xfc is not UTF-8 [encoding]\n  help: save it as UTF-8\n",
            id="Latin-1",
        ),
        pytest.param(
            "remit: 1\ntitle: “x”".encode("cp1252"),
            ":2:8: error: byte 0x93 is not UTF-8 [encoding]\n  help: save it as UTF-8\n",
            id="Windows-1252",
        ),
        pytest.param(
            b"title: \xe2\x82",
            ":1:8: error: byte 0xe2 is not UTF-8 [encoding]\n  help: save it as UTF-8\n",
            id="cut short",
        ),
        pytest.param(
            b"title: \xed\xa0\x80",
            ":1:8: error: byte 0xed is not UTF-8 [encoding]\n  help: save it as UTF-8\n",
            id="a surrogate",
        ),
        pytest.param(
            b"\x89PNG\r\n\x1a\n",
            ":1:1: error: byte 0x89 is not UTF-8 [encoding]\n  help: save it as UTF-8\n",
            id="a picture",
        ),
    ],
)
def test_bytes_that_are_no_text(folder, content, expected):
    assert check("odd.yaml", content) == f"odd.yaml{expected}"
    assert decide("odd.yaml") == f"odd.yaml{expected}"
    assert decide("-", stdin=content) == f"<stdin>{expected}"


def test_nul_in_json(folder):
    assert decide("odd.json", b'{"id": "a\x00"}').startswith("odd.json:1:10: error: not JSON: ")
    assert decide("odd.json", b"\x00").startswith("odd.json:1:1: error: not JSON: ")


@pytest.mark.parametrize("table", ["policies/acme.yaml", "policies/acme.cases.yaml", "contracts.yaml"])
@pytest.mark.parametrize("change", ["CRLF", "BOM", "both"])
def test_line_ends_of_windows_and_byte_order_marks_change_nothing(folder, table, change):
    for file in ("policies/acme.yaml", "policies/acme.cases.yaml", "contracts.yaml"):
        content = (HERE / "base" / file).read_bytes()
        if file == table and change != "BOM":
            content = content.replace(b"\n", b"\r\n")
        if file == table and change != "CRLF":
            content = b"\xef\xbb\xbf" + content
        Path(file).parent.mkdir(exist_ok=True)
        Path(file).write_bytes(content)
    end = remit("check", "--strict", table, "--policies", "policies", "--contracts", "contracts.yaml")
    assert Ended(0, "") == end


def test_positions_with_line_ends_of_windows(folder):
    content = (HERE / "base/policies/acme.yaml").read_bytes().replace(b"then: P2", b"then: P9").replace(b"\n", b"\r\n")
    found = check("acme.yaml", b"\xef\xbb\xbf" + content)
    assert found == "acme.yaml:58:28: error: level `P9` is not declared [unknown-level]\n  help: known: `P1`, `P2`\n"


# ── characters that would break a line, or write on a terminal ────────────────

FORGED = '"x\\nforged.yaml:1:1: error: nothing is wrong [ok]\\e[2J"'
"""A text that writes a line of its own and then clears the screen."""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("title: Acme support terms\n", f"{FORGED}: Acme support terms\n", id="an unknown key"),
        pytest.param("  gold: {title", f"  {FORGED}: {{title", id="a tier"),
        pytest.param("title: Gold, contacts", f"{FORGED}: Gold, contacts", id="an unknown key of a tier"),
        pytest.param("{mon-sun:", f"{{{FORGED}:", id="a weekday"),
        pytest.param('"00:00-24:00"', FORGED, id="an opening"),
        pytest.param("country: DE", f"country: {FORGED}", id="a country"),
        pytest.param("timezone: UTC", f"timezone: {FORGED}", id="a zone"),
        pytest.param("id: the-rest, then: P2", f"id: {FORGED}, then: {FORGED}", id="a rule and its level"),
        pytest.param("outage: complete}, then", f"outage: {FORGED}}}, then", id="a choice"),
        pytest.param("P1: 1 hour", f"P1: {FORGED}", id="a span"),
        pytest.param("day: 7 hours 30 minutes", f"day: {FORGED}", id="a business day"),
        pytest.param("cite: readings.weekend", f"cite: {FORGED}", id="a citation"),
        pytest.param("review_by: 2099-01-01", f"review_by: {FORGED}", id="a date"),
        pytest.param("type: span", f"type: {FORGED}", id="a type"),
        pytest.param("title: Acme support terms\n", f"title: !<{FORGED[1:4]}> Acme\n", id="a tag"),
    ],
)
def test_texts_that_would_break_a_line(folder, old, new):
    content = (HERE / "base/policies/acme.yaml").read_text()
    assert content.count(old) == 1
    said = check("acme.yaml", content.replace(old, new).encode())
    assert "\x1b" not in said
    assert [] == [line for line in said.splitlines() if not line.startswith(("acme.yaml:", "  help: "))]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("policy: acme", f"policy: {FORGED}", id="a policy"),
        pytest.param("tier: basic", f"tier: {FORGED}", id="a tier"),
        pytest.param("policy: acme\ntier: basic", f"contract: {FORGED}", id="a contract"),
        pytest.param("outage: complete", f"{FORGED}: complete", id="a fact"),
        pytest.param("outage: complete", f"outage: {FORGED}", id="a choice"),
        pytest.param("received: 2026", f"received: {FORGED} #", id="an instant"),
        pytest.param("subject", FORGED, id="a key"),
    ],
)
def test_texts_of_requests_that_would_break_a_line(folder, old, new):
    content = (HERE / "base/inbox/request.yaml").read_text()
    assert content.count(old) == 1
    Path("request.yaml").write_text(content.replace(old, new))
    end = remit("decide", "request.yaml", "--policies", HERE / "base/policies")
    assert end.exit == 3
    assert "\x1b" not in end.said
    assert [] == [line for line in end.said.splitlines() if not line.startswith(("request.yaml:", "  help: "))]


# ── files that are none ───────────────────────────────────────────────────────


def test_pipe_that_nobody_writes_to(folder):
    os.mkfifo("pipe.yaml")
    expected = "pipe.yaml: error: is not a regular file [unreadable]\n  help: use `-` to read standard input\n"
    assert check("pipe.yaml", run=remit_alone) == expected
    assert decide("pipe.yaml", run=remit_alone) == expected
    request = HERE / "base/inbox/request.yaml"
    assert Ended(3, expected) == remit_alone("decide", request, "--contracts", "pipe.yaml")
    assert Ended(3, expected) == remit_alone("decide", request, "--policies", "pipe.yaml")


def test_pipe_in_a_folder_of_policies(folder):
    os.mkfifo("pipe.yaml")
    assert check(".", run=remit_alone).startswith("pipe.yaml: error: is not a regular file [unreadable]\n")


def test_device(folder):
    expected = "/dev/zero: error: is not a regular file [unreadable]\n  help: use `-` to read standard input\n"
    assert check("/dev/zero") == expected
    assert decide("/dev/zero") == expected


def test_folder_in_place_of_a_file(folder):
    Path("inbox.yaml").mkdir()
    holds_none = "inbox.yaml: error: folder holds no mail (.eml, .mbox or a maildir) [no-files]\n"
    assert decide("inbox.yaml") == holds_none
    end = remit("decide", HERE / "base/inbox/request.yaml", "--contracts", "inbox.yaml")
    assert Ended(3, "inbox.yaml: error: is a folder, not a file [unreadable]\n") == end


def test_folder_named_like_a_policy_in_a_folder_of_policies(folder):
    Path("policies/acme.yaml").mkdir(parents=True)
    assert check("policies") == "policies/acme.yaml: error: is a folder, not a file [unreadable]\n"


def test_empty_folder(folder):
    Path("policies").mkdir()
    assert check("policies") == "policies: error: folder holds no .yaml file [no-files]\n"


def test_link_to_nothing_and_link_to_itself(folder):
    Path("nothing.yaml").symlink_to("nowhere")
    Path("itself.yaml").symlink_to("itself.yaml")
    assert decide("nothing.yaml") == "nothing.yaml: error: no such file [unreadable]\n"
    assert decide("itself.yaml") == (
        "itself.yaml: error: cannot be read: too many levels of symbolic links [unreadable]\n"
    )


def test_name_that_no_file_can_have(folder):
    name = "x" * 5000 + ".yaml"
    assert decide(name) == f"{name}: error: cannot be read: file name too long [unreadable]\n"


@pytest.mark.parametrize(
    "run", [["check"], ["test"], ["decide", HERE / "base/inbox/request.yaml", "--policies"]], ids=lambda run: run[0]
)
def test_name_of_a_folder_that_no_file_can_have(folder, run):
    end = remit(*run, "x" * 5000)
    assert "cannot be read: file name too long [unreadable]\n" in end.said


def test_standard_input_that_is_closed(folder):
    end = remit_alone("decide", "-", stdin=None, preexec_fn=lambda: os.close(0))
    assert (3, True) == (end.exit, end.said.startswith("<stdin>: error: "))


def test_name_that_is_no_text(folder):
    end = remit_alone("decide", b"\xff.yaml".decode("utf-8", "surrogateescape"))
    assert end.exit == 3
    assert end.said.endswith(".yaml: error: no such file [unreadable]\n")


@contextmanager
def no_superuser():
    """Give up the right to read everything, where the tests have it."""
    if os.geteuid() != 0:
        yield
        return
    os.setegid(NOBODY)
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)


@pytest.fixture
def closed():
    """A folder beside one of policies, in a place that everybody can enter; pytest's own are closed to others."""
    place = Path(tempfile.mkdtemp(prefix="remit-"))
    place.chmod(0o755)
    shutil.copytree(HERE / "base/policies", place / "policies")
    # Whatever is imported late is imported before rights are given up.
    for command in ("check", "test"):
        remit(command, place / "policies", "--policies", place / "policies")
    remit("test", place / "policies", "--policies", place / "policies", "--coverage", "--at", "2026-06-01")
    remit("decide", HERE / "base/inbox/request.yaml", "--policies", place / "policies")
    folder = place / "closed"
    folder.mkdir()
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(place)


@pytest.mark.parametrize(("command", "exit_code"), [("check", 1), ("decide", 3), ("test", 1)])
def test_file_without_permission(closed, command, exit_code):
    file = closed / "secret.cases.yaml"
    file.write_text("remit: 1\n")
    file.chmod(0)
    with no_superuser():
        end = remit(command, file, "--policies", closed.with_name("policies"))
    assert exit_code == end.exit
    assert end.said == f"{file}: error: no permission to read the file [unreadable]\n"


def test_cases_for_a_file_that_may_only_be_read(closed):
    """That its folder can be written does not make it anybody's to replace."""
    closed.chmod(0o777)
    file = closed / "more.cases.yaml"
    file.write_text("")
    file.chmod(0o444)
    run = "test", closed.with_name("policies"), "--coverage", "--at", "2026-06-01", "--write-cases", file
    with no_superuser():
        result = CliRunner().invoke(main, list(map(str, run)))
    said = f"Error: no case can be appended to `{file}`: permission denied\n"
    assert (2, "", True) == (result.exit_code, file.read_text(), result.stderr.endswith(said))


@pytest.mark.parametrize(
    ("command", "exit_code"),
    [("check", 1), ("decide", 3), ("test", 1)],
)
def test_file_in_a_folder_without_permission(closed, command, exit_code):
    file = closed / "secret.cases.yaml"
    file.write_text("remit: 1\n")
    closed.chmod(0)
    with no_superuser():
        end = remit(command, file, "--policies", closed.with_name("policies"))
    assert exit_code == end.exit
    assert end.said == f"{file}: error: no permission to read the file [unreadable]\n"


@pytest.mark.parametrize(("command", "exit_code"), [("check", 1), ("test", 1)])
def test_folder_without_permission(closed, command, exit_code):
    closed.chmod(0)
    with no_superuser():
        end = remit(command, closed, "--policies", closed.with_name("policies"))
    assert exit_code == end.exit
    assert "[unreadable]" in end.said


# ── work that grows no faster than the input ──────────────────────────────────


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("".join(f"key_{n}: x\n" for n in range(4_000)), id="unknown keys"),
        pytest.param("remit: 1\n" * 20_000, id="one key again and again"),
        pytest.param("title: |\n" + "  x\n" * 200_000, id="a long text"),
        pytest.param("title: >\n" + "\n" * 1_000_000, id="a million blank lines"),
        pytest.param("#" * 10_000_000, id="a long comment"),
        pytest.param("timezone: " + "Europe/" * 100_000, id="a long name of a zone"),
        pytest.param("title: " + " \t" * 500_000 + "x", id="blanks and tabs"),
        pytest.param("title: '" + "''" * 500_000 + "'", id="quotes"),
        pytest.param("&" + "a" * 1_000_000 + " x", id="a long anchor"),
    ],
)
def test_large_files_are_refused_in_time(folder, content):
    """The process has a time limit of its own."""
    Path("large.yaml").write_text(content)
    remit_alone("check", "large.yaml")


def policy_of(number, *edits):
    """Return the base policy with something in it so many times: `old` becomes itself and what follows."""
    text = (HERE / "base/policies/acme.yaml").read_text()
    for old, first, each, last in edits:
        assert text.count(old) == 1
        text = text.replace(old, first + "".join(each.replace("#", str(n)) for n in range(number)) + last)
    return text


@pytest.mark.parametrize(
    ("number", "edits"),
    [
        pytest.param(
            150,
            [
                ("facts:\n", "facts:\n", "  fact_#: {type: boolean}\n", ""),
                (
                    "scope:\n  rules:\n",
                    "scope:\n  rules:\n",
                    "    - {id: r#, when: {fakt_#: true}, then: support, cite: terms.faults}\n",
                    "",
                ),
            ],
            id="unknown facts",
        ),
        pytest.param(
            150,
            [
                ("      faults:", "", "      clause_#: {at: x, says: y}\n", "      faults:"),
                ("cite: readings.weekend", "cite: [", "terms.clausula_#,", "readings.weekend]"),
            ],
            id="unknown clauses",
        ),
        pytest.param(
            200,
            [
                (
                    "facts:\n",
                    "facts:\n",
                    "  f#: {type: boolean, presume: [{when: {f#0: true}, value: true}]}\n  f#0: {type: boolean}\n",
                    "",
                )
            ],
            id="presumptions",
        ),
    ],
)
def test_work_grows_no_faster_than_the_file(folder, number, edits):
    """Four times the file is about four times the work, and not sixteen times."""

    def check(times):
        Path("policy.yaml").write_text(policy_of(times, *edits))
        remit("check", "policy.yaml")

    assert growth(check, number) < PROPORTIONATE
