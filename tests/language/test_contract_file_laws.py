"""What a request needs of a contract file is the same whether all of it is read or only some of its items."""

from hypothesis import given
from hypothesis import strategies as st

from remit.engine.findings import Finding, Findings
from remit.engine.language.contract_file import ContractFile, ContractFiles
from remit.engine.language.files import SourceFile
from remit.engine.language.yaml_reader import read_yaml
from remit.engine.model import Contract

IDS = ("acme", "acme-2", "acme.x", "7", "007", "é", "a b", "it's", "Acme", "\u017f")
DOMAINS = (
    "acme.example",
    "mail.acme.example",
    "ACME.example",
    "xn--mnchen-3ya.example",
    "münchen.example",
    "\u0391\u03a3.example",
    "straße.example",
    "STRASSE.example",
    "\u0130.example",
    "1.50",
)


def written(text: str) -> st.SearchStrategy[str]:
    """Return the ways to write a text as a scalar."""
    quoted = [
        text,
        f"'{text.replace(chr(39), chr(39) * 2)}'",
        f'"{text}"',
        f">-\n          {text}",
        f"\n          {text}",
    ]
    escaped = '"' + "".join(f"\\u{ord(c):04x}" for c in text) + '"'
    return st.sampled_from([*quoted * 6, f"{text} # {text}", escaped, f"&a {text}", f"!!str {text}"])


def one_line(texts: list[str]) -> st.SearchStrategy[str]:
    """Return a flow sequence of texts, which may reach over lines."""
    return st.sampled_from([*["[{}]", "[ {} ] # x", "[{},]"] * 6, "[\n{}]", "[{}\n   ]"]).map(
        lambda form: form.format(", ".join(f'"{text}"' for text in texts))
    )


@st.composite
def domain_lists(draw: st.DrawFn, deep: str) -> str:
    """Return how domains are written."""
    domains = draw(st.lists(st.sampled_from(DOMAINS), max_size=2))
    if draw(st.booleans()) or not domains:
        return draw(one_line(domains))
    return "".join(f"\n{deep}  - {draw(written(domain))}" for domain in domains)


CUSTOMERS = (
    "Acme & Sons",
    "O'Brien",
    '"Acme"',
    "'it''s'",
    "acme.example",
    "*",
    "a *b",
    "|\n          - id: acme\n          - x",
    "|+\n          text\n",
    "'over\n          - lines'",
    '"over\n- id: acme\n  policy: p"',
    "[a, {b: c}",
    "5",
    'say "x',
    "- acme",
    "{a: [b]}",
    "[a\n- id: acme]",
    "'[' # acme.example",
    "caf\xe9",
    "x\u2028y",
    "a\tb",
    "",
    "? x",
    "acme: x",
)
ODD_ITEMS = ("acme", "{id: acme, customer: c, policy: p, tier: t}", "", "[acme]")


@st.composite
def items(draw: st.DrawFn, indentation: str) -> str:
    """Return a contract, perhaps a broken one."""
    deep = f"{indentation}{draw(st.sampled_from(['  ', '  ', '    ']))}"
    pairs = [f"id: {draw(st.sampled_from(IDS).flatmap(written))}", "policy: p", "tier: t"]
    pairs += [f"customer: {draw(st.sampled_from(('Acme',) * 30 + CUSTOMERS))}"]
    pairs += [f"domains: {draw(domain_lists(deep))}"]
    pairs += draw(
        st.lists(st.sampled_from(["from: 2026-01-01", "to: 2020-13-01", "teir: acme", "tier: acme"]), max_size=1)
    )
    pairs = draw(st.permutations(pairs))
    separator = draw(st.sampled_from(["\n", "\n\n", "\n# acme\n", f"\n{indentation}# - id: acme\n"]))
    dash = draw(
        st.sampled_from([f"-{deep[len(indentation) + 1 :]}", f"-{deep[len(indentation) + 1 :]}", f"-\n{deep}", "-"])
    )
    after = draw(st.sampled_from(["", "", "", "\n", f"\n{indentation}  # acme.example", "\n#\n\n"]))
    if draw(st.integers(0, 9)) == 0:
        return f"{indentation}- {draw(st.sampled_from(ODD_ITEMS))}"
    return f"{indentation}{dash}" + f"{separator}{deep}".join(pairs) + after


@st.composite
def files(draw: st.DrawFn) -> str:
    """Return the text of a file."""
    indentation = draw(st.sampled_from(["", "  ", "    "]))
    head = draw(st.sampled_from([*["", "# acme\n", "---\n", "\n"] * 6, "remit: 1\n", "%YAML 1.2\n---\n", "---\n---\n"]))
    key = draw(
        st.sampled_from([*["contracts:", "contracts: ", "contracts: # x", "contracts:\n# acme"] * 6, '"contracts":'])
    )
    listed = draw(st.lists(items(indentation), min_size=1, max_size=5))
    tail = draw(
        st.sampled_from(
            [*["", "\n", "\n# acme.example", "\n\n"] * 6, "\n...\n", "\ncontracts: []\n", "\nother: 1", "\n---\n"]
        )
    )
    text = f"{head}{key}\n" + "\n".join(listed) + tail
    return draw(st.sampled_from([*[text, text.replace("\n", "\r\n")] * 9, text.replace("\n", "\r")]))


def needed(
    book: ContractFile, id_: str | None, domain: str
) -> tuple[tuple[Contract, ...], list[Finding], list[object]]:
    """Return the contracts that a request needs, what is wrong with them, and where they stand."""
    findings = Findings()
    contracts = book.contracts_for(id_, domain, findings)
    marks: list[object] = [(contract.mark, contract.marks) for contract in contracts]
    return contracts, list(findings), marks


@given(files(), st.sampled_from((*IDS, None, None, None, None, None)), st.sampled_from(("", *DOMAINS)))
def test_some_of_a_file_answers_as_all_of_it(text: str, id_: str | None, domain: str) -> None:
    """Where the file is no YAML at all, an item may still be."""
    if read_yaml(text, "contracts.yaml", Findings()) is None:
        return
    source = SourceFile(file="contracts.yaml", raw=text.encode(), text=text)
    by_items, by_all = ContractFile(source), ContractFile(source)
    by_all.read_all()
    assert needed(by_items, id_, domain.lower()) == needed(by_all, id_, domain.lower())


def needed_of(text: str, id_: str | None, domain: str = "") -> tuple[list[str], list[str]]:
    """Return the ids of the contracts that a request needs, and what is wrong with them."""
    findings = Findings()
    source = SourceFile(file="contracts.yaml", raw=text.encode(), text=text)
    contracts = ContractFiles([source]).contracts_for(id_, domain, findings)
    return [contract.id for contract in contracts], [str(finding) for finding in findings]


BROKEN = """\
contracts:
  - {id: shop, customer: Shop, policy: acme, tier: gold, domains: [shop.example]}
  - id: bank
    customer: Bank
    policy: acme
    domains: [bank.example]
"""
LACKS_TIER = (
    "contracts.yaml:3:5: error: item 2 of `contracts` lacks the key `tier` [missing-key]\n"
    "  help: write it as in `tier: standard`"
)


def test_broken_contract_stops_only_what_needs_it() -> None:
    assert needed_of(BROKEN, "shop") == (["shop"], [])
    assert needed_of(BROKEN, None, "shop.example") == (["shop"], [])
    assert needed_of(BROKEN, "bank") == ([], [LACKS_TIER])
    assert needed_of(BROKEN, None, "bank.example") == ([], [LACKS_TIER])


def test_so_does_one_in_a_file_that_is_read_as_a_whole() -> None:
    assert needed_of(BROKEN + "    edition: !!str x\n", "shop") == (["shop"], [])
    assert needed_of(BROKEN + "    edition: !!str x\n", None, "bank.example")[1][0].startswith("contracts.yaml:")


def test_contract_of_the_same_id_matters_to_a_request_from_a_domain() -> None:
    _, problems = needed_of(BROKEN.replace("id: bank", "id: shop\n    tier: gold"), None, "shop.example")
    message = "contract `shop` is given twice, first on line 2 [duplicate-contract]"
    assert problems == [f"contracts.yaml:3:5: error: {message}\n  help: keep one, or give one another name"]


def test_hidden_character_between_contracts_is_refused_whatever_a_request_needs() -> None:
    refused = "contracts.yaml:2:3: error: hidden character `U+202E` is not allowed [yaml]"
    _, problems = needed_of(BROKEN.replace("    policy: acme\n", "#\u202e\n    policy: acme\n"), "shop")
    assert problems == []  # it is in the other contract
    _, problems = needed_of(BROKEN.replace("contracts:\n", "contracts:\n# \u202e\n"), "shop")
    assert [problem.partition("\n")[0] for problem in problems] == [refused]


def test_limit_of_nodes_counts_contracts_that_are_skipped() -> None:
    """Not a file that is near it: what is counted without reading is rather too much."""
    many = f"  - {{id: big, customer: Big, policy: acme, tier: gold, domains: [{'a.example, ' * 200_000}]}}\n"
    text = BROKEN.replace("contracts:\n", f"contracts:\n{many}")
    assert needed_of(text, "shop")[1][0].endswith("more nodes than the limit of 200,000 [too-many-nodes]")
    few = text.replace("a.example, " * 100_000, "", 1)
    assert needed_of(few, "shop") == (["shop"], [])
