"""`NAME.words.yaml`, the words file beside a policy: from its text to `Words`, or to findings."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from ..findings import Findings, Mark, any_errors
from ..model import Fact, Policy
from ..model.words import NO_WORDS, ChoiceValue, ChoiceWords, Words
from ..text import counted, did_you_mean, quoted
from .files import POLICY_BYTES, SourceFile, read_text, words_beside
from .nodes import Node
from .reply_sentences import parse_reply
from .schema import check_shape
from .similar_words import fold, similar_name
from .symbols import check_repeats, short_text
from .watch_patterns import NotAPattern, are_small_together, check_pattern
from .yaml_reader import read_yaml

MOST_OF_A_VALUE = 200
"""Examples, other words or patterns of one value."""
MOST_PATTERNS = 2_000
"""Patterns of a file."""
LONGEST = {"examples": 500, "also": 60, "watch": 2_000}
"""Characters of one of them."""
MOST_SENTENCES = 100
LONGEST_SENTENCE = 1_000
"""Sentences of replies in a language, and characters of one."""
_MOST_CHOICES = 9
_BOOLEANS: Mapping[str, bool] = {"true": True, "false": False}


@dataclass(slots=True)
class _Reader:
    """Where findings about a words file go, and what its facts are in each edition of its policy."""

    findings: Findings
    editions: Sequence[Policy]
    patterns: dict[str, Mark] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    """Of each pattern, how many instructions it is."""

    def facts_named(self, name: str) -> list[Fact]:
        return [policy.facts[name] for policy in self.editions if name in policy.facts]


def parse_words(source: SourceFile, editions: Sequence[Policy], findings: Findings) -> Words:
    """Return the words that a file holds, as far as they can be read; what is wrong is a finding.

    Their facts and values are those of one of the editions of the policy; without editions, nobody knows.
    """
    return words_at(words_node(source, findings), source, editions, findings)


def words_node(source: SourceFile, findings: Findings) -> Node:
    """Return what stands in a words file; what has not the shape of one is a finding."""
    return check_shape(read_yaml(source.text, source.file, findings), "words", findings)


def words_at(root: Node, source: SourceFile, editions: Sequence[Policy], findings: Findings) -> Words:
    """Return the words that the node of a file holds, as `parse_words` does."""
    reader = _Reader(findings=findings, editions=editions)
    facts = {
        name: words
        for name, node, mark in root.section("facts").entries()
        if (words := _fact_words(name, node, mark, reader))
    }
    _check_patterns(reader)
    return Words(
        policy=root.text("words"),
        facts=facts,
        reply=_reply(root, editions, findings),
        digest="sha256:" + sha256(source.raw).hexdigest(),
        mark=root.key_mark("words"),
    )


def _reply(root: Node, editions: Sequence[Policy], findings: Findings) -> dict[str, tuple[str, ...]]:
    """Return the sentences of replies, within limits; promises and facts are known where an edition is."""
    for language, node, mark in root.section("reply").entries():
        lengths = [len(item.value) for item in node.one_or_list() if isinstance(item.value, str)]
        if len(lengths) > MOST_SENTENCES or max(lengths, default=0) > LONGEST_SENTENCE:
            limits = f"{MOST_SENTENCES} sentences, or {LONGEST_SENTENCE:,} characters of one"
            findings.error("too-many-words", f"`{short_text(language)}` goes beyond the limit of {limits}", mark)
    promises = dict.fromkeys(name for policy in editions for name in policy.promises)
    facts = dict.fromkeys(name for policy in editions for name in policy.facts)
    return parse_reply(root, {"promise": promises, "fact": facts} if editions else {}, findings)


def words_of(policy: Policy, findings: Findings) -> Words:
    """Return the words beside the file of a policy, `NO_WORDS` where there are none or, after a warning, none of use.

    Their file is called as the policy's is, or as the policy where several editions share one.
    """
    file = words_beside(policy.mark.file, policy.id) if policy.mark.file else None
    if file is None:
        return NO_WORDS
    own = Findings()
    source = read_text(file, POLICY_BYTES, own)
    words = parse_words(source, [policy], own) if source else NO_WORDS
    if words.policy != policy.id and not own.has_errors:
        own.error("misplaced-words", f"words of `{words.policy}` stand beside policy `{policy.id}`", words.mark)
    # What another edition of the policy has is no mistake here; `remit check` knows them all.
    wrong = [f for f in own if any_errors([f]) and f.check not in ("unknown-fact", "unknown-choice")]
    if not wrong:
        return words
    message = f"the words of policy `{policy.id}` cannot be used: {wrong[0].message}"
    findings.warning("unusable-words", message, wrong[0].mark, "`remit check` lists what is wrong with the file")
    return NO_WORDS


def words_sources(policies: Sequence[Policy], findings: Findings) -> Iterator[tuple[str, SourceFile]]:
    """Yield the words files beside the editions of a policy, by the file of each; what is wrong with one is a finding.

    One that stands beside several is read once.
    """
    sources: dict[str, SourceFile | None] = {}
    for policy in policies:
        file = words_beside(policy.mark.file, policy.id)
        if file is None:
            continue
        if file not in sources:
            sources[file] = source = read_text(file, POLICY_BYTES, findings)
            if source is not None:
                parse_words(source, policies, findings)
        if (read := sources[file]) is not None:
            yield policy.mark.file, read


def _fact_words(name: str, node: Node, mark: Mark, reader: _Reader) -> dict[ChoiceValue, ChoiceWords]:
    """Return the words of a fact by value."""
    facts = reader.facts_named(name)
    if reader.editions and not _is_fact_with_words(name, facts, mark, reader):
        return {}
    words: dict[ChoiceValue, ChoiceWords] = {}
    for written, value_node, value_mark in node.entries():
        value = _value(written, facts)
        if value is None:
            _refuse_value(written, facts[0], value_mark, reader.findings)
        else:
            words[value] = _choice_words(written, value_node, value_mark, reader)
    if facts:
        _check_also(node, facts, reader.findings)
        _check_examples(facts[-1], words, mark, reader.findings)
    return words


def _is_fact_with_words(name: str, facts: Sequence[Fact], mark: Mark, reader: _Reader) -> bool:
    if not facts:
        known = dict.fromkeys(fact for policy in reader.editions for fact in policy.facts)
        message = f"fact `{name}` is not declared by policy `{reader.editions[0].id}`"
        reader.findings.error("unknown-fact", message, mark, did_you_mean(name, known))
    elif facts[0].derive:
        reader.findings.error("unknown-fact", f"`{name}` is derived, and nobody is asked for it", mark)
    elif facts[0].type not in ("choice", "boolean"):
        message = f"`{name}` is a {facts[0].type}, whose values have no words"
        reader.findings.error("unknown-fact", message, mark, "facts with choices and booleans have words")
    else:
        return True
    return False


def _value(written: str, facts: Sequence[Fact]) -> ChoiceValue | None:
    """Return the value that a key names, None where it is none of its fact."""
    if not facts:
        return written
    if facts[0].type == "boolean":
        return _BOOLEANS.get(written)
    named = (similar_name(written, fact.choices) for fact in facts)
    return next((name for name in named if name is not None), None)


def _refuse_value(written: str, fact: Fact, mark: Mark, findings: Findings) -> None:
    if fact.type == "boolean":
        message = f"`{fact.name}` is true or false, not `{short_text(written)}`"
        findings.error("wrong-value", message, mark, 'write `"true"` or `"false"`, with the quotes')
    else:
        message = f"`{short_text(written)}` is not a choice of `{fact.name}`"
        findings.error("unknown-choice", message, mark, did_you_mean(written, fact.choices))


def _choice_words(written: str, node: Node, mark: Mark, reader: _Reader) -> ChoiceWords:
    return ChoiceWords(
        examples=_texts(written, "examples", node, reader.findings),
        also=_texts(written, "also", node, reader.findings),
        watch=tuple(
            pattern for pattern in _texts(written, "watch", node, reader.findings)
            if _is_pattern(pattern, node, reader)
        ),
        mark=mark,
    )  # fmt: skip


def _texts(written: str, key: str, node: Node, findings: Findings) -> tuple[str, ...]:
    """Return the texts at a key, without those that are refused: too many, too long, blank or there already."""
    listed = [item for item in node.items(key) if isinstance(item.value, str)]
    if len(listed) > MOST_OF_A_VALUE:
        message = f"`{short_text(written)}` has {len(listed):,} `{key}`, more than the limit of {MOST_OF_A_VALUE}"
        findings.error("too-many-words", message, node.key_mark(key))
    check_repeats("duplicate", f"`{key}` has ", ((_folded(item), item.mark) for item in listed), findings, "twice")
    for item in listed:
        if item.value and not _folded(item):
            findings.error("empty", f"an item of `{key}` is blank", item.mark)
        elif len(str(item.value)) > LONGEST[key]:
            message = f"an item of `{key}` is longer than the limit of {LONGEST[key]} characters"
            findings.error("too-many-words", message, item.mark)
    sound = (str(item.value) for item in listed if _folded(item) and len(str(item.value)) <= LONGEST[key])
    return tuple(dict.fromkeys(sound))[:MOST_OF_A_VALUE]


def _folded(item: Node) -> str:
    return " ".join(str(item.value).split())


def _is_pattern(pattern: str, node: Node, reader: _Reader) -> bool:
    mark = next(item.mark for item in node.items("watch") if item.value == pattern)
    try:
        reader.sizes[pattern] = check_pattern(pattern)
    except NotAPattern as problem:
        message = f"`{short_text(pattern)}` is not a pattern that can be watched for: {problem}"
        reader.findings.error("wrong-pattern", message, mark, "write one such as `every job (failed|stopped)`")
        return False
    reader.patterns.setdefault(pattern, mark)
    return True


def _check_patterns(reader: _Reader) -> None:
    """Add a finding where a file has more patterns than can be looked for at once."""
    patterns = reader.patterns
    if len(patterns) > MOST_PATTERNS:
        mark = list(patterns.values())[MOST_PATTERNS]
        message = f"the file has {counted(len(patterns), 'pattern')}, more than the limit of {MOST_PATTERNS:,}"
        reader.findings.error("too-many-words", message, mark)
    elif patterns and not are_small_together(reader.sizes):
        mark = next(iter(patterns.values()))
        reader.findings.error("too-many-words", "the patterns of the file are too large together", mark)


def _check_also(node: Node, facts: Sequence[Fact], findings: Findings) -> None:
    """Add a finding for each other word that means two choices, or that is the name of one."""
    choices = {fold(choice): choice for fact in facts for choice in fact.choices}
    first: dict[str, str] = {}
    for written, value_node, _ in node.entries():
        for item in value_node.items("also"):
            word = fold(str(item.value))
            if word in choices:
                message = f"`{short_text(item.value)}` is the choice `{choices[word]}` by its own name"
                findings.error("ambiguous-word", message, item.mark, "leave it out")
            elif first.setdefault(word, written) != written:
                message = f"`{short_text(item.value)}` means two choices, `{first[word]}` and `{short_text(written)}`"
                findings.error("ambiguous-word", message, item.mark, "leave it to one of them, or out")


def _check_examples(fact: Fact, words: Mapping[ChoiceValue, ChoiceWords], mark: Mark, findings: Findings) -> None:
    """Add a note where choices without examples stand beside some with, or are more than have a key each."""
    if fact.type != "choice" or fact.from_contract or findings.has_errors:
        return  # what cannot be read may be examples
    bare = [choice for choice in fact.choices if choice not in words or not words[choice].examples]
    if bare and (len(bare) < len(fact.choices) or len(bare) > _MOST_CHOICES):
        message = f"{counted(len(bare), 'choice')} of `{fact.name}` without examples: {quoted(bare[:_MOST_CHOICES])}"
        help_ = "they are offered later than those that have some"
        findings.note("no-examples", message + (", …" if len(bare) > _MOST_CHOICES else ""), mark, help_)
