"""The unit of systemd that is shipped: it can be loaded, and what it runs in is narrow."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.extra

UNIT = Path(__file__).parents[2] / "examples/service/remit.service"


@pytest.fixture
def unit(tmp_path):
    """The unit with a program that is installed here."""
    text = UNIT.read_text("utf-8")
    assert "ExecStart=/opt/remit/bin/remit serve " in text
    file = tmp_path / UNIT.name
    file.write_text(text.replace("/opt/remit/bin/remit serve", f"{sys.executable} -m remit serve"), "utf-8")
    return file


def analyze(*arguments):
    command = ["systemd-analyze", *arguments]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def test_systemd_finds_no_fault_in_the_unit(unit):
    assert (0, "") == analyze("verify", str(unit))


def test_what_the_unit_can_reach_is_narrow(unit):
    """Of ten, the exposure that systemd counts; a service without any of its settings has 9.6."""
    code, report = analyze("security", "--offline=true", "--threshold=15", str(unit))
    assert 0 == code, report
    assert float(re.findall(r"Overall exposure level[^0-9]*([0-9.]+)", report)[0]) <= 1.5


def test_the_service_may_end_by_itself_before_it_is_killed():
    """It needs up to ten seconds to finish what it has begun."""
    lines = re.findall(r"^(?:TimeoutStopSec|KillSignal)=(\w+)$", UNIT.read_text("utf-8"), re.MULTILINE)
    assert ["15", "SIGTERM"] == lines
