"""What is written from the modules of the checks: their pages, the lists of them, and the schema's part on them.

Run `make pages` after a change of a check, or `python -m authoring.check_pages` in `tests`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from remit.engine.authoring.check import CHECKS
from remit.engine.authoring.check.short_explanations import SHORT_EXPLANATIONS

if TYPE_CHECKING:
    from remit.engine.authoring.check.definition import Check

ROOT = Path(__file__).parents[2]
INDEX, REFERENCE = Path("docs/checks.md"), Path("docs/language.md")
SCHEMA = Path("schemas/policy.schema.json")


def pages() -> dict[Path, str]:
    """Return the text of each file, by its path from the root."""
    ordered = sorted(CHECKS, key=lambda check: check.id)
    texts = {Path(f"docs/checks/{check.id}.md"): _page(check) for check in ordered}
    rows = [
        f"| [`{c.id}`](checks/{c.id}.md) | {c.severity.name}{'' if c.can_be_set else ', always'} | {c.summary} |"
        for c in ordered
    ]
    texts[INDEX] = _with_table(INDEX, "| check | severity | what is found |", rows)
    # What `remit test` finds is on its own page.
    lines = [
        f"| `{id_}` | {place} | {words} |" for id_, (place, words) in SHORT_EXPLANATIONS.items() if place != "test"
    ]
    texts[REFERENCE] = _with_table(REFERENCE, "| check id | given for | what is wrong |", lines)
    texts[SCHEMA] = _schema({check.id: check.summary for check in ordered if check.can_be_set})
    return texts


def _page(check: Check) -> str:
    setting = "unless [`checks`](../language.md#checks) says otherwise" if check.can_be_set else "always"
    return (
        f"# {check.id}\n\n{check.summary}\n\n*{check.severity.name.capitalize()}*, {setting}.\n\n{check.details}\n"
        "The samples are parts of [one policy](../checks.md#the-policy-of-the-samples), in which nothing is found.\n"
    )


def _with_table(path: Path, heading: str, rows: list[str]) -> str:
    """Return the text of a page with the rows of one of its tables in place of what it has."""
    before, _, after = (ROOT / path).read_text("utf-8").partition(f"{heading}\n")
    _, blank, following = after.partition("\n\n")
    return "\n".join([f"{before}{heading}", "|---" * (heading.count("|") - 1) + "|", *rows]) + (
        f"{blank}{following}" if blank else "\n"
    )


def _schema(summaries: dict[str, str]) -> str:
    schema = json.loads((ROOT / SCHEMA).read_text("utf-8"))
    schema["properties"]["checks"]["properties"] = {
        id_: {"$ref": "#/$defs/weight", "description": summary} for id_, summary in summaries.items()
    }
    schema["$defs"]["acceptance"]["properties"]["check"]["enum"] = list(summaries)
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    for path, text in pages().items():
        (ROOT / path).parent.mkdir(exist_ok=True)
        (ROOT / path).write_text(text, "utf-8")
