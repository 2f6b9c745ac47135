"""Messages with labels: what a careful reader says of each, in `labels.jsonl` beside them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ...findings import Finding, Findings, Mark
from ...language.files import MEBIBYTE, decode, file_bytes
from ...language.json_reader import read_json
from ...language.nodes import Node
from ...language.symbols import short_text
from ...language.time_notation import NotAnInstant, parse_instant
from ...messages.read_message import read_message
from ...model.messages import Message

LABELS = "labels.jsonl"
_LABEL_BYTES = 16 * MEBIBYTE
_MESSAGE_BYTES = 25 * MEBIBYTE
_NEEDED = ("file", "policy", "tier", "received", "facts", "accept")
Plain = str | bool | int | float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledMessage:
    """A message, the plan that it falls under, and what a careful reader says of it.

    `facts` are those that it tells, `may` values that it could be read as, too, `raises` those facts that raise its
    level, and `accept` the scopes and levels that are right, `needs` for questions that stay open.
    """

    file: str
    message: Message
    policy: str
    tier: str
    received: int
    facts: Mapping[str, Plain]
    accept: tuple[tuple[str, str | None], ...]
    contract_facts: Mapping[str, Plain]
    may: Mapping[str, tuple[Plain, ...]]
    raises: tuple[str, ...] | None
    mark: Mark

    def is_right(self, fact: str, value: Plain) -> bool:
        """Tell whether a value of a fact is what the message tells, or could be read as."""
        return value in self.values(fact)

    def values(self, fact: str) -> tuple[Plain, ...]:
        """Return the values of a fact that the message tells, or could be read as."""
        return (*([self.facts[fact]] if fact in self.facts else []), *self.may.get(fact, ()))


def read_labelled(folder: str, findings: Findings) -> list[LabelledMessage]:
    """Return the messages of a folder that have labels and something to decide; what is wrong is a finding."""
    file = str(Path(folder) / LABELS)
    raw = file_bytes(file, _LABEL_BYTES, findings)
    source = decode(file, raw, _LABEL_BYTES, findings) if raw is not None else None
    messages = []
    for number, line in enumerate(source.text.splitlines() if source else (), 1):
        own = Findings()
        root = read_json(line, file, own) if line.strip() else None
        message = _labelled(folder, root, Mark(file, number, 1), own) if root is not None else None
        findings += [Finding(f.severity, f.check, f.message, Mark(file, number, 1), f.help) for f in own]
        messages += [message] if message is not None and message.accept else []
    return messages


def _labelled(folder: str, root: Node, mark: Mark, findings: Findings) -> LabelledMessage | None:
    missing = [key for key in _NEEDED if root.get(key) is None]
    if missing:
        findings.error("missing-key", f"the label lacks the key `{missing[0]}`", mark)
        return None
    try:
        received = parse_instant(root.text("received"))
    except NotAnInstant as problem:
        findings.error("wrong-instant", f"`received` {problem}", mark, problem.help)
        return None
    name = root.text("file")
    if Path(name).name != name:
        findings.error("wrong-value", f"`{short_text(name)}` is no file beside its label", mark)
        return None
    path = str(Path(folder) / name)
    raw = file_bytes(path, _MESSAGE_BYTES, findings)
    message = read_message(raw, path, findings) if raw is not None else None
    if message is None:
        return None
    return LabelledMessage(
        file=name,
        message=message,
        policy=root.text("policy"),
        tier=root.text("tier"),
        received=received,
        facts=_scalars(root, "facts"),
        accept=tuple(_outcomes(root)),
        contract_facts=_scalars(root, "contract_facts"),
        may={key: tuple(_each_scalar(node)) for key, node, _ in root.section("may").entries()},
        raises=None if root.get("raises") is None else tuple(str(node.value) for node in root.texts("raises")),
        mark=mark,
    )


def _scalars(root: Node, key: str) -> dict[str, Plain]:
    return {name: value for name, node, _ in root.section(key).entries() for value in _each_scalar(node)}


def _each_scalar(node: Node) -> Iterator[Plain]:
    for item in node.one_or_list():
        if not isinstance(item.value, dict | list):
            yield item.value


def _outcomes(root: Node) -> Iterator[tuple[str, str | None]]:
    for node in root.items("accept"):
        pair = [item.value for item in node.value] if isinstance(node.value, list) else []
        if len(pair) == 2 and isinstance(pair[0], str):  # noqa: PLR2004 - a scope and a level
            yield pair[0], pair[1] if isinstance(pair[1], str) else None
