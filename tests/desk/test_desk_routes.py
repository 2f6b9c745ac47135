"""The pages behind their guard, over HTTP: sessions, what proves that a form is ours, and the sizes of messages."""

import asyncio
from urllib.parse import urlencode

import httpx
import pytest
from selectolax.lexbor import LexborHTMLParser

from remit.engine.serve.desk.desk_routes import desk_routes
from remit.engine.serve.web.access import Access
from remit.engine.serve.web.app import create_app
from remit.engine.serve.web.request_log import RequestLog
from remit.engine.serve.web.web_config import WebConfig
from remit.engine.store.store import Store

from .conftest import clock
from .verbs import MAIL

ADDRESS = "http://127.0.0.1:8080"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def carried(page, form="form"):
    """Return what a form carries."""
    fields: dict[str, str] = {}
    for field in page.css(f"{form} input[type=hidden]"):
        fields[field.attributes["name"] or ""] = field.attributes.get("value") or ""
    return fields


class Visitor:
    """A browser that was let in."""

    def __init__(self, service, store):
        config = WebConfig()
        access = Access(store, config, clock)
        self.log: list[str] = []
        self.app = create_app(service, access, config, RequestLog(self.log.append, clock), desk_routes(service))
        self.cookies = httpx.Cookies()
        self.ask("GET", access.first_address())
        self.csrf = self.page("/desk").css_first("body").attributes["data-csrf"]

    def ask(self, method, path, **arguments):
        return asyncio.run(self._ask(method, path, **arguments))

    async def _ask(self, method, path, **arguments):
        transport = httpx.ASGITransport(self.app, client=("127.0.0.1", 40000))
        async with httpx.AsyncClient(transport=transport, cookies=self.cookies, base_url=ADDRESS) as client:
            answer = await client.request(method, path, **arguments)
            self.cookies.update(answer.cookies)
            return answer

    def page(self, path):
        return LexborHTMLParser(self.ask("GET", path).text)

    def message(self, raw, **headers):
        return self.ask("POST", "/desk/message", content=raw, headers={"X-CSRF-Token": self.csrf, **headers})

    def send(self, path, fields):
        return self.ask("POST", path, content=urlencode({"csrf": self.csrf, **fields}), headers=FORM)


@pytest.fixture
def visitor(service, tmp_path):
    with Store.open(f"sqlite:///{tmp_path / 'access.db'}", clock) as store:
        yield Visitor(service, store)


def test_a_message_as_bytes(visitor):
    answer = visitor.message(MAIL.encode(), **{"Content-Type": "message/rfc822"})
    assert 200 == answer.status_code
    assert ["What is asked for?"] == [legend.text() for legend in LexborHTMLParser(answer.text).css("legend")]
    assert "no-store" == answer.headers["cache-control"]


def test_without_proof_nothing_is_taken(visitor):
    assert 403 == visitor.message(MAIL.encode(), **{"X-CSRF-Token": "guessed"}).status_code
    assert 403 == visitor.send("/desk", {"csrf": "guessed", "do": "read", "message": MAIL}).status_code
    assert 403 == visitor.send("/desk/decisions", {"csrf": ""}).status_code


def test_whoever_has_no_session_is_led_to_log_in(visitor):
    visitor.cookies.clear()
    answer = visitor.ask("GET", "/desk", headers={"Accept": "text/html"})
    assert (303, "/login?next=/desk") == (answer.status_code, answer.headers["location"])


def test_no_page_has_a_script_or_a_style_of_its_own(visitor):
    for path in ("/desk", "/play", "/desk/request?id=T-1", "/desk/board"):
        answer = visitor.ask("GET", path)
        page = LexborHTMLParser(answer.text)
        assert [] == page.css("style, [style], [onclick], [onload]")
        assert all(script.attributes["src"] == "/static/desk.js" for script in page.css("script"))
        assert "script-src 'self'" in answer.headers["content-security-policy"]
        assert "unsafe" not in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("name", "kind"), [("desk.css", "text/css"), ("desk.js", "text/javascript"), ("icon.svg", "image/svg+xml")]
)
def test_files_of_the_pages(visitor, name, kind):
    visitor.cookies.clear()
    answer = visitor.ask("GET", f"/static/{name}")
    assert 200 == answer.status_code
    assert answer.headers["content-type"].startswith(kind)


def test_nothing_else_lies_among_the_files_of_the_pages(visitor):
    for path in ("/static/", "/static/../desk_routes.py", "/static/%2e%2e/desk_routes.py", "/static/nothing"):
        assert visitor.ask("GET", path).status_code in (404, 400)


def test_a_form_may_carry_the_largest_message_on(visitor):
    """Percent signs make a form several times as large as what it carries."""
    text = "ä" * 32_760
    answer = visitor.message(f"nothing works {text}".encode())
    page = LexborHTMLParser(answer.text)
    fields = carried(page, ".question")
    assert len(urlencode(fields)) > 256 * 1024
    assert 200 == visitor.send("/desk", {**fields, "do": "unknown"}).status_code
    assert visitor.send("/desk/decisions", fields).status_code == 200


def test_a_form_that_no_page_wrote(visitor):
    answer = visitor.send("/desk", {"do": "explode", "request": "{}"})
    assert 400 == answer.status_code
    assert "the form asks for nothing that a page asks for" in answer.text


def test_the_whole_way_over_http(visitor, service):
    page = LexborHTMLParser(visitor.send("/desk", {"do": "read", "message": MAIL}).text)
    for answer in ({"choice": '"fault"'}, {"choice": '"none"'}, {"do": "confirm"}):
        fields = carried(page)
        page = LexborHTMLParser(visitor.send("/desk", {**fields, **answer}).text)
    fields = carried(page)
    answer = visitor.send("/desk/decisions", fields)
    decision = service.request("1@ada.example").latest
    assert 303 == answer.status_code
    assert f"/desk/request?id=1%40ada.example&saved={decision.id}" == answer.headers["location"]
    assert decision.id in visitor.ask("GET", answer.headers["location"]).text
    assert f'"id":"{decision.id}"' in visitor.ask("GET", f"/v1/decisions/{decision.id}").text.replace(" ", "")
    assert not any("ada.example" in line for line in visitor.log if "request?" in line)
