"""Requests decided and kept over HTTP, and what happens to them since."""

import json

import pytest
from serve.desk_files import body, happened, request

from web.browser import bearer
from web.test_web_access import problem

JSON = {"Content-Type": "application/json"}
ANN = bearer("ann") | JSON
LINES = bearer("ann") | {"Content-Type": "application/x-ndjson"}


def decide(site, written, path="/v1/decide", **headers):
    return site.post(path, content=body(written), headers=ANN | headers)


def test_decision_is_that_of_the_service_with_its_id(site):
    answer = decide(site, request())
    assert 200 == answer.status_code
    assert "application/json" == answer.headers["content-type"]
    decision = answer.json()
    assert answer.headers["location"] == f"/v1/decisions/{decision['id']}"
    assert ("1", "1") == (answer.headers["remit-revision"], answer.headers["remit-latest-revision"])
    alone = site.desk.decide(body(request())).json
    assert answer.text == f'{{"id":"{decision["id"]}",{alone[1:]}'


def test_decision_of_which_nothing_is_kept_has_no_id(site):
    answer = decide(site, request(), "/v1/decide?keep=no")
    assert site.desk.decide(body(request())).json == answer.text
    assert "location" not in answer.headers
    assert 200 == site.post("/v1/decide?keep=no", content=body(request()), headers=bearer("rob") | JSON).status_code
    assert (403, "not-allowed") == problem(
        site.post("/v1/decide", content=body(request()), headers=bearer("rob") | JSON)
    )


def test_same_content_answers_the_same_decision_and_other_content_the_next(site):
    first, again = decide(site, request()), decide(site, request())
    assert first.json() == again.json()
    second = decide(site, request(facts={"outage": "complete"}))
    assert ("2", "2") == (second.headers["remit-revision"], second.headers["remit-latest-revision"])
    earlier = decide(site, request())
    assert ("1", "2") == (earlier.headers["remit-revision"], earlier.headers["remit-latest-revision"])


def test_request_that_is_invalid_is_a_problem_with_findings(site):
    answer = decide(site, request(tier="silver"))
    assert (422, "invalid-request") == problem(answer)
    (finding,) = answer.json()["findings"]
    assert "`silver`" in finding["message"]


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"null",
        b"[]",
        b'"x"',
        b"{",
        b"{}{}",
        b'{"id": "T-1"',
        b"\xff\xfe",
        b'{"id": "\xc3\x28"}',
        b'{"id": "\x00"}',
        b'{"id": "a", "id": "b"}',
        b'{"facts": ' + b'{"a": ' * 5000 + b"1" + b"}" * 5001,
        b"[" * 100_000,
        b'{"facts": {"users": NaN}}',
        b'{"facts": {"users": 1e999}}',
        b'{"facts": {"users": ' + b"9" * 5000 + b"}}",
        b'{"id": "' + b"x" * 5000 + b'", "policy": "care", "tier": "gold", "received": "2026-03-04T09:00:00Z"}',
    ],
)
def test_body_that_is_no_request_is_a_problem(site, sent):
    answer = site.post("/v1/decide", content=sent, headers=ANN)
    assert answer.status_code in (413, 422)
    assert "application/problem+json" == answer.headers["content-type"]
    assert answer.json()["findings"]


@pytest.mark.parametrize(
    "content_type",
    [
        None,
        "text/plain",
        "application/jsonx",
        "application/x-ndjson",
        "application/x-www-form-urlencoded",
        "application/json; charset=utf-16",
        "multipart/form-data",
    ],
)
def test_body_of_another_type_is_refused(site, content_type):
    headers = bearer("ann") | ({"Content-Type": content_type} if content_type else {})
    answer = site.post("/v1/decide", content=body(request()), headers=headers)
    assert (415, "unsupported-media-type") == problem(answer)
    assert answer.json()["help"].startswith("send it ")


@pytest.mark.parametrize("content_type", ["application/json", "APPLICATION/JSON; charset=UTF-8"])
def test_json_may_say_that_it_is_in_utf8(site, content_type):
    assert 200 == decide(site, request(), **{"Content-Type": content_type}).status_code


def test_body_that_is_packed_is_refused(site):
    assert (415, "unsupported-media-type") == problem(decide(site, request(), **{"Content-Encoding": "gzip"}))


def test_body_that_is_too_large_is_refused(site):
    sent = b'{"subject": "' + b"x" * (256 * 1024) + b'"}'
    assert (413, "too-large") == problem(site.post("/v1/decide", content=sent, headers=ANN))

    async def parts():
        for _ in range(300):
            yield b" " * 1024

    assert (413, "too-large") == problem(site.post("/v1/decide", content=parts(), headers=ANN))


@pytest.mark.parametrize(
    "query",
    [
        "keep=maybe",
        "keep=no&keep=yes",
        "keep",
        "kept=no",
        "at=today",
        "at=",
        "%ff=1",
        "&".join("a=1" for _ in range(50)),
    ],
)
def test_parameter_that_is_none_is_refused(site, query):
    answer = decide(site, request(), f"/v1/decide?{query}")
    assert (400, "invalid-parameter") == problem(answer)


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_other_methods_are_refused_before_anybody_is_asked_who_they_are(site, method):
    answer = site.ask(method, "/v1/decide")
    assert 405 == answer.status_code
    assert "POST" == answer.headers["allow"]


def test_lines_are_answered_in_their_order(site):
    sent = b"\n".join([body(request("A")), b"{", b"", body(request("B", tier="silver")), body(request("C"))])
    answer = site.post("/v1/decide/batch", content=sent, headers=LINES)
    assert 200 == answer.status_code
    assert "application/x-ndjson" == answer.headers["content-type"]
    lines = [json.loads(line) for line in answer.text.splitlines()]
    assert ["A", 422, 422, 422, "C"] == [
        line["request"]["id"] if "request" in line else line["status"] for line in lines
    ]


def test_lines_over_the_limit_are_not_decided(tmp_path):
    from web.desk_site import DeskSite  # noqa: PLC0415 - with another limit

    site = DeskSite(tmp_path, most_lines=2)
    sent = b"\n".join(body(request(f"T-{number}")) for number in range(3)) + b"\n"
    lines = site.post("/v1/decide/batch", content=sent, headers=LINES).text.splitlines()
    assert ["/problems/too-large"] == [json.loads(line).get("type") for line in lines[2:]]
    assert 3 == len(lines)
    site.close()


def test_line_that_is_too_long_ends_the_answer(site):
    sent = body(request("A")) + b"\n" + b"x" * (256 * 1024 + 1)
    lines = site.post("/v1/decide/batch", content=sent, headers=LINES).text.splitlines()
    assert "A" == json.loads(lines[0])["request"]["id"]
    assert "/problems/too-large" == json.loads(lines[1])["type"]


def test_decision_is_shown_and_verified(site):
    answer = decide(site, request())
    path = answer.headers["location"]
    again = site.get(path, headers=bearer("rob"))
    assert (answer.text, path) == (again.text, again.headers["location"])
    verified = site.post(f"{path}/verify", headers=bearer("rob"))
    assert "same" == verified.json()["result"]


@pytest.mark.parametrize("id_", ["D-1", "x", "D-%00", "..", "%2e%2e", "D-1%0aX"])
def test_decision_that_is_not_known(site, id_):
    assert site.get(f"/v1/decisions/{id_}", headers=bearer("rob")).status_code in (400, 404)


def test_events_make_the_next_revision(site):
    decide(site, request("T-1/2"))
    answer = site.post("/v1/requests/T-1%2F2/events", content=happened(("1", "replied", "09:30")), headers=ANN)
    assert 200 == answer.status_code
    assert "2" == answer.headers["remit-revision"]
    assert answer.json()["decision"]["request"]["id"] == "T-1/2"
    assert [] == answer.json()["findings"]
    again = site.post("/v1/requests/T-1%2F2/events", content=happened(("1", "replied", "09:30")), headers=ANN)
    assert "2" == again.headers["remit-revision"]
    differs = site.post("/v1/requests/T-1%2F2/events", content=happened(("1", "replied", "09:31")), headers=ANN)
    assert (409, "event-differs") == problem(differs)


def test_event_that_lies_ahead_is_said(site):
    decide(site, request())
    answer = site.post("/v1/requests/T-1/events", content=happened(("1", "replied", "11:00")), headers=ANN)
    assert ["clock-ahead"] == [finding["check"] for finding in answer.json()["findings"]]
    assert "clock-ahead" == answer.headers["remit-findings"]


def test_events_of_a_request_that_is_not_known(site):
    answer = site.post("/v1/requests/none/events", content=happened(("1", "replied", "09:30")), headers=ANN)
    assert (404, "unknown-request") == problem(answer)
    answer = site.post("/v1/requests/none/events", content=b'{"events": [{"id": 1}]}', headers=ANN)
    assert (422, "invalid-events") == problem(answer)


def test_change_by_a_browser_needs_what_its_page_was_sent_with(site):
    site.post("/login", data={"token": "secret-ann"})
    assert (403, "no-csrf-token") == problem(site.post("/v1/decide", content=body(request()), headers=JSON))
    csrf = site.get("/desk").json()["csrf"]
    headers = JSON | {"X-CSRF-Token": csrf}
    assert 200 == site.post("/v1/decide", content=body(request()), headers=headers).status_code


def test_decisions_that_are_kept_are_counted(site):
    for _ in range(2):
        decide(site, request())
    text = site.get("/metrics").text
    assert "\nremit_decisions_kept_total 1.0\n" in text
    assert 'remit_requests_total{method="POST",route="/v1/decide",status="200"} 2.0' in text


def test_metrics_are_nobody_elses(site):
    for headers in ({"X-Forwarded-For": "10.0.0.1"}, {"Via": "1.1 proxy"}):
        assert (401, "not-authenticated") == problem(site.get("/metrics", headers=headers))
    site.client = "192.0.2.1"
    assert (401, "not-authenticated") == problem(site.get("/metrics"))
    assert 200 == site.get("/metrics", headers=bearer("rob")).status_code
