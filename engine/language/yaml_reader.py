"""YAML read strictly into nodes with marks.

The parser's events are walked one by one rather than composed: the composer keeps the last of
two equal keys, and its C version crashes on deep nesting. Scalars follow the YAML 1.2 core
schema, in which `no`, `8:00` and dates are strings.
"""

import re
from collections.abc import Collection
from dataclasses import replace

import yaml

from ..findings import Findings, Mark
from .files import mark_after
from .hidden_characters import Masked, Span, refuse_hidden
from .nodes import DEPTH, Node, ReadingStopped, Scalar, TreeReader
from .unquoted_names import check_names, is_number_elsewhere
from .unquoted_texts import Entry, checked_text

ALIASES = 100

_NUMBER = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+|[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_CONSTANTS: dict[str, Scalar] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}


def read_yaml(text: str, file: str, findings: Findings, free_text: Collection[str] = ()) -> Node | None:
    """Return the one document of a YAML text, as far as it can be read; None after the finding that ends reading.

    Under the keys of `free_text`, strangers may write hidden characters as they are.
    """
    masked = Masked(text)
    reader = _Reader(masked, file, findings, free_text)
    root = _document(reader, masked.text, file, findings)
    refuse_hidden(text, file, "yaml", reader.free_spans, findings)
    return root


def _document(reader: "_Reader", text: str, file: str, findings: Findings) -> Node | None:
    try:
        return reader.document()
    except ReadingStopped:
        return None
    except yaml.MarkedYAMLError as error:
        position = error.problem_mark or error.context_mark
        end = position.index if position else len(text)
        too_deep = reader.mark_of_too_deep(text, end)
        if too_deep:
            findings.error("too-deep", f"nested deeper than the limit of {DEPTH}", too_deep)
            return None
        mark = Mark(file, position.line + 1, position.column + 1) if position else Mark(file)
        span = error.context_mark.index if error.context_mark else end, end
        from .yaml_syntax import COMMENT_HELP, syntax_error  # noqa: PLC0415 - start-up is felt

        message, mark, help_ = syntax_error(str(error.problem), text, mark, span)
        if help_ == COMMENT_HELP and findings and findings[-1].check == "unquoted-text":
            findings.pop()  # it is about the same comment
        findings.error("yaml", message, mark, help_)
    except yaml.reader.ReaderError as error:
        # The C reader counts bytes, as it was handed UTF-8.
        offset = error.position if isinstance(error.position, int) else 0
        before = text.encode()[:offset].decode("utf-8", "ignore")
        findings.error("yaml", "not YAML: a control character is not allowed", mark_after(before, file))
    return None


class _Reader(TreeReader):
    """Recursive descent over the parser's events, to a depth that the language limits."""

    def __init__(self, masked: Masked, file: str, findings: Findings, free_text: Collection[str]) -> None:
        super().__init__(findings)
        self.file = file
        self.free_text = free_text
        self.free_spans: list[Span] = []
        self.restore = masked.restore
        self.text = masked.text
        self.events = yaml.parse(
            masked.text, Loader=yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader
        )
        self.anchors: dict[str, tuple[Node, int, int]] = {}
        """By name, what an anchor marks, how many nodes that is and how deep it is nested."""
        self.aliases = 0
        self.depth = 0
        self.read_until = 0
        """The offset at which the last event ended."""
        self.key = ""
        """The key whose value is read next."""

    def next(self) -> yaml.Event:
        event = next(self.events)
        self.read_until = event.end_mark.index if event.end_mark else self.read_until
        return event

    def document(self) -> Node:
        root = None
        while not isinstance(event := self.next(), yaml.StreamEndEvent):
            if isinstance(event, yaml.DocumentStartEvent) and root is not None:
                self.stop("yaml", "only one document is allowed in a file", self.mark(event))
            if isinstance(event, yaml.NodeEvent):
                root, _, _ = self.node(event)
        if root is None:
            self.stop("yaml", "file is empty", Mark(self.file))
        return root

    def mark_of_too_deep(self, text: str, end: int) -> Mark | None:
        """Return where brackets after the last event, up to an offset, open deeper than the limit.

        A parser looks ahead on a line before it gives an event, and may have stopped there at a
        limit of its own, which differs from one release to the next.
        """
        from .yaml_syntax import FLOW_TOKEN  # noqa: PLC0415 - start-up is felt

        depth = self.depth
        for token in FLOW_TOKEN.finditer(text, self.read_until, end):
            depth += bool(token["opened"]) - bool(token["closed"])
            if depth > DEPTH:
                return mark_after(text[: token.start()], self.file)
        return None

    def node(self, event: yaml.Event, *, is_key: bool = False) -> tuple[Node, int, Mark]:
        """Return what an event begins, how deep that is nested, and where it stands."""
        mark, nodes_before = self.mark(event), self.nodes
        if isinstance(event, yaml.AliasEvent):
            return *self.alias(str(event.anchor), mark), mark
        assert isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent)  # noqa: S101 - for the type checker
        self.count(1, mark)
        if isinstance(event, yaml.CollectionStartEvent):
            node, height = self.collection(event, mark)
        else:
            node, height = self.scalar(event, mark, is_key=is_key), 0
        if event.anchor:
            self.anchors[event.anchor] = (node, self.nodes - nodes_before, height)
        return node, height, node.mark

    def scalar(self, event: yaml.ScalarEvent, mark: Mark, *, is_key: bool) -> Node:
        is_plain = not event.style  # None or empty, by parser
        value = self.restore(event.value)
        if is_key and is_plain and value == "<<":
            return self.gap("yaml", "merge key `<<` is not allowed", mark, "write the keys out")
        if event.tag is not None:
            node = self.gap("yaml", _tag_message(event.tag), mark)
        else:
            node = self.plain_scalar(value, mark) if is_plain else Node(value, mark)
        if not is_key or (isinstance(node.value, str) and not node.written):
            return node
        if not node.is_partial:
            kind = "a number" if isinstance(node.value, str) else node.kind
            self.findings.error("yaml", f"key `{value}` is {kind}, not a string", mark, "quote it")
        return Node(value, mark)

    def plain_scalar(self, text: str, mark: Mark) -> Node:
        """Return what a scalar without quotes means; what only looks like a number is a string."""
        if text in _CONSTANTS:
            return Node(_CONSTANTS[text], mark, written=text)
        is_number = _NUMBER.fullmatch(text)
        if not is_number and not _NOT_FINITE.fullmatch(text):
            return Node(text, mark, written=text if is_number_elsewhere(text) else "")
        return replace(self.number("yaml", text, mark), written=text)

    def collection(self, event: yaml.CollectionStartEvent, mark: Mark) -> tuple[Node, int]:
        if event.tag is not None:
            self.findings.error("yaml", _tag_message(event.tag), mark)
        self.depth += 1
        self.check_depth(self.depth, mark)
        node = Node({} if isinstance(event, yaml.MappingStartEvent) else [], mark)
        under, heights, last_mark = self.key, [0], mark
        before: yaml.Event | None = None
        while not isinstance(inner := self.next(), yaml.CollectionEndEvent):
            self.key = ""
            if isinstance(node.value, list):
                item, height, last_mark = self.node(inner)
                node.value.append(item)
            else:
                height, last_mark, before = self.entry(node, inner, under, before)
            heights.append(height)
        self.depth -= 1
        # In block style the end event stands where the next key does.
        end = self.mark(inner) if event.flow_style else last_mark
        node.mark = Mark(self.file, mark.line, mark.column, end.end_line, end.end_column)
        return node if event.tag is None else Node(None, node.mark, is_partial=True), max(heights) + 1

    def entry(
        self, mapping: Node, key_event: yaml.Event, under: str, before: yaml.Event | None
    ) -> tuple[int, Mark, yaml.Event]:
        """Add an entry to the mapping of a key; return how deep it is nested, where its value stands and begins."""
        key, key_height, key_mark = self.node(key_event, is_key=True)
        if not isinstance(key.value, str) and not key.is_partial:
            self.findings.error("yaml", f"a key must be a string, not {key.kind}", key_mark)
        event = self.next()
        self.note_free_text(key.value, event)
        self.key = key.value if isinstance(key.value, str) else ""
        value, height, mark = self.node(event)
        if isinstance(key.value, str):
            entry = Entry(under=under, key=key.value, key_event=key_event, value_event=event, before=before)
            value = checked_text(entry, value, self.text, self.findings)
            self.add_entry(mapping, key.value, key_mark, check_names(key.value, value, mark, self.findings))
        else:
            mapping.is_partial = True
        return max(key_height, height), mark, event

    def note_free_text(self, key: object, event: yaml.Event) -> None:
        """Remember where a stranger's words stand, if the value of a key is such."""
        start, end = event.start_mark, event.end_mark
        if key in self.free_text and isinstance(event, yaml.ScalarEvent) and start and end:
            self.free_spans.append((start.index, end.index))

    def alias(self, anchor: str, mark: Mark) -> tuple[Node, int]:
        """Return what an alias stands for and how deep that is nested, counted as if written out."""
        self.aliases += 1
        if self.aliases > ALIASES:
            self.stop("too-many-aliases", f"more aliases than the limit of {ALIASES}", mark)
        if anchor not in self.anchors:
            return self.gap("yaml", f"alias `*{anchor}` has no anchor before it", mark), 0
        node, size, height = self.anchors[anchor]
        self.count(size, mark)
        self.check_depth(self.depth + height, mark)
        return node, height

    def mark(self, event: yaml.Event) -> Mark:
        start, end = event.start_mark, event.end_mark
        if start is None or end is None:
            return Mark(self.file)
        return Mark(self.file, start.line + 1, start.column + 1, end.line + 1, end.column + 1)


def _tag_message(tag: str) -> str:
    return f"tag `{tag.replace('tag:yaml.org,2002:', '!!')}` is not allowed"
