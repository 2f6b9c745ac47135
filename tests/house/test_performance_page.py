"""The page of figures shows what benchmarks have left, and nothing else."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from benchmarks.figures import FILE
from benchmarks.performance_page import BLOCK, PAGE, PAGES, PLOTS, TABLES, written

if TYPE_CHECKING:
    from pathlib import Path

TEXT = PAGE.read_text("utf-8")
FIGURES = json.loads(FILE.read_text("utf-8"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_tables_are_those_of_the_figures(page: Path) -> None:
    text = page.read_text("utf-8")
    assert written(text, FIGURES) == text, "run `python -m benchmarks.performance_page`"


def test_every_table_and_every_plot_stands_on_the_page() -> None:
    assert [*TABLES] == [name for _, name, _, _ in BLOCK.findall(TEXT)]
    plots = {name: re.findall(rf"!\[.+\]\({re.escape(name)}\)", TEXT) for name in PLOTS}
    assert [] == [name for name, links in plots.items() if len(links) != 1]


def test_figures_name_no_folder_of_the_machine_that_made_them() -> None:
    texts = [FILE.read_text("utf-8"), *(path.read_text("utf-8") for path in PAGE.parent.glob("*.svg"))]
    assert [] == [match for text in texts for match in re.findall(r"/(?:home|root|tmp|work|usr)/", text)]
