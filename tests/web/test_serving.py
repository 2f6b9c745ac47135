"""`remit serve` as a process: how it begins, and how it ends."""

import json
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from web.wire import Wire, free_port, status_of

ROOT = Path(__file__).parents[2]
SECONDS = 60


def start(folder, *options, port=None):
    """Return the process and its port once it listens."""
    port = port or free_port()
    command = [sys.executable, "-m", "remit", "serve", "--port", str(port), "--policies", str(ROOT / "policies")]
    process = subprocess.Popen(
        [*command, *options], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    return process, port


def wait(port):
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("it does not listen")


def test_first_start_prints_an_address_that_lets_one_browser_in_and_ends_when_asked(tmp_path):
    process, port = start(tmp_path)
    line = process.stdout.readline()
    address = line.split()[-1]
    assert address.startswith(f"http://127.0.0.1:{port}/login/once/")
    wait(port)
    path = address.removeprefix(f"http://127.0.0.1:{port}").encode()
    sent = b"GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\n\r\n" % (path, port)
    assert 303 == status_of(Wire(port).send(sent).until_closed())
    assert 403 == status_of(Wire(port).send(sent).until_closed())
    # A body that never ends is under way when the end is asked for, and a connection that says nothing.
    idle = Wire(port)
    slow = Wire(port).send(
        b"POST /login HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Length: 100\r\n"
        b"Content-Type: application/x-www-form-urlencoded\r\n\r\ntoken" % port
    )
    process.send_signal(signal.SIGTERM)
    begun = time.monotonic()
    _, errors = process.communicate(timeout=SECONDS)
    assert 0 == process.returncode
    assert time.monotonic() - begun < 10  # the contract names it
    idle.close()
    slow.close()
    events = [json.loads(log_line) for log_line in errors.splitlines()]
    assert {"/login/once/"} == {event["path"] for event in events if event["event"] == "request"} - {"/login"}
    assert path.decode() not in errors


def failed(folder, *options):
    process, _ = start(folder, *options)
    _, errors = process.communicate(timeout=SECONDS)
    return process.returncode, errors


@pytest.mark.parametrize(
    "options",
    [
        ("--host", "0.0.0.0"),  # noqa: S104 - it is refused
        ("--host", "192.0.2.1"),
        ("--public-url", "https://desk.example.org"),
        ("--trusted-proxy", "127.0.0.1"),
    ],
)
def test_without_a_token_it_listens_on_this_machine_alone(tmp_path, options):
    code, errors = failed(tmp_path, *options)
    assert 3 == code
    assert errors.startswith("cannot serve: while there is no token, the service listens on this machine alone\n")
    assert "remit token add NAME --role admin" in errors


def test_port_that_is_taken_is_said(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        process, port = start(tmp_path, port=taken.getsockname()[1])
        _, errors = process.communicate(timeout=SECONDS)
    assert 3 == process.returncode
    assert errors.startswith(f"cannot serve: cannot listen on 127.0.0.1 port {port}: address already in use")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--public-url", "desk.example.org"), "is no address of a service, such as `https://desk.example.org`"),
        (("--public-url", "https://a@desk.example.org"), "is no address of a service"),
        (("--trusted-proxy", "proxy"), "is no address or network, such as `127.0.0.1` or `10.0.0.0/8`"),
        (("--store", "mysql://x"), "mysql"),
        (("--port", "99999"), "99999"),
    ],
)
def test_option_that_cannot_be_used_is_said(tmp_path, options, words):
    code, errors = failed(tmp_path, *options)
    assert code in (2, 3)
    assert words in errors
    assert "Traceback" not in errors


def test_policies_that_cannot_be_used_are_said(tmp_path):
    (tmp_path / "policies").mkdir()
    (tmp_path / "policies/acme.yaml").write_text("remit: 1\npolicy: acme\n", "utf-8")
    code, errors = failed(tmp_path, "--policies", "policies")
    assert 3 == code
    assert "cannot serve: policies or contracts cannot be used" in errors
    assert "policies/acme.yaml:" in errors
