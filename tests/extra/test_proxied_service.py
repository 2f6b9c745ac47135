"""The real service behind the real proxy, both as they are shipped: whom one signs in, the other knows."""

from __future__ import annotations

import http.client
import json
import re
import socket
import ssl
import time
import urllib.parse

import pytest

from benchmarks.service_process import ROOT, ServiceProcess, running
from extra.nginx import NAME, running_proxy
from extra.test_nginx import ADA

pytestmark = pytest.mark.extra

REQUEST = {"id": "T-1", "received": "2026-03-02T09:00:00Z", "policy": "jumpmind", "tier": "standard"}
JSON = {"Content-Type": "application/json"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A function that asks the proxy: status, headers and text of the answer; and the token of a program."""
    folder = tmp_path_factory.mktemp("desk")
    options = ["--policies", str(ROOT / "policies"), "--trusted-proxy", "127.0.0.1"]
    options += ["--public-url", f"https://{NAME}"]
    service = ServiceProcess(folder=folder, store=f"sqlite:///{folder / 'remit.db'}", options=options)
    service.token = service.add_token("tickets", "agent")
    service.add_token("ada", "agent")
    with running(service), running_proxy(folder, service.port) as proxy:
        context = ssl.create_default_context(cafile=str(proxy.certificate))

        def ask(method, path, headers, body=None):
            connection = http.client.HTTPSConnection("127.0.0.1", proxy.https, timeout=30)
            plain = socket.create_connection(("127.0.0.1", proxy.https))
            connection.sock = context.wrap_socket(plain, server_hostname=NAME)
            connection.request(method, path, body, {"Host": NAME, **headers})
            answer = connection.getresponse()
            text = answer.read().decode()
            connection.close()
            return answer.status, answer.headers, text

        yield ask, service


def test_somebody_whom_the_proxy_signed_in_has_the_desk(desk):
    ask, service = desk
    status, headers, text = ask("GET", "/desk", ADA)
    assert (200, "max-age=31536000") == (status, headers["Strict-Transport-Security"])
    assert "<h1" in text
    until = time.monotonic() + 30
    while '"person": "ada"' not in service.log:
        assert time.monotonic() < until
        time.sleep(0.05)


def test_a_page_of_theirs_needs_its_own_token_for_a_change(desk):
    """The browser sends their password along with a form of any other page, too."""
    ask, _ = desk
    form = urllib.parse.urlencode({"message": "From: a@b.example\n\nDown"})
    status, _, text = ask("POST", "/desk", ADA | FORM | {"Origin": f"https://{NAME}"}, form)
    assert (403, True) == (status, "no-csrf-token" in text)


def test_a_program_has_its_own_token_and_no_password(desk):
    ask, service = desk
    bearer = {"Authorization": f"Bearer {service.token}"}
    status, headers, text = ask("POST", "/v1/decide", bearer | JSON, json.dumps(REQUEST))
    assert (200, "1") == (status, headers["Remit-Revision"])
    decision = json.loads(text)
    assert re.fullmatch(r"D-[0-9a-z]{26}", decision["id"])
    status, _, shown = ask("GET", headers["Location"], bearer)
    assert (200, decision) == (status, json.loads(shown))
    assert 401 == ask("POST", "/v1/decide", {"Authorization": "Bearer guessed"} | JSON, json.dumps(REQUEST))[0]


def test_whom_the_proxy_knows_and_the_service_does_not_may_do_nothing(desk):
    ask, service = desk
    service.remit("token", "remove", "ada", "--store", service.store)
    service.add_token("bob", "reader")
    until = time.monotonic() + 60
    while (status := ask("GET", "/desk", ADA)[0]) == 200:
        assert time.monotonic() < until
        time.sleep(0.2)
    assert 403 == status
