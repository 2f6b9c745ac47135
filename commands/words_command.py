"""`remit words`: how far the words of policies carry."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from .. import __version__, engine
from ..cli import ExitCode, examples, print_findings
from ..options import PATH, format_option, source_options
from ..output import write

if TYPE_CHECKING:
    from ..engine.forms import AnswerForm


@click.group("words", short_help="Measure how far words files carry.", epilog=examples("remit words measure messages"))
def command() -> None:
    """Work with words files: how customers say what policies ask."""


@command.command(
    "measure",
    short_help="Measure words files over labelled messages.",
    epilog=examples("remit words measure messages", "remit words measure --why messages"),
)
@click.argument("folder", metavar="FOLDER", type=PATH)
@format_option("answer")
@click.option("--why", is_flag=True, help="Also list what went wrong with each message (text only).")
@source_options
def measure(*, folder: str, form: AnswerForm, why: bool, policies: engine.Policies, contracts: str | None) -> None:
    """Measure words files over the messages of FOLDER, which has a `labels.jsonl`.

    The figures are the questions and keys that a message takes, how often the right activity is among the first
    choices, what would be wrong if only hits were read, how many of the facts that raise a level have a hit, and how
    many hits are needless; each with the interval in which it lies with 95 %.
    """
    del contracts  # messages are labelled with their plan
    accuracy = engine.measure_words(folder, policies, __version__)
    print_findings(accuracy.findings)
    if accuracy.measured:
        write(f"{accuracy.to_json() if form == 'json' else accuracy.to_text(why=why)}\n", form)
    sys.exit(ExitCode.success if accuracy.is_usable else ExitCode.invalid)
