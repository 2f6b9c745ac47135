"""What two policies list differently beside the groups: services, what to bring and whom to turn to, by situation."""

from collections import Counter
from collections.abc import Iterator, Sequence

from ...rules.compiled import facts_of
from ...rules.compiled_policy import CompiledPolicy
from ...rules.listed_entries import ListedEntry, listed_entries
from ...rules.spaces import union, where
from .changes import Change, Extent
from .common_codes import ProofPair
from .diff_witness import DiffWitnesses
from .extent import ExtentMeasure, Situations

EntryPair = tuple[ListedEntry, ListedEntry]
"""An entry as both policies have it."""

_KINDS = {"service": ("removed", "added"), "intake": ("waived", "demanded"), "escalation": ("removed", "added")}
"""The kinds of an entry that is no longer listed, and of one that now is."""


class ListedChanges:
    """Compares what two aligned policies list in situations that both have."""

    def __init__(
        self, aligned: tuple[CompiledPolicy, CompiledPolicy], extents: ExtentMeasure, witnesses: DiffWitnesses
    ) -> None:
        """Take both policies, and what measures sets of situations and writes requests of them."""
        self.pairs = [*_changed_pairs(*aligned)]
        self._extents = extents
        self._witnesses = witnesses
        self._compiled = aligned

    @property
    def facts(self) -> set[str]:
        """The facts that have to vary for a difference to show."""
        read = (facts_of(entry.condition) for pair in self.pairs for entry in pair)
        facts = set[str]().union(*read) - {"tier", "scope", "priority"}
        return self._compiled[0].base_facts(facts) | self._compiled[1].base_facts(facts)

    def changes(self, compared: Sequence[Situations]) -> Iterator[Change]:
        """Yield each entry that some situations no longer have, or have now.

        `compared` are the situations of each tier. Where either policy has no room for it, other changes say why.
        """
        for pair in self.pairs:
            for is_added in (False, True):
                moved = [(proofs, _moved(pair, proofs, valid, is_added=is_added)) for proofs, valid in compared]
                sets = [situations for situations in moved if situations[1]]
                tiers = [proofs.new.tier for proofs, _ in sets]
                around = [situations for situations in compared if situations[0].new.tier in tiers]
                if sets:
                    yield self._change(pair, sets, around, is_added=is_added)

    def _change(self, pair: EntryPair, sets: list[Situations], around: list[Situations], *, is_added: bool) -> Change:
        """Return the change of the situations `sets` of some tiers, of which all situations are those `around`."""
        entry, (proofs, bits) = pair[is_added], sets[0]
        words = self._words(entry, self._compiled[is_added])
        box, situations = self._extents.box(sets), self._extents.count(sets)
        extent = Extent(
            situations=situations,
            of=self._extents.count(around),
            where=self._extents.values(box, self._extents.box(around)),
            is_exact=situations == self._extents.count(around, box),
        )
        return Change(
            kind=_KINDS[entry.kind][is_added],
            about=entry.kind,
            name=entry.label,
            before=None if is_added else words,
            after=words if is_added else None,
            cells=tuple((own.new.tier, None, None) for own, _ in sets),
            extent=extent,
            witness=self._witnesses.listed_witness(pair, proofs.new.tier, proofs.new.codes(bits), is_added=is_added),
        )

    def _words(self, entry: ListedEntry, compiled: CompiledPolicy) -> str:
        if entry.kind == "service":
            return compiled.policy.services[entry.name].title
        return "to bring" if entry.kind == "intake" else "whom to turn to"


def _changed_pairs(old: CompiledPolicy, new: CompiledPolicy) -> Iterator[EntryPair]:
    """Yield entries that both policies have under one name, of which the condition may hold elsewhere.

    Those of a name that comes more than once are compared as they are written, and so are the tiers, activities and
    levels of a service.
    """
    before, after = map(_by_label, (old, new))
    derived = {fact for own in (old, new) for fact in own.derivations}
    is_derived_alike = old.derivations == new.derivations
    for key, entry in before.items():
        following = after.get(key)
        if following is not None:
            if entry.kind == "service" and old.policy.services[entry.name].activities != (
                new.policy.services[entry.name].activities
            ):
                continue
            reads = facts_of(entry.condition) | facts_of(following.condition)
            if entry.condition != following.condition or not (is_derived_alike or derived.isdisjoint(reads)):
                yield entry, following


def _by_label(compiled: CompiledPolicy) -> dict[tuple[str, str], ListedEntry]:
    entries = list(listed_entries(compiled))
    times = Counter((entry.kind, entry.label) for entry in entries)
    return {key: entry for entry in entries if times[key := (entry.kind, entry.label)] == 1}


def _moved(pair: EntryPair, proofs: ProofPair, valid: int, *, is_added: bool) -> int:
    """Return the situations that one policy alone lists an entry in, of those that both decide alike for it."""
    room, listed = [], []
    for entry, proof in zip(pair, proofs, strict=True):
        everything = proof.space.all
        arising = union(bits for outcome, bits in proof.parts.items() if entry.arises(outcome))
        room.append(arising if entry.is_for(proof.tier) else 0)
        listed.append(where(entry.condition, proof.sets["channel"], everything))
    before, after = listed
    return valid & room[0] & room[1] & (after & ~before if is_added else before & ~after)
