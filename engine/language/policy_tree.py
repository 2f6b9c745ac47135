"""The nodes of a policy file in their shape, read or remembered; only a file without any finding is remembered."""

from typing import Any

import yaml

from ..findings import Findings, Mark
from ..user_cache import is_used, remembered, sha256_of
from .files import SourceFile
from .nodes import Node
from .schema import check_shape
from .yaml_reader import read_yaml


def policy_tree(source: SourceFile, findings: Findings) -> Node | None:
    """Return the root of a policy file, None after the finding that ends reading."""
    if not is_used():
        return _read(source, findings)
    own = Findings()
    roots: list[Node | None] = []

    def read() -> Any:
        roots.append(_read(source, own))
        return _packed(roots[0]) if roots[0] and not own else None

    packed = remembered(read, "policy_tree", sha256_of(source.raw), yaml.__version__)
    if packed is not None and not roots:
        return _unpacked(packed, source.file)
    if not roots:
        read()
    findings += own
    return roots[0]


def _read(source: SourceFile, findings: Findings) -> Node | None:
    root = read_yaml(source.text, source.file, findings)
    return None if root is None else check_shape(root, "policy", findings)


def _packed(node: Node) -> list[Any]:
    """Return a node as lists, mappings and scalars: its value, its place, and what few nodes have besides."""
    value: Any = node.value
    if isinstance(value, dict):
        value = {key: [_packed(inner), *_position(node.keys[key])] for key, inner in value.items()}
    elif isinstance(value, list):
        value = [_packed(item) for item in value]
    more = [node.written, node.is_tail] if node.written or node.is_tail else []
    return [value, *_position(node.mark), *more]


def _position(mark: Mark) -> tuple[int, int, int, int]:
    return mark.line, mark.column, mark.end_line, mark.end_column


def _unpacked(packed: list[Any], file: str) -> Node:
    value, line, column, end_line, end_column, *more = packed
    node = Node(value, Mark(file, line, column, end_line, end_column))
    if isinstance(value, dict):
        node.value = {key: _unpacked(entry[0], file) for key, entry in value.items()}
        node.keys = {key: Mark(file, *entry[1:]) for key, entry in value.items()}
    elif isinstance(value, list):
        node.value = [_unpacked(item, file) for item in value]
    if more:
        node.written, node.is_tail = more
    return node
