"""The edition is in force in years of which the holidays are not known.

In a year without known holidays, no deadline can be counted in hours that close on holidays. An edition without an end
is looked at for two years from the day of the check.

Found at the hours. Let the edition begin later or end earlier.

Fails, at `office`:

```yaml
effective: {from: 2026-01-01, to: 2110-12-31}
```

Passes:

```yaml
effective: {from: 2026-01-01, to: 2090-12-31}
```
"""

from ...model import Hours
from ...worktime import WorktimeError, holiday_years
from .definition import CheckContext, CheckFindings, check


@check("holiday-horizon", "warning", __doc__)
def holiday_horizon(context: CheckContext) -> CheckFindings:
    """Yield a finding for hours of which the holidays are not known in all years in which the edition is in force."""
    first, last = context.years_in_force
    for hours in context.policy.hours.values():
        known = _known_years(hours)
        outside = [year for year in (first, last) if known and year not in known]
        if known and hours.holidays and outside:
            yield holiday_horizon.finding(
                at=hours.name,
                message=f"hours `{hours.name}` need the holidays of {outside[-1]}, "
                f"and those of `{hours.holidays.country}` are known from {known[0]} to {known[-1]}",
                mark=hours.key_mark("country"),
                help="let the edition begin later" if outside == [first] != [last] else "end the edition earlier",
            )


def is_within_horizon(context: CheckContext, hours: Hours) -> bool:
    """Tell whether hours close on no holidays, or on those of a country and of years that are known."""
    return hours.holidays is None or {*context.years_in_force} <= {*_known_years(hours)}


def _known_years(hours: Hours) -> range:
    """Return the years of which the holidays are known; none without holidays, or of an unknown country or region."""
    try:
        return holiday_years(hours.holidays) if hours.holidays else range(0)
    except WorktimeError:
        return range(0)  # which is a finding of its own
