"""What a YAML parser says of a text that it cannot read, in words that help."""

from ..findings import Mark
from .hidden_characters import lines_of

_SYNTAX_HELP = {
    "mapping values are not allowed": "quote a text that holds `: `",
    "expected ',' or": "put a comma between entries, close the bracket, and quote a text that holds `: `",
    "expected key": "indent this line like the keys beside it, or close a quote that is open above",
    "expected '-' indicator": "indent this line like the entries beside it",
}
"""What is most often meant, by what the parser says."""


def syntax_error(problem: str, text: str, mark: Mark) -> tuple[str, Mark, str]:
    """Return the message of a syntax error, where it stands and what would help, by the words of the parser."""
    lines = lines_of(text)
    line = lines[mark.line - 1] if 0 < mark.line <= len(lines) else ""
    indentation = line[: len(line) - len(line.lstrip())]
    if "\t" in indentation and ("cannot start any token" in problem or "tab" in problem):
        tab_mark = Mark(mark.file, mark.line, indentation.index("\t") + 1)
        return "a tab is not allowed in indentation", tab_mark, "indent with spaces"
    help_ = next((help_ for words, help_ in _SYNTAX_HELP.items() if words in problem), "")
    return f"not YAML: {problem}", mark, help_
