"""What a customer claims in a line `Field: value` that the terms ask for: it is the customer's word, and no fact."""

import re
from collections.abc import Iterable

from ..language.similar_words import claimed_name, fold
from ..model import CLAIM, Policy
from ..model.messages import Passage

_FIELD = re.compile(
    r"[ \t*_>-]{0,8}([^\W\d_][\w /()-]{0,60}?)[ \t*_]{0,4}[:=][ \t*_]{0,8}([^\s*_].{0,99}?)[ \t*_.!]{0,8}$"
)
_MOST_LINES = 200


def claimed_priority(policy: Policy, passages: Iterable[Passage]) -> str | None:
    """Return the level that a line claims under the name of what the intake asks for, as it is written there.

    Only the text itself counts, and only a value that is a level; the first line counts.
    """
    names = {fold(_head(item.needs)) for item in policy.intake if CLAIM in item.given_by}
    lines = [line for passage in passages if passage.kind == "text" for line in passage.text.split("\n")]
    for line in lines[:_MOST_LINES] if names else ():
        match = _FIELD.match(line[:200])
        if match and fold(match[1]) in names and claimed_name(match[2], policy.levels, policy.level_words):
            return match[2]
    return None


def _head(needs: str) -> str:
    """Return what is needed, without what stands in parentheses behind it."""
    return needs.partition("(")[0].strip()
