"""`make serve` starts the service with the shipped policies, prints where the desk is, and ends when it is told."""

import contextlib
import http.cookiejar
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from benchmarks.service_process import free_port

ROOT = Path(__file__).parents[2]


@pytest.fixture
def served(tmp_path):
    """What `make serve` prints, and the process."""
    make = shutil.which("make")
    assert make, "make is not installed"
    own = ("REMIT_", "MAKE", "MFLAGS")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(own)}
    variables = [f"PORT={free_port()}", f"STORE=sqlite:///{tmp_path / 'remit.db'}"]
    # The virtual environment of the tests stands in for the one that `make setup` prepares.
    variables += ["--old-file=setup", f"BIN={Path(sys.executable).parent}"]
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(
            [make, "serve", *variables], cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True
        )
    try:
        until = time.monotonic() + 60
        while "the desk: " not in (tmp_path / "log").read_text("utf-8"):
            assert process.poll() is None, (tmp_path / "log").read_text("utf-8")
            assert time.monotonic() < until
            time.sleep(0.05)
        yield (tmp_path / "log"), process
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        process.wait(30)


def test_make_serve_prints_an_address_that_lets_a_browser_in_to_the_desk(served):
    log, process = served
    once = re.findall(r"http://127\.0\.0\.1:[0-9]+/login/once/\S+", log.read_text("utf-8"))
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    with browser.open(once[0], timeout=30) as page:
        assert page.url.endswith("/desk")
        text = page.read().decode()
    assert "<h1" in text
    os.killpg(process.pid, signal.SIGINT)
    process.wait(30)
    assert "Traceback" not in log.read_text("utf-8")
