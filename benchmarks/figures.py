"""The figures that benchmarks leave: on which machine, with which versions, and what took how long.

`docs/explanation/performance.json` has the figures of the last run of each benchmark, by its name.
"""

from __future__ import annotations

import json
import os
import platform
import time
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import remit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

FILE = Path(__file__).parents[1] / "docs/explanation/performance.json"
PACKAGES = ("numpy", "pyarrow")


def record(benchmark: str, figures: dict[str, Any], packages: Iterable[str] = PACKAGES) -> None:
    """Write down the figures of a benchmark in place of those of the run before."""
    written = json.loads(FILE.read_text("utf-8")) if FILE.exists() else {}
    written[benchmark] = {"machine": machine(packages), **figures}
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(json.dumps(dict(sorted(written.items())), indent=1) + "\n", "utf-8")


def machine(packages: Iterable[str]) -> dict[str, Any]:
    """Return what figures depend on: processors and how many processes wanted them, Python, versions of packages."""
    return {
        "cores": len(os.sched_getaffinity(0)),
        "processor": _processor(),
        "load": round(os.getloadavg()[1], 1),
        "python": platform.python_version(),
        "packages": {package: _version(package) for package in packages},
    }


def _processor() -> str:
    cpus = Path("/proc/cpuinfo")
    lines = cpus.read_text("utf-8").splitlines() if cpus.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def installed_version(package: str, module: str) -> str | None:
    """Return the version of a package of which a module can be imported, None where it cannot."""
    if package == "remit":
        return remit.__version__
    try:
        import_module(module)
    except ImportError:
        return None
    return _version(package)


def seconds_taken(ask: Callable[[], object]) -> float:
    """Return the processor time that something takes."""
    begun = time.process_time()
    ask()
    return time.process_time() - begun


def rounded(figure: float) -> float:
    """Return a figure with three digits, as it is worth no more."""
    return float(f"{figure:.3g}")
