"""What a file is at a glance: the kind that its top-level keys show, and the policy that it names."""

from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import Literal, NamedTuple

import yaml

from .files import SourceFile
from .nodes import DEPTH, NODES

Kind = Literal["policy", "cases", "contracts", "request", "words", "other"]

_KIND_BY_KEY: dict[str, Kind] = {
    "remit": "policy",
    "cases": "cases",
    "contracts": "contracts",
    "received": "request",
    "tier": "request",
    "contract": "request",
}
"""The keys that tell the kind of a file; of several that stand there, the first of these counts."""

_SECTIONS = frozenset(
    (
        *("policy", "title", "edition", "sources", "readings", "facts", "hours", "tiers"),
        *("scope", "priorities", "coverage", "channels", "promises"),
    )
)
"""A file with one of them is meant as a policy, though it lacks `remit`."""


class Outline(NamedTuple):
    """The kind of a file, and the name of the policy that it declares, empty where none can be told."""

    kind: Kind
    policy: str = ""


def outline_of(source: SourceFile) -> Outline:
    """Return the outline of a file, read no further than it takes."""
    if is_case_file(source.file):
        return Outline("cases")
    if is_words_file(source.file):
        return Outline("words")
    scalars: Mapping[str, str | None] = {}
    for scalars in _top_level(source.text):
        kind = _telling_kind(scalars)
        if kind and not _may_change(kind, source.text) and (kind != "policy" or scalars.get("policy") is not None):
            break
    kind = _telling_kind(scalars)
    if kind is None and (not scalars or _SECTIONS.intersection(scalars)):
        kind = "policy"  # what holds nothing, or is broken from its start, may be ours
    return Outline(kind or "other", (scalars.get("policy") or "") if kind == "policy" else "")


def is_case_file(file: str) -> bool:
    """Tell whether the name of a file is one of cases."""
    return PurePath(file).stem.lower().endswith(".cases")


def is_words_file(file: str) -> bool:
    """Tell whether the name of a file is one of words."""
    return PurePath(file).stem.lower().endswith(".words")


def kind_of(source: SourceFile) -> Kind:
    """Return the kind of a file, by its name or else by its top-level keys."""
    return outline_of(source).kind


def _telling_kind(keys: Mapping[str, object]) -> Kind | None:
    return next((kind for key, kind in _KIND_BY_KEY.items() if key in keys), None)


def _may_change(kind: Kind, text: str) -> bool:
    """Tell whether a key can follow that counts before those of a kind; a key with an escape hides its letters."""
    before = []
    for key, of_key in _KIND_BY_KEY.items():
        if of_key == kind:
            break
        before.append(key)
    return bool(before) and ("\\" in text or any(key in text for key in before))


def _top_level(text: str) -> Iterator[Mapping[str, str | None]]:
    """Yield the top-level keys so far with their values as texts, after each that is read, up to what is not YAML.

    A value is None where it is not read yet, and empty where it is a list or a mapping.
    """
    scalars: dict[str, str | None] = {}
    anchors: dict[str, str] = {}
    depth, key = 0, None
    try:
        for number, event in enumerate(yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))):
            if depth == 0 and isinstance(event, yaml.SequenceStartEvent):
                scalars[""] = ""  # no policy is a list
                break
            if isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            elif isinstance(event, yaml.NodeEvent):
                word = _word(event, anchors)
                if depth == 1 and key is None:
                    key = word
                    scalars.setdefault(key, None)
                elif depth == 1 and key is not None:
                    scalars[key] = scalars[key] or word
                    key = None
                    yield scalars
                depth += isinstance(event, yaml.CollectionStartEvent)
            is_document = depth == 0 and isinstance(event, yaml.NodeEvent | yaml.CollectionEndEvent)
            if is_document or depth > DEPTH or number > 2 * NODES:
                break
    except yaml.YAMLError:
        pass
    yield scalars


def _word(event: yaml.NodeEvent, anchors: dict[str, str]) -> str:
    """Return the text of a scalar or of an alias for one, empty for a list or a mapping."""
    if isinstance(event, yaml.AliasEvent):
        return anchors.get(str(event.anchor), "")
    word = str(event.value) if isinstance(event, yaml.ScalarEvent) else ""
    if event.anchor:
        anchors[event.anchor] = word
    return word
