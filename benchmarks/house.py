"""How large the house is and how plainly it is named: statements by folder, and pointing words among bound names.

Run as `python benchmarks/house.py [REVISION]`; with a revision, that of the repository's history.
A statement is an `ast.stmt` that is no docstring; a bound name is an assigned name, an argument, or the
target of a loop, a `with`, an import or a comprehension. A pointing word says where something was met, not what it is.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections import Counter
from pathlib import Path, PurePath

_WORDS = (
    "found one told said given there other others such these those some kept seen shown left rest thing things it this "
    "that here each all_ whole got wanted"
)
POINTING = frozenset(_WORDS.split())
_TOP = ("__init__", "__main__", "cli", "keyboard", "options", "output", "progress")
OURS = ("engine/", "commands/", *(f"{module}.py" for module in _TOP))


def sources(revision: str | None) -> dict[str, str]:
    """Return the text of our own modules by path, as they are in the working tree or were at a revision."""
    listing = ("ls-tree", "-r", "--name-only", revision) if revision else ("ls-files",)
    paths = [path for path in _git(*listing).splitlines() if path.endswith(".py") and path.startswith(OURS)]
    if revision:
        return {path: _git("show", f"{revision}:{path}") for path in paths}
    return {path: Path(path).read_text("utf-8") for path in paths}


def _git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], capture_output=True, check=True, encoding="utf-8").stdout  # noqa: S603, S607


def statements(tree: ast.AST) -> int:
    """Return how many statements there are, docstrings left out."""
    return sum(isinstance(node, ast.stmt) and not _is_docstring(node) for node in ast.walk(tree))


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def bound_names(tree: ast.AST) -> Counter[str]:
    """Return the names that are bound, with how often each is."""
    names: Counter[str] = Counter()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names[node.id] += 1
        elif isinstance(node, ast.arg):
            names[node.arg] += 1
    return names


def main() -> None:
    """Print the figures."""
    revision = sys.argv[1] if len(sys.argv) > 1 else None
    by_folder: Counter[str] = Counter()
    lines: Counter[str] = Counter()
    names: Counter[str] = Counter()
    pointing_in: Counter[str] = Counter()
    for path, text in sources(revision).items():
        tree = ast.parse(text)
        folder = "/".join(PurePath(path).parts[:-1]) or "."
        by_folder[folder] += statements(tree)
        lines[folder] += text.count("\n")
        here = bound_names(tree)
        names += here
        pointing_in[folder] += sum(here[word] for word in POINTING)
    print(f"{'folder':<34}{'lines':>7}{'statements':>12}{'pointing':>10}")
    for folder in sorted(by_folder):
        print(f"{folder:<34}{lines[folder]:>7,}{by_folder[folder]:>12,}{pointing_in[folder]:>10,}")
    engine = sum(count for folder, count in by_folder.items() if folder.startswith("engine"))
    print(f"{'engine':<34}{'':>7}{engine:>12,}")
    pointing = sum(names[word] for word in POINTING)
    print(f"pointing words: {pointing:,} of {names.total():,} bound names ({100 * pointing / names.total():.1f} %)")
    print(", ".join(f"{word} {names[word]}" for word, _ in names.most_common() if word in POINTING))


if __name__ == "__main__":
    main()
