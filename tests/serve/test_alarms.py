"""Alarms: what is told, to whom, and how often: once, also after a restart."""

from __future__ import annotations

import hmac
import json
import socket
import threading
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING

import pytest

from remit.engine.language.policy_folder import Policies
from remit.engine.serve.service import Service
from remit.engine.serve.service_config import read_service_config
from remit.engine.serve.service_error import ServiceError

from .desk_files import body, happened, request

if TYPE_CHECKING:
    from collections.abc import Iterator

SECRET = {"HOOK": "quite secret"}


class Hook(HTTPServer):
    """Somebody who takes alarms, or does not."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.status = 200
        self.posts: list[tuple[str, bytes]] = []


class _Handler(BaseHTTPRequestHandler):
    server: Hook

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.posts.append((self.headers["Remit-Signature"], raw))
        self.send_response(self.server.status)
        self.send_header("Location", "http://127.0.0.1:1/elsewhere")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def hook() -> Iterator[Hook]:
    server = Hook()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def with_alarms(store, folder, clock, tmp_path, hook):
    def begin(*alarms: str) -> Service:
        url = f"http://127.0.0.1:{hook.server_port}/remit"
        listed = "".join(f"  - {{{alarm}, post: {{url: '{url}', secret: HOOK}}}}\n" for alarm in alarms)
        file = tmp_path / "service.yaml"
        file.write_text(f"remit: 1\nhosts: [127.0.0.1]\nalarms:\n{listed}", "utf-8")
        config = read_service_config(str(file), SECRET)
        policies = Policies.at(str(folder))
        return Service(store, policies=policies, contracts=None, clock=clock, version="1.0", config=config)

    return begin


def at(clock, time: str) -> None:
    clock.written = f"2026-03-04T{time}:00+01:00"


def told(hook) -> list[tuple[str, str, str | None]]:
    records = [json.loads(raw) for _, raw in hook.posts]
    return [(record["request"], record["state"], record["promise"]) for record in records]


def test_what_is_at_risk_and_overdue_is_told_once_also_after_a_restart(with_alarms, hook, clock):
    alarms = ("id: risk, at_risk: [initial_response]", "id: late, overdue: true")
    service = with_alarms(*alarms)
    service.keep(body(request()), "ada").result()  # the answer is due at 13:00
    service.tick()
    assert [] == told(hook)
    at(clock, "12:30")
    service.tick()
    at(clock, "12:31")
    service.tick()
    assert [("T-1", "at_risk", "initial_response")] == told(hook)
    at(clock, "13:30")
    other = with_alarms(*alarms)
    other.tick()
    at(clock, "13:31")
    other.tick()
    assert [("T-1", "at_risk", "initial_response"), ("T-1", "overdue", "initial_response")] == told(hook)


def test_a_level_that_nobody_has_confirmed_is_told_after_a_while(with_alarms, hook, clock):
    service = with_alarms("id: p1, could_be: [P1], unconfirmed_for: 70 minutes")
    service.keep(body(request("T-1")), "ada").result()
    service.keep(body(request("T-2", confirmed=["outage"])), "ada").result()
    service.keep(body(request("T-3", facts={"outage": "complete"})), "ada").result()
    service.tick()
    assert [] == told(hook)
    at(clock, "10:10")
    service.tick()
    assert [("T-1", "could_be", None)] == told(hook)
    assert ["P1"] == json.loads(hook.posts[0][1])["could_be"]


def test_a_post_is_signed_and_carries_no_text(with_alarms, hook, clock):
    service = with_alarms("id: late, overdue: true")
    service.keep(body(request(**{"from": "ann@ada.example", "subject": "Broken"})), "ada").result()
    at(clock, "14:00")
    service.tick()
    (signature, raw), *_ = hook.posts
    instant, digest = (part.partition("=")[2] for part in signature.split(","))
    assert digest == hmac.new(b"quite secret", f"{instant}.".encode() + raw, sha256).hexdigest()
    assert str(clock() // 1000) == instant
    assert b"ann" not in raw
    assert b"Broken" not in raw


@pytest.mark.parametrize("status", [500, 404, 302])
def test_what_nobody_takes_is_tried_again_later_and_no_redirect_is_followed(with_alarms, hook, clock, status):
    service = with_alarms("id: late, overdue: [initial_response]")
    for name in ("T-1", "T-2"):
        service.keep(body(request(name)), "ada").result()
    hook.status = status
    at(clock, "14:00")
    service.tick()
    assert 1 == len(hook.posts)  # the next one waits, too
    hook.status = 204
    at(clock, "14:01")
    service.tick()
    assert [("T-1", "overdue", "initial_response"), *told(hook)[1:]] == told(hook)
    assert {"T-1", "T-2"} == {name for name, _, _ in told(hook)[1:]}


def test_what_was_met_or_overridden_is_not_told(with_alarms, hook, clock):
    service = with_alarms("id: late, overdue: [initial_response]")
    for name in ("T-1", "T-2"):
        service.keep(body(request(name)), "ada").result()
    service.add_events("T-1", happened(("1", "replied", "09:30")), "ada").result()
    due = {"promise": "initial_response", "due": "2026-03-04T18:00:00+01:00", "why": "agreed"}
    service.add_override("T-2", body(due), "ada").result()
    at(clock, "14:00")
    service.tick()
    assert [] == hook.posts


LATE = "id: x, overdue: true"
MAIL = "mail: [d@a.example]"


class MailTaker(threading.Thread):
    """A server that takes one mail in plain SMTP."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.lines: list[str] = []

    def run(self) -> None:
        connection, _ = self.listener.accept()
        with connection, connection.makefile("rw", newline="\r\n", encoding="utf-8") as stream:
            is_text = False

            def answer(line: str) -> None:
                stream.write(f"{line}\n")
                stream.flush()

            answer("220 taker")
            for line in stream:
                self.lines.append(line.rstrip())
                if is_text:
                    is_text = line.rstrip() != "."
                    if not is_text:
                        answer("250 taken")
                elif line.upper().startswith("DATA"):
                    is_text = True
                    answer("354 go on")
                elif line.upper().startswith("QUIT"):
                    answer("221 bye")
                    return
                else:
                    answer("250 yes")


def test_an_alarm_is_mailed_without_a_text_of_a_stranger(store, folder, clock, tmp_path):
    taker = MailTaker()
    taker.start()
    file = tmp_path / "service.yaml"
    file.write_text(
        "remit: 1\nhosts: [127.0.0.1]\n"
        f"mail: {{server: 127.0.0.1, port: {taker.port}, from: remit@a.example, plain: true}}\n"
        "alarms: [{id: late, overdue: [initial_response], mail: [duty@a.example, chief@a.example]}]\n"
    )
    config = read_service_config(str(file), {})
    policies = Policies.at(str(folder))
    service = Service(store, policies=policies, contracts=None, clock=clock, version="1.0", config=config)
    service.keep(body(request("T\u202e\n1", subject="Broken")), "ada").result()
    at(clock, "14:00")
    service.tick()
    taker.join(10)
    taker.listener.close()
    mailed = "\n".join(taker.lines)
    assert "To: duty@a.example, chief@a.example" in mailed
    assert "initial response is overdue, due 2026-03-04T12:00:00Z" in mailed.replace("\n ", " ")
    assert "Broken" not in mailed
    assert "\u202e" not in mailed


GOOD = "remit: 1\nhosts: [a.example]\nmail: {server: a.example, from: r@a.example}\n"


def alarms(*listed: str) -> str:
    return f"{GOOD}alarms: [{', '.join(f'{{{alarm}}}' for alarm in listed)}]\n"


@pytest.mark.parametrize(
    ("text", "check"),
    [
        ("", "yaml"),
        ("remit: 2\n", "wrong-shape"),
        ("remit: 1\nalarm: []\n", "unknown-key"),
        (alarms(LATE), "missing-key"),
        (alarms(f"id: x, {MAIL}"), "wrong-shape"),
        (alarms(f"{LATE}, at_risk: true, {MAIL}"), "wrong-shape"),
        (alarms(f"id: x, overdue: false, {MAIL}"), "wrong-value"),
        (alarms(f"id: x, could_be: [P1], {MAIL}"), "missing-key"),
        (alarms(f"id: x, could_be: [P1], unconfirmed_for: soon, {MAIL}"), "wrong-value"),
        (alarms(f"{LATE}, mail: ['d@a.example\\nBcc: e@b.example']"), "wrong-value"),
        (alarms(f"{LATE}, {MAIL}", f"{LATE}, {MAIL}"), "duplicate-alarm"),
        (alarms(f"{LATE}, {MAIL}").replace("mail: {server: a.example, from: r@a.example}\n", ""), "missing-key"),
        (alarms(f"{LATE}, post: {{url: 'https://b.example/', secret: HOOK}}"), "unlisted-host"),
        (alarms(f"{LATE}, post: {{url: 'http://a.example/', secret: HOOK}}"), "wrong-value"),
        (alarms(f"{LATE}, post: {{url: 'https://u@a.example/', secret: HOOK}}"), "wrong-value"),
        (alarms(f"{LATE}, post: {{url: 'https://a.example:x/', secret: HOOK}}"), "wrong-value"),
        (alarms(f"{LATE}, post: {{url: 'file:///etc/passwd', secret: HOOK}}"), "wrong-value"),
        (alarms(f"{LATE}, post: {{url: 'https://a.example/', secret: NONE}}"), "unset-variable"),
        ("remit: 1\nhosts: [a.example]\nmail: {server: b.example, from: r@a.example}\n", "unlisted-host"),
        ("remit: 1\nhosts: [a.example]\nmail: {server: a.example, from: r@a.example, plain: true}\n", "wrong-value"),
        ("remit: 1\nhosts: [a.example]\nmail: {server: a.example, from: r@a.example, user: x}\n", "missing-key"),
    ],
)
def test_a_file_of_the_service_is_read_strictly(tmp_path, text, check):
    file = tmp_path / "service.yaml"
    file.write_text(text, "utf-8")
    with pytest.raises(ServiceError) as refused:
        read_service_config(str(file), SECRET)
    assert check in [finding.check for finding in refused.value.findings]


def test_a_good_file_is_read_and_says_no_secret(tmp_path):
    file = tmp_path / "service.yaml"
    file.write_text(
        GOOD
        + "alarms: [{id: x, overdue: true, mail: [d@a.example], post: {url: 'https://a.example/', secret: HOOK}}]\n"
    )
    config = read_service_config(str(file), SECRET)
    assert ["overdue/x/post", "overdue/x/mail"] == [c.name for alarm in config.alarms for c in alarm.channels]
    assert "quite secret" not in repr(config)
