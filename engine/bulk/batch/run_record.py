"""What a run is of, in words: whoever goes on with it has to go on with the same."""

import json
from hashlib import sha256
from typing import Any

from ...package_versions import package_version
from ...triage.policy_store import PolicyStore
from ...triage.workspace import Workspace
from .input_file import RequestsFile

_PACKAGES = ("pyarrow", "numpy", "holidays", "tzdata")
"""What a result depends on, besides remit itself."""


def run_record(  # noqa: PLR0913 - what a run is of
    requests: RequestsFile,
    workspace: Workspace,
    version: str,
    *,
    now: int | None,
    part_rows: int,
    presumptions: bool,
    output_form: str,
    rejects_form: str | None,
) -> dict[str, Any]:
    """Return the record of a run by the names of what must not change, as JSON has it."""
    contracts = (*workspace.contract_sources, *workspace.sources_beyond)
    return {
        "the version of remit": version,
        **{f"the version of {package}": package_version(package) for package in _PACKAGES},
        "the input": [requests.form, requests.size, requests.digest()],
        "the policies": _policies_digest(workspace.store),
        "the contracts": _digest(sorted(sha256(source.raw).hexdigest() for source in contracts)),
        "`--at`": now,
        "`--part-rows`": part_rows,
        "`--no-presumptions`": not presumptions,
        "the form of the output": output_form,
        "the form of the rejects": rejects_form,
    }


def _policies_digest(store: PolicyStore) -> str:
    """Return the digest of all editions, and of why some cannot be used."""
    editions = []
    for name in store.names():
        evaluators, problems = store.editions(name)
        digests = [evaluator.compiled.policy.digest for evaluator in evaluators]
        editions.append((name, digests, [problem.message for problem in problems]))
    return _digest(editions)


def _digest(values: Any) -> str:
    return sha256(json.dumps(values).encode()).hexdigest()
