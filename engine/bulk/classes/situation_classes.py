"""Classes of situations: those that decide alike, but for instants, so that one of them stands for all."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ...rules.compiled_policy import CompiledPolicy
from ...rules.evaluator import Evaluator
from ..situations.flag_rows import Features
from .class_columns import ClassBuilder, ClassColumns, CountedWays
from .class_features import SituationRows

ALONE = -1
"""The class of situations that are too wide to be decided with others: a single decision says what they come to."""

MOST_AT_ONCE = 1 << 17
"""Situations that are decided at a time, so that memory is bounded."""

MOST_FLAGS = 1 << 28
"""Situations times features that are looked at at a time."""

GROUPS = ("scope", "priority", "channel")
"""The groups whose rules are told apart from the classes."""

Places = npt.NDArray[np.int32]
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
    return tuple(
        fact
        for fact in compiled.codes
        if fact not in ("tier", "scope", "priority") and fact not in compiled.derivations
    )


class SituationClasses:
    """The classes of the situations that were met, and what each decides."""

    def __init__(self, evaluator: Evaluator, ways: CountedWays, *, with_presumptions: bool = True) -> None:
        """Start with no class. Without presumptions, all that columns say of them is empty.

        `ways` are shared by all classes whose rows stand in one table.
        """
        self._evaluator = evaluator
        self._ways = ways
        self._with_presumptions = with_presumptions
        self.features = features_of(evaluator.compiled)
        """The facts that the columns of situations are about, in order."""
        self.columns: list[ClassColumns] = []
        """What a class decides, by class."""
        self.rule_sets: list[tuple[str, ...]] = []
        """The rules that decide scope, level and ways, in the order of a decision, by index."""
        self._compiled = evaluator.compiled
        self._builder = ClassBuilder(evaluator.compiled, ways)
        self._class_features, self._rule_features = Features(), Features()
        self._classes: dict[bytes, int] = {}
        self._by_columns: dict[ClassColumns, int] = {}
        self._sets_by_row: dict[bytes, int] = {}
        self._by_rules: dict[tuple[str, ...], int] = {}

    def classify(self, situations: Situations, tiers: npt.NDArray[np.integer]) -> Classified:
        """Return the classes and sets of rules of situations, of shape (situations, features).

        `tiers`, of shape (situations), has the place of the tier of each among those of the policy.
        """
        tier_codes = np.array([self._compiled.codes["tier"].code(tier) for tier in self._compiled.policy.tiers])[tiers]
        classes = np.full(len(situations), ALONE, np.int32)
        rule_sets = np.zeros(len(situations), np.int32)
        start = 0
        while start < len(situations):
            part = slice(start, start + self._most_at_once)
            classes[part], rule_sets[part] = self._classify(situations[part], tier_codes[part])
            start = part.stop
        return Classified(classes=classes, rule_sets=rule_sets)

    @property
    def _most_at_once(self) -> int:
        """How many situations are decided at a time: fewer, where they have many features."""
        features = max(len(self._class_features), len(self._rule_features))
        return max(1, min(MOST_AT_ONCE, MOST_FLAGS // max(1, features)))

    def _classify(self, situations: Situations, tiers: npt.NDArray[np.integer]) -> tuple[Places, Places]:
        columns = {fact: np.ascontiguousarray(situations[:, n]) for n, fact in enumerate(self.features)}
        columns["tier"] = tiers
        rows = SituationRows(self._compiled, self._class_features, self._rule_features, len(situations))
        rows.fill(columns, with_presumptions=self._with_presumptions)
        first, inverse = rows.features.distinct()
        of_rows = [self._class_of(rows, index) for index in first.tolist()]
        classes = np.where(rows.decided, np.array(of_rows, np.int32)[inverse], np.int32(ALONE))
        first, inverse = rows.rules.distinct()
        of_rules = [self._rule_set_of(rows, index) for index in first.tolist()]
        return classes, np.array(of_rules, np.int32)[inverse]

    def _class_of(self, rows: SituationRows, index: int) -> int:
        """Return the class of a situation that stands for all whose row is alike; none where it is not decided."""
        if not rows.decided[index]:
            return ALONE
        key = rows.features.key(index)
        if key not in self._classes:
            self._classes[key] = self._place(self._builder.columns(rows.features.of(index)))
        return self._classes[key]

    def _place(self, columns: ClassColumns) -> int:
        """Return the class that decides something; what decides the same is one."""
        place = self._by_columns.setdefault(columns, len(self.columns))
        if place == len(self.columns):
            self.columns.append(columns)
        return place

    def _rule_set_of(self, rows: SituationRows, index: int) -> int:
        """Return the set of rules that decide a situation, which stands for all that have these."""
        key = rows.rules.key(index)
        if key not in self._sets_by_row:
            deciding = sorted((GROUPS.index(group), n) for _, (group, n) in rows.rules.of(index))
            groups = self._compiled.groups
            self._sets_by_row[key] = self._rules_place(tuple(groups[GROUPS[g]].rules[n].id for g, n in deciding))
        return self._sets_by_row[key]

    def _rules_place(self, rules: tuple[str, ...]) -> int:
        place = self._by_rules.setdefault(rules, len(self.rule_sets))
        if place == len(self.rule_sets):
            self.rule_sets.append(rules)
        return place
