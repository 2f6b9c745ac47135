"""The cases of the shipped policies notice every change that can be noticed."""

from __future__ import annotations

from collections import Counter

import pytest

from remit.engine import Policies, try_paths
from remit.engine.authoring.mutation import mutate
from remit.engine.authoring.mutation.mutants import mutants

from ..verbs import POLICIES

KINDS = (
    "limb dropped",
    "limb negated",
    "value dropped",
    "threshold moved",
    "outcome changed",
    "` dropped",
    "swapped",
    "span changed",
    "nothing owed",
    "no longer required",
    "required in place of",
    "no longer preferred",
    "no longer allowed",
    "allowed, too",
    "half an hour later",
    "half an hour earlier",
    "closed on",
    "another time zone",
    "no holidays",
)


@pytest.mark.parametrize("name", ["jams", "jumpmind"])
def test_every_mutant_that_can_be_killed_is(name):
    tried = try_paths([str(POLICIES / f"{name}.cases.yaml")], Policies(str(POLICIES), is_named=False), None, "0")
    (result,) = mutate(tried.cases, tried.store, tried.contracts, "2026-06-01", "0")
    assert ((), ()) == (result.survivors, result.unproved)
    every = [mutant.what for mutant in mutants(result.policy)]
    assert len(every) == result.killed + result.equivalent
    assert result.killed > 300
    made = Counter(kind for what in every for kind in KINDS if kind in what)
    assert set() == set(KINDS) - made.keys()
