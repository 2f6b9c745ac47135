"""HTML to text by lexbor: what a reader of the mail sees; what is hidden is left out, and said."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from .charsets import clean_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from selectolax.lexbor import LexborNode

Mark = Literal["", "quoted", "signature"]
"""What HTML says of a line: part of quoted history, of a signature, or nothing."""
Line = tuple[Mark, str]

HTML_CHARACTERS = 1024 * 1024
TAGS = 10_000
ATTRIBUTES = 64
"""What is read of HTML: a tree takes much more memory than its text, and time that grows faster than its depth."""

# Unclosed, each would be opened anew in every paragraph that follows: a few thousand become millions of nodes.
_REOPENED = re.compile(r"(?i)(</?)(?:a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)(?=[\s/>])")
_SPACE = r"[\t\n\f\r ]"
_VALUE = r"(?:\"[^\"]*+\"|'[^']*+'|[^\t\n\f\r >\"'][^\t\n\f\r >]*+)"
_ATTRIBUTE = rf"(?:[\t\n\f\r /]++=?[^\t\n\f\r />=]*+(?:{_SPACE}*+={_SPACE}*+{_VALUE}?+)?+)"
_TAG = re.compile(rf"</?[A-Za-z][^\t\n\f\r />]*+{_ATTRIBUTE}{{0,{ATTRIBUTES}}}+(?P<more>{_ATTRIBUTE})?+")
"""A tag as the standard's tokenizer takes it; the library compares each attribute with all before it."""
_SKIPPED = frozenset(
    {
        "script",
        "style",
        "head",
        "title",
        "template",
        "noscript",
        "textarea",
        "select",
        "object",
        "svg",
        "math",
        "iframe",
    }
)
_LINES = frozenset(
    {"address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset", "footer"}
    | {"form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section"}
    | {"table", "tbody", "td", "th", "thead", "tr", "ul"}
)
_PARAGRAPHS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "blockquote"})
_HIDING = re.compile(
    r"display:none|visibility:hidden|mso-hide:all|font-size:0(?:px|pt|em|%)?(?:;|$|!)|opacity:0(?:\.0+)?(?:;|$|!)"
    r"|max-height:0(?:px)?(?:;|$|!)"
)
_QUOTES = ("gmail_quote", "moz-cite-prefix", "yahoo_quoted", "gmail_attr", "protonmail_quote")
_SIGNATURES = ("gmail_signature", "moz-signature", "protonmail_signature_block")
_WHITE = re.compile(r"[ \t\n\f\r\xa0]+")


class HtmlText:
    """The lines of a page, how many characters of it are hidden, and whether all of it was read."""

    def __init__(self, html: str) -> None:
        """Read a page, as far as the limits go."""
        self.hidden = 0
        self.lines: list[Line] = []
        self._words: list[str] = []
        self._marks: list[Mark] = [""]
        self._hiding = self._pre = 0
        readable = _within_limits(html)
        self.is_cut = len(readable) < len(html)
        self._read(readable)
        self._end_line()

    def _read(self, html: str) -> None:
        from selectolax.lexbor import LexborHTMLParser  # noqa: PLC0415 - needed for HTML alone

        body = LexborHTMLParser(_REOPENED.sub(r"\1span", html)).body
        for node, is_end in _walk(body) if body is not None else ():
            if node.is_text_node:
                self._add(node.text_content or "")
            elif node.is_element_node:
                self._leave(node) if is_end else self._enter(node)

    def _enter(self, node: LexborNode) -> None:
        tag, attributes = str(node.tag), node.attributes
        self._pre += tag == "pre"
        self._hiding += _is_hidden(attributes)
        if tag == "br" or tag in _LINES:
            self._end_line()
        self._marks.append(_mark_of(tag, attributes) or self._marks[-1])

    def _leave(self, node: LexborNode) -> None:
        tag = str(node.tag)
        if tag in _LINES:
            self._end_line()
        if tag in _PARAGRAPHS and self.lines and self.lines[-1][1]:
            self.lines.append((self._marks[-1], ""))
        self._marks.pop()
        self._pre -= tag == "pre"
        self._hiding -= _is_hidden(node.attributes)

    def _add(self, text: str) -> None:
        if self._hiding:
            self.hidden += len(text.strip())
        elif not self._pre:
            self._words.append(_WHITE.sub(" ", text))
        else:
            *lines, last = clean_text(text).split("\n")
            for line in lines:
                self._words.append(line)
                self._end_line(is_pre=True)
            self._words.append(last)

    def _end_line(self, *, is_pre: bool = False) -> None:
        text = "".join(self._words)
        self._words.clear()
        line = text.rstrip() if self._pre else _WHITE.sub(" ", text).strip()
        if line or is_pre:
            self.lines.append((self._marks[-1], line))


def _within_limits(html: str) -> str:
    """Return what is read of a page: up to the limit of characters or of tags, or to a tag of too many attributes."""
    html = html[:HTML_CHARACTERS]
    for number, tag in enumerate(_TAG.finditer(html)):
        if number == TAGS or tag["more"]:
            return html[: tag.start()]
    return html


def _walk(root: LexborNode) -> Iterator[tuple[LexborNode, bool]]:
    """Yield the nodes of a tree, elements also when they end; a page is nested as deep as its author likes."""
    waiting = [(root, False)]
    while waiting:
        node, is_end = waiting.pop()
        yield node, is_end
        if is_end or not node.is_element_node:
            continue
        waiting.append((node, True))
        inner = []
        child = node.child
        while child is not None:
            if not (child.is_element_node and child.tag in _SKIPPED):
                inner.append((child, False))
            child = child.next
        waiting += reversed(inner)


def _is_hidden(attributes: Mapping[str, str | None]) -> bool:
    style = "".join((attributes.get("style") or "").lower().split())
    return "hidden" in attributes or _HIDING.search(style) is not None


def _mark_of(tag: str, attributes: Mapping[str, str | None]) -> Mark:
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}".lower()
    if tag == "blockquote" or any(name in names for name in _QUOTES):
        return "quoted"
    return "signature" if any(name in names for name in _SIGNATURES) else ""
