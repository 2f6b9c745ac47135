"""Two editions of the policy are in force on one day.

Requests that come in then cannot be decided, unless their contract names the edition.

Found at the later edition. End the earlier one on the day before; both ends count. Where their `timezone`s differ, the
days of one can begin before those of the other: give both the same. Each sample is two files.

Fails, at `2026 summer`:

```yaml
effective: {from: 2026-01-01, to: 2026-07-01}
---
edition: 2026 summer
effective: {from: 2026-07-01}
```

Passes:

```yaml
effective: {from: 2026-01-01, to: 2026-06-30}
---
edition: 2026 summer
effective: {from: 2026-07-01}
```
"""

from ...model import Policy
from ...triage.effective_days import date_range_text
from .definition import CheckContext, CheckFindings, check
from .editions import worded_stretch, worded_zones


@check("edition-overlap", "error", __doc__, compares_editions=True)
def edition_overlap(context: CheckContext) -> CheckFindings:
    """Yield a finding for an edition that comes into force before an earlier one ends."""
    for earlier, later in context.editions.before(context.policy):
        if earlier.end <= later.start:
            return
        before, after = earlier.policy, later.policy
        zones = worded_zones(before, after)
        stretch = worded_stretch(later.start, min(earlier.end, later.end)) if zones else ""
        end, start = before.effective[1], after.effective[0]
        share_a_day = end is None or start is None or end >= start
        helps = ["end the earlier one on the day before the later one starts"] if share_a_day or not zones else []
        yield edition_overlap.finding(
            at=after.edition,
            message=f"editions {_named(before)} ({before.mark.file}) and {_named(after)} of policy `{after.id}` "
            f"are in force at once{stretch}",
            mark=after.key_mark("effective"),
            help="; ".join([*helps, zones] if zones else helps),
        )


def _named(policy: Policy) -> str:
    days = date_range_text(policy.effective)
    return f"`{policy.edition}`" + (f" ({days})" if days else "")
