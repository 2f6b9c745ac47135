"""Bodies that are meant to break what reads them: each is refused with its reason, and the next request is decided."""

import json
import threading
from types import SimpleNamespace

import httpx
import pytest

from benchmarks.service_process import ROOT, ServiceProcess, running
from remit.engine.serve.service_error import ServiceError
from web.browser import NOW, Site, bearer

MOST = 256 * 1024
REQUEST = {"received": "2026-03-02T09:00:00Z", "policy": "jumpmind", "tier": "standard"}


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    folder = tmp_path_factory.mktemp("attacked")
    options = ["--policies", str(ROOT / "policies"), "--no-rate-limit"]
    service = ServiceProcess(folder=folder, store=f"sqlite:///{folder / 'remit.db'}", options=options)
    headers = {"Authorization": f"Bearer {service.add_token('ada', 'agent')}", "Content-Type": "application/json"}
    with running(service), httpx.Client(base_url=service.address, headers=headers, timeout=60) as opened:
        yield opened
        # Nothing went wrong inside, whatever was sent.
        assert [] == [line for line in service.log.splitlines() if '"event": "error"' in line or "Traceback" in line]


def refused(client, path, body, **headers):
    """Send a body, and return status and kind of the problem."""
    answer = client.post(path, content=body, headers=headers)
    assert answer.headers["content-type"] == "application/problem+json", answer.text[:300]
    problem = answer.json()
    assert answer.status_code == problem["status"]
    assert 200 == client.post("/v1/decide?keep=no", json=REQUEST).status_code
    return problem["status"], problem["type"].removeprefix("/problems/")


def written(**more):
    return json.dumps({**REQUEST, **more}).encode()


NO_REQUESTS = {
    "nothing": b"",
    "no JSON": b"{",
    "two values": b"{}{}",
    "a mark of byte order": b"\xef\xbb\xbf{}",
    "not UTF-8": b'{"id": "\xff\xfe"}',
    "UTF-16": '{"id": "T-1"}'.encode("utf-16"),
    "a NUL": b'{"id": "T\0"}',
    "an escaped NUL": b'{"id": "T\\u0000"}',
    "half a character": written(id="T-1").replace(b"T-1", b"\\ud800"),
    "a key twice": b'{"id": "T-1", "id": "T-2"}',
    "not a number": written(facts={"version_age_months": float("nan")}),
    "endless": written(facts={"version_age_months": float("inf")}),
    "a number of a million digits": written(facts={"version_age_months": 0}).replace(
        b": 0}", b": 1" + b"0" * 200_000 + b"}"
    ),
    "an exponent": written(facts={"version_age_months": 0}).replace(b": 0}", b": 1e999999999}"),
    "deep lists": b"[" * 100_000 + b"]" * 100_000,
    "deep objects": b'{"facts":' * 20_000 + b"1" + b"}" * 20_000,
    "many keys": json.dumps({f"k{n}": n for n in range(12_000)}).encode(),
    "many facts": written(facts={f"fact_{n}": n for n in range(10_000)}),
    "a list": b"[]",
    "a text": b'"request"',
    "null": b"null",
    "an instant of no calendar": written(received="2026-02-30T09:00:00Z"),
    "a year that is far off": written(received="9999-12-31T23:59:59-12:00"),
    "a year before all others": written(received="0001-01-01T00:00:00+14:00"),
    "a policy by its path": written(policy="../../etc/passwd"),
    "a policy by its address": written(policy="http://127.0.0.1:9/"),
    "a contract by its path": written(contract="/etc/passwd"),
    "a prototype": b'{"__proto__": {"tier": "managed"}}',
}


@pytest.mark.parametrize("keep", ["", "?keep=no"])
@pytest.mark.parametrize("name", NO_REQUESTS)
def test_a_body_that_is_no_request_is_refused(client, name, keep):
    status, kind = refused(client, f"/v1/decide{keep}", NO_REQUESTS[name])
    assert (status, kind) in ((422, "invalid-request"), (400, "malformed-body")), (status, kind)


@pytest.mark.parametrize("name", NO_REQUESTS)
def test_a_line_that_is_no_request_does_not_harm_those_beside_it(client, name):
    line = NO_REQUESTS[name]
    good = json.dumps(REQUEST).encode()
    body = good + b"\n" + line.replace(b"\n", b" ") + b"\n" + good + b"\n"
    answer = client.post("/v1/decide/batch", content=body, headers={"Content-Type": "application/x-ndjson"})
    assert 200 == answer.status_code
    lines = [json.loads(line) for line in answer.text.splitlines()]
    assert lines[0]["status"] == lines[-1]["status"] == "decided" or lines[0]["status"] == "needs_facts", lines[0]
    assert len(lines) == 3 or (not line and len(lines) == 2)


@pytest.mark.parametrize("key", ["facts", "unknown", "confirmed"])
def test_an_answer_does_not_grow_with_what_is_wrong(client, key):
    """A body of 200 KiB is not answered with megabytes of findings."""
    names = [f"a{n:x}" for n in range(12_000)]
    value = names if key == "unknown" else dict.fromkeys(names, 0)
    answer = client.post("/v1/decide", content=written(**{key: value}))
    assert 422 == answer.status_code
    assert len(answer.json()["findings"]) <= 101
    assert len(answer.content) < 100_000


class SlowReader:
    """Stands where the service would, and writes down in which thread it reads."""

    version, clock = "1.0", staticmethod(lambda: NOW)
    readiness = SimpleNamespace(is_current=True, findings=(), undecidable=())

    def __init__(self):
        self.threads = []

    def keep(self, *_request, **_more):
        self.threads.append(threading.current_thread() is threading.main_thread())
        raise ServiceError("invalid-request", "the request cannot be decided")


def test_a_large_body_is_read_in_a_thread_while_others_are_answered():
    class SlowSite(Site):
        def service(self):
            return reader

    reader = SlowReader()
    site = SlowSite()
    for size in (100, 100_000):
        headers = bearer("ann") | {"Content-Type": "application/json"}
        assert 422 == site.post("/v1/decide", content=b" " * size, headers=headers).status_code
    assert [True, False] == reader.threads


def test_a_body_of_the_greatest_size_is_read_and_a_greater_one_is_not(client):
    padded = json.dumps(REQUEST).encode()
    assert 200 == client.post("/v1/decide?keep=no", content=padded.ljust(MOST)).status_code
    assert (413, "too-large") == refused(client, "/v1/decide", padded.ljust(MOST + 1))


@pytest.mark.parametrize(
    "kind", ["text/html", "application/x-www-form-urlencoded", "application/yaml", "multipart/form-data"]
)
def test_a_body_of_another_type_is_refused(client, kind):
    """A form of another site can send some of these types without asking first."""
    assert (415, "unsupported-media-type") == refused(client, "/v1/decide", written(), **{"Content-Type": kind})


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd", "gzip, gzip"])
def test_a_body_that_is_packed_is_not_unpacked(client, encoding):
    assert 415 == refused(client, "/v1/decide", b"x", **{"Content-Encoding": encoding})[0]


BOMBS = {
    "a billion laughs": "a: &a [x, x, x, x, x, x, x, x, x]\n"
    + "".join(f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)),
    "an alias of itself": "a: &a [*a]\n",
    "deep flow": "[" * 50_000,
    "deep blocks": "".join(" " * n + "- \n" for n in range(500)),
    "a tag": "!!python/object/apply:os.system ['true']\n",
    "a merge key": "a: &a {b: 1}\nc: {<<: *a}\n",
    "many documents": "---\n" * 50_000,
    "a long key": "? " + "x" * 100_000 + "\n: 1\n",
    "hidden characters": "id: a\u202eb\n",
    "a million digits": "id: " + "9" * 200_000 + "\n",
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_policy_that_is_a_bomb_is_a_finding(client, name):
    """Who checks a policy that somebody else wrote gets findings, in time."""
    answer = client.post("/v1/check", json={"files": {"bomb.yaml": BOMBS[name]}})
    assert answer.status_code in (200, 413, 422), answer.text[:300]
    assert "error" in answer.text or "findings" in answer.text
    assert 200 == client.get("/healthz").status_code


@pytest.mark.parametrize(
    "name",
    [
        "../bomb.yaml",
        "/etc/passwd",
        "a/../../b.yaml",
        "c:\\b.yaml",
        "b.yaml\0",
        "\n.yaml",
        "",
        ".",
        "con",
        "-o",
        "x" * 5000,
    ],
)
def test_the_name_of_a_file_that_is_sent_along_is_no_path(client, name):
    answer = client.post("/v1/check", json={"files": {name: "id: x\n"}})
    assert answer.status_code in (200, 400, 422), answer.text[:300]
    assert "root:" not in answer.text
    assert "Traceback" not in answer.text
