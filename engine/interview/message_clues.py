"""What the words of a message say that bears on the facts of a policy, by the words file beside that."""

from collections.abc import Callable, Iterable, Iterator

from ..findings import Findings
from ..language.words_files import words_of
from ..messages.evidence import find_hits, likely_values
from ..messages.passages import is_reply
from ..model import Policy, Request
from ..model.messages import Passage
from .fact_questions import Clues


def clues_in(passages: Iterable[Passage]) -> Callable[[Policy], Clues]:
    """Return what finds the clues in passages by the words of a policy, once for each policy."""
    listed = tuple(passages)
    known: dict[str, Clues] = {}

    def find(policy: Policy) -> Clues:
        if policy.digest not in known:
            words = words_of(policy, Findings())
            likely = likely_values(words, policy, listed)
            known[policy.digest] = Clues(likely=likely, hits=find_hits(words, listed))
        return known[policy.digest]

    return find


def passages_of(request: Request) -> Iterator[Passage]:
    """Yield the subject and the text of a request that no message was read for."""
    if request.subject:
        yield Passage(kind="subject", text=request.subject, is_history=is_reply(request.subject))
    if request.body:
        yield Passage(kind="text", text=request.body)
