"""Presumed facts that decide no more than which services a request has, and whom its sender may turn to."""

from ..rules.compiled_policy import CompiledPolicy
from ..rules.evaluator import RequestEvaluation
from ..rules.known import presume
from ..rules.listed_entries import entry_answers, listed_entries
from ..rules.presumptions import PresumedFact, Stakes


def presumed_for_entries(
    compiled: CompiledPolicy, tier: str, evaluation: RequestEvaluation, facts: frozenset[str]
) -> dict[str, PresumedFact]:
    """Return those of some presumed facts of which another value would change which services or steps are listed.

    What follows from the other value, presumed and derived facts among it, follows; all else is as known. What the
    sender must bring is no claim of theirs: a wrong presumption about that shows when they are asked for it.
    """
    known, outcomes = evaluation.known, evaluation.possible.outcomes
    entries = [entry for entry in listed_entries(compiled) if entry.kind != "intake"]
    followed = {*known.presumed, *known.derived, "tier"}
    stated = {f: c for f, c in known.codes.items() if f not in followed and c != compiled.codes[f].none}
    now = entry_answers(compiled, entries, tier, known.codes, outcomes)

    def is_otherwise(fact: str, code: int) -> bool:
        assumed = presume(compiled, tier, {**stated, fact: code}, known.blocked)
        return entry_answers(compiled, entries, tier, assumed.codes, outcomes) != now

    presumed = {}
    for fact in facts:
        codes = compiled.codes[fact]
        alike = codes.alike(known.codes[fact])
        if any(is_otherwise(fact, code) for code in codes if not alike >> code & 1):
            value = compiled.facts[fact].presume[known.presumed[fact]].value
            presumed[fact] = PresumedFact(value=value, stakes=Stakes())
    return presumed
