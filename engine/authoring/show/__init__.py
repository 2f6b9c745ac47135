"""Policies as sheets that a person reads: as text, Markdown or a page."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal

from ...findings import Finding, Findings, Mark, any_errors, in_order
from ...language.file_kinds import kind_of, policies_of
from ...language.files import read_all, yaml_files
from ...text import did_you_mean
from ...triage.layout import plain
from ...triage.policy_store import PolicyStore, covers_day, date_range_text, load_evaluator

if TYPE_CHECKING:
    from ...rules.evaluator import Evaluator
    from ...triage.layout import Paint
    from ..file_checks import Policies

Form = Literal["text", "markdown", "html"]


def show(  # noqa: PLR0913 - what is shown, from where, and how it is to look
    policy: str, policies: Policies, form: Form, day: str, width: int = 80, paint: Paint = plain
) -> tuple[str | None, list[Finding]]:
    """Return a policy as text, or None, and what was found.

    `policy` is a name, a name with an edition (`acme@2026`) or a file; of several editions the
    one in force on the ISO date `day` is shown, with the holidays of the year from it on.
    """
    findings = Findings()
    evaluator = find_policy(policy, policies, day, findings)
    if evaluator is None:
        return None, in_order(findings.found)
    return rendered(evaluator, form, day, width, paint), in_order(findings.found)


def rendered(evaluator: Evaluator, form: Form, day: str, width: int, paint: Paint) -> str:
    """Return a policy that is ready for use in one of the forms."""
    from .gather import show_policy  # noqa: PLC0415 - a name that is not known needs none of it

    sheet = show_policy(evaluator, day)
    if form == "text":
        from .terminal import as_terminal  # noqa: PLC0415 - each form alone

        return as_terminal(sheet, width, paint)
    if form == "markdown":
        from ...render.markdown import as_markdown  # noqa: PLC0415 - each form alone

        return as_markdown(sheet)
    from ...render.html_page import as_html  # noqa: PLC0415 - each form alone

    return as_html(sheet)


def find_policy(policy: str, policies: Policies, day: str, findings: Findings) -> Evaluator | None:
    """Return the evaluator of a policy that is named, by itself or with its edition, or of the one in a file."""
    if _is_file(policy):
        return _read(policy, findings)
    store = PolicyStore(policies_of(read_all(yaml_files([policies.folder], findings), findings)), "builtin")
    name, edition = _named(policy, store.names())
    editions, found = store.editions(name)
    findings.found += found
    if any_errors(found):
        return None
    if not editions:
        findings.error(
            "unknown-policy", f"policy `{name}` is not known", Mark(policy), did_you_mean(name, store.names())
        )
        return None
    return _chosen(editions, edition, day, Mark(policy), findings)


def _named(policy: str, known: list[str]) -> tuple[str, str]:
    """Return a policy's name and the edition after it, if any; either can hold an `@` itself."""
    parts = policy.split("@")
    splits = [("@".join(parts[:n]), "@".join(parts[n:])) for n in range(len(parts), 0, -1)]
    usual = splits[min(1, len(splits) - 1)]
    return next((split for split in splits if split[0] in known), usual)


def _read(file: str, findings: Findings) -> Evaluator | None:
    """Return the policy of a file."""
    for text in read_all([file], findings):
        kind = kind_of(text)
        if kind == "policy":
            return load_evaluator(text, "builtin", findings)
        held = "a request" if kind == "request" else kind
        findings.error("unknown-policy", f"file holds {held}, not a policy", Mark(text.file))
    return None


def _is_file(policy: str) -> bool:
    """Tell a file from a name, which has no dot before its edition."""
    return policy == "-" or policy.endswith((".yaml", ".yml")) or policy.startswith((".", "/"))


def _chosen(editions: list[Evaluator], edition: str, day: str, mark: Mark, findings: Findings) -> Evaluator | None:
    """Return the only edition, the one named, or the one in force."""
    records = [evaluator.compiled.policy for evaluator in editions]
    name = records[0].id
    if edition:
        chosen = [evaluator for evaluator in editions if evaluator.compiled.policy.edition == edition]
    elif len(editions) == 1:
        chosen = editions
    else:
        chosen = [
            evaluator
            for evaluator in editions
            if covers_day(evaluator.compiled.policy.effective, date.fromisoformat(day))
        ]
    if len(chosen) == 1:
        return chosen[0]
    listed = ", ".join(f"`{name}@{one.edition}` {date_range_text(one.effective)}".rstrip() for one in records)
    if edition:
        how = "is there twice" if chosen else "is not known"
        findings.error("unknown-edition", f"edition `{edition}` of policy `{name}` {how}", mark, f"known: {listed}")
    elif chosen:
        message = f"{len(chosen)} editions of policy `{name}` are in force at once"
        findings.error("edition-overlap", message, mark, f"name one: {listed}")
    else:
        message = f"no edition of policy `{name}` is in force on {day}"
        findings.error("edition-gap", message, mark, f"name one: {listed}")
    return None
