"""Other words for choices in stated values, as the words file beside a policy has them."""

from ..findings import Findings, Mark
from ..language.similar_words import fold
from ..language.symbols import short_text
from ..language.words_files import words_of
from ..model import Fact, Policy


def choice_by_other_word(policy: Policy, fact: Fact, written: object, mark: Mark, findings: Findings) -> str | None:
    """Return the choice that another word of the words file means, after a note that it was read so; None for none."""
    if fact.type != "choice" or not isinstance(written, str):
        return None
    for choice, words in words_of(policy, findings).facts.get(fact.name, {}).items():
        if isinstance(choice, str) and fold(written) in map(fold, words.also):
            message = f"`{fact.name}` is stated as `{short_text(written)}`, which is read as `{choice}`"
            findings.note("read-as", message, mark, "the words file of the policy has it as another word")
            return choice
    return None
