"""How many decisions a second the service keeps: wrk beside it on the same machine, 300,000 decisions in its store.

Run with `make bench`, or by itself with a number of seconds. Every request differs from all others, limits on how often
somebody may ask are off, and each answer is on disk before it is sent. What is timed is right: no answer is refused or
lost, the store has a decision for each, once, and a sample is byte for byte what the command line decides.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, insert, select

from remit.engine.store import tables

from . import figures
from .service_process import ROOT, ServiceProcess, require, running
from .service_profile import rooms_at_work, seconds_between, thread_seconds

if TYPE_CHECKING:
    from collections.abc import Sequence

AIM, AIM_MS = 1_500, 40
"""Kept decisions a second, and the milliseconds in which 99 of 100 are answered."""
ROWS, OPEN = 300_000, 2_000
"""Decisions that are there before, and how many of them are of requests that are open: what a desk has at hand."""
CONNECTIONS, SECONDS, WARM_UP = 16, 30, 5
SAMPLE = 300
SCRIPT = Path(__file__).with_name("decide_requests.lua")
PACKAGES = ("starlette", "uvicorn", "httptools", "uvloop", "sqlalchemy")
Figures = dict[str, Any]


def load(service: ServiceProcess, token: str, name: str, seconds: int, query: str = "") -> Figures:
    """Send distinct requests for some seconds, and return what wrk measured."""
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency", "--timeout=10s", "-s", str(SCRIPT)]
    more = [query] if query else []
    done = subprocess.run(  # noqa: S603 - ours
        [*command, service.address, "--", token, name, *more], check=True, capture_output=True, text=True
    )
    measured: Figures = json.loads(done.stdout.splitlines()[-1])
    require((measured["refused"], measured["failed"]) == (0, 0), f"{measured}\n{service.log[-2000:]}")
    return measured


def fill(store: Path, rows: int) -> None:
    """Copy the decisions that are in a store until it has that many, each of a request of its own."""
    engine = create_engine(f"sqlite:///{store}")
    with engine.begin() as connection:
        decisions = [dict(row) for row in connection.execute(select(tables.decisions)).mappings()]
        # Numbers are the store's to give.
        columns = [column for column in tables.requests.c if column.name != "number"]
        requests = {row["id"]: dict(row) for row in connection.execute(select(*columns)).mappings()}
    for start in range(len(decisions), rows, len(decisions)):
        copies, states = [], []
        for number, row in enumerate(decisions[: rows - start], start):
            # Ids of decisions begin with when they were made: these are the oldest.
            decision = f"D-{number:026}"
            request = f"{row['request_id']}-{number}"
            closed_at = None if number < OPEN else row["made_at"]
            copies.append({**row, "id": decision, "request_id": request, "is_closed": closed_at is not None})
            state = {**requests[row["request_id"]], "id": request, "first_id": decision, "decision_id": decision}
            states.append({**state, "closed_at": closed_at})
        with engine.begin() as connection:
            connection.execute(insert(tables.decisions), copies)
            connection.execute(insert(tables.requests), states)
    engine.dispose()


def check(service: ServiceProcess, store: Path, name: str, answered: int) -> None:
    """See that each answered request has one decision, and that a sample is what the command line decides."""
    engine = create_engine(f"sqlite:///{store}")
    of_run = tables.decisions.c.request_id.like(f"{name}-%")
    with engine.begin() as connection:
        rows = connection.execute(select(tables.decisions).where(of_run)).all()
    engine.dispose()
    in_flight = len(rows) - answered
    require(0 <= in_flight <= 2 * CONNECTIONS, f"{answered} answers, {len(rows)} decisions")
    require(len({row.request_id for row in rows}) == len(rows), "a request was decided twice")
    sample = random.Random(answered).sample(rows, SAMPLE)  # noqa: S311 - the same every time
    asked = service.folder / "sample.jsonl"
    asked.write_text("".join(f"{row.request}\n" for row in sample), "utf-8")
    lines = _decided(service, asked)
    for row, line in zip(sample, lines, strict=True):
        require(row.decision == line, f"the command line decides another way: {row.request}")
        answer = _shown(service, row.id)
        require(answer == f'{{"id":"{row.id}",{line[1:]}', f"the service shows something else: {answer}")


def _decided(service: ServiceProcess, requests: Path) -> list[str]:
    command = [*service.program, "decide", *_files(), "--format", "json", str(requests)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=service.folder)  # noqa: S603 - ours
    require(done.returncode in (0, 4), done.stderr)
    return done.stdout.splitlines()


def _shown(service: ServiceProcess, decision: str) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=10)
    with contextlib.closing(connection):
        connection.request("GET", f"/v1/decisions/{decision}", headers={"Authorization": f"Bearer {service.token}"})
        return connection.getresponse().read().decode()


def _files() -> list[str]:
    return ["--policies", str(ROOT / "policies")]


def measured(seconds: int) -> Figures:
    """Measure a service whose store has rows already, and return its figures."""
    folder = Path(tempfile.mkdtemp(prefix="remit-service-"))
    store = folder / "remit.db"
    service = ServiceProcess(folder=folder, store=f"sqlite:///{store}", options=[*_files(), "--no-rate-limit"])
    try:
        token = service.token = service.add_token("wrk", "agent")
        with running(service):
            load(service, token, "warm", WARM_UP)
        fill(store, ROWS)
        with running(service):
            load(service, token, "warm-again", WARM_UP)
            before = thread_seconds(service.pid)
            kept = load(service, token, "kept", seconds)
            after = thread_seconds(service.pid)
            check(service, store, "kept", kept["requests"])
            threads = seconds_between(service.pid, before, after)
            answered = load(service, token, "answered", seconds // 2, "keep=no")
            rooms = rooms_at_work(service.pid, lambda: load(service, token, "profiled", seconds // 2))
    finally:
        shutil.rmtree(folder)
    us = {name: round(taken * 1e6 / kept["requests"], 1) for name, taken in threads.items() if taken > 0.1}  # noqa: PLR2004 - those at work
    return {"rows": ROWS, "kept": kept, "without keeping": answered, "us_of_threads": us, "rooms": rooms}


def rate(run: Figures) -> float:
    """Return answers a second."""
    return float(run["requests"] / run["seconds"])


def main(arguments: Sequence[str]) -> None:
    """Print the figures, write them down, and say what they miss."""
    if not shutil.which("wrk"):
        raise SystemExit("missed: wrk is not installed")
    result = measured(int(arguments[0]) if arguments else SECONDS)
    for name in ("kept", "without keeping"):
        run = result[name]
        print(f"{name:<20}{rate(run):>10,.0f}/s   p50 {run['p50_ms']} ms   p99 {run['p99_ms']} ms")
    print("microseconds of processor for a kept decision, by thread:", result["us_of_threads"])
    for room, share in result["rooms"].items():
        print(f"  {room:<30}{share:>6.1%}")
    figures.record("service", result, PACKAGES)
    if rate(result["kept"]) < AIM:
        raise SystemExit(f"missed: {AIM:,} kept decisions a second")
    if result["kept"]["p99_ms"] >= AIM_MS:
        raise SystemExit(f"missed: 99 of 100 within {AIM_MS} ms")


if __name__ == "__main__":
    main(sys.argv[1:])
