"""The policies and their editions; a file is parsed and compiled when a request needs it."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from ..findings import Finding, Findings, Mark, any_errors, in_order
from ..language.bounded import Bounded
from ..language.outline import outline_of
from ..language.policy_file import parse_draft
from ..text import did_you_mean, quoted
from ..worktime import WorktimeError, zone
from .clock import day_in
from .effective_days import date_range_text, is_effective
from .policy_loader import is_sound_section_of, load_evaluator

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from ..language.files import SourceFile
    from ..model import Policy
    from ..rules.engines import Choice
    from ..rules.evaluator import Evaluator
    from .resolutions import Resolution

_LISTED = 3


class PolicyStore:
    """Policies by name. A file is only read in full when a request needs its policy."""

    def __init__(
        self,
        texts: Iterable[SourceFile],
        choice: Choice,
        fallback: PolicyStore | None = None,
        names: Mapping[str, str | None] = MappingProxyType({}),
    ) -> None:
        """Store files by the name of the policy that each declares.

        What the store does not have is looked for on its `fallback`; `names` are those that are known, by file.
        """
        self._choice: Choice = choice
        self._fallback = fallback
        self._texts: dict[str, list[SourceFile]] = {}
        self._evaluators: dict[str, tuple[Evaluator | None, list[Finding]]] = {}
        self._drafts: dict[str, Policy | None] = {}
        """By file, what can be read of those that cannot be used."""
        self._editions: dict[str, tuple[list[Evaluator], list[Finding]]] = {}
        self.resolutions: Bounded[Resolution] = Bounded()
        """What requests came to that were decided by it."""
        for text in texts:
            # A file that tells no name (an empty one, a broken one) is needed by no request.
            name = names.get(text.file)
            self._texts.setdefault(outline_of(text).policy if name is None else name, []).append(text)

    def editions(self, name: str) -> tuple[list[Evaluator], list[Finding]]:
        """Return the usable editions of a policy, and what was found in its files."""
        if name not in self._editions:
            loaded = [self.evaluator_of(text) for text in self._texts.get(name, ())]
            editions = [edition for edition, _ in loaded if edition and edition.compiled.policy.id == name]
            problems = [problem for _, of_file in loaded for problem in of_file]
            own = editions, problems
            self._editions[name] = self._fallback.editions(name) if self._fallback and own == ([], []) else own
        return self._editions[name]

    def evaluator_of(self, text: SourceFile) -> tuple[Evaluator | None, list[Finding]]:
        """Return the evaluator of the edition that a file holds, if it is usable, and what was found in the file."""
        if text.file not in self._evaluators:
            findings = Findings()
            evaluator = load_evaluator(text, self._choice, findings)
            if evaluator is None:
                self._drafts[text.file] = parse_draft(text, Findings())
            self._evaluators[text.file] = evaluator, in_order(findings)
        return self._evaluators[text.file]

    def problems(self, name: str, counts: Callable[[Policy], bool]) -> list[Finding]:
        """Return what was found in the files of a policy, but for those that cannot be used and do not count.

        Nobody needs an edition that is broken, as long as what can be read of it shows that it does not count.
        """
        return [p for p in self.editions(name)[1] if not self.is_spared(name, p.mark.file, counts)]

    def is_spared(self, name: str, file: str, counts: Callable[[Policy], bool]) -> bool:
        """Tell whether a file cannot be used and, by what can be read of it, does not count."""
        if not any(text.file == file for text in self._texts.get(name, ())):
            return self._fallback is not None and self._fallback.is_spared(name, file, counts)
        if file not in self._drafts:
            return False
        draft = self._drafts[file]
        try:
            return draft is not None and bool(draft.edition) and not _is_backwards(draft) and not counts(draft)
        except WorktimeError:
            return False  # its days are those of a zone that is not known

    def is_sound_section(self, policy: Policy, key: str) -> bool:
        """Tell whether nothing is wrong in a section of a policy's file, whether the policy can be used or not."""
        if policy.mark.file not in self._evaluators and self._fallback:
            return self._fallback.is_sound_section(policy, key)
        evaluator, findings = self._evaluators.get(policy.mark.file, (None, []))
        return evaluator is not None or is_sound_section_of(policy, key, findings)

    def drafts_of(self, name: str) -> list[Policy]:
        """Return what can be read of the editions of a policy that cannot be used."""
        drafts = [draft for text in self._texts.get(name, ()) if (draft := self._drafts.get(text.file))]
        return drafts or (self._fallback.drafts_of(name) if self._fallback and name not in self._texts else [])

    def with_edition(self, evaluator: Evaluator) -> PolicyStore:
        """Return a store on which one edition is judged by another evaluator, and all else is as on this one."""
        name, edition = evaluator.compiled.policy.id, evaluator.compiled.policy.edition
        editions, problems = self.editions(name)
        store = PolicyStore((), self._choice, self)
        store._editions[name] = ([evaluator if e.compiled.policy.edition == edition else e for e in editions], problems)
        return store

    def with_only(self, name: str, fallback: PolicyStore | None = None) -> PolicyStore:
        """Return a store on which one policy is as on this one, and nothing else is but for what its fallback has."""
        store = PolicyStore((), self._choice, fallback)
        store._editions[name] = editions, _ = self.editions(name)
        files = {evaluator.compiled.policy.mark.file for evaluator in editions}
        store._texts[name] = [text for texts in self._texts.values() for text in texts if text.file in files]
        return store

    def __reduce__(self) -> tuple[type[PolicyStore], tuple[object, ...]]:
        return PolicyStore, (self.texts(), self._choice, self._fallback)

    def texts(self) -> tuple[SourceFile, ...]:
        """Return the files on the store."""
        return tuple(text for texts in self._texts.values() for text in texts)

    def all_texts(self) -> tuple[SourceFile, ...]:
        """Return the files on the store and behind it."""
        return (*self.texts(), *(self._fallback.all_texts() if self._fallback else ()))

    def names(self) -> list[str]:
        """Return the names of the policies on the store and behind it."""
        return sorted({name for name in self._texts if name} | set(self._fallback.names() if self._fallback else ()))

    def add_unknown(self, name: str, mark: Mark, findings: Findings) -> None:
        """Add the finding that no policy has a name; a file that tells no name may be meant to hold it."""
        help_ = did_you_mean(name, self.names())
        if nameless := sorted({text.file for text in self.nameless()}):
            files = quoted(nameless[:_LISTED]) + (", …" if len(nameless) > _LISTED else "")
            help_ += f"{' ' if help_.endswith('?') else '; '}no name of a policy can be read in {files}"
        findings.error("unknown-policy", f"policy `{name}` is not known", mark, help_)

    def nameless(self) -> list[SourceFile]:
        """Return the files on the store and behind it that tell no name."""
        return self._texts.get("", []) + (self._fallback.nameless() if self._fallback else [])

    def only_in_force(self, name: str, instant: int | None, pinned: str | None) -> Evaluator | None:
        """Return the edition that counts at an instant, None where nothing is that plain: `in_force` says why."""
        editions, problems = self.editions(name)
        if problems:
            return None
        chosen = [evaluator for evaluator in editions if _counts(evaluator.compiled.policy, instant, pinned)]
        return chosen[0] if len(chosen) == 1 else None

    def in_force(
        self, name: str, instant: int | None, pinned: str | None, mark: Mark, findings: Findings
    ) -> Evaluator | None:
        """Return the edition that counts at an instant, or None after the findings that say why there is none.

        At an instant that is not known the only edition counts, and of several none.
        """

        def counts(policy: Policy) -> bool:
            return _counts(policy, instant, pinned)

        chosen_alone = self.only_in_force(name, instant, pinned)
        if chosen_alone is not None:
            return chosen_alone
        editions, problems = self.editions(name)[0], self.problems(name, counts)
        known = [evaluator.compiled.policy for evaluator in editions] or self.drafts_of(name)
        if any_errors(problems) or not known:
            findings += problems
            if not any_errors(problems):
                self.add_unknown(name, mark, findings)
            return None
        chosen = [e for e in editions if counts(e.compiled.policy)]
        if len(chosen) == 1:
            return chosen[0]
        policies = [evaluator.compiled.policy for evaluator in chosen] or known
        listed = quoted(policy.edition for policy in policies)
        if pinned:
            message = f"edition `{pinned}` of policy `{name}` is {'declared twice' if chosen else 'not known'}"
            problem = ("unknown-edition", message, mark, f"known: {listed}")
        elif instant is None:
            return None
        elif chosen:
            message = f"{len(chosen)} editions of policy `{name}` are in force at once: {listed}"
            problem = ("edition-overlap", message, mark, "")
        else:
            day = day_in(zone(policies[0].timezone), instant)
            ranges = ", ".join(f"`{p.edition}` {date_range_text(p.effective)}".rstrip() for p in policies)
            message = f"no edition of policy `{name}` is in force on {day}"
            problem = ("edition-gap", message, mark, f"in force: {ranges}")
        findings += problems
        findings.error(*problem)
        return None


def _counts(policy: Policy, instant: int | None, pinned: str | None) -> bool:
    """Tell whether an edition is the one that a contract names, or else whether it is in force at an instant."""
    return policy.edition == pinned if pinned else instant is None or is_effective(policy, instant)


def _is_backwards(policy: Policy) -> bool:
    first, last = policy.effective
    return bool(first and last and first > last)
