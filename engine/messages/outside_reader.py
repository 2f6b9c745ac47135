"""An outside reader: a command that reads messages, and may only point at words that stand there.

It gets the message and the vocabulary as JSON on standard input, and answers `[{fact, value, quote}]`. What it says is
a suggestion with evidence, as a hit of a pattern is: a quote that does not stand in the part that counts is refused,
and so is a value that the fact cannot have.
"""

import json
import os
import shlex
import signal
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from tempfile import TemporaryFile
from threading import Event, Timer
from typing import BinaryIO

from ..findings import Findings, Mark
from ..language.fact_values import NotAValue, read_value
from ..language.files import MEBIBYTE
from ..language.json_reader import read_json
from ..language.nodes import Node
from ..language.symbols import short_text
from ..model import Fact, Policy
from ..model.messages import Passage
from ..model.words import Hit
from ..text import did_you_mean, reason_of
from .evidence import passage_place
from .sentences import folded

SECONDS = 60
"""How long a reader may take over a message."""
MOST_ANSWERED = MEBIBYTE
"""Bytes that it may answer."""
_MOST_SUGGESTIONS = 200
_MARK = Mark("<reader>")
_HELP = 'it must print a list such as `[{"fact": "environment", "value": "production", "quote": "our live system"}]`'


@dataclass(frozen=True, slots=True)
class OutsideReader:
    """A command that reads messages, its words as a shell splits them."""

    command: tuple[str, ...]
    seconds: float = SECONDS

    def hits(self, passages: Iterable[Passage], policy: Policy, findings: Findings) -> tuple[Hit, ...]:
        """Return what the reader points at in the passages that count; what is refused, or fails, is a warning."""
        evidence = [passage for passage in passages if passage.is_evidence]
        answer = self._run(json.dumps(_asked(evidence, policy)).encode(), findings)
        own = Findings()
        root = None if answer is None else read_json(answer.decode("utf-8", "replace"), _MARK.file, own)
        if answer is None:
            return ()
        if root is None or not isinstance(root.value, list):
            findings.warning("reader-failed", "what the reader answers is no list in JSON", _MARK, _HELP)
            return ()
        hits = (_hit(node, evidence, policy.facts, findings) for node in root.value[:_MOST_SUGGESTIONS])
        return tuple(hit for hit in hits if hit is not None)

    def _run(self, question: bytes, findings: Findings) -> bytes | None:
        """Return what the command answers, None after the warning that it failed."""
        try:
            process, answers = _started(self.command, question)
        except (OSError, ValueError) as error:
            findings.warning("reader-failed", f"the reader cannot be started: {reason_of(error)}", _MARK)
            return None
        answer, is_late = _answer(process, answers, self.seconds)
        problem = f"ended with exit code {process.returncode}" if process.returncode else ""
        if len(answer) > MOST_ANSWERED:
            problem = f"answered more than the limit of {MOST_ANSWERED // MEBIBYTE} MiB"
        if is_late:
            problem = f"took longer than the limit of {self.seconds:g} seconds"
        if problem:
            findings.warning("reader-failed", f"the reader {problem}", _MARK)
        return None if problem else answer


def parse_reader(written: str) -> OutsideReader:
    """Return the reader that a command line names; raises ValueError where it names none."""
    try:
        words = tuple(shlex.split(written))
    except ValueError as problem:
        raise ValueError(f"is no command line: {reason_of(problem)}") from None
    if not words:
        raise ValueError("is no command")
    return OutsideReader(words)


def _started(command: Sequence[str], question: bytes) -> tuple["subprocess.Popen[bytes]", BinaryIO]:
    """Start a command that reads a question from a file: a pipe would wait for a command that does not read."""
    answer_end, command_end = os.pipe()
    try:
        with TemporaryFile() as written:
            written.write(question)
            written.seek(0)
            process = subprocess.Popen(  # noqa: S603 - whoever runs remit names the command
                command, stdin=written, stdout=command_end, stderr=subprocess.DEVNULL, start_new_session=True
            )
    except BaseException:
        os.close(answer_end)
        raise
    finally:
        os.close(command_end)
    return process, os.fdopen(answer_end, "rb")


def _answer(process: "subprocess.Popen[bytes]", answers: BinaryIO, seconds: float) -> tuple[bytes, bool]:
    """Return what a process answers, at most one byte over the limit, and whether it was ended for being late."""
    late = Event()

    def end() -> None:
        late.set()
        _kill(process)

    timer = Timer(seconds, end)
    timer.start()
    try:
        with answers:
            answer = answers.read(MOST_ANSWERED + 1)
        if len(answer) > MOST_ANSWERED:
            _kill(process)
        process.wait()
    finally:
        timer.cancel()
    return answer, late.is_set()


def _kill(process: "subprocess.Popen[bytes]") -> None:
    """End a process with all that it started."""
    with suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()


def _asked(evidence: Sequence[Passage], policy: Policy) -> dict[str, object]:
    return {
        "message": [{"kind": passage.kind, "text": passage.text} for passage in evidence],
        "vocabulary": {
            name: {"ask": fact.ask, "type": fact.type, **({"choices": dict(fact.choices)} if fact.choices else {})}
            for name, fact in policy.facts.items()
            if not fact.derive and not fact.from_contract
        },
    }


def _hit(node: Node, evidence: Sequence[Passage], facts: Mapping[str, Fact], findings: Findings) -> Hit | None:
    """Return what a suggestion of the reader points at, None after the warning that it is refused."""
    name, quote, written = node.text("fact"), folded(node.text("quote")), node.value_at("value")
    fact = facts.get(name)
    if fact is None or fact.derive or fact.from_contract:
        _refuse(f"names no fact that is asked about, but `{short_text(name)}`", did_you_mean(name, facts), findings)
        return None
    try:
        value = read_value(fact, written)
    except NotAValue as problem:
        _refuse(f"names a value outside the vocabulary: {problem}", problem.help, findings)
        return None
    for passage in evidence if quote else ():
        place = passage_place(passage, quote)
        if place is not None:
            return Hit(fact=name, value=value if isinstance(value, str | bool) else str(written), words=quote, at=place)
    _refuse(f"quotes for `{name}` what does not stand in the message: `{short_text(quote)}`", "", findings)
    return None


def _refuse(message: str, help_: str, findings: Findings) -> None:
    findings.warning("reader-refused", f"the reader {message}", _MARK, help_)
