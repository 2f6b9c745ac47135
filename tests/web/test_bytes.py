"""What a server does with bytes that no browser sends."""

import json

import pytest
from serve.desk_files import body, request

from web.desk_site import DeskSite
from web.wire import Wire, free_port, serving, status_of

HEAD = (
    b"POST /v1/decide HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer secret-ann\r\n"
    b"Content-Type: application/json\r\nConnection: close\r\n"
)
SENT = body(request())
WHOLE = HEAD + b"Content-Length: %d\r\n\r\n" % len(SENT) + SENT


@pytest.fixture(scope="module")
def port(tmp_path_factory):
    """Return the port of a server whose bodies have a second to arrive."""
    port = free_port()
    site = DeskSite(tmp_path_factory.mktemp("wire"), port=port, body_seconds=1)
    with serving(site.app, port):
        yield port
    site.close()


def answer(port, *parts):
    return Wire(port).send(*parts).until_closed()


def test_request_in_pieces_is_one_request(port):
    received = answer(port, *(WHOLE[start : start + 7] for start in range(0, len(WHOLE), 7)))
    assert 200 == status_of(received)
    assert b'"status":"decided"' in received or b'"status": "decided"' in received


def test_body_in_chunks_is_read(port):
    chunks = b"%x\r\n%s\r\n0\r\n\r\n" % (len(SENT), SENT)
    assert 200 == status_of(answer(port, HEAD + b"Transfer-Encoding: chunked\r\n\r\n", chunks))


@pytest.mark.parametrize(
    "sent",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET\r\n\r\n",
        b"HELP / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET /\x00 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nX: a\x00b\r\n\r\n",
        b"GET /healthz HTTP/1.1\r\nHost : 127.0.0.1\r\n\r\n",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\nfffffffffffffffffff\r\n",
        HEAD + b"Content-Length: -1\r\n\r\n",
        HEAD + b"Content-Length: 1e3\r\n\r\n",
        HEAD + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\n123456",
        HEAD + b"Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        HEAD + b"Transfer-Encoding: gzip\r\n\r\n",
        b"GET /healthz HTTP/1.1\r\n" + b"X-Long: " + b"x" * 200_000,
        b"GET /" + b"x" * 200_000,
    ],
)
def test_what_is_no_http_ends_the_connection(port, sent):
    received = answer(port, sent)
    assert received == b"" or 400 == status_of(received)


@pytest.mark.parametrize(
    "line", [b"GET http://evil.example/healthz HTTP/1.1", b"GET //evil.example/healthz HTTP/1.1", b"OPTIONS * HTTP/1.1"]
)
def test_target_that_is_no_path_leads_nowhere_else(port, line):
    received = answer(port, line + b"\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
    assert status_of(received) in (200, 400, 404)
    assert b"\nlocation:" not in received.lower()


@pytest.mark.parametrize(
    ("hosts", "status"),
    [([], 421), ([b"evil.example"], 421), ([b"127.0.0.1", b"evil.example"], 400), ([b"127.0.0.1", b"127.0.0.1"], 400)],
)
def test_host_comes_once_and_is_ours(port, hosts, status):
    headers = b"".join(b"Host: %s\r\n" % host for host in hosts)
    received = answer(port, b"GET /healthz HTTP/1.1\r\n" + headers + b"Connection: close\r\n\r\n")
    assert status == status_of(received)


def test_body_that_does_not_arrive_is_given_up(port):
    received = answer(port, HEAD + b"Content-Length: 500\r\n\r\n{")
    assert 408 == status_of(received)
    assert b"connection: close" in received.lower()
    assert b"/problems/too-slow" in received


def test_body_that_says_to_be_too_large_is_not_waited_for(port):
    received = answer(port, HEAD + b"Content-Length: 99999999999\r\n\r\n")
    assert 413 == status_of(received)


def test_body_that_is_larger_than_it_may_be_is_not_read_to_its_end(port):
    chunk = b"10000\r\n" + b" " * 65_536 + b"\r\n"
    wire = Wire(port).send(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", *[chunk] * 5)
    assert 413 == status_of(wire.until(b"}"))
    wire.close()


def test_client_that_leaves_in_the_middle_harms_nobody(port):
    for _ in range(20):
        Wire(port).send(HEAD + b"Content-Length: 500\r\n\r\n{").close()
    assert 200 == status_of(answer(port, WHOLE))


def test_continue_is_said_before_a_body(port):
    wire = Wire(port).send(HEAD + b"Expect: 100-continue\r\nContent-Length: %d\r\n\r\n" % len(SENT))
    assert b"HTTP/1.1 100 Continue\r\n\r\n" == wire.until(b"\r\n\r\n")
    assert 200 == status_of(wire.send(SENT).until_closed())


def test_requests_in_one_packet_are_answered_one_after_the_other(port):
    health = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    received = answer(port, health * 3 + WHOLE)
    assert 4 == received.count(b"HTTP/1.1 200 OK")


def test_upgrade_is_not_taken_up(port):
    sent = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"
    wire = Wire(port).send(sent)
    assert 200 == status_of(wire.until(b"\r\n\r\n"))
    wire.close()


def test_answers_come_while_lines_still_arrive(port):
    head = HEAD.replace(b"/v1/decide", b"/v1/decide/batch").replace(b"/json", b"/x-ndjson")
    wire = Wire(port).send(head + b"Transfer-Encoding: chunked\r\n\r\n")
    assert 200 == status_of(wire.until(b"\r\n\r\n"))
    for number in range(3):
        line = body(request(f"L-{number}")) + b"\n"
        wire.send(b"%x\r\n%s\r\n" % (len(line), line))
        received = wire.until(b"\n\r\n")
        assert f'"L-{number}"'.encode() in received
    wire.send(b"0\r\n\r\n")
    assert b"0\r\n\r\n" in wire.until_closed()


def test_line_that_does_not_end_ends_the_answer(port):
    head = HEAD.replace(b"/v1/decide", b"/v1/decide/batch").replace(b"/json", b"/x-ndjson")
    received = answer(port, head + b'Transfer-Encoding: chunked\r\n\r\n5\r\n{"id"\r\n')
    assert 200 == status_of(received)
    last = received.partition(b"\r\n\r\n")[2].split(b"\r\n")[1]
    assert "/problems/too-slow" == json.loads(last)["type"]


def test_errors_have_no_body_for_head(port):
    received = answer(port, b"HEAD /none HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
    assert 404 == status_of(received)
    assert received.endswith(b"\r\n\r\n")
