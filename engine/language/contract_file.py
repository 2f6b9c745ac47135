"""A contracts file, read into records."""

from ..findings import Findings
from ..model import Contract
from .fact_values import stated_facts
from .files import SourceFile
from .hours_section import parse_period
from .nodes import Node
from .schema import check_shape
from .symbols import check_repeats
from .yaml_reader import read_yaml


def parse_contracts(text: SourceFile, findings: Findings) -> tuple[Contract, ...]:
    """Return the contracts of a file; findings say what is wrong with it."""
    return contracts_of(read_yaml(text.text, text.file, findings), findings)


def contracts_of(root: Node | None, findings: Findings) -> tuple[Contract, ...]:
    """Return the contracts that a node writes."""
    nodes = check_shape(root, "contracts", findings).items("contracts")
    contracts = tuple(_contract(node, findings) for node in nodes)
    check_repeats("duplicate-contract", "contract ", ((c.id, c.mark) for c in contracts), findings)
    return contracts


def _contract(node: Node, findings: Findings) -> Contract:
    start, end = parse_period(node, f"contract `{node.text('id')}`", findings)
    return Contract(
        id=node.text("id"),
        customer=node.text("customer"),
        policy=node.text("policy"),
        tier=node.text("tier"),
        edition=node.text("edition") or None,
        start=start,
        end=end,
        timezone=node.text("timezone") or None,
        domains=tuple(str(item.value).lower() for item in node.items("domains")),
        contacts=tuple(dict.fromkeys(str(item.value).lower() for item in node.items("contacts"))),
        facts=stated_facts(node),
        mark=node.mark,
        marks=node.keys,
    )
