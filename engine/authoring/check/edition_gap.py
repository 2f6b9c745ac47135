"""On some days between two editions of the policy, none is in force.

Requests that come in then cannot be decided.

Found at the later edition. Let it begin on the day after the earlier one ends. `remit check` compares the editions
among the files that it is given. Where their `timezone`s differ, so do the instants at which a day begins: hours can
lie between two days that follow one another, and the message says which instants those are. Each sample is two files.

Fails, at `2026 summer`:

```yaml
effective: {from: 2026-01-01, to: 2026-06-30}
---
edition: 2026 summer
effective: {from: 2026-07-02}
```

Passes:

```yaml
effective: {from: 2026-01-01, to: 2026-06-30}
---
edition: 2026 summer
effective: {from: 2026-07-01}
```
"""

from datetime import timedelta

from ...triage.clock import day_in
from ...worktime import zone
from .definition import CheckContext, CheckFindings, check
from .editions import Edition, worded_stretch, worded_zones


@check("edition-gap", "warning", __doc__, compares_editions=True)
def edition_gap(context: CheckContext) -> CheckFindings:
    """Yield a finding for an edition that comes into force some time after all earlier ones have ended."""
    for earlier, later in context.editions.before(context.policy):
        if earlier.end < later.start:
            before, after = earlier.policy, later.policy
            zones = worded_zones(before, after)
            stretch = worded_stretch(earlier.end, later.start) if zones else _worded_days(earlier, later)
            yield edition_gap.finding(
                at=after.edition,
                message=f"no edition of policy `{after.id}` is in force{stretch}, before `{after.edition}`",
                mark=after.key_mark("effective"),
                help=f"`{before.edition}` is in {before.mark.file}" + (f"; {zones}" if zones else ""),
            )


def _worded_days(earlier: Edition, later: Edition) -> str:
    home = zone(later.policy.timezone)
    first, last = day_in(home, int(earlier.end)), day_in(home, int(later.start)) - timedelta(days=1)
    return f" on {last}" if last == first else f" from {first} to {last}"
