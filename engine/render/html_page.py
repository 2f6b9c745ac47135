"""A document as a page: one HTML file that needs nothing else."""

import re
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from ..model import MINUTES_A_DAY
from .document import Block, Document

# Names and addresses are long, and best broken at their own joints.
_BREAKS = re.compile(r"(?<=[\w/][._/])(?=\w)")


def as_html(document: Document) -> str:
    """Return a document as the text of an HTML file; whatever comes from the policy is escaped."""
    environment = Environment(
        loader=PackageLoader(str(__package__)),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"address": _address, "breakable": _breakable, "kind": _kind, "percent": _percent}
    return environment.get_template("page.html").render(document=document)


def _kind(block: Block) -> str:
    return type(block).__name__


def _breakable(text: str) -> Markup:
    return Markup(_BREAKS.sub("<wbr>", escape(text)))  # noqa: S704 - it is escaped, and `<wbr>` is ours


def _address(target: str) -> str:
    return f"#{quote(target[1:])}" if target.startswith("#") else target


def _percent(minutes: int) -> str:
    return f"{100 * minutes / MINUTES_A_DAY:.4g}%"
