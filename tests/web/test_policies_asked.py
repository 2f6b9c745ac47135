"""The policies in use, and files that authors send along."""

import pytest
from jsonschema import Draft202012Validator
from serve.desk_files import POLICY

from web.browser import bearer
from web.test_web_access import problem

ROB = bearer("rob")
EDITION = "/v1/policies/care/editions/1"


def send(site, path, written):
    return site.post(path, json=written, headers=ROB)


def test_policies_are_listed_with_their_editions(site):
    (policy,) = site.get("/v1/policies", headers=ROB).json()["policies"]
    assert ("care", "Care") == (policy["id"], policy["title"])
    (edition,) = policy["editions"]
    assert EDITION == edition["address"]


def test_edition_is_shown_with_its_text(site):
    edition = site.get(EDITION, headers=ROB).json()
    assert POLICY == edition["text"]
    assert {"basic": "Basic", "gold": "Gold"} == edition["tiers"]


def test_edition_is_a_page_for_a_browser_and_has_no_script(site):
    answer = site.get(EDITION, headers=ROB | {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert "text/html; charset=utf-8" == answer.headers["content-type"]
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert "Care" in answer.text


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/v1/policies/none/editions/1", "unknown-policy"),
        ("/v1/policies/care/editions/2", "unknown-edition"),
        ("/v1/policies/care/editions/2/form", "unknown-edition"),
        ("/v1/policies/..%2f..%2fetc/editions/1", "unknown-address"),
        ("/v1/policies/%1b%5b31m/editions/1", "unknown-policy"),
    ],
)
def test_edition_that_is_not_known(site, path, kind):
    answer = site.get(path, headers=ROB)
    assert (404, kind) == problem(answer)
    assert "\x1b" not in answer.text


def test_form_is_a_schema_of_the_facts(site):
    schema = site.get(f"{EDITION}/form", headers=ROB).json()
    Draft202012Validator.check_schema(schema)
    valid = Draft202012Validator(schema).is_valid
    assert valid({"outage": "partial", "users": 3, "from_named_contact": None})
    assert not valid({"outage": "total"})
    assert not valid({"users": -1})
    assert not valid({"unknown": 1})


def test_files_are_checked(site):
    answer = send(site, "/v1/check", {"files": {"care.yaml": POLICY}}).json()
    assert answer["usable"]
    broken = send(site, "/v1/check", {"files": {"care.yaml": POLICY.replace("title: Care", "titel: Care")}}).json()
    assert not broken["usable"]
    assert "care.yaml" == broken["findings"][0]["file"]


def test_policies_are_compared(site):
    new = POLICY.replace("P1: 1 hour", "P1: 2 hours")
    answer = send(site, "/v1/diff", {"old": POLICY, "new": new})
    assert 200 == answer.status_code
    assert answer.json()["proved"]
    assert answer.json()["changes"]


def test_policy_that_cannot_be_used_is_not_compared(site):
    answer = send(site, "/v1/diff", {"old": POLICY, "new": "remit: 1\n"})
    assert (422, "invalid-files") == problem(answer)
    assert answer.json()["findings"]


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"[]",
        b"{}",
        b'{"files": {}}',
        b'{"files": []}',
        b'{"files": {"a.yaml": 1}}',
        b'{"files": {"a.yaml": ""}, "more": 1}',
        b'{"files": {"../../etc/passwd": ""}}',
        b'{"files": {"/etc/passwd": ""}}',
        b'{"files": {".env": ""}}',
        b'{"files": {"a\\u0000.yaml": ""}}',
        b'{"files": {"a.yaml": "", "a.yaml": ""}}',
        b'{"files": {"a.yaml": "\\ud800"}}',
        b'{"files": ' + b"[" * 100_000,
        b'{"files": {"a.yaml": NaN}}',
        b"\xff",
    ],
)
def test_body_that_holds_no_files(site, sent):
    answer = site.post("/v1/check", content=sent, headers=ROB | {"Content-Type": "application/json"})
    assert (400, "malformed-body") == problem(answer)


def test_policy_that_takes_too_long_to_read_is_bounded(site):
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [{','.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(8)
    )
    answer = send(site, "/v1/check", {"files": {"care.yaml": bomb}})
    assert answer.status_code in (200, 422)
