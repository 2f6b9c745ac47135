"""How long `remit decide` takes to start: least processor time of 11 runs, over that of `python -c pass`.

Run with `make bench`, or with the Python of an environment that has the wheel: `starting.py /path/to/python`. Without
one, the wheel is built and installed into an environment of its own, with the packages that are locked.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
RUNS = 11
REQUEST = ROOT / "examples/requests/1-sync-stopped.yaml"
WITHOUT, WITH = 23, 16
"""What a start may take, in bare starts: without a cache, and with one of holiday days and read trees."""


def prepare(folder: Path) -> Path:
    """Return the Python of a new environment with the wheel of this checkout."""
    python, pip = folder / "env/bin/python", ("-m", "pip", "--quiet", "--disable-pip-version-check")
    run = [
        (sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT),
        (sys.executable, "-m", "venv", folder / "env"),
        (python, *pip, "install", "--require-hashes", "-r", ROOT / "requirements/build.txt"),
        (python, *pip, "install", "--require-hashes", "--no-build-isolation", "-r", ROOT / "requirements/runtime.txt"),
    ]
    for command in run:
        subprocess.run(list(map(str, command)), check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own
    wheel = next(folder.glob("*.whl"))
    subprocess.run([str(python), *pip, "install", "--no-deps", str(wheel)], check=True)  # noqa: S603 - our own
    return python


def measure(command: list[str], environment: dict[str, str]) -> tuple[float, str]:
    """Return the processor time of a process in seconds, and what it prints."""
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own
    assert process.stdout  # noqa: S101 - for the type checker
    printed = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command} ended with {process.returncode}")
    return usage.ru_utime + usage.ru_stime, printed


def compare(python: Path, cache: str) -> None:
    """Print the table; fail where a decision differs or a start takes too long."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "REMIT_"))}
    decide = [str(python.with_name("remit")), "decide", "--at", "2026-03-06T21:30:00Z", str(REQUEST)]
    off = {**clean, "REMIT_CACHE": "off"}
    ways = {
        "python -c pass": ([str(python), "-c", "pass"], clean, 1),
        "remit decide": (decide, off, WITHOUT),
        "remit decide --format json": ([*decide, "--format", "json"], off, WITHOUT),
        "remit decide, with a cache": (decide, {**clean, "XDG_CACHE_HOME": cache}, WITH),
    }
    printed = {name: measure(*way[:2])[1] for name, way in ways.items()}  # compiles, and fills the cache
    if "P1 Urgent" not in printed["remit decide"] or '"level": "P1"' not in printed["remit decide --format json"]:
        raise SystemExit("the decision is another")
    least = dict.fromkeys(ways, float("inf"))
    for _ in range(RUNS):
        for name, (command, environment, _) in ways.items():
            seconds, text = measure(command, environment)
            if text != printed[name] or (command == decide and text != printed["remit decide"]):
                raise SystemExit(f"{name}: the decisions differ")
            least[name] = min(least[name], seconds)
    bare = least["python -c pass"]
    print(f"{'least of 11 runs':<32} {'bare starts':>12} {'at most':>8}")
    for name, (_, _, most) in ways.items():
        print(f"{name:<32} {least[name] / bare:12.1f} {most:8}")
    missed = [name for name, (_, _, most) in ways.items() if least[name] / bare > most]
    if missed:
        raise SystemExit("\n".join(f"takes too long: {name}" for name in missed))


def main() -> None:
    """Measure in the environment that is named, or in a new one."""
    with tempfile.TemporaryDirectory() as folder:
        python = Path(sys.argv[1]) if sys.argv[1:] else prepare(Path(folder))
        compare(python, folder)


if __name__ == "__main__":
    main()
