"""Policies as documents that a person reads: as text, Markdown or a page."""

from datetime import date

from ...findings import Finding, Findings, Mark, any_errors, in_order
from ...forms import DocumentForm
from ...language.files import POLICY_BYTES, is_yaml
from ...language.outline import kind_of
from ...language.policy_folder import Policies
from ...rules.evaluator import Evaluator
from ...triage.effective_days import covers_day, date_range_text
from ...triage.policy_loader import load_evaluator
from ...triage.workspace import Workspace, open_workspace


def show(  # noqa: PLR0913 - what is shown, from where, and how it is to look
    policy: str, policies: Policies, form: DocumentForm, day: str, width: int = 80, *, colours: bool = False
) -> tuple[str | None, list[Finding]]:
    """Return a policy as text, or None, and the findings about its file.

    `policy` is a name, a name with an edition (`acme@2026`) or a file; of several editions the
    one in force on the ISO date `day` is shown, with the holidays of the year from it on.
    """
    findings = Findings()
    evaluator = find_policy(policy, open_workspace(policies, None, "builtin"), day, findings)
    if evaluator is None:
        return None, in_order(findings)
    # A policy that is not known needs none of it.
    from ...render import render  # noqa: PLC0415
    from .policy_document import policy_document  # noqa: PLC0415

    return render(policy_document(evaluator, day), form, width, colours=colours), in_order(findings)


def find_policy(policy: str, workspace: Workspace, day: str, findings: Findings) -> Evaluator | None:
    """Return the evaluator of a policy that is named, by itself or with its edition, or of the one in a file."""
    if policy == "-" or is_yaml(policy) or policy.startswith((".", "/")):
        return _read(policy, workspace, findings)
    findings += workspace.findings
    store = workspace.store
    name, edition = _split(policy, store.names())
    editions, _ = store.editions(name)
    at = date.fromisoformat(day)
    problems = store.problems(name, lambda p: p.edition == edition if edition else covers_day(p.effective, at))
    findings += problems
    if any_errors(problems):
        return None
    if not editions:
        store.add_unknown(name, Mark(policy), findings)
        return None
    return _choose(editions, edition, day, Mark(policy), findings)


def _split(policy: str, known: list[str]) -> tuple[str, str]:
    """Return a policy's name and the edition after it, if any; either can hold an `@` itself."""
    parts = policy.split("@")
    splits = [("@".join(parts[:n]), "@".join(parts[n:])) for n in range(len(parts), 0, -1)]
    usual = splits[min(1, len(splits) - 1)]
    return next((split for split in splits if split[0] in known), usual)


def _read(file: str, workspace: Workspace, findings: Findings) -> Evaluator | None:
    """Return the policy of a file."""
    source = workspace.files.read(file, POLICY_BYTES, findings)
    kind = kind_of(source) if source else "policy"
    if source is None or kind == "policy":
        return load_evaluator(source, "builtin", findings) if source else None
    content = "a request" if kind == "request" else "nothing of remit's" if kind == "other" else kind
    findings.error("unknown-policy", f"file holds {content}, not a policy", Mark(source.file))
    return None


def _choose(editions: list[Evaluator], edition: str, day: str, mark: Mark, findings: Findings) -> Evaluator | None:
    """Return the only edition, the one named, or the one in force."""
    name = editions[0].compiled.policy.id
    if edition:
        chosen = [evaluator for evaluator in editions if evaluator.compiled.policy.edition == edition]
    elif len(editions) == 1:
        chosen = editions
    else:
        at = date.fromisoformat(day)
        chosen = [evaluator for evaluator in editions if covers_day(evaluator.compiled.policy.effective, at)]
    if len(chosen) == 1:
        return chosen[0]
    policies = (evaluator.compiled.policy for evaluator in editions)
    known = ", ".join(f"`{name}@{item.edition}` {date_range_text(item.effective)}".rstrip() for item in policies)
    if edition:
        how = "is declared twice" if chosen else "is not known"
        findings.error("unknown-edition", f"edition `{edition}` of policy `{name}` {how}", mark, f"known: {known}")
    else:
        overlapping = f"{len(chosen)} editions of policy `{name}` are in force at once"
        message = overlapping if chosen else f"no edition of policy `{name}` is in force on {day}"
        findings.error("edition-overlap" if chosen else "edition-gap", message, mark, f"name one: {known}")
    return None
