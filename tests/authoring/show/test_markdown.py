"""A shown policy as Markdown, read by somebody else's parser."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as some
from markdown_it import MarkdownIt

from remit.engine.render.document import Document, Entries, Row, Section, Table, cell, paragraph, plain, tidy
from remit.engine.render.markdown import as_markdown

from .verbs import POLICIES, sheet, words

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
EXPECTED = Path(__file__).with_name("expected") / "lighthouse.md"


def test_whole_policy():
    """It looks as it must."""
    assert EXPECTED.read_text("utf-8") == as_markdown(sheet())


def rendered(markdown: str) -> str:
    page: str = PARSER.render(markdown)
    return page


def texts(page: str, tag: str) -> list[str]:
    """Return the texts of the elements of a kind, lines parted by slashes."""
    inside = re.findall(rf"<{tag}(?: [^>]*)?>(.*?)</{tag}>", page, re.DOTALL)
    return [html.unescape(re.sub(r"<[^>]+>", "", text.replace("<br>", " / "))) for text in inside]


@pytest.mark.parametrize("name", POLICIES)
def test_tables(name):
    """Each is read as a table with the rows and cells that the sheet has."""
    document = sheet(POLICIES[name])
    blocks = [block for one in document.sections for block in one.blocks if isinstance(block, Table)]
    page = rendered(as_markdown(document))
    assert len(blocks) == page.count("<table>")
    for block, table in zip(blocks, page.split("<table>")[1:], strict=True):
        is_cited = any(row.cites for row in block.rows)
        assert [*block.columns, *(["by"] if is_cited else [])] == texts(table, "th")
        cells = [
            text for row in block.rows for text in (*map(words, row.cells), *([plain(row.cites)] if is_cited else []))
        ]
        assert cells == texts(table, "td")


@pytest.mark.parametrize("name", POLICIES)
def test_headings(name):
    """Sections are of the second level, and what is in them of the third."""
    document = sheet(POLICIES[name])
    page = rendered(as_markdown(document))
    assert [document.title] == texts(page, "h1")
    assert [one.title for one in document.sections] == texts(page, "h2")
    assert "<h4" not in page


characters = some.text(some.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=20)
signs = [*r"\`*_[]<>|~&#$-+=1.)!() ", "a", "http://", "<b>", "&amp;", "__", "](x)"]
markup = some.lists(some.sampled_from(signs), min_size=1, max_size=12)


@given(text=some.one_of(characters, markup.map("".join)).map(tidy).filter(bool))
@settings(max_examples=300)
@example("1. first")
@example("- item")
@example("a_b_c __d__ _e_")
@example("# title #")
@example("===")
def test_any_text(text):
    """It is read as the same text wherever it stands, and nothing in it is markup."""
    table = Table(("a", text), (Row((cell(text, text), cell("x"))),))
    entry = Entries(())
    document = Document(
        title=text, about=(("label", cell(text)),), sections=(Section(text, "s", (paragraph(text), table, entry)),)
    )
    page = rendered(as_markdown(document))
    assert [text] == texts(page, "h1")
    assert [text] == texts(page, "h2")
    assert [f"label: {text}"] == texts(page, "li")
    assert [text] == texts(page, "p")
    assert ["a", text] == texts(page, "th")
    assert [f"{text} / {text}", "x"] == texts(page, "td")
