"""`/v1/policies`: the policies in use, their editions, and what they ask."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from starlette.responses import HTMLResponse, Response

from ...authoring.show.policy_document import policy_document
from ...model import Fact, Policy
from ...render import render
from ...rules.evaluator import Evaluator
from ..file_set import FileSet
from ..service_error import ServiceError
from .call import Call, json_answer
from .headers import policy_of_page


async def list_policies(call: Call) -> Response:
    """Answer the policies in use."""
    return json_answer(_text({"policies": list(_policies(call.service.files))}))


async def show_edition(call: Call) -> Response:
    """Answer an edition: as JSON, or as a page for whoever asks for one."""
    evaluator = _edition(call.service.files, call.path["policy"], call.path["edition"])
    if _wants_page(call.accept):
        page = await call.in_thread(_page, evaluator, call.service.clock())
        return HTMLResponse(page, headers={"Content-Security-Policy": policy_of_page(page), "Vary": "Accept"})
    policy = evaluator.compiled.policy
    text = next(
        source.text for source in call.service.files.triage.store.all_texts() if source.file == policy.mark.file
    )
    return json_answer(_text({**_record(policy), "text": text}), {"Vary": "Accept"})


async def show_form(call: Call) -> Response:
    """Answer what an edition asks, as a JSON Schema of the facts of a request."""
    policy = _edition(call.service.files, call.path["policy"], call.path["edition"]).compiled.policy
    return json_answer(_text(form_schema(policy)))


def form_schema(policy: Policy) -> dict[str, Any]:
    """Return the questions of a policy as a JSON Schema: each fact that a request may state, with its choices."""
    stated = [fact for fact in policy.facts.values() if not fact.derive and not fact.from_contract]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"{policy.title}, {policy.edition}",
        "type": "object",
        "properties": {fact.name: _fact_schema(fact) for fact in stated},
        "additionalProperties": False,
    }


def _fact_schema(fact: Fact) -> dict[str, Any]:
    """Return the schema of a fact's value; null is asked, not known."""
    if fact.choices:
        values = [{"const": value, **({"title": title} if title else {})} for value, title in fact.choices.items()]
        return {"title": fact.ask, "oneOf": [*values, {"type": "null"}]}
    types = {"boolean": "boolean", "number": "number"}
    schema: dict[str, Any] = {"title": fact.ask, "type": [types.get(fact.type, "string"), "null"]}
    if fact.type == "date":
        schema["format"] = "date"
    bounds = {"minimum": fact.minimum, "maximum": fact.maximum}
    return schema | {name: bound for name, bound in bounds.items() if bound is not None}


def _policies(files: FileSet) -> Iterator[dict[str, Any]]:
    for name in files.triage.store.names():
        editions = [evaluator.compiled.policy for evaluator in files.triage.store.editions(name)[0]]
        if editions:
            yield {"id": name, "title": editions[-1].title, "editions": [_summary(policy) for policy in editions]}


def _summary(policy: Policy) -> dict[str, Any]:
    start, end = policy.effective
    return {
        "edition": policy.edition,
        "effective": {"from": start, "until": end},
        "digest": policy.digest,
        "address": f"/v1/policies/{quote(policy.id, safe='')}/editions/{quote(policy.edition, safe='')}",
    }


def _record(policy: Policy) -> dict[str, Any]:
    return {
        "id": policy.id,
        "title": policy.title,
        **_summary(policy),
        "timezone": policy.timezone,
        "tiers": {name: tier.title for name, tier in policy.tiers.items()},
        "levels": dict(policy.levels),
        "ways": list(policy.ways),
        "promises": list(policy.promises),
        "facts": {fact.name: fact.ask for fact in policy.facts.values()},
    }


def _edition(files: FileSet, name: str, edition: str) -> Evaluator:
    if name not in files.triage.store.names():
        raise ServiceError("unknown-policy", f"policy `{name}` is not known")
    evaluators = files.triage.store.editions(name)[0]
    for evaluator in evaluators:
        if evaluator.compiled.policy.edition == edition:
            return evaluator
    known = ", ".join(f"`{evaluator.compiled.policy.edition}`" for evaluator in evaluators)
    raise ServiceError("unknown-edition", f"policy `{name}` has no edition `{edition}`", help=f"it has {known}")


def _page(evaluator: Evaluator, now: int) -> str:
    day = datetime.fromtimestamp(now / 1000, UTC).date().isoformat()
    return render(policy_document(evaluator, day), "html", 100, colours=False)


def _wants_page(accept: str) -> bool:
    """Tell whether a page is asked for before JSON."""
    kinds = [kind.partition(";")[0].strip().lower() for kind in accept.split(",")]
    first = next((kind for kind in kinds if kind in ("text/html", "application/json")), "")
    return first == "text/html"


def _text(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False)
