"""How far a words file carries, measured over messages that somebody has labelled."""

from collections.abc import Sequence

from ...findings import Finding, Findings, in_order
from ...language.policy_folder import Policies
from ...triage.workspace import open_workspace
from .figures import Figure, figures_of, figures_text
from .labelled_messages import read_labelled
from .measure_words import MeasuredMessage, measure_messages

__all__ = ["Figure", "MeasuredMessage", "figures_of", "figures_text", "measure_folder"]


def measure_folder(
    folder: str, policies: Policies, version: str
) -> tuple[Sequence[MeasuredMessage], Sequence[Finding]]:
    """Return what was measured of the labelled messages of a folder, and what is wrong with them."""
    findings = Findings()
    store = open_workspace(policies, None, "builtin").store
    measured = measure_messages(read_labelled(folder, findings), store, version, findings)
    return measured, in_order(findings)
