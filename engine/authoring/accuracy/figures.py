"""The figures of measured messages: each with its interval, what it should reach, and how it is worded."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .intervals import Interval, mean, median, share
from .message_measures import MeasuredMessage

AMONG = (1, 3, 9)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure: its key in JSON, its words, and the bound that it should not cross, if any."""

    key: str
    says: str
    interval: Interval | None
    is_share: bool = True
    at_least: float | None = None
    at_most: float | None = None

    @property
    def is_reached(self) -> bool | None:
        """Whether the figure is on the right side of its bound; None where it has none."""
        if self.interval is None or (self.at_least is None and self.at_most is None):
            return None
        value = self.interval.value
        return (self.at_least is None or value >= self.at_least) and (self.at_most is None or value <= self.at_most)

    def to_dict(self) -> dict[str, object]:
        """Return it as plain values."""
        bounds = {"at_least": self.at_least, "at_most": self.at_most}
        return {
            "figure": self.key,
            **(self.interval.to_dict() if self.interval else {"count": 0}),
            **{key: bound for key, bound in bounds.items() if bound is not None},
        }


def figures_of(measured: Sequence[MeasuredMessage]) -> list[Figure]:
    """Return the figures of messages."""
    ranks = [message.rank for message in measured if message.has_activity]
    raising = [(message, fact) for message in measured for fact in message.raising]
    decided = [message for message in measured if message.outcome[0] not in ("needs", "invalid")]
    wanted = {1: None, 3: 0.75, 9: 0.95}
    among = [
        Figure(
            key=f"activity_among_{most}",
            says=f"right activity {'first' if most == 1 else f'among the first {most}'}",
            interval=share(sum(rank is not None and rank <= most for rank in ranks), len(ranks)),
            at_least=wanted[most],
        )
        for most in AMONG
    ]
    return [
        _median("questions", "questions a message, median", (m.interviewed.questions for m in measured), 3.5),
        _median("keys", "keys a message, median", (m.interviewed.keys for m in measured), 6),
        Figure(
            key="questions_but_for_safe_enters",
            says="questions without an Enter that is safe",
            interval=median([m.interviewed.questions - m.interviewed.safe_enters for m in measured]),
            is_share=False,
        ),
        *among,
        Figure(
            key="wrong",
            says="wrong when only hits are read",
            interval=share(sum(m.is_wrong for m in measured), len(measured)),
            at_most=0.02,
        ),
        Figure(
            key="open",
            says="left open though the message tells",
            interval=share(sum(m.is_open for m in measured), len(measured)),
        ),
        Figure(key="decided", says="decided", interval=share(len(decided), len(measured))),
        Figure(
            key="recall",
            says="hits on facts that raise the level",
            interval=share(sum(fact in m.caught for m, fact in raising), len(raising)),
            at_least=0.95,
        ),
        Figure(
            key="recall_of_values",
            says="of these, with the right value",
            interval=share(sum(fact in m.caught_exactly for m, fact in raising), len(raising)),
        ),
        Figure(
            key="needless",
            says="facts with needless hits a message",
            interval=mean([len(m.needless) for m in measured]),
            is_share=False,
            at_most=0.5,
        ),
    ]


def _median(key: str, says: str, values: Iterable[float], at_most: float) -> Figure:
    return Figure(key=key, says=says, interval=median(list(values)), is_share=False, at_most=at_most)


def figures_text(figures: Iterable[Figure]) -> str:
    """Return figures one a line: the value, its interval, the count, and whether it reaches its bound."""
    return "\n".join(_line(figure) for figure in figures)


def _line(figure: Figure) -> str:
    interval = figure.interval
    if interval is None:
        return f"  {figure.says:<40} -"
    value, low, high = (_number(number, figure) for number in (interval.value, interval.low, interval.high))
    bound = ""
    if figure.at_least is not None or figure.at_most is not None:
        words, limit = ("at least", figure.at_least) if figure.at_least is not None else ("at most", figure.at_most)
        bound = f"  {'reached' if figure.is_reached else 'MISSED'}: {words} {_number(limit or 0, figure)}"
    return f"  {figure.says:<40}{value:>7}  {low} to {high} of {interval.count}{bound}"


def _number(number: float, figure: Figure) -> str:
    return f"{100 * number:.0f} %" if figure.is_share else f"{number:.2f}".rstrip("0").rstrip(".")
