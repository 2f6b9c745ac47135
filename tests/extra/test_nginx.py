"""The proxy that is shipped, before a service: what reaches it, and what ends at the proxy."""

from __future__ import annotations

import base64
import http.client
import http.server
import socket
import ssl
import subprocess
import threading
from typing import ClassVar

import pytest

from extra.nginx import NAME, command, configure, running_proxy

pytestmark = pytest.mark.extra

ADA = {"Authorization": "Basic " + base64.b64encode(b"ada:lovelace").decode()}


class Recorder(http.server.BaseHTTPRequestHandler):
    """Stands where the service would, and writes down what reaches it."""

    protocol_version = "HTTP/1.1"
    requests: ClassVar[list[tuple[str, str, dict[str, str], int]]] = []

    def do_POST(self):
        size = int(self.headers.get("Content-Length", 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.requests.append((self.command, self.path, headers, len(self.rfile.read(size))))
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    do_GET = do_POST  # noqa: N815 - http.server's names

    def log_message(self, *arguments):
        """Print nothing."""


@pytest.fixture(scope="module")
def reached():
    """What reached the service, and its port."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Recorder) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Recorder.requests, server.server_port
        server.shutdown()


@pytest.fixture(scope="module")
def proxy(reached, tmp_path_factory):
    with running_proxy(tmp_path_factory.mktemp("proxy"), reached[1], seconds=1) as running:
        yield running


@pytest.fixture
def requests(reached):
    reached[0].clear()
    return reached[0]


def ask(proxy, method="GET", path="/desk", headers=ADA, body=None):
    """Return status and answer of a request that comes in by TLS."""
    context = ssl.create_default_context(cafile=str(proxy.certificate))
    connection = http.client.HTTPSConnection("127.0.0.1", proxy.https, timeout=30)
    connection.sock = context.wrap_socket(socket.create_connection(("127.0.0.1", proxy.https)), server_hostname=NAME)
    connection.request(method, path, body, {"Host": NAME, **headers})
    answer = connection.getresponse()
    text = answer.read()
    connection.close()
    return answer.status, answer.headers, text


def test_nginx_finds_no_fault_in_the_configuration(tmp_path):
    configuration, _ = configure(tmp_path, 8080)
    done = subprocess.run(command(configuration, "-t"), check=False, capture_output=True, text=True)
    assert 0 == done.returncode, done.stderr
    assert "[warn]" not in done.stderr, done.stderr


def test_who_logged_in_at_the_proxy_is_handed_on(proxy, requests):
    status, _, text = ask(proxy)
    assert (200, b"ok") == (status, text)
    ((method, path, headers, _),) = requests
    assert ("GET", "/desk", "ada", NAME, "127.0.0.1") == (
        method,
        path,
        headers["x-remote-user"],
        headers["host"],
        headers["x-forwarded-for"],
    )
    assert "authorization" not in headers


def test_nobody_names_themselves(proxy, requests):
    """What a client sends under the names that the service takes from the proxy never reaches it."""
    ask(proxy, headers={**ADA, "X-Remote-User": "grace", "X-Forwarded-For": "192.0.2.1"})
    ask(proxy, headers={"Authorization": "Bearer abc", "X-Remote-User": "grace", "X-Forwarded-For": "192.0.2.1"})
    browser, program = (headers for _, _, headers, _ in requests)
    assert ("ada", "127.0.0.1") == (browser["x-remote-user"], browser["x-forwarded-for"])
    assert (None, "127.0.0.1") == (program.get("x-remote-user"), program["x-forwarded-for"])
    assert "Bearer abc" == program["authorization"]


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Basic YWRhOmF3YXk="}, {"X-Remote-User": "ada"}])
def test_nobody_comes_in_without_a_password_or_a_token(proxy, requests, headers):
    status, _, _ = ask(proxy, headers=headers)
    assert (401, []) == (status, requests)


def test_metrics_stay_within(proxy, requests):
    status, _, _ = ask(proxy, path="/metrics")
    assert (404, []) == (status, requests)


def test_a_message_of_the_greatest_size_comes_in_and_a_greater_one_does_not(proxy, requests):
    most = 25 * 1024 * 1024
    assert 200 == ask(proxy, "POST", body=b"x" * most)[0]
    assert [most] == [size for *_, size in requests]
    assert 413 == ask(proxy, "POST", body=b"x" * (most + 1))[0]
    assert 1 == len(requests)


def test_what_is_asked_without_tls_goes_to_the_address_with_it(proxy, requests):
    connection = http.client.HTTPConnection("127.0.0.1", proxy.http, timeout=30)
    connection.request("GET", "/desk?q=1", headers={"Host": "elsewhere.example"})
    answer = connection.getresponse()
    assert (308, f"https://{NAME}/desk?q=1", []) == (answer.status, answer.headers["Location"], requests)
    connection.close()


def test_whoever_asks_for_another_name_is_not_answered(proxy, requests):
    context = ssl.create_default_context(cafile=str(proxy.certificate))
    with socket.create_connection(("127.0.0.1", proxy.https)) as plain, pytest.raises(ssl.SSLError):
        context.wrap_socket(plain, server_hostname="elsewhere.example")
    assert [] == requests


@pytest.mark.parametrize("start", [b"GET /desk HTTP/1.1\r\nHost: ", b"POST /desk HTTP/1.1\r\nHost: %s\r\n"])
def test_a_client_that_never_ends_its_headers_is_dropped_by_the_proxy(proxy, requests, start):
    """It holds a connection of nginx for a second here, ten as shipped, and never one of the service."""
    context = ssl.create_default_context(cafile=str(proxy.certificate))
    plain = socket.create_connection(("127.0.0.1", proxy.https), timeout=30)
    with context.wrap_socket(plain, server_hostname=NAME) as slow:
        slow.sendall(start.replace(b"%s", NAME.encode()))
        assert slow.recv(1024) in (b"", b"HTTP/1.1 408 Request Time-out\r\n\r\n")
    assert [] == requests


def test_a_client_that_never_ends_its_body_is_dropped_by_the_proxy(proxy, requests):
    context = ssl.create_default_context(cafile=str(proxy.certificate))
    plain = socket.create_connection(("127.0.0.1", proxy.https), timeout=30)
    with context.wrap_socket(plain, server_hostname=NAME) as slow:
        lines = [f"POST /desk HTTP/1.1\r\nHost: {NAME}\r\nContent-Length: 10", f"Authorization: {ADA['Authorization']}"]
        slow.sendall("\r\n".join([*lines, "", "12345"]).encode())
        assert slow.recv(1024)[:12] in (b"", b"HTTP/1.1 408")
    assert [] == requests
