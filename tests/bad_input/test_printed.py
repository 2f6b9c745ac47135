"""What is printed, in every form: in UTF-8, and nothing that its authors wrote steers a terminal or GitHub."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from remit import engine
from remit.cli import main
from remit.commands import diff_command
from remit.engine import FORMS
from remit.engine.authoring.new_policy import new_policy
from remit.output import harmless

from .rows import HERE

ROOT = Path(__file__).parents[2]
REMIT = Path(sys.executable).with_name("remit")
REQUEST = HERE / "base/inbox/request.yaml"
POLICIES = HERE / "base/policies"
DAY = "2026-06-01"

EVIL = r"::add-mask::x \e]52;c;cHduZWQ=\a\e[31m\u202e\u2066\x9b5m\x7f\b##[add-mask]x"
"""As a double-quoted text of YAML has it: it would write to the clipboard, colour, turn round and command."""
HEAD = f'id: "{EVIL}"\nreceived: 2026-06-01T10:00:00Z\nchannel: "{EVIL}"\npolicy: acme\n'
FACTS = "{activity: fault, environment: production, outage: complete}"
TEXTS = (
    "title: Acme",
    "title: Support terms",
    "at: Section 5",
    "question: does the clock of an urgent request run at night?",
    "ask: What is asked for?",
    "fault: something is broken",
    "title: Standard",
    "P1: Urgent",
    "contact: 555-0100",
)
"""Texts of a policy that its author chooses."""


def remit(*arguments):
    """Run the command inside this process, for a terminal that takes whatever is sent."""
    return CliRunner().invoke(main, arguments, color=True)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Work in a folder in whose every text somebody has put what is evil, with cases that fail."""
    monkeypatch.chdir(tmp_path)
    policy, cases = new_policy("acme", "Acme", DAY).values()
    for text in TEXTS:
        assert text in policy
        policy = policy.replace(text, f'{text.partition(": ")[0]}: "{EVIL}"')
    Path("policies").mkdir()
    Path("policies/acme.yaml").write_text(policy, "utf-8")
    Path("policies/jams.yaml").write_bytes((ROOT / "policies/jams.yaml").read_bytes())
    case = (
        f'{{name: "{EVIL}", request: {{received: 2026-06-01T10:00:00Z, policy: acme, tier: standard, facts: {FACTS}}}'
    )
    cases += f'  - {case}, expect: {{rules: ["{EVIL}"], priority: P2}}}}\n'
    Path("policies/acme.cases.yaml").write_text(cases, "utf-8")
    Path("broken.yaml").write_text(f'remit: 1\npolicy: "{EVIL}"\n"{EVIL}": 1\n', "utf-8")
    Path("request.yaml").write_text(f"{HEAD}tier: premium\nfacts: {FACTS}\n", "utf-8")
    Path("open.yaml").write_text(f"{HEAD}tier: premium\n", "utf-8")
    Path("unknown.yaml").write_text(f'{HEAD}tier: "{EVIL}"\n', "utf-8")
    return tmp_path


RUNS = {
    "decision": ["decide request.yaml --explain", "decide open.yaml", "decide unknown.yaml"],
    "report": ["check broken.yaml", "check policies unknown.yaml", "test policies", "test policies --coverage"],
    "document": ["show acme"],
    "diff": ["diff acme jams", "diff jams acme"],
    "answer": ["why-not request.yaml --scope consulting", "why-not unknown.yaml --scope consulting"],
}


DIFFERENCES: dict[tuple[str, str], object] = {}


@pytest.fixture
def compared_once(monkeypatch):
    """Let what differs between the two policies be worked out once for all forms in which it is printed."""

    def diff_paths(old, new, *arguments, **keywords):
        if (old, new) not in DIFFERENCES:
            DIFFERENCES[old, new] = engine.diff_paths(old, new, *arguments, **keywords)
        return DIFFERENCES[old, new]

    monkeypatch.setattr(diff_command, "engine", SimpleNamespace(diff_paths=diff_paths))


@pytest.mark.parametrize(
    ("run", "form"), [(run, form) for printed, runs in RUNS.items() for run in runs for form in FORMS[printed]]
)
@pytest.mark.usefixtures("folder", "compared_once")
def test_no_text_of_anybody_steers_a_terminal_or_github(run, form):
    at = [] if run.startswith(("decide", "why-not")) else ["--at", DAY]
    result = remit(*run.split(), "--format", form, "--policies", "policies", *at)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    # Whoever sent what is invalid has no reply, and findings go to standard error.
    has_output = not (form == "reply" and "unknown" in run)
    assert "add-mask" in (result.stdout if has_output else result.stderr)
    assert 2 != result.exit_code
    commands = []
    for line in (result.stdout + result.stderr).splitlines():
        assert line.isprintable()
        assert "##[" not in line
        commands += [line] if line.lstrip().startswith("::") else []
    assert form == "github" or [] == commands
    assert all(line.startswith(("::error ", "::warning ", "::notice ")) for line in commands)


@pytest.mark.parametrize("run", ["--format \x1b[31m", "--at \x1b]0;x\a", "\x1b[31m", "--policies \u202e --at \u202e"])
def test_no_argument_does_so_either(run):
    result = remit("check", *run.split(" "))
    assert all(line.isprintable() for line in result.stderr.splitlines())


@pytest.mark.parametrize(
    ("form", "line", "expected"),
    [
        ("text", "  ::error::x", r"  \::error::x"),
        ("text", "a ::error::x", "a ::error::x"),
        ("text", "a ##[error]x", r"a #\#[error]x"),
        ("markdown", "::error::x", r"\::error::x"),
        ("html", "::error::x ##[", "&#58;:error::x &#35;#["),
        ("junit", "::error::x ##[", "&#58;:error::x &#35;#["),
        ("json", '"##["', r'"\u0023#["'),
        ("github", "::error file=x::y", "::error file=x::y"),
    ],
)
def test_a_line_that_github_would_obey(form, line, expected):
    assert f"a\n{expected}\n" == harmless(f"a\n{line}\n", form)


def test_what_is_seen_and_what_stays():
    assert "\\x1b[1mbold\\x1b[0m \\x1b]0;x\\x07\n" == harmless("\x1b[1mbold\x1b[0m \x1b]0;x\x07\n", "text")
    assert "\x1b[1mbold\x1b[0m \\x1b]0;x\\x07\n" == harmless("\x1b[1mbold\x1b[0m \x1b]0;x\x07\n", "text", colours=True)


def printed(*arguments, **environment):
    """Return what the command prints in a process of its own."""
    command = [str(REMIT), *map(str, arguments)]
    return subprocess.run(command, env=os.environ | environment, check=True, capture_output=True).stdout


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-16", "utf-8"])
def test_bytes_are_utf_8_whatever_the_terminal_takes(tmp_path, encoding):
    request = tmp_path / "request.yaml"
    request.write_text(f"id: Grüße 工单\n{REQUEST.read_text('utf-8').replace('id:', '# id:')}", "utf-8")
    run = ("decide", request, "--policies", POLICIES)
    assert printed(*run, PYTHONIOENCODING=encoding).decode().startswith("Grüße 工单 ")
    record = printed(*run, "--format", "json", PYTHONIOENCODING=encoding)
    assert record.isascii()
    assert "Grüße 工单" == json.loads(record)["request"]["id"]


@pytest.mark.parametrize(("terminal", "expected"), [("xterm", True), ("dumb", False)])
def test_colours_are_for_terminals_that_have_them(terminal, expected):
    ours, theirs = pty.openpty()
    environment = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    run = [str(REMIT), "decide", str(REQUEST), "--policies", str(POLICIES)]
    subprocess.run(run, env=environment | {"TERM": terminal}, stdout=theirs, check=True)
    os.close(theirs)
    screen = os.read(ours, 65_536)
    os.close(ours)
    assert expected == (b"\x1b[" in screen)
