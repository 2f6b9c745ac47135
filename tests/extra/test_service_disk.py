"""A disk that fills while the service keeps decisions: it refuses, loses nothing it has answered, and goes on later."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from benchmarks.service_process import ROOT, ServiceProcess, running
from extra.senders import Sender

pytestmark = pytest.mark.extra

OPTIONS = ("--policies", str(ROOT / "policies"), "--no-rate-limit")
BODY = "The service is down, and nobody can work. " * 400
MANY = 2_000


@pytest.fixture
def disk(tmp_path):
    """Mount a disk of 3 MiB in a namespace of its own; return how commands begin that run there."""
    (tmp_path / "disk").mkdir()
    script = "mount -t tmpfs -o size=3m tmpfs disk && echo mounted && exec sleep 600"
    namespaces = ["unshare", "--user", "--map-root-user", "--mount"]
    holder = subprocess.Popen([*namespaces, "sh", "-c", script], cwd=tmp_path, stdout=subprocess.PIPE, text=True)
    assert holder.stdout
    assert "mounted\n" == holder.stdout.readline(), "nothing can be mounted here"
    yield ["nsenter", f"--target={holder.pid}", "--user", "--preserve-credentials", "--mount", f"--wd={tmp_path}"]
    holder.kill()
    holder.communicate()


def request(n):
    return {"id": f"T-{n}", "received": "2026-03-02T09:00:00Z", "policy": "jumpmind", "tier": "standard", "body": BODY}


def keep(sender, n):
    """Return status and body of the answer to a request."""
    status, answer = sender.send(json.dumps(request(n)).encode())
    return status, json.loads(answer)


def test_a_full_disk_refuses_and_loses_nothing(disk, tmp_path):
    program = [*disk, sys.executable, "-m", "remit"]
    store = f"sqlite:///{tmp_path / 'disk/remit.db'}"
    service = ServiceProcess(folder=tmp_path, store=store, options=OPTIONS, program=program)
    sender = Sender(service.port, service.add_token("sender", "agent"))
    answers: dict[int, str] = {}
    with running(service):
        for n in range(MANY):
            status, answer = keep(sender, n)
            if status != 200:
                break
            answers[n] = answer["id"]
        assert (503, "/problems/unavailable") == (status, answer["type"]), answer
        assert len(answers) > 10
        assert 503 == keep(sender, MANY + 1)[0]
        # What was answered is read all the same.
        assert [200] * 10 == [sender.send(b"", f"/v1/decisions/{answers[n]}", "GET")[0] for n in range(10)]
        subprocess.run([*disk, "mount", "-o", "remount,size=64m", "disk"], check=True)
        again = {n: keep(sender, n)[1]["id"] for n in range(len(answers) + 50)}
        assert answers == {n: again[n] for n in answers}
        sender.close()
    # Nothing of it was lost with the process either.
    with running(service):
        assert again == {n: keep(sender, n)[1]["id"] for n in again}
        sender.close()
