"""What is wrong with a words file, by the policy that it is about."""

from collections.abc import Sequence
from pathlib import PurePath

from ..findings import Findings
from ..language.files import SourceFile
from ..language.words_files import words_at, words_node
from ..model import Policy
from ..model.words import Words
from ..text import quoted
from ..triage.policy_store import PolicyStore


def check_words(source: SourceFile, store: PolicyStore, findings: Findings) -> None:
    """Add what is found in a words file; its facts are those of the editions that can be used."""
    node = words_node(source, findings)
    name = node.text("words")
    # Of an edition that cannot be used nobody knows what facts it has.
    editions = [evaluator.compiled.policy for evaluator in store.editions(name)[0]] if name else []
    words = words_at(node, source, editions, findings)
    if words.policy and not editions and not store.editions(name)[1]:
        store.add_unknown(words.policy, words.mark, findings)
    _check_place(source, words, editions or store.drafts_of(name), findings)


def _check_place(source: SourceFile, words: Words, editions: Sequence[Policy], findings: Findings) -> None:
    """Add a finding where no edition of a policy finds its words in this file."""
    stem = PurePath(source.file).stem.lower().removesuffix(".words")
    folder = PurePath(source.file).parent
    files = [PurePath(policy.mark.file) for policy in editions]
    stems = {file.stem.lower() for file in files if file.parent == folder}
    if words.policy and editions and stem not in stems | ({words.policy.lower()} if stems else set()):
        names = sorted({f"{file.stem}.words.yaml" for file in files})
        help_ = f"beside its policy, the file is named {quoted(names)}"
        findings.error("misplaced-words", f"no policy `{words.policy}` finds its words here", words.mark, help_)
