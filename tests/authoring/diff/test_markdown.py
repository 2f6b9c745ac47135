"""Changes as Markdown, read back by a parser of others."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

import pytest
from markdown_it import MarkdownIt

from remit.engine.authoring.diff import KINDS, diff
from remit.engine.authoring.diff.diff_document import as_markdown
from remit.engine.findings import Findings
from remit.engine.language.yaml_reader import read_yaml

from ..verbs import ACME, edited
from .test_kinds import DECIDED
from .verbs import DAY, changed, policy

NASTY = "<b>&amp;</b> | `code` **bold** [link](x) \u202e#1 @team"


@cache
def parsed(markdown: str):
    return MarkdownIt("commonmark").enable("table").parse(markdown)


def texts(markdown: str, kind: str) -> list[str]:
    """Return the texts inside tokens of a kind."""
    tokens = parsed(markdown)
    return [tokens[n + 1].content for n, token in enumerate(tokens) if token.type == kind]


@pytest.mark.parametrize("name", DECIDED)
def test_each_change_is_a_paragraph_and_its_witness_a_block_of_yaml(name: str) -> None:
    content, edits, _ = DECIDED[name]
    changes = changed(*edits, content=content)
    markdown = as_markdown(changes)
    kinds = re.findall(r"^\*\*(\w+)\*\*: ", markdown, re.MULTILINE)
    assert [change.kind for change in changes.changes if change.kind != "editorial"] == kinds
    blocks = [token for token in parsed(markdown) if token.type == "fence"]
    assert {"yaml"} == {block.info for block in blocks}
    read = [read_yaml(block.content, "", Findings()) for block in blocks]
    witnesses = [change.witness.new for change in changes.decided if change.witness]
    assert witnesses == [node.plain() for node in read if node is not None]


def test_the_table_counts_the_kinds() -> None:
    content, edits, _ = DECIDED["hours-alone"]
    changes = changed(*edits, content=content)
    cells = texts(as_markdown(changes), "td_open")
    assert [
        (kind, str(number), KINDS[kind].meaning) for kind, number in {"looser": 2, "tighter": 1, "changed": 1}.items()
    ] == list(zip(cells[::3], cells[1::3], cells[2::3], strict=True))


def test_headings() -> None:
    content, edits, _ = DECIDED["hours-alone"]
    assert [
        "Jumpmind support terms, edition 1 to edition 2",
        "Causes of other changes",
        "Takes from the customer",
        "Gives to the customer",
    ] == texts(as_markdown(changed(*edits, content=content)), "heading_open")


def test_a_whole_one() -> None:
    edit = ("basic: {P1: 8 business hours", "basic: {P1: 10 business hours")
    assert """\
## Acme Cloud support terms, edition 2026 to edition 2

1 change: 1 takes from the customer\\
72 situations of Basic and Gold compared

| change | number | meaning |
| --- | ---: | --- |
| looser | 1 | a promise can fall due later, or is no longer owed |

### Takes from the customer

**looser**: initial response, Basic P1\\
8 business hours → 10 business hours, up to 4 d 17 h later\\
14 of 36 situations (38.9 %)

<details><summary>example request</summary>

```yaml
received: 2027-03-24T15:00:01+01:00
policy: acme
tier: basic
facts: {activity: fault, environment: production, outage: complete}
```

</details>
""" == as_markdown(changed(edit))


def test_nothing_changed() -> None:
    assert """\
## Acme Cloud support terms, edition 2026 to edition 2

no decision changed\\
72 situations of Basic and Gold compared
""" == as_markdown(changed())


def test_what_authors_write_is_no_markup() -> None:
    old = policy(ACME)
    new = policy(
        edited(
            ("title: Gold", f"title: {NASTY!r}"),
            ("says: production down is critical", f"says: {NASTY!r}"),
            ("contact: help@acme.example", f"contact: {NASTY!r}"),
            ("gold: {P1: 1 hour", "gold: {P1: 2 hours"),
        )
    )
    markdown = as_markdown(diff(old, replace(new, title=NASTY), DAY))
    page = MarkdownIt("commonmark").enable("table").render(markdown)
    assert "<b>" not in page
    assert "<a " not in page
    assert "<code>" not in page.replace('<code class="language-yaml">', "")
    assert "\u202e" not in page
    tags = {token.content for token in parsed(markdown) if token.type == "html_block"}
    summaries = {f"<details><summary>{summary}</summary>\n" for summary in ("example request", "old and new")}
    assert {*summaries, "</details>\n"} == tags


def shown(markdown: str) -> list[str]:
    """Return the texts between the tags and comments of a page, outside code."""
    inside = [child for token in parsed(markdown) for child in token.children or ()]
    return [child.content for child in inside if child.type == "text"]


REFERRING = ["@acme/team", "(@acme)", "_@acme", "#12", "acme/terms#12", "GH-12", "gh-12", "&#64;acme", "\\\\@acme"]


@pytest.mark.parametrize("text", REFERRING)
def test_nobody_is_notified_and_nothing_is_linked_by_what_authors_write(text: str) -> None:
    markdown = as_markdown(changed(("title: Gold", f"title: {text!r}"), ("P1: 1 hour", "P1: 2 hours")))
    texts_of_page = shown(markdown)
    assert not [piece for piece in texts_of_page if re.search(r"(^|[\W_])@\w|#\d|\bGH-\d", piece, re.IGNORECASE)]
    assert text in "".join(texts_of_page)


def test_an_address_stays_one() -> None:
    edit = ("contact: help@acme.example", "contact: support@acme.example")
    assert "help@acme.example → support@acme.example" in as_markdown(changed(edit))


def test_a_fence_is_longer_than_any_in_the_request() -> None:
    content = edited(("choices: [none, partial, complete]", "choices: [none, partial, complete, '```']"))
    changes = changed(("outage: complete}", "outage: [complete, '```']}"), content=content)
    assert any(change.witness and "```" in str(change.witness.new) for change in changes.decided)
    blocks = [token for token in parsed(as_markdown(changes)) if token.type == "fence"]
    assert [change.witness.new for change in changes.decided if change.witness] == [
        node.plain() for block in blocks if (node := read_yaml(block.content, "", Findings()))
    ]


def test_a_request_that_the_editions_need_put_otherwise_is_there_twice() -> None:
    changes = changed(
        ("type: number, minimum: 0, presume: 1", "type: boolean, presume: false"),
        ("when: {users: {at_least: 500}}", "when: {users: true}"),
    )
    markdown = as_markdown(changes)
    folded = markdown.partition("**lowered**")[2].partition("<details>")[2].partition("</details>")[0]
    assert """\
For the old edition:

```yaml
received: 2026-06-01T10:00:00+02:00
policy: acme
tier: basic
facts: {activity: fault, outage: none, users: 500}
```

For the new edition:

```yaml
received: 2026-06-01T10:00:00+02:00
policy: acme
tier: basic
facts: {activity: fault, outage: none}
```
""" == folded.partition("\n\n")[2].removesuffix("\n")
    note = "fact \\`users\\` shares no value with the old fact of that name: they are compared as two facts"
    assert f"### Notes on the comparison\n\n- {note}\n" in markdown


def test_texts_that_read_otherwise_are_folded() -> None:
    markdown = as_markdown(changed(("answer: yes for Gold", "answer: yes, for Gold")))
    assert (
        """\
### Wording changes

<details><summary>old and new</summary>

**reading weekend answer**\\
old: yes for Gold\\
new: yes, for Gold

</details>
"""
        in markdown
    )
