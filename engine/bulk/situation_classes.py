"""Classes of situations: those that decide alike, but for instants, so that one of them stands for all."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..rules.compiled_policy import CompiledPolicy
from ..rules.evaluator import Evaluator
from .class_columns import ClassColumns, CountedWays
from .representative import columns_and_rules

ALONE = -1
"""The class of situations that are too wide to be decided with others: a single decision says what they come to."""

Situations = npt.NDArray[np.integer]
"""Rows of codes: a situation each, with a column for each feature in their order.

A cell is a code of the feature's fact (`compiled.codes[feature]`), else `situation_sets.UNSTATED` (-1: nothing is said
of it) or `situation_sets.UNKNOWN` (-2: it is stated that it is not known; what is claimed as `claimed_priority` is no
level).
"""


@dataclass(frozen=True, slots=True)
class Classified:
    """What situations decide, as indices: of classes and of sets of rules (`SituationClasses` has both by index).

    The class of those that are decided one by one is `ALONE`; their set of rules says nothing.
    """

    classes: npt.NDArray[np.int32]
    rule_sets: npt.NDArray[np.int32]


def features_of(compiled: CompiledPolicy) -> tuple[str, ...]:
    """Return the facts that a situation states: all but the tier, what rules decide, and derived ones.

    Those are the facts of the policy, `arrived_by`, `claimed_priority` and the facts of the receipt, which are always
    stated (`compiled.receipts`; 0: closed, 1: open).
    """
    return tuple(fact for fact in compiled.codes if fact not in ("tier", *SCOPED) and fact not in compiled.derivations)


SCOPED = ("scope", "priority")


class SituationClasses:
    """The classes of the situations of one tier that were met, and what each decides."""

    def __init__(self, evaluator: Evaluator, tier: str, ways: CountedWays, *, with_presumptions: bool = True) -> None:
        """Start with no class. Without presumptions, all that columns say of them is empty.

        `ways` are shared by all classes whose rows stand in one table.
        """
        self._evaluator = evaluator
        self._tier = tier
        self._ways = ways
        self._with_presumptions = with_presumptions
        self.features = features_of(evaluator.compiled)
        """The facts that the columns of situations are about, in order."""
        self.columns: list[ClassColumns] = []
        """What a class decides, by class."""
        self.rule_sets: list[tuple[str, ...]] = []
        """The rules that decide scope, level and ways, in the order of a decision, by index."""

    def classify(self, situations: Situations) -> Classified:
        """Return the classes and sets of rules of situations, of shape (situations, features)."""
        classes = np.full(len(situations), ALONE, np.int32)
        rule_sets = np.zeros(len(situations), np.int32)
        for n, codes in enumerate(situations.tolist()):
            decided = columns_and_rules(self._evaluator, self._tier, self.features, codes, self._ways)
            if decided:
                columns, rules = decided
                if columns not in self.columns:
                    self.columns.append(columns)
                if rules not in self.rule_sets:
                    self.rule_sets.append(rules)
                classes[n], rule_sets[n] = self.columns.index(columns), self.rule_sets.index(rules)
        return Classified(classes=classes, rule_sets=rule_sets)
