"""What a check id means: the page of its check for a terminal, or one line where it has none."""

import re
from textwrap import indent

from ...findings import printable
from ...text import did_you_mean, nearest
from . import CHECKS
from .short_explanations import PLACES, SHORT_EXPLANATIONS

CHECKS_BY_ID = {check.id: check for check in CHECKS}
_LINK = re.compile(r"\[([^\]]+)\]\([^)]+\)")
_SAMPLE = re.compile(r"```yaml\n(.*?)```", re.DOTALL)


def explain(check_id: str) -> str:
    """Return the page of a check, or one line of an id that has none; raises ValueError where there is no such id."""
    text = explanation(check_id)
    if text is None:
        known = nearest(check_id, [*CHECKS_BY_ID, *SHORT_EXPLANATIONS]) or did_you_mean(check_id, CHECKS_BY_ID)
        raise ValueError(f"`{printable(check_id)}` is not a check id: {known}")
    return text


def explanation(check_id: str) -> str | None:
    """Return the page of a check, or one line of an id that has none; None where there is no such id."""
    check = CHECKS_BY_ID.get(check_id)
    if check is not None:
        always = "" if check.can_be_set else ", always"
        details = _SAMPLE.sub(lambda sample: indent(sample[1].rstrip(), "    "), _LINK.sub(r"\1", check.details))
        return f"{check.id} ({check.severity.name}{always}): {check.summary}\n\n{details}"
    if check_id in SHORT_EXPLANATIONS:
        place, words = SHORT_EXPLANATIONS[check_id]
        return f"{check_id}, found {PLACES[place]}: {words}\n"
    return None
