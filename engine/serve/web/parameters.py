"""Values in addresses that several operations take."""

from ...language.time_notation import parse_instant
from .operation import Parameter, Schema

_TEXT: Schema = {"type": "string", "minLength": 1}
_INSTANT = (
    r"^(19[7-9][0-9]|20[0-9]{2})-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
    r"T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])$"
)


def path_parameter(name: str, description: str) -> Parameter:
    """Return a value in a path."""
    return Parameter(name=name, description=description, schema=_TEXT, is_in_path=True)


def _yes_or_no(written: str) -> bool:
    if written not in ("yes", "no"):
        raise ValueError("is neither `yes` nor `no`")
    return written == "yes"


AT = Parameter(
    name="at",
    description="As of when, as an instant with an offset; now without it.",
    schema={"type": "string", "format": "date-time", "pattern": _INSTANT, "examples": ["2026-03-06T17:00:00Z"]},
    parse=parse_instant,
)
KEEP = Parameter(
    name="keep",
    description="`no`: nothing of it is stored.",
    schema={"enum": ["yes", "no"]},
    parse=_yes_or_no,
)
REQUEST = path_parameter("request", "The id of the request; what is no letter or digit percent-encoded.")
DECISION = path_parameter("decision", "The id of the decision.")
POLICY = path_parameter("policy", "The id of the policy.")
EDITION = path_parameter("edition", "The day from which the edition counts.")
