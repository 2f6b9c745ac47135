"""What all tests share: how hypothesis searches, and which of them run where only some should."""

from __future__ import annotations

import gc
import os
from typing import TYPE_CHECKING, Any

import quick
from hypothesis import HealthCheck, settings

from remit.engine.rules import durable

if TYPE_CHECKING:
    import pytest

# A database of PostgreSQL, for the tests that ask for one.
pytest_plugins = ("extra.postgresql",)

# One process tests many times the policies that one serves: its engine may lose more memory.
durable.LOST *= 4

# What a test finds never depends on what a run before it kept.
os.environ["REMIT_CACHE"] = "off"

# The same examples at every run: a test that fails for one person fails for all.
settings.register_profile(
    "remit", derandomize=True, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("remit")


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("remit")
    group.addoption("--quick", action="store_true", help="run the tests recorded as quick alone")
    group.addoption("--tenth", action="store_true", help="run laws with a tenth of their examples")
    group.addoption("--quick-record", choices=("outdated", "all"), help="record which tests of these files are quick")


def pytest_configure(config: pytest.Config) -> None:
    # With pytest-xdist, the process that hands out the tests hears of all of them.
    if config.getoption("quick_record") and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Recorder())


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    record = quick.parse(quick.RECORD.read_text("utf-8"))
    if config.getoption("tenth"):
        search_less(items)
    if config.getoption("quick"):
        keep(config, items, {item.nodeid for item in items if quick.is_quick(item.nodeid, record)})
    if config.getoption("quick_record") == "outdated":
        files = set(quick.outdated(record, quick.tests_in_files()))
        keep(config, items, {item.nodeid for item in items if quick.split(item.nodeid)[0] in files})


def pytest_collection_finish() -> None:
    """Look for garbage less often, as the command does."""
    gc.set_threshold(50_000)


def keep(config: pytest.Config, items: list[pytest.Item], kept: set[str]) -> None:
    """Leave out all other tests, as `-k` and `-m` do."""
    config.hook.pytest_deselected(items=[item for item in items if item.nodeid not in kept])
    items[:] = [item for item in items if item.nodeid in kept]


def search_less(items: list[pytest.Item]) -> None:
    """Give laws a tenth of their examples, also those that say themselves how many they take."""
    functions: set[Any] = {getattr(item, "function", None) for item in items}
    for law in (function for function in functions if getattr(function, "is_hypothesis_test", False)):
        # Hypothesis has no public name for what `@settings` leaves on a test.
        given = law._hypothesis_internal_use_settings  # noqa: SLF001
        less = settings(given, max_examples=max(1, given.max_examples // 10))
        law._hypothesis_internal_use_settings = less  # noqa: SLF001


class Recorder:
    """Writes the record of the files whose tests ran."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.laws: set[str] = set()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.seconds[report.nodeid] = self.seconds.get(report.nodeid, 0) + report.duration
        if "hypothesis" in report.keywords:
            self.laws.add(report.nodeid)

    def pytest_sessionfinish(self) -> None:
        files = quick.tests_in_files()
        record = quick.parse(quick.RECORD.read_text("utf-8"))
        ran = [(node, seconds, node in self.laws) for node, seconds in self.seconds.items()]
        record |= quick.measured(ran, files)
        quick.RECORD.write_text(quick.written({name: record[name] for name in record if name in files}), "utf-8")
