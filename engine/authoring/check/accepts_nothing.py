"""An entry of `accept` that no finding matches.

The finding that it accepted is mended, or the name is misspelt. Left in place, it would hide the next finding of that
name.

It cannot be accepted itself. Correct the name where the help says that the same check found something under another
one; otherwise drop the entry. Where a check could not be proved, entries for it are not looked at; nor are those for
`edition-gap`, `edition-overlap` and `expired-edition` where only one edition of the policy is among the files that are
checked.

Fails:

```yaml
accept:
  - {check: unused-way, at: phone, because: it is announced for next year}
```

Passes:

```yaml
channels:
  ways: {phone: {contact: "1"}, email: {contact: help@lumen.example}, chat: {contact: chat.lumen.example}}
accept:
  - {check: unused-way, at: chat, because: it is announced for next year}
```
"""

from ...text import quoted
from .definition import CheckContext, CheckFindings, check
from .not_proved import not_proved

_LISTED = 3
"""Names at which a check found something that are offered for one at which it did not."""


@check("accepts-nothing", "warning", __doc__, can_be_set=False)
def accepts_nothing(context: CheckContext) -> CheckFindings:
    """Yield a finding for each acceptance without a finding, with the names at which the same check found something."""
    is_proved = not any(finding.check == not_proved.id for finding in context.findings)
    inconclusive = {
        listed.id
        for listed in context.checks
        if (listed.is_proof and not is_proved) or (listed.compares_editions and context.editions.is_alone)
    }
    names: dict[str, dict[str, None]] = {}
    for finding in context.findings:
        names.setdefault(finding.check, {})[finding.at] = None
    accepted = {(acceptance.check, acceptance.at): acceptance for acceptance in context.policy.accept}
    for (check_id, at), acceptance in accepted.items():
        if at not in names.get(check_id, {}) and check_id not in inconclusive:
            elsewhere = [name for name in names.get(check_id, {}) if (check_id, name) not in accepted]
            listed = quoted(elsewhere[:_LISTED]) + (", …" if len(elsewhere) > _LISTED else "")
            yield accepts_nothing.finding(
                message=f"nothing is accepted: `{check_id}` is not found at `{at}`",
                mark=acceptance.mark,
                help=f"it is found at {listed}" if elsewhere else "drop it",
            )
