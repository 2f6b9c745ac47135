"""Records that a policy declares and nothing of it uses."""

from collections.abc import Collection, Mapping

from ...model import Clause, Fact, Hours, Reading, Way
from .definition import Check, CheckFindings


def unused_records(
    check: Check, records: Mapping[str, Clause | Fact | Hours | Reading | Way], used: Collection[object], message: str
) -> CheckFindings:
    """Yield a finding of a check for each record whose name is not used; `{}` of the message stands for the name."""
    for name, record in records.items():
        if name not in used:
            yield check.finding(at=name, message=message.format(name), mark=record.mark)
