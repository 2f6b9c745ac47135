"""Findings: problems as values, with the place they were written at."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A place in a file: lines and columns count from 1, and 0 means the file as a whole.

    `end_line` and `end_column` are those of the first character after it, 0 where they are not known.
    """

    file: str = ""
    line: int = 0
    column: int = 0
    end_line: int = field(default=0, compare=False, repr=False)
    end_column: int = field(default=0, compare=False, repr=False)

    def __str__(self) -> str:
        """Return `file:line:column`, without the parts that are not known."""
        parts = [self.file or "input"]
        if self.line:
            parts += [str(self.line), str(self.column)]
        return ":".join(parts)


NOWHERE = Mark()
_JOINERS = "\u200c\u200d"
"""They stand in words of some languages and in emoji; no terminal does anything by them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A record that knows where it was written, which makes it no other record."""

    mark: Mark = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed(Marked):
    """A record that knows the places of its keys as well as its own."""

    marks: Mapping[str, Mark] = field(default_factory=dict, compare=False, repr=False)

    def key_mark(self, key: str) -> Mark:
        """Return the place of one of its keys, its own where it has none."""
        return self.marks.get(key, self.mark)


class Severity(IntEnum):
    """How much a finding weighs, worst first."""

    error = 0
    warning = 1
    note = 2


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem: which check found it, where, what is wrong and what would help.

    A finding about what a policy means is `at` something the policy names (a rule, a fact, a
    clause), and its `witness` is a request that shows it, as plain values in the request format.
    Its texts are printable, whatever they quote; `details` are further lines of the message.
    """

    severity: Severity
    check: str
    message: str
    mark: Mark = NOWHERE
    help: str = ""
    at: str = ""
    witness: Mapping[str, object] | None = field(default=None, compare=False)
    details: tuple[str, ...] = ()
    is_of_lists: bool = field(default=False, compare=False)
    """Whether its witness shows it by what a decision lists beside what it decides."""

    def __post_init__(self) -> None:
        """Make the texts printable, here for all who print them."""
        for name in ("check", "message", "help"):
            object.__setattr__(self, name, printable(getattr(self, name)))
        object.__setattr__(self, "details", tuple(map(printable, self.details)))

    @property
    def file(self) -> str:
        """The file it is in, as whoever asked named it; empty where it is in none."""
        return self.mark.file

    @property
    def line(self) -> int:
        """The line, from 1; 0 means the file as a whole."""
        return self.mark.line

    @property
    def column(self) -> int:
        """The column, in characters from 1; 0 means the file as a whole."""
        return self.mark.column

    def to_dict(self) -> dict[str, object]:
        """Return the finding as it stands in JSON output."""
        optional = {"at": self.at, "details": list(self.details), "witness": self.witness}
        return {
            "severity": self.severity.name,
            "check": self.check,
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "message": self.message,
            "help": self.help,
            **{key: value for key, value in optional.items() if value not in ("", [], None)},
        }

    def __str__(self) -> str:
        """Return the finding as one line, its details and its help as further ones."""
        line = f"{printable(str(self.mark))}: {self.severity.name}: {self.message} [{self.check}]"
        return "\n".join([line, *self.details, *([f"  help: {self.help}"] if self.help else [])])


class HelpfulError(ValueError):
    """What cannot be used: the message says why, and `help` what would do."""

    def __init__(self, message: str, help: str = "") -> None:  # noqa: A002 - the finding's word
        super().__init__(message)
        self.help = help


class Findings(list[Finding]):
    """A growing list of findings about one file; what reads and what checks adds to it."""

    __slots__ = ()

    def error(self, check: str, message: str, mark: Mark, help: str = "") -> None:  # noqa: A002 - the record's word
        """Add a finding that makes its file unusable."""
        self.append(Finding(Severity.error, check, message, mark, help))

    def warning(self, check: str, message: str, mark: Mark, help: str = "") -> None:  # noqa: A002 - the record's word
        """Add a finding that leaves its file usable."""
        self.append(Finding(Severity.warning, check, message, mark, help))

    def note(self, check: str, message: str, mark: Mark, help: str = "") -> None:  # noqa: A002 - the record's word
        """Add a finding that is only worth knowing."""
        self.append(Finding(Severity.note, check, message, mark, help))

    @property
    def has_errors(self) -> bool:
        """Tell whether one of them makes its file unusable."""
        return bool(self) and any_errors(self)


def printable(text: str) -> str:
    """Return a stranger's text on one line, in which what would steer a terminal is seen as an escape sequence."""
    return text if text.isprintable() else "".join(c if c.isprintable() else _visible(c) for c in text)


def _visible(character: str) -> str:
    """Return a blank for a blank, however wide, and for what joins letters; else the number of the character."""
    return " " if character.isspace() or character in _JOINERS else ascii(character)[1:-1]


def any_errors(findings: Iterable[Finding]) -> bool:
    """Tell whether one of the findings is an error."""
    return any(finding.severity is Severity.error for finding in findings)


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings sorted by place, then by weight, each once."""
    return sorted(
        dict.fromkeys(findings),
        key=lambda f: (f.mark, f.severity, f.check, f.message),
    )
