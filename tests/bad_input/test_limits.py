"""Limits on input: what is too much is refused with the limit's name, at once and without a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from .rows import HERE
from .test_table import findings_of

REMIT = Path(sys.executable).with_name("remit")
MEBIBYTE = 1024 * 1024
NOBODY = 65534
SECONDS = 20
"""What no input may take, on a machine that is busy with other tests."""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder to work in, which anybody may enter."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def remit(*arguments, stdin=b"", **how):
    """Run the command itself; it ends in time and without a traceback."""
    process = subprocess.run(
        [str(REMIT), *map(str, arguments)], input=stdin, capture_output=True, timeout=SECONDS, check=False, **how
    )
    said = process.stderr.decode() + process.stdout.decode()
    assert "Traceback" not in said
    return process


def check(file, content=None):
    """Return what `remit check` finds in a file, which it must refuse."""
    if content is not None:
        Path(file).write_bytes(content)
    process = remit("check", file)
    assert process.returncode == 1
    assert process.stderr.decode().endswith("file checked: 1 error\n") or "0 files checked" in process.stderr.decode()
    return findings(process.stdout)


def decide(file, content=None, stdin=b""):
    """Return what `remit decide` finds in a request, which it must refuse."""
    if content is not None:
        Path(file).write_bytes(content)
    process = remit("decide", file, stdin=stdin)
    assert process.returncode == 3
    return findings(process.stderr)


def findings(said):
    text = said.decode()
    findings_of(text)
    return text


# ── size ──────────────────────────────────────────────────────────────────────


def test_policy_of_twenty_megabytes(folder):
    content = b"remit: 1\n" + b"# all work and no play\n" * 900_000
    assert len(content) > 20_000_000
    assert check("big.yaml", content) == "big.yaml: error: file is larger than the limit of 16 MiB [too-large]\n"


def test_contracts_of_twenty_megabytes(folder):
    Path("contracts.yaml").write_bytes(b"contracts: []\n" + b"#" * 20 * MEBIBYTE)
    Path("request.yaml").write_bytes((HERE / "base/inbox/request.yaml").read_bytes())
    process = remit("decide", "request.yaml", "--contracts", "contracts.yaml")
    assert process.returncode == 3
    assert process.stderr == b"contracts.yaml: error: file is larger than the limit of 16 MiB [too-large]\n"


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
        process = subprocess.run(
            [str(REMIT), "decide", "-"], stdin=zeros, capture_output=True, timeout=SECONDS, check=False
        )
    assert process.returncode == 3
    assert process.stderr == b"<stdin>: error: file is larger than the limit of 256 KiB [too-large]\n"


def test_request_at_the_limit_of_size(folder):
    """A request of 256 KiB is decided, and one byte more is not."""
    request = (HERE / "base/inbox/request.yaml").read_bytes()
    policies = HERE / "base/policies"
    full = request + b"#" + b"x" * (256 * 1024 - len(request) - 1)
    Path("request.yaml").write_bytes(full)
    assert remit("decide", "request.yaml", "--policies", policies).returncode == 0
    Path("request.yaml").write_bytes(full + b"x")
    process = remit("decide", "request.yaml", "--policies", policies)
    assert process.returncode == 3
    assert process.stderr == b"request.yaml: error: file is larger than the limit of 256 KiB [too-large]\n"


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
    assert check("deep.yaml", content) == f"deep.yaml:1:{column}: error: {DEEP}"


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
    assert found == "wide.yaml:1:600000: error: more nodes than the limit of 200,000 [too-many-nodes]\n"


def test_number_of_a_million_digits(folder):
    found = check("number.yaml", b"remit: " + b"9" * 1_000_000)
    assert "number.yaml:1:8: error: number of 1000000 characters is longer than the limit of 40 [yaml]\n" == found
    assert decide("number.json", b'{"id": ' + b"9" * 250_000 + b"}").startswith("number.json:1:8: error: ")


# ── bytes that are no text ────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(b"policy: a\x00b\n", ":1:10: error: not YAML: a control character is not allowed [yaml]\n", id="NUL"),
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
            b"title: \xe2\x82", ":1:8: error: byte 0xe2 is not UTF-8 [encoding]\n  help: save it as UTF-8\n", id="cut short"
        ),
        pytest.param(
            b"title: \xed\xa0\x80",
            ":1:8: error: byte 0xed is not UTF-8 [encoding]\n  help: save it as UTF-8\n",
            id="a surrogate",
        ),
        pytest.param(
            b"\x89PNG\r\n\x1a\n", ":1:1: error: byte 0x89 is not UTF-8 [encoding]\n  help: save it as UTF-8\n", id="a picture"
        ),
    ],
)
def test_bytes_that_are_no_text(folder, content, expected):
    assert check("odd.yaml", content) == f"odd.yaml{expected}"
    assert decide("odd.yaml") == f"odd.yaml{expected}"
    assert decide("-", stdin=content) == f"<stdin>{expected}"


def test_nul_in_json(folder):
    assert decide("odd.json", b'{"id": "a\x00"}').startswith("odd.json:1:10: error: not JSON: ")
    assert decide("odd.json", b"\x00") .startswith("odd.json:1:1: error: not JSON: ")


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
    process = remit("check", "--strict", table, "--policies", "policies", "--contracts", "contracts.yaml")
    assert (b"", b"1 file checked: nothing found\n", 0) == (process.stdout, process.stderr, process.returncode)


def test_positions_with_line_ends_of_windows(folder):
    content = (HERE / "base/policies/acme.yaml").read_bytes().replace(b"then: P2", b"then: P9").replace(b"\n", b"\r\n")
    found = check("acme.yaml", b"\xef\xbb\xbf" + content)
    assert found == "acme.yaml:58:28: error: level `P9` is not declared [unknown-level]\n  help: known: `P1`, `P2`\n"


# ── files that are none ───────────────────────────────────────────────────────


def test_pipe_that_nobody_writes_to(folder):
    os.mkfifo("pipe.yaml")
    expected = "pipe.yaml: error: is not a regular file [unreadable]\n  help: use `-` to read standard input\n"
    started = time.monotonic()
    assert check("pipe.yaml") == expected
    assert decide("pipe.yaml") == expected
    process = remit("decide", HERE / "base/inbox/request.yaml", "--contracts", "pipe.yaml")
    assert (3, expected) == (process.returncode, process.stderr.decode())
    assert time.monotonic() - started < SECONDS


def test_pipe_in_a_folder_of_policies(folder):
    os.mkfifo("pipe.yaml")
    assert check(".").startswith("pipe.yaml: error: is not a regular file [unreadable]\n")


def test_device(folder):
    expected = "/dev/zero: error: is not a regular file [unreadable]\n  help: use `-` to read standard input\n"
    assert check("/dev/zero") == expected
    assert decide("/dev/zero") == expected


def test_folder_in_place_of_a_file(folder):
    Path("inbox.yaml").mkdir()
    assert decide("inbox.yaml") == "inbox.yaml: error: is a folder, not a file [unreadable]\n"
    process = remit("decide", HERE / "base/inbox/request.yaml", "--contracts", "inbox.yaml")
    assert (3, "inbox.yaml: error: is a folder, not a file [unreadable]\n") == (
        process.returncode,
        process.stderr.decode(),
    )


def test_folder_named_like_a_policy_in_a_folder_of_policies(folder):
    Path("policies/acme.yaml").mkdir(parents=True)
    process = remit("check", "policies")
    assert process.returncode == 1
    assert findings(process.stdout) == "policies/acme.yaml: error: is a folder, not a file [unreadable]\n"


def test_empty_folder(folder):
    Path("policies").mkdir()
    process = remit("check", "policies")
    assert process.returncode == 1
    assert findings(process.stdout) == "policies: error: folder holds no .yaml file [no-files]\n"


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


def test_name_that_is_no_text(folder):
    process = remit("decide", b"\xff.yaml".decode("utf-8", "surrogateescape"))
    assert process.returncode == 3
    assert b"no such file [unreadable]" in process.stderr


def as_nobody():
    """Give up the right of the superuser to read everything, where the tests have it."""
    if os.getuid() == 0:
        return {"user": NOBODY, "group": NOBODY, "extra_groups": []}
    return {}


@pytest.fixture
def open_folder():
    """A folder that nobody can enter too; pytest's own are closed to others."""
    import shutil
    import tempfile

    path = Path(tempfile.mkdtemp(prefix="remit-"))
    path.chmod(0o755)
    yield path
    path.chmod(0o755)
    shutil.rmtree(path)


@pytest.mark.parametrize("command", ["check", "decide", "test"])
def test_file_without_permission(open_folder, command):
    file = open_folder / "secret.yaml"
    file.write_text("remit: 1\n")
    file.chmod(0)
    process = remit(command, file, cwd=open_folder, **as_nobody())
    said = process.stdout if command == "check" else process.stderr
    assert said.decode().splitlines()[0] == f"{file}: error: no permission to read the file [unreadable]"
    assert process.returncode == (3 if command == "decide" else 1)


@pytest.mark.parametrize("command", ["check", "test"])
def test_folder_without_permission(open_folder, command):
    folder = open_folder / "policies"
    folder.mkdir()
    (folder / "acme.yaml").write_text("remit: 1\n")
    folder.chmod(0)
    process = remit(command, folder, cwd=open_folder, **as_nobody())
    folder.chmod(0o755)
    assert process.returncode == 1
    said = process.stdout if command == "check" else process.stderr
    assert "[unreadable]" in findings(said)


# ── time that grows no faster than the input ──────────────────────────────────


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
    Path("large.yaml").write_text(content)
    process = remit("check", "large.yaml")
    assert process.returncode == 1
    findings(process.stdout)
