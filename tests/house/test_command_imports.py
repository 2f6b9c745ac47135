"""What each command imports: neither other commands, nor the libraries that its form does not need."""

import subprocess
import sys
from pathlib import Path

import pytest

from remit.engine.rules.durable import is_available

ROOT = Path(__file__).parents[2]
LIBRARIES = (
    "rich",
    "wcwidth",
    "jinja2",
    "jsonschema",
    "pendulum",
    "holidays",
    "durable_rules_engine",
    "icalendar",
    "pyarrow",
    "starlette",
    "uvicorn",
    "sqlalchemy",
    "alembic",
)
RUN = """
import atexit, sys
atexit.register(lambda: print("imported:", *sys.modules, file=sys.stderr))
from remit.cli import run
sys.argv[0] = "remit"
run()
"""


def imported(*arguments):
    """Return the modules that a command has imported when it ends."""
    ended = subprocess.run(
        [sys.executable, "-c", RUN, *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    (line,) = [line for line in ended.stderr.splitlines() if line.startswith("imported:")]
    return line.split()[1:]


RULES = " durable_rules_engine" if is_available() else ""
DECIDE = "decide --contracts examples/contracts.yaml examples/requests/1-sync-stopped.yaml"
BOARD = "board --contracts examples/contracts.yaml examples/board"


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("--help", ""),
        ("--version", ""),
        ("explain gap", ""),
        ("schema policy", ""),
        ("completion bash", ""),
        (f"{DECIDE}", f"holidays{RULES}"),
        (f"{DECIDE} --format json", f"holidays{RULES}"),
        (f"{DECIDE} --explain --rules builtin", "holidays"),
        (f"{BOARD}", f"holidays{RULES}"),
        (f"{BOARD} --format json", f"holidays{RULES}"),
        (f"{BOARD} --format ics", f"holidays{RULES} icalendar"),
        (f"{BOARD} --report", f"holidays{RULES}"),
        ("check policies", "holidays"),
        ("check policies --format json", "holidays"),
        ("check policies --format sarif", "holidays"),
        ("check policies --format junit", "holidays"),
        ("check policies --format github", "holidays"),
        ("batch --help", ""),
        ("serve --help", ""),
        ("read --contracts examples/contracts.yaml examples/messages/1-orders-missing.eml", ""),
        ("contracts import --help", ""),
        ("store --help", ""),
        ("store backup --store sqlite:///no.db no.backup", "sqlalchemy"),
        ("token list --store sqlite:///no.db", "sqlalchemy"),
        ("forget --store sqlite:///no.db R-1", "sqlalchemy"),
        ("test policies/jams.cases.yaml", f"holidays{RULES}"),
        ("test policies/jams.cases.yaml --format json", f"holidays{RULES}"),
        ("test policies/jams.cases.yaml --coverage", f"rich holidays{RULES}"),
        ("test policies/jams.cases.yaml --coverage --format json", f"holidays{RULES}"),
        ("show jams", "rich holidays"),
        ("show jams --format markdown", "holidays"),
        ("show jams --format html", "jinja2 holidays"),
        ("why-not --level P2 examples/requests/1-sync-stopped.yaml", "holidays"),
        ("words measure tests/accuracy/tuning", "holidays"),
        ("diff jams jams", "rich"),
        ("diff jams jams --format json", ""),
        ("diff jams jams --format markdown", ""),
    ],
)
def test_what_a_command_imports(command, expected):
    modules = imported(*command.split())
    assert expected.split() == [name for name in LIBRARIES if name in modules]
    if not command.startswith("--help"):
        name = command.split()[0]
        own = [] if name == "--version" else [f"remit.commands.{name.replace('-', '_')}_command"]
        assert own == [module for module in modules if module.startswith("remit.commands.")]


@pytest.mark.parametrize("command", ["--help", "--version", "completion bash"])
def test_what_only_tells_of_the_command_line_imports_nothing_of_the_engine(command):
    of_engine = {name for name in imported(*command.split()) if name.startswith("remit.engine")}
    assert {"remit.engine", "remit.engine.forms", "remit.engine.lazy_names"} >= of_engine
