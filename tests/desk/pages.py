"""A person at the desk without a browser: pages in, forms filled in and sent as a browser without script sends them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from remit.engine.serve.desk.desk_pages import DeskPages
from remit.engine.serve.desk.request_pages import RequestPages
from remit.engine.serve.desk.viewer import Viewer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from remit.engine.serve.desk.page_answer import PageAnswer
    from remit.engine.serve.service import Service

ADA = "ada"


class Person:
    """Somebody at the desk, and the page before them."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.requests = RequestPages(service)
        self.desk = DeskPages(self.requests)
        self.take(self.desk.empty(self.viewer))

    @property
    def viewer(self) -> Viewer:
        return Viewer(name=ADA, csrf="proof", now=self.service.clock() // 1000)

    def take(self, answer: PageAnswer) -> None:
        """Look at an answer, and follow it where it leads elsewhere."""
        self.location = answer.location
        if answer.location:
            query = {name: values[0] for name, values in parse_qs(urlsplit(answer.location).query).items()}
            answer = self.requests.show(self.viewer, query["id"], query.get("saved", ""))
        self.status, self.html = answer.status, answer.html
        self.page = LexborHTMLParser(answer.html)

    def one(self, selector: str) -> LexborNode:
        """Return the one element that a selector names."""
        (element,) = self.page.css(selector)
        return element

    def text(self, selector: str) -> str:
        """Return the words of an element, with single spaces."""
        return " ".join(self.one(selector).text().split())

    def fields(self, form: LexborNode) -> dict[str, str]:
        """Return what a form carries before anybody fills it in."""
        return {
            field.attributes["name"] or "": field.attributes.get("value") or ""
            for field in form.css("input[type=hidden]")
        }

    def paste(self, message: str, **fields: str) -> None:
        """Paste a message and have it read."""
        self.send("form.incoming", {"message": message, "do": "read", **fields})

    def choose(self, label: str) -> None:
        """Choose an answer by its words, and confirm it."""
        for choice in self.page.css(".choice"):
            (value,) = choice.css(".value")
            if value.text() == label:
                radio = choice.css_first("input")
                assert radio is not None
                self.send("form.question", {"choice": radio.attributes["value"] or "", "do": "answer"})
                return
        raise AssertionError(f"there is no choice {label}")

    def press(self, action: str, **fields: str) -> None:
        """Press the button that does something."""
        self.send(".asking form", {"do": action, **fields})

    def save(self) -> None:
        """Press the button that has the decision kept."""
        self.send("form[action='/desk/decisions']", {})

    def send(self, selector: str, filled: Mapping[str, str]) -> None:
        """Send a form."""
        form = self.one(selector)
        fields = {**self.fields(form), **filled}
        assert "proof" == fields["csrf"]
        action = form.attributes["action"] if fields.get("do") != "back" else "/desk"
        answers = {
            "/desk": self.desk.post,
            "/desk/decisions": self.desk.save,
            "/desk/events": self.requests.add_event,
            "/desk/overrides": self.requests.add_override,
            "/desk/accept": self.requests.accept,
        }
        self.take(answers[action or ""](self.viewer, fields))
