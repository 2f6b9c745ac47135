"""The forms in which a board is printed; a limit of 0 shows all rows of its text."""

from ..forms import BoardForm
from ..triage.layout import Look
from .board_records import Board


def render_board(board: Board, form: BoardForm, look: Look, limit: int) -> str:
    """Return a board in one of the forms; look and limit are those of text."""
    if form == "json":
        from .board_json import board_json  # noqa: PLC0415 - each form alone

        return board_json(board)
    if form == "csv":
        from .board_csv import board_csv  # noqa: PLC0415 - each form alone

        return board_csv(board)
    if form == "ics":
        from .board_calendar import board_calendar  # noqa: PLC0415 - each form alone

        return board_calendar(board)
    from .board_text import board_text  # noqa: PLC0415 - each form alone

    return board_text(board, look, limit or None)


def render_report(board: Board, form: BoardForm, look: Look) -> str:
    """Return the report of a board as text, JSON or CSV."""
    from .promise_report import promise_report  # noqa: PLC0415 - few ask for it

    report = promise_report(board)
    if form == "json":
        from .report_json import report_json  # noqa: PLC0415 - each form alone

        return report_json(report)
    if form == "csv":
        from .board_csv import report_csv  # noqa: PLC0415 - each form alone

        return report_csv(report)
    from .report_text import report_text  # noqa: PLC0415 - each form alone

    return report_text(report, look)
