"""What can be asked about policies, those in use and those that somebody sends along."""

from .answer_schemas import ref
from .author_handlers import check, compare
from .operation import JSON, Body, Operation, Reply
from .parameters import EDITION, POLICY
from .policy_handlers import list_policies, show_edition, show_form
from .sent_files import MOST_FILES, NAME

_TEXT = {"type": "string"}
_FILES = {
    "type": "object",
    "properties": {
        "files": {
            "type": "object",
            "description": "Texts by the names of their files.",
            "propertyNames": {"pattern": NAME},
            "additionalProperties": _TEXT,
            "minProperties": 1,
            "maxProperties": MOST_FILES,
        }
    },
    "required": ["files"],
    "additionalProperties": False,
}
_OLD_AND_NEW = {
    "type": "object",
    "properties": {
        "old": {**_TEXT, "description": "The text of a policy."},
        "new": {**_TEXT, "description": "The text of the policy that is to take its place."},
    },
    "required": ["old", "new"],
    "additionalProperties": False,
}


def policy_operations() -> tuple[Operation, ...]:
    """Return what can be asked about policies in use."""
    return (
        Operation(
            id="policies",
            method="GET",
            path="/v1/policies",
            summary="List the policies in use, with their editions.",
            role="reader",
            handler=list_policies,
            reply=Reply(description="The policies.", content={JSON: ref("policies")}),
        ),
        Operation(
            id="edition",
            method="GET",
            path="/v1/policies/{policy}/editions/{edition}",
            summary="Show an edition of a policy: as JSON with its text, or as the page of `remit show`.",
            description="`Accept: text/html` asks for the page.",
            role="reader",
            handler=show_edition,
            parameters=(POLICY, EDITION),
            reply=Reply(description="The edition.", content={JSON: ref("edition"), "text/html": {"type": "string"}}),
            kinds=("unknown-policy", "unknown-edition"),
        ),
        Operation(
            id="form",
            method="GET",
            path="/v1/policies/{policy}/editions/{edition}/form",
            summary="Show what an edition asks, as a JSON Schema of the facts of a request.",
            description="A fact that is null is asked, and not known.",
            role="reader",
            handler=show_form,
            parameters=(POLICY, EDITION),
            reply=Reply(description="The JSON Schema.", content={JSON: ref("form")}),
            kinds=("unknown-policy", "unknown-edition"),
        ),
    )


def author_operations() -> tuple[Operation, ...]:
    """Return what authors can ask of files that they send along."""
    return (
        Operation(
            id="check",
            method="POST",
            path="/v1/check",
            summary="Check policy, contract, case and request files, as `remit check` does.",
            description="Policies that they name and do not hold are the shipped ones. Nothing of them is stored.",
            role="reader",
            handler=check,
            body=Body(schema=_FILES, description="The files."),
            reply=Reply(description="What is found in them.", content={JSON: ref("check-answer")}),
            kinds=("invalid-files",),
        ),
        Operation(
            id="diff",
            method="POST",
            path="/v1/diff",
            summary="Compare two policies, as `remit diff` does.",
            description="The answer is that of `remit diff --format json`. Nothing of them is stored.",
            role="reader",
            handler=compare,
            body=Body(schema=_OLD_AND_NEW, description="The two policies."),
            reply=Reply(description="What differs.", content={JSON: ref("diff-answer")}),
            kinds=("invalid-files",),
        ),
    )
