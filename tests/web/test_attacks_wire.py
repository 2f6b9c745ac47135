"""Whoever speaks HTTP badly on purpose: a real service refuses, answers nothing twice, and goes on."""

import json
import socket

import pytest

from benchmarks.service_process import ROOT, ServiceProcess, running

CRLF = b"\r\n"


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    folder = tmp_path_factory.mktemp("attacked")
    options = ["--policies", str(ROOT / "policies"), "--no-rate-limit"]
    process = ServiceProcess(folder=folder, store=f"sqlite:///{folder / 'remit.db'}", options=options)
    process.token = process.add_token("ada", "agent")
    with running(process):
        yield process


def answers(service, sent, shut=False):
    """Send bytes, and return the status lines of all that comes back until the service closes or says no more."""
    with socket.create_connection(("127.0.0.1", service.port), timeout=30) as connection:
        received = b""
        try:
            connection.sendall(sent)
            if shut:
                connection.shutdown(socket.SHUT_WR)
            connection.settimeout(2)
            while part := connection.recv(65536):
                received += part
        except OSError:
            pass
    return [line.partition(b"\r\n")[0] for line in received.split(b"HTTP/1.1 ")[1:]]


def status(lines):
    return [int(line[:3]) for line in lines]


def head(service, start, *headers):
    """Return a request line and headers, without the empty line that ends them."""
    named = [f"Host: 127.0.0.1:{service.port}".encode(), b"Authorization: Bearer " + service.token.encode()]
    return CRLF.join([start, *named, *headers]) + CRLF


def is_well(service):
    """Tell whether the service answers, and has logged no error of its own."""
    kept = json.dumps({"received": "2026-03-02T09:00:00Z", "policy": "jumpmind", "tier": "standard"}).encode()
    request = head(service, b"POST /v1/decide HTTP/1.1", b"Content-Type: application/json", b"Connection: close")
    length = f"Content-Length: {len(kept)}".encode()
    assert [200] == status(answers(service, request + length + CRLF + CRLF + kept))
    errors = [line for line in service.log.splitlines() if '"event": "error"' in line or "Traceback" in line]
    assert [] == errors
    return True


CHUNK = b"5\r\nhello\r\n0\r\n\r\n"
SECOND = b"GET /openapi.json HTTP/1.1\r\nHost: evil.example\r\n\r\n"


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ([b"Content-Length: 5", b"Transfer-Encoding: chunked"], CHUNK + SECOND),
        ([b"Transfer-Encoding: chunked", b"Content-Length: 5"], CHUNK + SECOND),
        ([b"Content-Length: 5", b"Content-Length: 6"], b"hello" + SECOND),
        ([b"Content-Length: 5, 5"], b"hello" + SECOND),
        ([b"Content-Length: +5"], b"hello" + SECOND),
        ([b"Content-Length: -1"], b"hello" + SECOND),
        ([b"Content-Length: 5 5"], b"hello" + SECOND),
        ([b"Content-Length: 99999999999999999999"], b"hello" + SECOND),
        ([b"Content-Length : 5"], b"hello" + SECOND),
        ([b"Transfer-Encoding: xchunked"], CHUNK + SECOND),
        ([b"Transfer-Encoding: chunked, identity"], CHUNK + SECOND),
        ([b"Transfer-Encoding: identity, chunked", b"Content-Length: 3"], CHUNK + SECOND),
        ([b"Transfer-Encoding:\x0bchunked"], CHUNK + SECOND),
        ([b"Transfer-Encoding: chunked"], b"-5\r\nhello\r\n0\r\n\r\n" + SECOND),
        ([b"Transfer-Encoding: chunked"], b"fffffffffffffffffff\r\nhello" + SECOND),
        ([b"Transfer-Encoding: chunked"], b"5;" + b"x" * 100_000 + b"\r\nhello\r\n0\r\n\r\n" + SECOND),
        ([b" folded: yes", b"Content-Length: 5"], b"hello" + SECOND),
        ([b"X-Nul: a\0b", b"Content-Length: 5"], b"hello" + SECOND),
        ([b"X-Return: a\rb", b"Content-Length: 5"], b"hello" + SECOND),
    ],
)
def test_a_request_of_which_the_end_is_in_doubt_hides_no_second_one(service, headers, body):
    """Nothing of it reaches an address: not the decision it asks for, and not what stands behind it."""
    sent = head(service, b"POST /v1/decide HTTP/1.1", b"Content-Type: application/json", *headers) + CRLF + body
    lines = status(answers(service, sent, shut=True))
    assert 200 not in lines
    assert len(lines) <= 1 or lines[0] in (400, 421, 422), lines
    assert is_well(service)


@pytest.mark.parametrize(
    "sent",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 500,
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"GET /\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"\0" * 10_000,
        b"GET" + b" " * 100_000,
        b"GET /" + b"a" * 1_000_000 + b" HTTP/1.1\r\n\r\n",
        b"CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n",
        b"GET http://evil.example/desk HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 100_000 + b"\r\n",
        b"GET / HTTP/1.1\r\nA: " + b"b" * 1_000_000 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.0\r\n\r\n",
    ],
)
def test_what_is_no_request_is_not_answered_as_one(service, sent):
    assert [] == [code for code in status(answers(service, sent, shut=True)) if code < 400]
    assert is_well(service)


@pytest.mark.parametrize("host", [b"evil.example", b"127.0.0.1:1", b"", b"127.0.0.1:%d@evil.example"])
def test_a_whole_address_in_the_request_line_does_not_stand_in_for_the_host(service, host):
    start = f"GET http://127.0.0.1:{service.port}/healthz HTTP/1.1".encode()
    sent = start + CRLF + b"Host: " + host.replace(b"%d", str(service.port).encode()) + CRLF + CRLF
    assert [421] == status(answers(service, sent, shut=True))[:1]


def test_a_body_that_is_far_too_large_is_refused_before_it_is_sent(service):
    """Who asks first (`Expect`) hears no; who sends all the same fills no memory."""
    headers = [b"Content-Type: application/json", b"Content-Length: 10000000000", b"Expect: 100-continue"]
    assert [413] == status(answers(service, head(service, b"POST /v1/decide HTTP/1.1", *headers) + CRLF))
    chunked = head(
        service, b"POST /v1/decide HTTP/1.1", b"Content-Type: application/json", b"Transfer-Encoding: chunked"
    )
    body = (b"10000\r\n" + b" " * 65536 + CRLF) * 100 + b"0\r\n\r\n"
    assert status(answers(service, chunked + CRLF + body))[:1] in ([413], [])
    assert is_well(service)


def test_a_body_that_is_packed_is_not_unpacked(service):
    """A few bytes cannot become many."""
    headers = [b"Content-Type: application/json", b"Content-Encoding: gzip", b"Content-Length: 3"]
    sent = head(service, b"POST /v1/decide HTTP/1.1", *headers) + CRLF + b"\x1f\x8b\x08"
    assert [415] == status(answers(service, sent, shut=True))
    assert is_well(service)


def test_requests_in_one_packet_are_answered_in_their_order(service):
    request = head(service, b"GET /healthz HTTP/1.1") + CRLF
    missing = head(service, b"GET /missing HTTP/1.1") + CRLF
    assert [200, 404, 200] == status(answers(service, request + missing + request))


@pytest.mark.parametrize(
    "path",
    [
        b"/static/../../etc/passwd",
        b"/static/..%2f..%2fetc%2fpasswd",
        b"/static/%2e%2e/%2e%2e/etc/passwd",
        b"/static/....//....//etc/passwd",
        b"/static//etc/passwd",
        b"/static/%00",
        b"/static/..%5c..%5cetc%5cpasswd",
        b"/static/%c0%ae%c0%ae/etc/passwd",
        b"/v1/policies/..%2f..%2fetc%2fpasswd/editions/1",
        b"/v1/policies/%2fetc%2fpasswd/editions/1",
        b"/v1/decisions/..%2f..%2fetc%2fpasswd",
        b"/v1/decisions/D-'%20OR%20'1'='1",
        b"/v1/decisions/%25",
        b"/v1/requests/%00/events",
        b"/v1/policies/jumpmind/editions/..",
        b"/desk/../static",
        b"//evil.example/desk",
        b"/%0d%0aSet-Cookie:%20a=b",
        b"/\xff\xfe",
    ],
)
def test_no_path_leads_out_of_the_service(service, path):
    lines = answers(service, head(service, b"GET " + path + b" HTTP/1.1", b"Connection: close") + CRLF, shut=True)
    assert [] == [line for line in lines if line[:3] not in (b"400", b"404", b"405", b"422")]
    assert is_well(service)
