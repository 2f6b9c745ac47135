"""What the form of the desk's page carries: the request that was read, and the answers to its questions."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

from ...findings import Findings, Mark
from ...interview.interview import Interview
from ...interview.request_record import request_record
from ...interview.session import interview_about
from ...language.files import REQUEST_BYTES, decode
from ...language.request_files import read_draft
from ...language.request_lines import RequestDraft
from ...model import Request
from ...triage.decide_files import Triage
from ...triage.decision import Invalid
from .answer_steps import AnswerStep, NotSteps, parse_steps, steps_text

_OF_TERMS = ("contract", "policy", "tier", "likely", "hits", "facts", "confirmed")
"""Keys whose values hold under the terms of one customer; what the words speak for is looked up anew."""
_FILE = "message.json"
"""What the request is called in findings about it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskForm:
    """A request as JSON, the answers so far, and the page of choices that has the keys."""

    request: str
    steps: tuple[AnswerStep, ...] = ()
    page: int = 0

    @classmethod
    def about(cls, request: Request) -> "DeskForm":
        """Return the form about a request of which nothing is answered yet."""
        return cls(request=json.dumps(request_record(request)))

    @classmethod
    def parse(cls, fields: Mapping[str, str]) -> "DeskForm":
        """Return the form that a browser sends; raise NotSteps where no page of ours wrote it."""
        page = fields.get("page", "0")
        if not (page.isascii() and page.isdecimal() and len(page) < 4):  # noqa: PLR2004 - a page that can be
            raise NotSteps("the page of choices is not a number")
        return cls(request=fields.get("request", ""), steps=parse_steps(fields.get("answers", "")), page=int(page))

    @property
    def fields(self) -> dict[str, str]:
        """The fields in which a page carries it."""
        return {"request": self.request, "answers": steps_text(self.steps), "page": str(self.page)}

    def of_customer(self, contract: str) -> "DeskForm":
        """Return the form about the message of another customer, of which nothing is answered yet."""
        try:
            record = json.loads(self.request)
        except (ValueError, RecursionError):
            return self  # what it lacks is said where it is read
        if not isinstance(record, dict):
            return self
        read = {key: value for key, value in record.items() if key not in _OF_TERMS}
        return DeskForm(request=json.dumps(read | ({"contract": contract} if contract else {})))

    def without_last(self) -> "DeskForm":
        """Return the form before the last answer."""
        return replace(self, steps=self.steps[:-1], page=0)

    def turned(self, pages: int) -> "DeskForm":
        """Return the form so many pages of choices further."""
        return self.turned_to(self.page + pages)

    def turned_to(self, page: int) -> "DeskForm":
        """Return the form on a page of choices."""
        return replace(self, page=page)

    def interview(self, triage: Triage) -> Interview | Invalid:
        """Return the interview about the request before any answer, or why there can be none."""
        return interview_about(triage, self._draft(), None)

    def _draft(self) -> RequestDraft:
        findings, mark = Findings(), Mark(_FILE)
        source = decode(_FILE, self.request.encode("utf-8", "replace"), REQUEST_BYTES, findings)
        request = read_draft(source, findings, 0) if source else None
        if request is not None and "received" not in request.marks:
            request = replace(request, is_dated=False)  # it is asked for
        return RequestDraft(request=request, findings=findings, mark=mark)
