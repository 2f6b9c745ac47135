"""What the tests of ways in say: files in a folder, a command that runs there, and all that it says."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

BASE = Path(__file__).parents[1] / "bad_input/base"
POLICY = (BASE / "policies/acme.yaml").read_text("utf-8")
REQUEST = (BASE / "inbox/request.yaml").read_text("utf-8")
CASES = """cases:
  - name: a dead production system is critical
    request: {received: 2026-03-06T16:30:00+01:00, policy: acme, tier: basic,
              facts: {activity: fault, environment: production, outage: complete}}
    expect: {priority: P1}
"""
CONTRACT = "contracts: [{id: ada, customer: Ada Ltd, policy: acme, tier: basic}]\n"
UNDER_CONTRACT = """received: 2026-03-06T16:30:00+01:00
contract: ada
facts: {activity: fault, environment: production, outage: complete}
"""


class Ended(NamedTuple):
    """How a command ended, and all that it printed."""

    exit: int
    stdout: str
    stderr: str


def write(folder: Path, **files: str) -> None:
    """Write files by their paths, in which `__` is a slash and `_` a dot."""
    for name, content in files.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")


def remit(folder: Path, command: str, stdin: str = "") -> Ended:
    """Return how a command of a shell ends that runs in a folder, where `remit` is ours."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("REMIT_")} | {"REMIT_CACHE": "off"}
    script = f'remit() {{ {shlex.quote(sys.executable)} -m remit "$@"; }}; {command}'
    run = subprocess.run(
        ["bash", "-c", script],  # noqa: S607 - whichever bash is installed
        cwd=folder,
        env=environment | {"REMIT_AT": "2026-06-01"} if "decide" not in command else environment,
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
    )
    return Ended(run.returncode, run.stdout, run.stderr)
