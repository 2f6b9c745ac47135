"""What is asked of files of policies, as on the command line: checked, tried, compared and shown."""

import os
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from ... import __version__
from ..authoring.cases.case_results import CaseResults, try_paths
from ..authoring.diff import diff_paths
from ..authoring.diff.changes import Change, Changes
from ..authoring.file_checks import check_paths, check_source
from ..authoring.show import show as shown
from ..findings import Finding, Findings
from ..forms import FORMS, DocumentForm
from ..language.files import POLICY_BYTES, decode
from ..language.policy_folder import Policies
from .loaded_policy import PolicyError

Path = str | os.PathLike[str]


@dataclass(frozen=True, slots=True)
class PolicyDiff:
    """What differs between two policies; as a string, in words."""

    _changes: Changes
    findings: tuple[Finding, ...]

    @property
    def changes(self) -> tuple[Change, ...]:
        """The changes, in the order in which they are reported: each has `kind`, `effect`, `before` and `after`."""
        return self._changes.changes

    def to_dict(self) -> dict[str, Any]:
        """Return the changes as plain JSON values, as `docs/diff.md` describes them."""
        from ..authoring.diff.diff_json import as_record  # noqa: PLC0415 - each form alone

        return as_record(self._changes)

    def to_markdown(self) -> str:
        """Return the changes as Markdown, for a pull request."""
        from ..authoring.diff.diff_document import as_markdown  # noqa: PLC0415 - each form alone

        return as_markdown(self._changes)

    def __str__(self) -> str:
        from ..authoring.diff.diff_document import as_text  # noqa: PLC0415 - each form alone

        return as_text(self._changes)


def check(*paths: Path, at: date, policies: Path | None = None, contracts: Path | None = None) -> tuple[Finding, ...]:
    """Return what is found in policy, contract and case files, or in those of folders, in order of place.

    `at` is the day that counts as today. `policies` is the folder of policies that the files name
    and do not hold, else the shipped ones; `contracts` a file of customers' contracts.
    """
    return check_paths(_named(paths), _folder(policies), _path(contracts), _day(at)).findings


def check_text(  # noqa: PLR0913 - what `check` takes, and what the text is
    text: str | bytes,
    *,
    at: date,
    name: str = "<text>",
    kind: Literal["policy", "cases", "contracts", "request"] | None = None,
    policies: Path | None = None,
    contracts: Path | None = None,
) -> tuple[Finding, ...]:
    """Return what is found in the text of a policy, contract, case or request file, in order of place.

    No file of that `name` is read. What `kind` of file it is shows in its name and its keys where it
    is not said; the rest is as in `check`.
    """
    raw = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    findings = Findings()
    source = decode(name, raw, POLICY_BYTES, findings)
    if source is None:
        return tuple(findings)
    return check_source(source, kind, _folder(policies), _path(contracts), _day(at))


def test(*paths: Path, policies: Path | None = None, contracts: Path | None = None) -> CaseResults:
    """Return how the cases of case files went, or of those beside policies; the rest is as in `check`."""
    return try_paths(_named(paths), _folder(policies), _path(contracts), __version__)


def diff(old: Path, new: Path, *, at: date, policies: Path | None = None) -> PolicyDiff:
    """Return what differs between two policies, each a name, `NAME@EDITION` or a file.

    `at` is the day that chooses among editions, and from which on requests come in. Raises
    PolicyError where one of them cannot be used.
    """
    compared = diff_paths(os.fspath(old), os.fspath(new), _folder(policies), _day(at))
    if compared.changes is None or compared.is_unusable:
        raise PolicyError(compared.findings)
    return PolicyDiff(compared.changes, compared.findings)


def show(
    policy: Path,
    *,
    at: date,
    form: DocumentForm = "text",
    width: int = 80,
    policies: Path | None = None,
) -> str:
    """Return a policy (a name, `NAME@EDITION` or a file) as tables that a person reads.

    `at` is the day whose edition is shown, with the holidays of the year from it on; `width` is
    in columns, for text alone. Raises PolicyError where the policy cannot be used.
    """
    if form not in FORMS["document"]:
        raise ValueError(f"form must be one of {', '.join(FORMS['document'])}, not {form!r}")
    text, findings = shown(os.fspath(policy), _folder(policies), form, _day(at), width)
    if text is None:
        raise PolicyError(findings)
    return text


def _named(paths: tuple[Path, ...]) -> list[str]:
    if not paths:
        raise TypeError("name at least one file or folder")
    return [os.fspath(path) for path in paths]


def _day(at: date) -> str:
    """Return a day as ISO writes it, also that of an instant."""
    return (at.date() if isinstance(at, datetime) else at).isoformat()


def _path(path: Path | None) -> str | None:
    return None if path is None else os.fspath(path)


def _folder(policies: Path | None) -> Policies:
    return Policies.at(_path(policies))
