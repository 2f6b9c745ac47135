"""A request is decided alike whether contracts are read as far as it needs them, or all of them."""

from __future__ import annotations

import tempfile
from codecs import BOM_UTF8
from pathlib import Path
from unittest.mock import patch

from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from remit.cli import main
from remit.engine.language.contract_items import ContractItems

from .verbs import POLICY

IDS = ("ada", "bob", "bob-2", "it's", "é")
DOMAINS = ("ada.example", "bob.example", "mail.bob.example", "BOB.example", "bop.example", "é.example")
FAULTS = ("", *[""] * 8, "teir: gold", "to: 2026-13-01", "timezone: Mars", "facts: {region: north}", "tier: 3")
"""What is wrong with a contract; mostly nothing."""
COMMENTS = ("", *[""] * 6, "# ada", "# bob.example", "# \u202eada", "#\u2028")


@st.composite
def contracts(draw: st.DrawFn, indentation: str) -> str:
    """Return a contract as an item of a list, in block or flow style, its keys perhaps in quotes."""
    quote = draw(st.sampled_from(["", "", '"', "'"]))
    id_ = draw(st.sampled_from(IDS))
    written = draw(st.sampled_from([f'"{id_}"', id_, f"'{id_.replace(chr(39), chr(39) * 2)}'"]))
    listed = ", ".join(draw(st.lists(st.sampled_from(DOMAINS), max_size=2)))
    pairs = [
        ("id", written),
        ("customer", "Ada & Sons"),
        ("policy", "acme"),
        ("tier", "gold"),
        ("domains", f"[{listed}]"),
    ]
    entries = [f"{quote}{key}{quote}: {value}" for key, value in draw(st.permutations(pairs))]
    entries += [fault] if (fault := draw(st.sampled_from(FAULTS))) else []
    is_flow = draw(st.booleans())
    entry = f"{{{', '.join(entries)}}}" if is_flow else f"\n{indentation}  ".join(entries)
    comment = draw(st.sampled_from(COMMENTS))
    return f"{indentation}- {entry}" + (f"\n{indentation}{comment}" if comment else "")


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """Return a file of contracts, perhaps with a byte order mark, and with either end of lines."""
    indentation = draw(st.sampled_from(["", "  "]))
    head = draw(st.sampled_from(["contracts:\n", "# ours\ncontracts:\n", '"contracts":\n', "---\ncontracts: # all\n"]))
    listed = draw(st.lists(contracts(indentation), min_size=1, max_size=4))
    text = head + "\n".join(listed) + draw(st.sampled_from(["", "\n"]))
    lines = text.replace("\n", draw(st.sampled_from(["\n", "\n", "\r\n"])))
    return draw(st.sampled_from([b"", b"", BOM_UTF8])) + lines.encode()


REQUESTS = (
    *(f'contract: "{id_}"\n' for id_ in IDS),
    *(f"from: ann@{domain}\n" for domain in (*DOMAINS, "bobb.example", "nobody.example")),
    "from: ann@bob.example\npolicy: acme\ntier: basic\n",
    "policy: acme\ntier: basic\n",
    "contract: bobb\n",
    "contract: [ada]\n",
)
FACTS = "received: 2026-03-06T16:30:00+01:00\nfacts: {activity: fault, environment: production, outage: complete}\n"


@settings(max_examples=60)
@given(st.lists(files(), min_size=1, max_size=3), st.booleans(), st.sampled_from(REQUESTS))
def test_decisions_codes_and_findings(listed: list[bytes], is_named: bool, request: str) -> None:
    """With files of contracts in the folder of policies, and perhaps one that an option names."""
    with tempfile.TemporaryDirectory() as folder:
        policies = Path(folder, "policies")
        policies.mkdir()
        (policies / "acme.yaml").write_text(POLICY, "utf-8")
        for number, content in enumerate(listed):
            (policies / f"contracts-{number}.yaml").write_bytes(content)
        command = ["decide", "-", "--policies", str(policies), "--format", "json"]
        command += ["--contracts", str(policies / "contracts-0.yaml")] if is_named else []
        short = CliRunner().invoke(main, command, input=request + FACTS)
        with patch.object(ContractItems, "of", return_value=None):
            whole = CliRunner().invoke(main, command, input=request + FACTS)
    assert (short.exit_code, short.stdout, short.stderr) == (whole.exit_code, whole.stdout, whole.stderr)
    assert short.exit_code in (0, 3, 4)
