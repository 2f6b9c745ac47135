"""Documents that people read, rendered for a terminal, as Markdown or as a page."""

from ..forms import DocumentForm
from .document import Document


def render(document: Document, form: DocumentForm, width: int = 80, *, colours: bool = False) -> str:
    """Return a document in one of the forms; text is of at most `width` columns, and coloured where that is asked."""
    # The libraries behind each form take time to import.
    if form == "text":
        from .terminal import as_terminal  # noqa: PLC0415

        return as_terminal(document, width, colours=colours)
    if form == "markdown":
        from .markdown import as_markdown  # noqa: PLC0415

        return as_markdown(document)
    from .html_page import as_html  # noqa: PLC0415

    return as_html(document)
