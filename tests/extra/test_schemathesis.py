"""Random requests by what the service says of itself: whatever is sent, the answer is one that is described."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.service_process import ROOT, ServiceProcess, running

pytestmark = pytest.mark.extra
HERE = Path(__file__).parent
# The document says how a request is written; which tiers and facts there are says a policy: 422.
CONFIG = """\
[checks.positive_data_acceptance]
expected-statuses = ["2xx", "401", "403", "404", "409", "422", "503"]
"""
OPTIONS = (
    *("--policies", str(ROOT / "policies")),
    *("--contracts", str(ROOT / "examples/contracts.yaml")),
    "--no-rate-limit",
)


@pytest.mark.parametrize("seed", [1, 2])
def test_random_requests_get_answers_that_are_described(tmp_path, seed):
    service = ServiceProcess(folder=tmp_path, store=f"sqlite:///{tmp_path / 'remit.db'}", options=OPTIONS)
    token = service.add_token("schemathesis", "admin")
    (tmp_path / "schemathesis.toml").write_text(CONFIG, "utf-8")
    with running(service):
        done = subprocess.run(
            [
                *(Path(sys.executable).with_name("schemathesis"), "--config-file", "schemathesis.toml"),
                *("run", f"{service.address}/openapi.json", "--header", f"Authorization: Bearer {token}"),
                *("--max-examples", "50", "--seed", str(seed), "--no-color"),
            ],
            check=False,
            capture_output=True,
            text=True,
            cwd=tmp_path,
            env={**os.environ, "SCHEMATHESIS_HOOKS": "schemathesis_lines", "PYTHONPATH": str(HERE)},
        )
    assert 0 == done.returncode, done.stdout[-20_000:] + done.stderr[-5_000:]
    assert '"event": "error"' not in service.log
