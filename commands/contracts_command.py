"""`remit contracts`: files of customers' contracts."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from .. import __version__, engine
from ..cli import ExitCode, examples, print_findings
from ..options import PATH, source_options
from ..output import write

if TYPE_CHECKING:
    from ..engine.authoring.contract_import.import_contracts import ContractImport


@click.group(
    "contracts",
    short_help="Import customers' contracts.",
    epilog=examples("remit contracts import crm.csv --map crm-map.yaml --contracts contracts.yaml"),
)
def command() -> None:
    """Work on files of customers' contracts."""


@command.command(
    "import",
    epilog=examples(
        "remit contracts import crm.csv --map crm-map.yaml --contracts contracts.yaml",
        "remit contracts import crm.csv --map crm-map.yaml --contracts contracts.yaml --apply",
    ),
)
@click.argument("table", metavar="FILE.csv", type=PATH)
@click.option("--map", "column_map", metavar="FILE", type=PATH, required=True, help="Which column gives which key.")
@click.option("--apply", is_flag=True, help="Write the difference into the file of contracts.")
@source_options
def import_command(
    *, table: str, column_map: str, apply: bool, policies: engine.Policies, contracts: str | None
) -> None:
    """Show what a table of contracts differs in from a file of them (--contracts), which may be a new one.

    Contracts that stand only in the file stay as they are. A row that cannot be used is rejected by its line.
    """
    file = policies.contracts if contracts is None else contracts
    if file is None:
        raise click.UsageError("say which file of contracts by `--contracts`")
    triage = engine.Triage(policies, None, "builtin", __version__)
    result = engine.import_contracts(table, column_map, file, triage)
    if result.is_usable:
        write("".join(f"{line}\n" for line in result.lines()))
    print_findings(result.findings)
    if apply and result.is_usable:
        _apply(result)
    sys.exit(ExitCode.invalid if result.findings.has_errors else ExitCode.success)


def _apply(result: ContractImport) -> None:
    from ..engine.text import counted, reason_of  # noqa: PLC0415 - start-up is felt

    def wait() -> None:
        write(f"waiting for somebody else who writes in the folder of {result.file}\n", to_stderr=True)

    try:
        number = result.apply(wait)
    except (ValueError, OSError) as problem:
        raise click.UsageError(f"contracts cannot be written to `{result.file}`: {reason_of(problem)}") from None
    write(f"{counted(number, 'contract')} written to {result.file}\n", to_stderr=True)
