"""A shown policy as a page, read by somebody else's parsers."""

from __future__ import annotations

import re
from urllib.parse import unquote

import html5lib
import pytest
import tinycss2
from hypothesis import given, settings
from hypothesis import strategies as some

from remit.engine.render.document import Document, Piece, Row, Section, Table, cell, paragraph, tidy
from remit.engine.render.html_page import as_html

from .verbs import LIGHTHOUSE, POLICIES, sheet

NAMES = {"html": "http://www.w3.org/1999/xhtml", "svg": "http://www.w3.org/2000/svg"}


def parsed(page: str):
    """Return a page as a tree; whatever is not HTML as the standard has it raises."""
    return html5lib.HTMLParser(strict=True).parse(page)


def read(content: str = LIGHTHOUSE):
    return parsed(as_html(sheet(content)))


def elements(tree, path: str):
    return tree.findall(f".//{path}", NAMES)


def text_of(element) -> str:
    return "".join(element.itertext())


def style() -> str:
    (element,) = elements(read(), "html:style")
    return text_of(element)


@pytest.mark.parametrize("name", POLICIES)
def test_valid_html(name):
    """A strict parser finds nothing wrong, and an id is there once."""
    tree = read(POLICIES[name])
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids))


def test_valid_style():
    """A parser of style sheets finds nothing wrong."""
    rules = tinycss2.parse_stylesheet(style(), skip_comments=True, skip_whitespace=True)
    assert [] == [rule for rule in rules if rule.type == "error"]


@pytest.mark.parametrize("name", POLICIES)
def test_links(name):
    """Each link within the page leads to something, and every other one to a page or a mailbox."""
    tree = read(POLICIES[name])
    ids = {element.get("id") for element in tree.iter()}
    links = [link.get("href") for link in elements(tree, "html:a")]
    assert [] == [link for link in links if link.startswith("#") and unquote(link[1:]) not in ids]
    assert [] == [link for link in links if not link.startswith(("#", "https://", "mailto:"))]


def test_a_rule_and_its_clause_lead_to_each_other():
    """So do a clause and a reading."""
    tree = read()
    ids = {element.get("id"): element for element in tree.iter() if element.get("id")}

    def links(anchor):
        return {link.get("href") for link in elements(ids[anchor], "html:a")}

    assert "#clause-terms.levels" in links("rule-dark-tower")
    assert "#rule-dark-tower" in links("clause-terms.levels")
    assert "#reading-nights" in links("rule-keeper-nights")
    assert {"#rule-keeper-nights", "#clause-faq.nights"} <= links("reading-nights")
    assert "#reading-nights" in links("clause-faq.nights")


def test_contents():
    """They list every section."""
    tree = read()
    (contents,) = elements(tree, "html:nav")
    assert [one.title for one in sheet().sections] == [text_of(item) for item in elements(contents, "html:li")]
    assert [one.title for one in sheet().sections] == [text_of(title) for title in elements(tree, "html:h2")]


def test_page_that_needs_nothing_else():
    """Nothing is fetched, nothing runs, and the page itself forbids both."""
    tree = read()
    tags = {element.tag.rpartition("}")[2] for element in tree.iter()}
    assert set() == tags & {"script", "link", "img", "iframe", "object", "embed", "base", "form", "video", "audio"}
    assert [] == [element for element in tree.iter() if element.get("src")]
    policy = [meta.get("content") for meta in elements(tree, "html:meta") if meta.get("http-equiv")]
    assert ["default-src 'none'; style-src 'unsafe-inline'"] == policy
    assert [] == re.findall(r"url\(|@import", style())


def test_week_to_scale():
    """A day's bars begin and end where its openings do."""
    office, night = [week for week in elements(read(), "html:table") if week.get("class") == "week"]
    days = elements(office, "html:tr")
    assert 8 == len(days)
    bars = [(bar.get("x"), bar.get("width")) for bar in elements(days[0], "svg:rect")]
    assert [("37.5%", "14.58%"), ("54.17%", "16.67%")] == bars
    assert "09:00-12:30, 13:00-17:00" in text_of(days[0])
    assert [] == elements(days[6], "svg:rect")
    assert [("0%", "25%"), ("91.67%", "8.333%")] == [
        (bar.get("x"), bar.get("width")) for bar in elements(elements(night, "html:tr")[6], "svg:rect")
    ]


def test_table_that_names_its_columns_on_a_phone():
    """Each cell carries its column's title, and an empty one says so."""
    tree = read()
    (row,) = [row for row in elements(tree, "html:tr") if row.get("id") == "way-email"]
    assert [("contact", None), ("note", "empty"), ("by", "empty")] == [
        (one.get("data-title"), one.get("class")) for one in elements(row, "html:td")
    ]


texts = some.text(some.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)
signs = [*"<>&\"'/= ", "<b>", "</style>", "<!--", "-->", "<script>", "&lt;", "&#", "a"]
markup = some.lists(some.sampled_from(signs), max_size=10)


@given(text=some.one_of(texts, markup.map("".join)).map(tidy).filter(bool))
@settings(max_examples=200)
def test_any_text(text):
    """It is shown as the same text wherever it stands, and nothing in it is markup."""
    anchor = f"rule-{text.replace(' ', '')}"
    line = (Piece(text, f"#{anchor}", text),)
    table = Table((text, "b", "c"), (Row((cell(text), (line,), cell(text, text)), line, anchor),))
    section = Section("S", "s", (paragraph(text), table))
    tree = parsed(as_html(Document(title=text, about=((text, cell(text)),), sections=(section,))))
    assert text == text_of(elements(tree, "html:title")[0]) == text_of(elements(tree, "html:h1")[0])
    assert [text] == [text_of(one) for one in elements(tree, "html:p")]
    assert [text, text + text, text] == [text_of(one) for one in elements(tree, "html:td")]
    (row,) = [row for row in elements(tree, "html:tr") if row.get("id")]
    (link, *_) = elements(row, "html:a")
    assert anchor == row.get("id") == unquote(link.get("href"))[1:]
    assert text == link.get("title")
