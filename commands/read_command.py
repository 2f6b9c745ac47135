"""`remit read`: mails in, requests out."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from .. import __version__, engine
from ..cli import ExitCode, examples, is_one_mail, print_findings
from ..options import PATH, format_option, known_requests_option, reader_option, source_options, trusted_hop_option
from ..output import write

if TYPE_CHECKING:
    from ..engine.forms import RequestForm
    from ..engine.messages.outside_reader import OutsideReader


@click.command(
    "read",
    short_help="Read mails as requests.",
    epilog=examples(
        "remit read message.eml > request.yaml",
        "remit read --format json inbox > requests.jsonl",
        "remit read --policy jumpmind --trusted-hop 2 inbox.mbox",
    ),
)
@click.argument("messages", nargs=-1, required=True, metavar="MESSAGE...", type=PATH)
@format_option("request")
@click.option("--policy", metavar="NAME", help="Read with the words of this policy, whatever the sender's contract.")
@trusted_hop_option
@reader_option
@known_requests_option
@source_options
def command(  # noqa: PLR0913 - one argument for each option
    *,
    messages: tuple[str, ...],
    form: RequestForm,
    policy: str | None,
    trusted_hop: int,
    outside: OutsideReader | None,
    known: engine.StoredRequests | None,
    policies: engine.Policies,
    contracts: str | None,
) -> None:
    """Print what mails say as requests: of files (.eml), mailboxes (.mbox), folders, or standard input (-).

    Nothing that a text says is stated as a fact.
    """
    triage = engine.Triage(policies, contracts, "builtin", __version__)
    print_findings(triage.findings)
    reader = engine.MessageReader(triage, policy=policy, trusted_hop=trusted_hop, outside=outside, known=known)
    is_single = is_one_mail(messages)
    is_rejected = triage.is_unusable
    for text, findings in reader.written(messages, form, is_single=is_single):
        write(text, form)
        print_findings(findings)
        is_rejected |= any(finding.severity.name == "error" for finding in findings)
    if reader.summary and not is_single:
        write(f"{reader.summary}\n", to_stderr=True)
    sys.exit(ExitCode.invalid if is_rejected else ExitCode.success)
