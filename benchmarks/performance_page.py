"""Writes the figures of the last runs into pages of the documentation, as tables, and draws their plots.

Run with `make bench`, after all others. What the pages say around the tables holds whatever the figures are.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from .figures import FILE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

PAGE = FILE.with_name("performance.md")
PAGES = (PAGE, FILE.parents[1] / "how-to/scale.md")
NOT_MEASURED = "Not measured yet.\n"
BLOCK = re.compile(r"(<!-- figures: ([a-z ]+) -->\n)(.*?)(<!-- end -->)", re.DOTALL)
BLUE, GREY = "#1f5fa8", "#9a9a9a"

Figures = dict[str, Any]


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table of Markdown, its first column of text and the rest of numbers."""
    lines = [heads, ["---", *("---:" for _ in heads[1:])], *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def number(figure: float) -> str:
    """Return a figure of three digits as it is written."""
    return f"{figure:,.0f}" if figure >= 100 else f"{figure:g}"  # noqa: PLR2004 - three digits say enough


def machine(figures: Figures) -> str:
    """Return the line that says where figures come from."""
    on = figures["machine"]
    packages = ", ".join(f"{name} {version}" for name, version in on["packages"].items() if version)
    load = f" at a load of {on['load']:g}" if "load" in on else ""
    return f"\n{on['cores']} cores of {on['processor']}{load}, Python {on['python']}, {packages}.\n"


def deadlines(figures: Figures) -> str:
    """Return the table of deadlines: how many times as long as the limit each takes."""
    amounts = figures["amounts"]
    rows = [
        [f"{name} {version}", *(number(amount["times_the_limit"][name]) for amount in amounts.values())]
        for name, version in figures["versions"].items()
    ]
    limits = ["1.0 is, in nanoseconds", *(number(amount["limit_ns"]) for amount in amounts.values())]
    return table(["", *amounts], [*rows, limits]) + machine(figures)


def service(figures: Figures) -> str:
    """Return the table of the service: answers a second, and how long they take."""
    rows = []
    for name in ("kept", "without keeping"):
        run = figures[name]
        rate = number(run["requests"] / run["seconds"])
        rows.append([name, rate, *(number(run[time]) for time in ("p50_ms", "p99_ms"))])
    return table(["", "decisions a second", "half within, ms", "99 of 100 within, ms"], rows) + machine(figures)


def engines(figures: Figures) -> str:
    """Return the table of engines and ways: how many times as long as the base each takes."""
    policies = figures["policies"]
    names = dict.fromkeys(name for policy in policies.values() for name in policy["times_the_base"])
    rows = [
        [
            f"{name} {figures['versions'].get(name, '')}".strip(),
            *(number(figure) for policy in policies.values() for figure in policy["times_the_base"][name]),
        ]
        for name in names
    ]
    bases = ["1.0 is, in microseconds"]
    for policy in policies.values():
        bases += [number(policy["base_us"]), ""]
    heads = ["", *(f"{policy}, {when}" for policy in policies for when in ("first", "again"))]
    return table(heads, [*rows, bases]) + machine(figures)


def batch(figures: Figures) -> str:
    """Return the table of `remit batch`."""
    names = ("rows", "situations", "seconds", "rows_s", "processor_seconds", "mebibytes")
    rows = [[form, *(number(of_form[name]) for name in names)] for form, of_form in figures["forms"].items()]
    return table(["", "rows", "situations", "seconds", "rows a second", "processor seconds", "MiB"], rows) + machine(
        figures
    )


def rules(figures: Figures) -> str:
    """Return the table of growth with rules."""
    rows = [
        [number(int(count)), number(cost["ns_a_row"]), number(cost["new_situations_s"])]
        for count, cost in figures["rules"].items()
    ]
    return table(["rules", "nanoseconds a row", "new situations a second"], rows) + machine(figures)


def rows_and_facts(figures: Figures) -> str:
    """Return the tables of growth with rows and with facts."""
    tables = [
        table([what, "nanoseconds a row"], [[number(int(count)), number(row)] for count, row in figures[what].items()])
        for what in ("rows", "facts")
    ]
    return "\n".join(tables) + machine(figures)


def deadline_growth(figures: Figures) -> str:
    """Return the tables of what a deadline costs, by what there is more and more of."""
    tables = [
        table(
            [what, *(f"{name}, ns" for name in next(iter(costs.values())))],
            [[amount, *(number(cost) for cost in by_name.values())] for amount, by_name in costs.items()],
        )
        for what, costs in figures["growth"].items()
    ]
    return "\n".join(tables) + machine(figures)


def spark(figures: Figures) -> str:
    """Return the table of Spark beside `remit batch`."""
    rows = [[name, *(number(seconds) for seconds in costs)] for name, costs in figures["a_million"].items()]
    rows_of, start = f"{number(figures['rows'])} rows in {number(figures['situations'])} situations", figures["start_s"]
    workers = f"{figures['workers']} workers, and took {number(start)} seconds to start"
    rows_and_start = f"\n{rows_of}. Spark has {workers}, which only its processor seconds include.\n"
    return table(["a million rows", "seconds", "processor seconds"], rows) + rows_and_start + machine(figures)


TABLES: dict[str, tuple[str, Callable[[Figures], str]]] = {
    "deadlines": ("deadlines", deadlines),
    "deadline growth": ("deadline growth", deadline_growth),
    "engines": ("engines", engines),
    "batch": ("batch", batch),
    "rules": ("batch growth", rules),
    "rows and facts": ("batch growth", rows_and_facts),
    "spark": ("spark", spark),
    "service": ("service", service),
}
"""By the name of a table on the page, whose figures it shows."""


def written(page: str, figures: Mapping[str, Figures]) -> str:
    """Return the page with the tables of some figures."""

    def block(match: re.Match[str]) -> str:
        benchmark, form = TABLES[match[2]]
        return match[1] + (form(figures[benchmark]) if benchmark in figures else NOT_MEASURED) + match[4]

    return BLOCK.sub(block, page)


def plot_deadlines(figure: Figure, figures: Figures) -> None:
    """Draw how many times as long as the limit each takes."""
    from matplotlib.ticker import FuncFormatter  # noqa: PLC0415 - the page is made without

    axes: Sequence[Axes] = figure.subplots(1, 2, sharey=True)
    for axis, (name, amount) in zip(axes, figures["amounts"].items(), strict=True):
        times = dict(reversed(amount["times_the_limit"].items()))
        axis.barh(list(times), list(times.values()), color=[BLUE if n.startswith("remit") else GREY for n in times])
        axis.set_xscale("log")
        axis.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,g}"))
        axis.minorticks_off()
        axis.set_xlim(left=0.5)
        axis.set_xlabel(f"a deadline of {name}, times the limit")
        axis.spines[["top", "right"]].set_visible(False)


def plot_growth(figure: Figure, figures: Figures) -> None:
    """Draw what a row costs by the number of rules, of rows and of facts that rules read."""
    axes: Sequence[Axes] = figure.subplots(1, 3, sharey=True)
    by_rules = {count: cost["ns_a_row"] for count, cost in figures["rules"].items()}
    costs = {"rules": by_rules, "rows": figures["rows"], "facts that rules read": figures["facts"]}
    for axis, (name, by_count) in zip(axes, costs.items(), strict=True):
        axis.plot([int(count) for count in by_count], list(by_count.values()), color=BLUE, marker="o")
        if name != "facts that rules read":
            axis.set_xscale("log")
        axis.set_yscale("log")
        axis.set_ylim(100, 10_000)
        axis.minorticks_off()
        axis.set_xlabel(name)
        axis.spines[["top", "right"]].set_visible(False)
    axes[0].set_ylabel("nanoseconds a row")


PLOTS: dict[str, tuple[str, Callable[[Figure, Figures], None], tuple[float, float]]] = {
    "deadlines.svg": ("deadlines", plot_deadlines, (10, 3)),
    "growth.svg": ("batch growth", plot_growth, (10, 3)),
}
"""By file, whose figures a plot shows, what draws it, and its size in inches."""


def draw(figures: Mapping[str, Figures]) -> None:
    """Draw the plots; text stays text, and the same figures give the same file."""
    import matplotlib as mpl  # noqa: PLC0415 - the page is made without
    from matplotlib.figure import Figure  # noqa: PLC0415

    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "remit", "font.family": "sans-serif"}):
        for name, (benchmark, plot, size) in PLOTS.items():
            if benchmark in figures:
                figure = Figure(figsize=size, layout="constrained")
                plot(figure, figures[benchmark])
                figure.savefig(PAGE.with_name(name), metadata={"Date": None})


def main() -> None:
    """Write the pages and their plots."""
    figures = json.loads(FILE.read_text("utf-8"))
    for page in PAGES:
        page.write_text(written(page.read_text("utf-8"), figures), "utf-8")
    draw(figures)
    print(f"figures in {', '.join(page.name for page in PAGES)}: {', '.join(figures)}")


if __name__ == "__main__":
    main()
