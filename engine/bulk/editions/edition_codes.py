"""The situations of rows that fall under one edition, as codes of its features."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ...language.similar_words import claimed_name
from ...model import CLAIM
from ...rules.codes import Codes
from ...rules.compiled import facts_of
from ...rules.compiled_policy import CompiledPolicy
from ...triage.known_facts import NAMED_CONTACT
from ..classes.situation_classes import features_of
from ..columns_in.encoded_columns import NULL, EncodedColumn, Flags
from ..columns_in.fact_columns import FactColumn
from ..columns_in.local_days import LocalDays, Ordinals
from ..columns_in.request_columns import RequestColumns
from ..columns_in.request_terms import TermsColumn
from ..columns_in.value_codes import (
    ALONE,
    CodeColumn,
    FactValues,
    StatedColumn,
    codes_by_text,
    codes_of_numbers,
    codes_of_values,
    has_exact_boundaries,
)
from ..columns_in.values_agreed import Agreed, with_agreed
from ..deadlines.open_flags import open_at
from ..situations.situation_sets import UNKNOWN, UNSTATED

ARRIVED_BY = "arrived_by"
TOO_MANY_CONTACTS, CONTRADICTS_CONTRACT, READ_AS = 1, 2, 4
"""What is found in a row besides its situation, as flags."""
_MOST_CLAIMS = 1 << 16


@dataclass(frozen=True, slots=True)
class CodedRows:
    """The codes of rows by feature on which decisions depend. Rows that are `alone` are decided one by one.

    `warnings` are flags; `stated` has the values of the facts in which something owed is counted.
    """

    codes: Mapping[str, CodeColumn]
    warnings: npt.NDArray[np.int8]
    alone: Flags
    stated: Mapping[str, StatedColumn]


class EditionCodes:
    """Reads the codes of rows for one edition."""

    def __init__(self, compiled: CompiledPolicy, text_types: Mapping[str, str], days: LocalDays) -> None:
        """Take the types of facts that text may write, and the days of the policy's zone."""
        self._compiled = compiled
        self._days = days
        self.features = features_of(compiled)
        built_in = {ARRIVED_BY, CLAIM, *compiled.receipts}
        self._facts = [name for name in self.features if name not in built_in]
        self._values = {
            (name, is_typed): FactValues(compiled, name, text_types.get(name) if is_typed else None)
            for name in self._facts
            for is_typed in (False, True)
        }
        counting = compiled.relevant | compiled.counted | built_in | {NAMED_CONTACT} | _presuming(compiled)
        self.counting = tuple(name for name in self.features if name in counting)
        """The features on which decisions depend."""
        self._alike = {name: _first_alike(compiled.codes[name]) for name in self._facts if compiled.codes[name].classes}
        self._claims: dict[str, int] = {}

    def of(self, rows: RequestColumns, terms: TermsColumn) -> CodedRows:
        """Return the codes of rows."""
        # In which places hours were open each row says for itself.
        alone = np.full(len(rows), bool(self._compiled.placed), np.bool_)
        warnings = np.zeros(len(rows), np.int8)
        is_crowded = np.array([own.has_too_many_contacts for own in terms.listed], np.bool_)
        if is_crowded.any():
            warnings[is_crowded[terms.indices]] |= TOO_MANY_CONTACTS
        for name, column in rows.facts.items():
            if name not in self._facts:  # it is not declared, or derived
                alone |= column.encoded.indices != NULL
        codes = self._built_in(rows)
        for name in self._compiled.receipts:
            alone |= codes[name] == ALONE
        days = self._days.of(rows.received) if self._compiled.ages else None
        stated: dict[str, StatedColumn] = {}
        for name in self._facts:
            agreed = Agreed([own.agreed.get(name) for own in terms.listed], terms.indices)
            own_codes = self._fact(name, rows.facts.get(name), agreed, days, stated, warnings)
            if own_codes is not None:
                alone |= own_codes == ALONE
                codes[name] = self._alike[name][own_codes] if name in self._alike else own_codes
        return CodedRows(
            codes={name: codes[name] for name in self.counting if name in codes},
            warnings=warnings,
            alone=alone,
            stated=stated,
        )

    def _built_in(self, rows: RequestColumns) -> dict[str, CodeColumn]:
        codes: dict[str, CodeColumn] = {}
        if rows.channel is not None:
            ways = self._compiled.codes[ARRIVED_BY]
            by_text = {way: ways.code(way) for way in self._compiled.policy.ways}
            codes[ARRIVED_BY] = codes_by_text(rows.channel, by_text, ALONE if ways.other is None else ways.other)
        if rows.claim is not None:
            codes[CLAIM] = self._claimed(rows.claim)
        for name, hours in self._compiled.receipts.items():
            codes[name] = open_at(hours, rows.received)
        return codes

    def _claimed(self, column: EncodedColumn) -> CodeColumn:
        """Return the codes of the levels that texts claim; UNKNOWN for a text that is none."""
        policy, codes = self._compiled.policy, self._compiled.codes[CLAIM]
        if len(self._claims) > _MOST_CLAIMS:
            self._claims.clear()
        for text in column.values:
            if text is not None and text not in self._claims:
                level = claimed_name(text, policy.levels, policy.level_words)
                self._claims[text] = UNKNOWN if level is None else codes.code(level)
        return codes_by_text(column, self._claims, UNKNOWN)

    def _fact(  # noqa: PLR0913 - what a code follows from, and what else is read
        self,
        name: str,
        column: FactColumn | None,
        agreed: Agreed,
        days: Ordinals | None,
        stated: dict[str, StatedColumn],
        warnings: npt.NDArray[np.int8],
    ) -> CodeColumn | None:
        """Return the codes of a fact, None where nothing states it; add its values and what is found in them."""
        fact, codes = self._compiled.policy.facts[name], self._compiled.codes[name]
        if column is None and not agreed.is_any:
            return None
        is_number = fact.type == "number" and not agreed.is_any and has_exact_boundaries(codes)
        if column is not None and is_number and (numbers := column.numbers) is not None:
            return codes_of_numbers(fact, codes, *numbers)
        values = StatedColumn(np.full(len(warnings), NULL, np.int32), ())
        if column is not None:
            values = self._values[name, column.is_typed].column(column.encoded)
        is_refused, is_noted = values.is_refused, values.is_noted
        warnings[is_noted] |= READ_AS
        if agreed.is_any:
            values, is_contradicted = with_agreed(values, agreed, takes_precedence=fact.from_contract)
            warnings[is_contradicted] |= CONTRADICTS_CONTRACT
        own_codes = codes_of_values(codes, values, days if name in self._compiled.ages else None)
        own_codes[is_refused] = ALONE
        if name in self._compiled.counted:
            stated[name] = values
        return own_codes


def _presuming(compiled: CompiledPolicy) -> set[str]:
    """Return the facts that can be presumed or derived, and those that this depends on."""
    facts = set[str]()
    for fact, cases in (*compiled.presumptions.items(), *compiled.derivations.items()):
        facts.update([fact] if cases else (), *(facts_of(when) for when, _ in cases))
    return facts


def _first_alike(codes: Codes) -> CodeColumn:
    """Return by code the first that no condition tells from it; the last three places are those below zero."""
    first = list(range(size_of(codes)))
    for code in first:
        alike = codes.alike(code)
        first[code] = (alike & -alike).bit_length() - 1
    return np.array([*first, ALONE, UNKNOWN, UNSTATED], np.int32)


def size_of(codes: Codes) -> int:
    """Return one more than the highest code that a value can have."""
    further = [code + 1 for code in (codes.other, codes.none) if code is not None]
    return max(codes.live.bit_length(), len(codes.boundaries) + 1, len(codes.values), *further)
