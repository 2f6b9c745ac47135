"""`remit decide`: requests in, decisions out."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from .. import __version__, engine
from ..cli import ExitCode, examples, is_one_mail, paint, print_findings, print_wait, width
from ..options import (
    PATH,
    format_option,
    instant_option,
    known_requests_option,
    reader_option,
    source_options,
    timezone_option,
    trusted_hop_option,
)
from ..output import has_terminal, write

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..engine.findings import Finding
    from ..engine.forms import DecisionForm
    from ..engine.messages.outside_reader import OutsideReader
    from ..engine.triage.decide_files import Decisions
    from ..keyboard import Keyboard


class _Decide(click.Command):
    """Takes `--confirmed` alone for the option without a value, whatever follows it."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        end = args.index("--") if "--" in args else len(args)  # what follows are files, whatever they are called
        options = ["--confirmed=any" if arg == "--confirmed" else arg for arg in args[:end]]
        return super().parse_args(ctx, [*options, *args[end:]])


def _cache_folder() -> str | None:
    """Return the folder in which the user's programs keep what they can work out again; None where none is wanted."""
    if os.environ.get("REMIT_CACHE") == "off":
        return None
    folder = os.environ.get("XDG_CACHE_HOME", "")
    try:
        # A relative one is to be ignored, as the specification says.
        return str((Path(folder) if Path(folder).is_absolute() else Path.home() / ".cache") / "remit")
    except RuntimeError:
        return None  # nobody knows where the home is


@click.command(
    "decide",
    cls=_Decide,
    short_help="Decide requests.",
    epilog=examples(
        "remit decide request.yaml",
        "remit decide --explain --timezone Europe/Berlin request.yaml",
        "remit decide --format json --contracts contracts.yaml - < request.json",
        "remit decide --ask --save decided.yaml request.yaml",
    ),
)
@click.argument("requests", nargs=-1, required=True, metavar="REQUEST...", type=PATH)
@format_option("decision")
@click.option("--why", is_flag=True, help="Also print the rules that won, what they cite and the time counted.")
@click.option("--explain", is_flag=True, help="Like --why, and print what each cited clause and reading says.")
@instant_option(help="Decide as of this instant, not as of now; stands in for a missing `received`.")
@timezone_option(help="Show times in this time zone as well (text only).")
@click.option(
    "--rules",
    type=click.Choice(["auto", "durable", "builtin"]),
    default="auto",
    show_default=True,
    envvar="REMIT_RULES",
    help="Evaluate rules with this engine.",
)
@click.option(
    "--confirmed",
    type=click.Choice(["any", "unsafe"]),
    metavar="[=unsafe]",
    help="Exit 4 where a presumption is unconfirmed; with =unsafe, where an unsafe one is.",
)
@click.option("--ask", is_flag=True, help="Ask on the terminal what is missing and presumed, one key an answer.")
@click.option("--save", metavar="FILE", type=PATH, help="With --ask, write the request with all answers to this file.")
@click.option("--overwrite", is_flag=True, help="With --save, write over a file that is there.")
@trusted_hop_option
@reader_option
@known_requests_option
@source_options
def command(  # noqa: PLR0913 - one argument for each option
    *,
    requests: tuple[str, ...],
    form: DecisionForm,
    why: bool,
    explain: bool,
    now: int | None,
    reader: str | None,
    rules: Literal["auto", "durable", "builtin"],
    confirmed: Literal["any", "unsafe"] | None,
    ask: bool,
    save: str | None,
    overwrite: bool,
    trusted_hop: int,
    outside: OutsideReader | None,
    known: engine.StoredRequests | None,
    policies: engine.Policies,
    contracts: str | None,
) -> None:
    """Decide the requests of files (.yaml, .yml or .json; .jsonl with one a line), or of standard input (-).

    Mails are read (.eml), those of mailboxes (.mbox) and of folders, too.
    """
    try:
        triage = engine.Triage(policies, contracts, rules, __version__, cache=_cache_folder())
    except ValueError as problem:
        raise click.BadParameter(str(problem), param_hint="'--rules'") from None
    if outside and requests != ("-",) and not any(map(engine.is_mail, requests)):
        raise click.UsageError("`--reader` reads mails, and no mail is named")
    clock = int(datetime.now(UTC).timestamp()) if now is None else now
    if ask:
        _check_asking(requests, save, overwrites=overwrite)
        about = engine.InterviewSession.about(
            triage, requests[0], now, clock, trusted_hop=trusted_hop, outside=outside, known=known
        )
        session = _ask(about, form, is_piped=requests[0] == "-")
        _save(session, save, overwrites=overwrite)
        batches, is_answered = iter([session.decisions()]), session.ending == "done"
    elif save or overwrite:
        raise click.UsageError("`--save` and `--overwrite` need `--ask`")
    else:
        batches, is_answered = _decided(triage, requests, now, trusted_hop, outside, known), True
    printed: set[Finding] = set()
    is_invalid, is_settled = False, is_answered
    for number, decided in enumerate(batches):
        if is_answered or form != "text":
            text = decided.render(form, reader=reader, now=clock, paint=paint, width=width(), why=why, explain=explain)
            write(f"\n{text}" if number and form == "text" else text, form)
        print_findings(finding for finding in decided.findings if finding not in printed)
        printed.update(decided.findings)
        is_invalid |= decided.is_invalid
        is_confirmed = confirmed is None or decided.is_confirmed(only_unsafe=confirmed == "unsafe")
        is_settled &= decided.is_decided and is_confirmed
    sys.exit(ExitCode.invalid if is_invalid else ExitCode.success if is_settled else ExitCode.undecided)


def _decided(  # noqa: PLR0913 - how mails are read
    triage: engine.Triage,
    requests: tuple[str, ...],
    now: int | None,
    trusted_hop: int,
    outside: OutsideReader | None,
    known: engine.StoredRequests | None,
) -> Iterator[Decisions]:
    """Yield decisions all at once, or where mails are among them, each as it is made; then say how many there are."""
    if not any(map(engine.is_mail, requests)):
        yield triage.decide_files(requests, now)
        return
    reader = engine.MessageReader(triage, trusted_hop=trusted_hop, outside=outside, known=known)
    is_single = is_one_mail(requests)
    for decision in reader.decide(requests, now):
        yield triage.gathered([decision], in_lines=not is_single)
    if reader.summary and not is_single:
        write(f"{reader.summary}\n", to_stderr=True)


def _check_asking(requests: tuple[str, ...], save: str | None, *, overwrites: bool) -> None:
    """Refuse what cannot be asked about, or saved to, before anybody answers."""
    if len(requests) > 1:
        raise click.UsageError("`--ask` takes one request at a time")
    if save:
        try:
            engine.InterviewSession.check_saving(save, overwrites=overwrites)
        except (OSError, ValueError) as problem:
            raise _unsaved(save, problem) from None


def _unsaved(file: str, problem: Exception) -> click.UsageError:
    from ..engine.text import reason_of  # noqa: PLC0415 - start-up is felt

    help_ = "; write over it with `--overwrite`" if isinstance(problem, FileExistsError) else ""
    return click.UsageError(f"no request can be saved to `{file}`: {reason_of(problem)}{help_}")


def _ask(session: engine.InterviewSession, form: DecisionForm, *, is_piped: bool) -> engine.InterviewSession:
    """Return the session once somebody has answered on the terminal; without one, list the questions."""
    if session.ending:
        return session
    from ..keyboard import keyboard  # noqa: PLC0415 - start-up is felt

    with keyboard(is_input_read=is_piped) as keys:
        if keys and (has_terminal() or has_terminal(to_stderr=True)):
            return _answered(session, keys, to_stderr=not has_terminal())
    write(session.questions(paint, width()) if form == "text" else "")
    return session


def _answered(session: engine.InterviewSession, keys: Keyboard, *, to_stderr: bool) -> engine.InterviewSession:
    """Return the session after the keys and lines that somebody types, each question shown before them."""
    write(session.opening(paint, width()) + session.text(paint, width()), to_stderr=to_stderr)
    while not session.ending:
        session = session.type(keys.line()) if session.is_typed else session.press(keys.key())
        write(session.text(paint, width()), to_stderr=to_stderr)
    write("\n", to_stderr=to_stderr)
    return session


def _save(session: engine.InterviewSession, file: str | None, *, overwrites: bool) -> None:
    """Save what was answered, where somebody asked for that, and say so."""
    if file is None or session.decision.status == "invalid":
        return
    try:
        session.save(file, overwrites=overwrites, on_wait=partial(print_wait, file))
    except (OSError, ValueError) as problem:
        raise _unsaved(file, problem) from None
    write(f"request saved to {file}\n", to_stderr=True)
