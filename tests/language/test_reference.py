"""The reference: every sample in it is what it says, and every word of the language is in it."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest
import yaml

from remit import engine
from remit.engine import Policies, check_paths
from remit.engine.language.schema import schema_text
from remit.engine.triage.decide import decide
from remit.engine.triage.decision import Decision
from remit.engine.triage.decision_json import as_record
from remit.engine.triage.policy_store import PolicyStore

from .verbs import REFERENCE, complains, found, mapping_of, reads, text_of

TEXT = REFERENCE.read_text("utf-8")
_BLOCK = re.compile(r"(?:<!-- (?P<note>[^>\n]+) -->\n)?```yaml\n(?P<text>.*?)```", re.DOTALL)
_KINDS = ("policy", "contracts", "cases", "request", "words", "yaml")


def samples() -> list[tuple[int, str, set[str], str]]:
    """Return every sample of the reference: its line, its kind, the ids that it must give, its text."""
    listed = []
    for block in _BLOCK.finditer(TEXT):
        note, _, ids = (block["note"] or "").partition("refused:")
        line = TEXT[: block.start("text")].count("\n") + 1
        listed.append((line, note.strip() or "fragment", set(ids.replace(",", " ").split()), block["text"]))
    return listed


SAMPLES = samples()
_PROSE = re.sub(r"```.*?```", "", TEXT, flags=re.DOTALL)
WORDS = {
    word
    for quoted in re.findall(r"`([^`\n]+)`|^#+ (.+)$", _PROSE, re.MULTILINE)
    for word in re.findall(r"[a-z_]+[0-9]*", " ".join(quoted))
}
"""The words that the reference has in backticks or as a heading, its samples aside."""
WHOLE = next(text for _, kind, _, text in SAMPLES if kind == "policy")


def merged(fragment: str) -> str:
    """Return the whole policy of the reference with the fragment's entries added or put in their place."""
    policy, own = mapping_of(WHOLE), mapping_of(fragment)
    for section, value in own.items():
        is_table = isinstance(value, dict) and isinstance(policy.get(section), dict)
        policy[section] = {**policy[section], **value} if is_table else value
    return json.dumps(policy)


def test_reference_has_samples():
    """The pattern that finds them finds all."""
    assert TEXT.count("```yaml\n") == len(SAMPLES) > 50
    assert TEXT.count("<!--") == sum(1 for _, kind, ids, _ in SAMPLES if ids or kind != "fragment")
    assert {*_KINDS, "fragment"} == {kind for _, kind, _, _ in SAMPLES}
    assert 1 == sum(kind == "policy" for _, kind, _, _ in SAMPLES)


@pytest.mark.parametrize(("kind", "ids", "text"), [s[1:] for s in SAMPLES], ids=[f"line-{s[0]}" for s in SAMPLES])
def test_sample_of_the_reference(kind, ids, text):
    """It is read without findings, or gives exactly the check ids that it is said to give."""
    content = merged(text) if kind == "fragment" else text
    load = "ready" if kind in ("policy", "fragment") else kind
    problems = found(content, load)[1]
    assert ids == {problem.check for problem in problems}, complains(content, load)


def test_fragments_do_not_repeat_the_whole():
    """Each says something that the whole policy does not."""
    assert all(reads(merged(text)) != reads(WHOLE) for _, kind, ids, text in SAMPLES if kind == "fragment" and not ids)


def store() -> PolicyStore:
    """Return a shelf with the policy of the reference."""
    return PolicyStore([text_of(WHOLE, "northlight.yaml")], "builtin")


def test_cases_of_the_reference_pass():
    """The policy of the reference decides as its cases say."""
    cases = reads(next(text for _, kind, ids, text in SAMPLES if kind == "cases" and not ids), "cases")
    decided, refused = cases
    assert decided.request is not None
    decision = decide(decided.request, store(), (), "0")
    assert isinstance(decision, Decision)
    record = as_record(decision)
    expected = {expectation.key: expectation.value for expectation in decided.expect}
    assert expected["status"] == record["status"]
    assert expected["scope"] == record["scope"]["outcome"]
    assert expected["priority"] == record["priority"]["level"]
    assert expected["required"] == record["channel"]["required"]
    assert expected["preferred"] == record["channel"]["preferred"]
    assert expected["allowed"] == record["channel"]["allowed"]
    assert expected["missing"] == [missing["fact"] for missing in record["missing"]]
    assert expected["presumed"] == [presumed["fact"] for presumed in record["presumed"]]
    assert expected["findings"] == [finding["check"] for finding in record["findings"]]
    due = {name: deadline.due_instant for name, deadline in decision.deadlines.items()}
    owed = expected["due"]
    assert isinstance(owed, tuple)
    assert {want.promise: want.instant for want in owed} == {want.promise: due.get(want.promise) for want in owed}
    assert ["wrong-instant"] == [finding.check for finding in refused.invalid]


def test_request_and_contract_of_the_reference_fit_its_policy():
    """The request is decided, and the contract names the policy, a tier and an edition that there are."""
    _, request = reads(next(text for _, kind, ids, text in SAMPLES if kind == "request" and not ids), "request")
    (contract,) = reads(next(text for _, kind, ids, text in SAMPLES if kind == "contracts" and not ids), "contracts")
    policy = reads(WHOLE, "policy")
    assert "decided" == decide(request, store(), (), "0").status
    assert (policy.id, policy.edition) == (contract.policy, contract.edition)
    assert contract.tier in policy.tiers


def properties(schema: object) -> set[str]:
    """Return the names of all properties in a schema."""
    if isinstance(schema, list):
        return set().union(*(properties(part) for part in schema))
    if not isinstance(schema, dict):
        return set()
    own = set(schema["properties"]) if isinstance(schema.get("properties"), dict) else set()
    return own.union(*(properties(part) for part in schema.values()))


WEIGHED = set(json.loads(schema_text("policy"))["properties"]["checks"]["properties"])
"""The checks that a policy can weigh or accept, which have a page of their own."""


@pytest.mark.parametrize("name", ["policy", "contracts", "cases", "request"])
def test_every_key_is_in_the_reference(name):
    """Each property of each schema stands there as a word of the language."""
    keys = properties(json.loads(schema_text(name))) - WEIGHED
    assert len(keys) > 10
    assert set() == keys - WORDS


def test_every_key_of_a_words_file_is_in_the_reference():
    """They are few."""
    keys = properties(json.loads(schema_text("words")))
    assert {"words", "examples", "also", "watch", "reply"} < keys
    assert set() == keys - WORDS


def test_every_section_is_in_the_order_of_a_file():
    """The whole policy has every section, as the schema orders them."""
    assert list(json.loads(schema_text("policy"))["properties"]) == list(mapping_of(WHOLE))


def test_every_choice_of_a_key_is_in_the_reference():
    """What a key may be is listed, too."""

    def enums(schema: object) -> set[str]:
        if isinstance(schema, list):
            return set().union(*(enums(part) for part in schema))
        if not isinstance(schema, dict):
            return set()
        own = {value for value in schema.get("enum", ()) if isinstance(value, str)}
        return own.union(*(enums(part) for key, part in schema.items() if key != "enum"))

    words = set().union(*(enums(json.loads(schema_text(name))) for name in ("policy", "contracts", "cases", "request")))
    assert "guarantee" in words
    assert set() == words - WEIGHED - WORDS


def given() -> set[str]:
    """Return every check id that a module of the engine gives, as its source has them.

    What authors alone are told of usable policies is on the page of the checks.
    """
    ids: set[str] = set()
    modules = sorted(Path(engine.__path__[0]).rglob("*.py"))
    of_checks = [file for file in modules if file.parent.name == "check"]
    assert of_checks
    for file in set(modules) - set(of_checks):
        own: set[str] = set()
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            own |= _called(node) | _said(node, file.stem)
        ids |= own - WEIGHED if "authoring" in file.parts else own
    return ids


def _called(node: ast.AST) -> set[str]:
    """Return the ids in `findings.error("id", …)` and in `names.check(node, "kind", …)`."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "check_repeats":
        return {_string(node.args[0])}
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return set()
    strings = [_string(argument) for argument in node.args]
    if node.func.attr in ("error", "warning", "note", "stop", "gap") and strings and strings[0]:
        return {strings[0]}
    if node.func.attr in ("check", "check_node", "check_all", "unknown") and len(strings) > 1 and strings[1]:
        return {f"unknown-{strings[1].replace(' ', '-')}"}
    return set()


def _string(node: ast.expr) -> str:
    """Return the string that is written there, an empty one where it is something else."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _said(node: ast.AST, module: str) -> set[str]:
    """Return the ids in tuples of findings, in `check = "a" if … else "b"`, and of outcomes."""
    if isinstance(node, ast.Tuple) and len(node.elts) == 4 and module in ("schema_errors", "policy_store"):
        return {id_} if (id_ := _string(node.elts[0])) else set()
    if module == "expected_names" and isinstance(node, ast.FunctionDef) and node.name == "_nameable":
        tuples = (part for part in ast.walk(node) if isinstance(part, ast.Tuple))
        return {f"unknown-{kind}" for part in tuples if (kind := _string(part.elts[0]))}
    if isinstance(node, ast.Assign) and isinstance(node.value, ast.IfExp):
        branches = (node.value.body, node.value.orelse)
        is_check = isinstance(node.targets[0], ast.Name) and node.targets[0].id == "check"
        return {id_ for branch in branches if (id_ := _string(branch))} if is_check else set()
    return set()


def table() -> list[tuple[str, str, str]]:
    """Return the rows of the reference's table of check ids."""
    section = TEXT.partition("\n## Check ids\n")[2]
    return re.findall(r"^\| `([a-z-]+)` \| ([a-z]+) \| (.+) \|$", section, re.MULTILINE)


GROUPS = ["file", "policy", "check", "contract", "case", "request", "message", "import", "diff", "service"]


def test_every_check_id_is_in_the_table():
    """What the engine gives is listed once, nothing else is, and each group is in the order of the alphabet."""
    ids = given()
    assert {"wrong-type", "unknown-tier", "unknown-choice", "too-deep", "unknown-span-fact", "unknown-level"} <= ids
    assert {"unusable-policy", "left-out", "unknown-rule", "unknown-promise", "not-served"} <= ids
    assert sorted(ids) == sorted(check for check, _, _ in table())
    assert table() == sorted(table(), key=lambda row: (GROUPS.index(row[1]), row[0]))


def test_every_check_id_that_a_file_can_give_has_a_sample_or_a_test():
    """Each is given by some test of this folder, by its name."""
    tests = "".join(file.read_text("utf-8") for file in Path(__file__).parent.glob("test_*.py"))
    written = tests + TEXT.partition("## Check ids")[0]
    of_files = [check for check, group, _ in table() if group == "file"]
    assert len(of_files) > 40
    assert [] == [check for check in of_files if not re.search(rf"\b{check}\b", written)]


def test_what_check_finds_in_usable_policies_is_on_its_own_page():
    """The checks that a policy can weigh or accept are not in the table, unless another command gives them, too."""
    assert len(WEIGHED) > 20
    assert {
        "conflicting-ways",
        "edition-gap",
        "edition-overlap",
        "gap",
        "unreachable",
        "zone-names-no-place",
    } == WEIGHED & {row[0] for row in table()}
    assert "(checks.md)" in TEXT.partition("\n## Check ids\n")[2]


def headings(text: str) -> set[str]:
    """Return what links to the headings of a page are called."""
    written = re.findall(r"^#+ (.+)$", re.sub(r"```.*?```", "", text, flags=re.DOTALL), re.MULTILINE)
    return {re.sub(r"[^a-z -]", "", heading.lower()).replace(" ", "-") for heading in written}


def test_headings_that_links_lead_to():
    """Every link inside the reference, and from the page on editors, leads to a heading."""
    links = set(re.findall(r"\]\(#([a-z-]+)\)", TEXT))
    assert links
    assert links <= headings(TEXT)
    editors = REFERENCE.with_name("editor.md").read_text("utf-8")
    assert set(re.findall(r"\]\(#([a-z-]+)\)", editors)) <= headings(editors)
    assert set(re.findall(r"\]\(language\.md#([a-z-]+)\)", editors)) <= headings(TEXT)


def test_other_readers_agree_on_the_samples():
    """A sample that is read here is YAML to everybody."""
    assert all(yaml.safe_load(text) for _, _, ids, text in SAMPLES if not ids)


def test_nothing_in_the_reference_is_wider_than_a_page():
    """Lines stay under 120 characters, tables aside."""
    assert [] == [line for line in TEXT.splitlines() if len(line) > 119 and not line.startswith("|")]


def checked(policy: str, folder: Path) -> list[str]:
    """Return what `remit check` finds in a policy while it is in force."""
    file = folder / "northlight.yaml"
    file.write_text(policy, "utf-8")
    found = check_paths([str(file)], Policies(str(folder), is_named=True), None, "2026-06-01").findings
    return [str(finding) for finding in found]


def test_whole_policy_is_complete(tmp_path):
    """No check finds anything in it."""
    assert [] == checked(WHOLE, tmp_path)


def test_invariants_of_the_reference_hold(tmp_path):
    """They are so in every situation of the policy that they are shown for."""
    shown = [text for _, kind, ids, text in SAMPLES if kind == "fragment" and not ids and text.startswith("always:")]
    assert [[], []] == [checked(merged(text), tmp_path) for text in shown]
