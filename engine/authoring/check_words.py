"""What is wrong with a words file, by the policy that it is about."""

from ..findings import Findings
from ..language.files import SourceFile
from ..language.words_files import check_place_of_words, words_at, words_node
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
    check_place_of_words(source, words, editions or store.drafts_of(name), findings)
