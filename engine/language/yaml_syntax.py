"""What a YAML parser says of a text that it cannot read, in words that help."""

import re

from ..findings import Mark
from .files import mark_after
from .hidden_characters import lines_of

FLOW_TOKEN = re.compile(
    r"""
    "(?:[^"\\]|\\.)*"? | '[^']*'?      # quoted, perhaps to the end
    | (?P<comment>(?<!\S)\#[^\r\n]*)
    | [^\s,\[\]{}]+                    # a word
    | (?P<opened>[\[{]) | (?P<closed>[\]}])
    """,
    re.VERBOSE | re.DOTALL,
)
"""Enough of a flow collection to count its brackets."""
_SYNTAX_HELP = {
    "mapping values are not allowed": "quote a text that holds `: `",
    "expected ',' or": "put a comma between entries, close the bracket, and quote a text that holds `: `",
    "expected key": "indent this line like the keys beside it, or close a quote that is open above",
    "expected '-' indicator": "indent this line like the entries beside it",
}
"""What is most often meant, by what the parser says."""
COMMENT_HELP = "quote a text that holds ` #`, which begins a comment"
_WITH_COMMENT = re.compile(r"""\s*[^\s#](?:[^"'#]|(?<=\S)#|"[^"]*"|'[^']*')*(?<=[^"'\s])[ \t]+#""")
"""A line on which a comment follows what is not quoted."""
_KEY = re.compile(r":(?:\s|$)|^\s*(?:-(?:\s|$)|#|$)")
"""What a line has that begins with a key or an item, or is none."""


def syntax_error(problem: str, text: str, mark: Mark, span: tuple[int, int]) -> tuple[str, Mark, str]:
    """Return the message of a syntax error, where it stands and what would help, by the words of the parser.

    The span is from where the collection begins that the parser was in, to where it stopped.
    """
    lines = lines_of(text)
    line = lines[mark.line - 1] if 0 < mark.line <= len(lines) else ""
    indentation = line[: len(line) - len(line.lstrip())]
    if "\t" in indentation and ("cannot start any token" in problem or "tab" in problem):
        tab_mark = Mark(mark.file, mark.line, indentation.index("\t") + 1)
        return "a tab is not allowed in indentation", tab_mark, "indent with spaces"
    comment = _closing_comment(text, span) if "expected ',' or" in problem else None
    if comment is not None:
        message = "not YAML: a comment begins here, and the bracket is closed in it"
        return message, mark_after(text[:comment], mark.file), COMMENT_HELP
    before = next((before for before in reversed(lines[: mark.line - 1]) if before.strip()), "")
    if "expected" in problem and line and not _KEY.search(line) and _WITH_COMMENT.match(before):
        return "not YAML: a text without quotes cannot go on behind a comment", mark, COMMENT_HELP
    help_ = next((help_ for words, help_ in _SYNTAX_HELP.items() if words in problem), "")
    return f"not YAML: {problem}", mark, help_


def _closing_comment(text: str, span: tuple[int, int]) -> int | None:
    """Return the offset of a comment within brackets that closes more of them than it opens, if any."""
    for token in FLOW_TOKEN.finditer(text, *span):
        comment = token["comment"] or ""
        if sum(map(comment.count, "]}")) > sum(map(comment.count, "[{")):
            return token.start()
    return None
