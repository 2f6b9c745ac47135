"""The levels of the section `priorities`: what they are called, and the other words by which requesters claim them."""

from ..findings import Mark
from .nodes import Node
from .similar_words import fold
from .symbols import Symbols, short_text

_HELP = "case, spaces, hyphens and underscores make no difference in a claim: leave this word out"


def parse_levels(root: Node) -> dict[str, str]:
    """Return the levels, the most severe first, with their titles."""
    entries = root.section("priorities").section("levels").entries()
    return {
        level: node.text("title") if isinstance(node.value, dict) else str(node.value) for level, node, _ in entries
    }


def parse_level_words(root: Node, symbols: Symbols) -> dict[str, tuple[str, ...]]:
    """Return the other words of levels that have some; one that is similar to a name or a word before is a finding."""
    entries = root.section("priorities").section("levels").entries()
    listed = [(level, str(item.value), item.mark) for level, node, _ in entries for item in _words(node)]
    known = {fold(title): f"the title of level `{short_text(level)}`" for level, title in parse_levels(root).items()}
    known |= {fold(level): f"level `{short_text(level)}`" for level, _, _ in entries}
    words: dict[str, tuple[str, ...]] = {}
    for level, word, mark in listed:
        _check_word(level, word, mark, known, symbols)
        words[level] = (*words.get(level, ()), word)
    return words


def _words(level: Node) -> list[Node]:
    return [item for item in level.items("also") if isinstance(item.value, str)]


def _check_word(level: str, word: str, mark: Mark, known: dict[str, str], symbols: Symbols) -> None:
    """Add a finding for a word that is similar to one of the `known` ones, else make it known."""
    folded = fold(word)
    if folded in known:
        symbols.findings.error(
            "duplicate", f"`{short_text(word)}` of level `{level}` is similar to {known[folded]}", mark, _HELP
        )
    known.setdefault(folded, f"`{short_text(word)}` of level `{short_text(level)}`")
