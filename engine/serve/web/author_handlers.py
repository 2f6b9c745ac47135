"""`/v1/check` and `/v1/diff`: what authors ask of files that they send along; nothing of them is stored."""

import json
from datetime import UTC, datetime

from starlette.responses import Response

from ...authoring.diff import diff
from ...authoring.diff.diff_json import as_record
from ...authoring.file_checks import check_sources
from ...findings import Findings, any_errors, in_order
from ...language.files import SourceFile
from ...language.policy_folder import Policies
from ...model import Policy
from ...triage.policy_loader import load_evaluator
from .call import Call, json_answer
from .sent_files import finding_record, read_object, read_source, read_sources, refuse


async def check(call: Call) -> Response:
    """Answer what is found in files."""
    sources = read_sources(read_object(call.body, {"files": dict})["files"])
    findings = await call.after_others(check_sources, sources, Policies.at(None), _today(call))
    records = [finding_record(finding) for finding in findings]
    return json_answer(json.dumps({"usable": not any_errors(findings), "findings": records}, ensure_ascii=False))


async def compare(call: Call) -> Response:
    """Answer what differs between two policies."""
    texts = read_object(call.body, {"old": str, "new": str})
    findings = Findings()
    sources = [read_source(f"{name}.yaml", texts[name], findings) for name in ("old", "new")]
    refuse(findings)
    return json_answer(await call.after_others(_difference, sources, _today(call)))


def _difference(sources: list[SourceFile | None], today: str) -> str:
    findings = Findings()
    old, new = (_policy(source, findings) for source in sources)
    if old is None or new is None:
        findings[:] = in_order(findings)
        refuse(findings)
        raise AssertionError("a policy that cannot be used has findings that say why")
    return json.dumps(as_record(diff(old, new, today)), ensure_ascii=False, default=str)


def _policy(source: SourceFile | None, findings: Findings) -> Policy | None:
    evaluator = source and load_evaluator(source, "builtin", findings)
    return evaluator.compiled.policy if evaluator else None


def _today(call: Call) -> str:
    return datetime.fromtimestamp(call.service.clock() / 1000, UTC).date().isoformat()
