"""Policy, case, contract and request files in an editor: what yaml-language-server makes of the schemas."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from remit.engine.findings import Findings
from remit.engine.language.files import POLICY_BYTES, decode
from remit.engine.language.request_files import parse_cases
from remit.engine.triage.policy_loader import load_evaluator

from .editor.client import Client

ROOT = Path(__file__).parents[2]
EDITOR = Path(__file__).with_name("editor")
SERVER = EDITOR / "node_modules/yaml-language-server/bin/yaml-language-server"
HERE = "@"
"""Where the cursor stands in a text."""

pytestmark = pytest.mark.extra

_PLACEHOLDER = re.compile(r"\$(?:(\d+)|\{(\d+)(?::((?:\\.|[^}])*)|\|([^|,]*)[^}]*\|)?\})")


@pytest.fixture(scope="module")
def server():
    """Return the command that starts the server, at the version that the lock file names."""
    assert shutil.which("npm"), "Node.js with npm is not installed"
    quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"]
    subprocess.run(["npm", "ci", *quiet], cwd=EDITOR, check=True, stdout=subprocess.DEVNULL)  # noqa: S607 - wherever it is installed
    return ["node", str(SERVER), "--stdio"]


@pytest.fixture(scope="module")
def editor(server):
    """Return an editor whose workspace is this project, with nothing set but what editors set themselves."""
    with Client(server, ROOT) as client:
        yield client


class Page:
    """A file in the editor with the cursor somewhere; it is on no disk."""

    numbers = iter(range(1, 1000))

    def __init__(self, editor, text, kind="policy", folder="policies"):
        self.editor = editor
        head = f"# yaml-language-server: $schema=../schemas/{kind}.schema.json\n"
        self.before, _, after = (head + text).partition(HERE)
        self.opened = editor.open(ROOT / folder / f"draft-{next(self.numbers)}.yaml", self.before + after)
        self.after = after

    @property
    def offered(self):
        """What is offered at the cursor, by label."""
        line = self.before.rpartition("\n")[2]
        position = {"line": self.before.count("\n"), "character": len(line)}
        return {item["label"]: item for item in self.editor.completions(self.opened, position)}

    def with_inserted(self, label):
        """Return the text with an offer taken, and what its placeholders hold left as it is."""
        edit = self.offered[label]["textEdit"]
        line = self.before.rpartition("\n")[2]
        assert (
            edit["range"]["start"] == edit["range"]["end"] == {"line": self.before.count("\n"), "character": len(line)}
        )
        indent = line[: len(line) - len(line.lstrip())]
        return self.before + typed(edit["newText"]).replace("\n", "\n" + indent) + self.after

    @property
    def complaints(self):
        """What the server finds wrong: the line's number without the modeline, and the message."""
        return [(found["range"]["start"]["line"], found["message"]) for found in self.editor.diagnostics(self.opened)]

    def explained(self, word):
        """Return what is shown where the pointer rests on a word."""
        position = self.opened.place(word)
        return self.editor.hover(self.opened, {**position, "character": position["character"] + 1})


def typed(snippet):
    """Return a snippet as it is inserted, until somebody types over its placeholders."""
    values = {}

    def fill(found):
        again, number, held, choice = found.groups()
        if again is None:
            values[number] = (held or choice or "").replace("\\", "")
        return values.get(again or number, "")

    return _PLACEHOLDER.sub(fill, snippet)


def found_by_remit(text):
    """Return what remit finds wrong with a policy."""
    findings = Findings()
    decoded = decode("draft.yaml", text.encode(), POLICY_BYTES, findings)
    assert decoded is not None
    load_evaluator(decoded, "builtin", findings)
    return [str(finding) for finding in findings]


FIRST_LINES = "remit: 1\npolicy: acme\n"


def test_keys_of_a_policy(editor):
    """Those that are not there yet, in a file that has begun."""
    offered = Page(editor, f"{FIRST_LINES}{HERE}\n").offered
    assert {"title", "edition", "sources", "facts", "scope", "always", "checks", "accept"} <= set(offered)
    assert not {"remit", "policy", "cases"} & set(offered)
    assert "The documents encoded, each under a name." == offered["sources"]["documentation"]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        (
            "facts:\n  outage:\n    @\n",
            {"ask", "choices", "type", "minimum", "maximum", "presume", "derive", "from", "optional", "cite"},
        ),
        ("scope:\n  rules:\n    - id: faults\n      @\n", {"when", "then", "cite"}),
        ("scope:\n  rules:\n    - id: a\n      when:\n        @\n", {"all", "any", "not", "received"}),
        (
            "scope:\n  rules:\n    - when:\n        users:\n          @\n",
            {"at_least", "more_than", "at_most", "less_than", "before", "from", "older_than", "at_most_old"},
        ),
        ("always:\n  - id: a\n    @\n", {"when", "between", "expect", "cite"}),
        ("accept:\n  - check: gap\n    @\n", {"at", "because"}),
    ],
)
def test_keys_inside_a_policy(editor, text, keys):
    """In a fact, a rule, a condition, an invariant and an acceptance."""
    offered = {label for label, item in Page(editor, text).offered.items() if item["kind"] == 10}
    assert keys == offered


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("scope:\n  rules:\n    - then: @\n", {"support", "consulting", "not_covered"}),
        ("facts:\n  outage:\n    type: @\n", {"boolean", "number", "span", "text", "date", "timezone", "country"}),
        ("checks:\n  gap: @\n", {'"off"', "note", "warning", "error"}),
    ],
)
def test_words_to_choose_from(editor, text, words):
    """Where the language has a list of them."""
    assert words == set(Page(editor, text).offered)


def test_checks_by_their_names(editor):
    """Each that can be weighed, with what it finds."""
    offered = Page(editor, "checks:\n  @\n").offered
    assert "Nothing that decisions show cites a clause." == offered["unused-clause"]["documentation"]
    assert set(offered) == set(Page(editor, "accept:\n  - check: @\n").offered)


def test_whole_policy_that_is_inserted(editor):
    """It is in good order, to the editor and to remit."""
    text = Page(editor, f"{HERE}\n").with_inserted("a whole policy")
    assert [] == found_by_remit(text)
    assert [] == Page(editor, text.partition("\n")[2]).complaints


@pytest.mark.parametrize(
    ("section", "labels"),
    [
        (
            "facts",
            ["a fact with choices", "a boolean fact", "a number fact", "a span fact", "a text fact", "a date fact"],
        ),
        ("hours", ["office hours", "round the clock"]),
        ("sources", ["a source"]),
        ("readings", ["a reading"]),
        ("tiers", ["a tier"]),
        ("promises", ["an initial response", "a repeating promise", "a promise for consulting"]),
        ("services", ["a service"]),
        ("scope:\n  rules", ["a scope rule"]),
        ("priorities:\n  rules", ["a priority rule", "a grid of levels"]),
        ("coverage:\n  rules", ["a coverage rule"]),
        ("channels:\n  rules", ["a channel rule"]),
        ("intake", ["something to bring"]),
        ("escalation", ["somebody to turn to", "somebody to turn to after a while"]),
        ("always", ["an invariant", "a comparison"]),
        ("accept", ["an acceptance"]),
    ],
)
def test_parts_that_are_inserted(editor, section, labels):
    """Each is YAML that the server itself has nothing against, and all of a section stand one after another."""
    listed = ":" in section or section in ("intake", "escalation", "always", "accept")
    indent = "    " if ":" in section else "  "
    text = f"{section}:\n"
    for label in labels:
        page = Page(editor, f"{text}{indent}{'- ' if listed else ''}{HERE}\n")
        text = page.with_inserted(label).partition("\n")[2]
    (read,) = yaml.safe_load(text).values()
    assert len(labels) == len(read["rules"] if ":" in section else read)
    assert [] == [said for _, said in Page(editor, text).complaints if not said.startswith("Missing property")]
    assert [] == [line for line, said in Page(editor, text).complaints if line > 1]


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("sources", "The documents encoded, each under a name."),
        ("outage", "One named, typed thing known of a request."),
        ("presume", "The value taken where nobody states one"),
        ("at_least", "The smallest value that holds."),
        ("then", "What the request is; the most restrictive that holds wins."),
        ("required", "The way that is required, or one of a list"),
        ("because", "Why it is meant to be so."),
    ],
)
def test_what_a_word_means(editor, word, said):
    """It is shown where the pointer rests on it."""
    text = """\
sources: {}
facts:
  outage: {type: number, presume: 0}
scope:
  rules:
    - id: down
      when: {outage: {at_least: 1}}
      then: support
always:
  - {id: phoned, expect: {required: phone}}
accept:
  - {check: gap, at: scope, because: so}
""".replace("{outage: {at", "{users: {at")
    assert said in Page(editor, text).explained(word)


def test_words_of_a_choice_are_explained(editor):
    """Each in the list that is shown for its key."""
    shown = Page(editor, "facts:\n  users: {type: number}\n").explained("type")
    assert "* `span`: An amount of open time, such as" in shown


def test_wrong_key_is_marked_at_its_line(editor):
    """With what could stand there, and beside what is missing."""
    text = Page(editor, f"{HERE}\n").with_inserted("a whole policy").partition("\n")[2]
    lines = text.replace("title: Acme support terms\n", "title: Acme support terms\ntiitle: Acme\n").splitlines()
    assert [(lines.index("tiitle: Acme") + 1, "Property tiitle is not allowed.")] == Page(
        editor, "\n".join(lines)
    ).complaints


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("then: support", "then: suport", "then: suport", 'Value is not accepted. Valid values: "support"'),
        ("    type: boolean", "    type: bool", "    type: bool", "Value is not accepted. Valid values:"),
        ('edition: "2026"', "edition: 2026", "edition: 2026", 'Incorrect type. Expected "string".'),
        ("      cite: terms.covered\n", "", "- id: answered", 'Missing property "cite".'),
    ],
)
def test_wrong_value_is_marked_at_its_line(editor, old, new, line, said):
    """A word that is none, another kind of value, a key that is missing."""
    whole = Page(editor, f"{HERE}\n").with_inserted("a whole policy").partition("\n")[2]
    good = whole.replace("hours:\n", "  workaround:\n    type: boolean\nhours:\n", 1)
    page = Page(editor, good.replace(old, new, 1))
    ((at, message),) = page.complaints
    assert message.startswith(said)
    assert line in page.opened.text.splitlines()[at]


def test_case_file(editor):
    """Its keys, its words, a first case, and what is wrong with it."""
    page = Page(editor, f"{HERE}\n", "cases")
    assert {"cases", "a case file"} <= set(page.offered)
    text = page.with_inserted("a case file")
    findings = Findings()
    decoded = decode("draft.cases.yaml", text.encode(), POLICY_BYTES, findings)
    assert decoded is not None
    (case,) = parse_cases(decoded, findings)
    assert ([], "a fault in production is urgent") == (findings, case.name)
    own = text.partition("\n")[2]
    assert [] == Page(editor, own, "cases").complaints
    wrong = own.replace("      priority: P1\n", "      priorty: P1\n")
    line = wrong.splitlines().index("      priorty: P1") + 1
    assert [(line, "Property priorty is not allowed.")] == Page(editor, wrong, "cases").complaints
    assert {"name", "request", "expect", "a case"} <= set(Page(editor, "cases:\n  - @\n", "cases").offered)
    assert "A sentence that says what the case shows." in Page(editor, own, "cases").explained("name")
    states = Page(editor, "cases:\n  - expect:\n      status: @\n", "cases").offered
    assert {"decided", "needs_facts", "undecided", "invalid"} == set(states)


def test_contract_file(editor):
    """A first contract is in good order."""
    text = Page(editor, f"{HERE}\n", "contracts").with_inserted("a contract file").partition("\n")[2]
    assert [] == Page(editor, text, "contracts").complaints


@pytest.mark.parametrize("label", ["a request", "a request under a contract"])
def test_request_file(editor, label):
    """What is inserted is in good order."""
    text = Page(editor, f"{HERE}\n", "request").with_inserted(label).partition("\n")[2]
    assert [] == Page(editor, text, "request").complaints


@pytest.mark.parametrize("file", ["jumpmind.yaml", "jumpmind.cases.yaml", "jams.yaml", "jams.cases.yaml"])
def test_files_that_come_with_remit(editor, file):
    """The server has nothing against them, by the schema that their first line names."""
    path = ROOT / "policies" / file
    assert path.read_text("utf-8").startswith("# yaml-language-server: $schema=../schemas/")
    assert [] == editor.diagnostics(editor.open(path, path.read_text("utf-8")))


def settings_of_the_page():
    """Return the settings that docs/editor.md shows."""
    page = (ROOT / "docs/editor.md").read_text("utf-8")
    (block,) = re.findall(r"```yaml\n(yaml\.schemas:\n.*?)```", page, re.DOTALL)
    return yaml.safe_load(block)["yaml.schemas"]


def test_settings_instead_of_a_first_line(server, tmp_path):
    """As the page on editors has them: by the name of the file, and a case file is no policy."""
    shutil.copytree(ROOT / "schemas", tmp_path / "schemas")
    found = {}
    with Client(server, tmp_path, {"schemas": settings_of_the_page()}) as client:
        for name in (
            "policies/acme.yaml",
            "policies/acme.cases.yaml",
            "contracts.yaml",
            "requests/first.yaml",
            "other.yaml",
        ):
            opened = client.open(tmp_path / name, "wrong: here\n")
            sources = {problem["source"] for problem in client.diagnostics(opened)}
            found[name] = sources
    assert found == {
        "policies/acme.yaml": {"yaml-schema: remit policy"},
        "policies/acme.cases.yaml": {"yaml-schema: remit cases"},
        "contracts.yaml": {"yaml-schema: remit contracts"},
        "requests/first.yaml": {"yaml-schema: remit request"},
        "other.yaml": set(),
    }
