"""How lists, numbers of things and words that were meant are put into messages."""

from collections.abc import Iterable
from itertools import islice

_COMPARED = 50
_LISTED = 12  # as many as fit a line or two


def either(words: Iterable[str]) -> str:
    """Return words as `a, b or c`."""
    return _ended(words, "or")


def both(words: Iterable[str]) -> str:
    """Return words as `a, b and c`."""
    return _ended(words, "and")


def quoted(words: Iterable[str]) -> str:
    """Return words as they stand in a file, each in backticks, with commas between them."""
    return ", ".join(f"`{word}`" for word in words)


def counted(number: int, noun: str) -> str:
    """Return how many there are of a thing, such as `1 case` and `2 cases`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return a help line naming the known words nearest to one that is not known."""
    choices = list(dict.fromkeys(known))
    compared = choices
    if len(choices) > _COMPARED:
        # Comparing takes time, and a file can have as many unknown words as known ones.
        start = word[:2].lower()
        alike = (c for c in choices if c[:2].lower() == start and abs(len(c) - len(word)) <= 1)
        compared = list(islice(alike, _COMPARED))
    from difflib import get_close_matches  # noqa: PLC0415 - start-up is felt

    in_small = {choice.lower(): choice for choice in compared}
    near = get_close_matches(word[:200].lower(), in_small, n=1, cutoff=0.6)
    if near:
        return f"did you mean `{in_small[near[0]]}`?"
    if not choices:
        return "none is declared"
    return f"known: {quoted(choices[:_LISTED])}" + (", …" if len(choices) > _LISTED else "")


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the help line where a known word is near to one that is not known, and nothing where none is."""
    help_ = did_you_mean(word, known)
    return help_ if help_.startswith("did") else ""


def is_typo_of(word: str, known: str) -> bool:
    """Tell whether two words differ in one character, which is another, lacks, is too much or is swapped."""
    if word == known or abs(len(word) - len(known)) > 1:
        return False
    start = next((n for n, (a, b) in enumerate(zip(word, known, strict=False)) if a != b), min(len(word), len(known)))
    first, second = word[start:], known[start:]
    endings = ((1, 1), (1, 0), (0, 1))
    is_swapped = first[:2] == second[:2][::-1] and first[2:] == second[2:]
    return is_swapped or any(first[a:] == second[b:] for a, b in endings)


def reason_of(problem: Exception) -> str:
    """Return why a system call failed, in small letters as all messages are."""
    reason = problem.strerror if isinstance(problem, OSError) and problem.strerror else str(problem)
    return reason[:1].lower() + reason[1:]


def _ended(words: Iterable[str], conjunction: str) -> str:
    *before, last = list(words) or [""]
    return f"{', '.join(before)} {conjunction} {last}" if before else last
