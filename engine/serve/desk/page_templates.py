"""Templates of the pages: whatever they are filled with is printable and escaped, and a name without value is a bug."""

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from ...findings import printable


def page(name: str, **values: Any) -> str:
    """Return a page, filled in; no text of anybody's reaches it as it is."""
    return _environment().get_template(name).render(values)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader(str(__package__)),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_printable,
    )
    environment.filters["typed"] = _Typed
    return environment


class _Typed(str):
    """What somebody typed into a field, which goes back as it is: a field shows it and does nothing by it."""

    __slots__ = ()


def _printable(value: Any) -> Any:
    """Return a value as a page may have it; markup has been through here, and lines of a text end as they do."""
    if not isinstance(value, str) or isinstance(value, _Typed) or hasattr(value, "__html__") or value == "\n":
        return value
    return printable(value)
