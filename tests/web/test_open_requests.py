"""The board over HTTP: overrides, what changed files moved, and whether the service uses files as they are."""

import pytest
from serve.desk_files import POLICY, happened, request

from web.browser import bearer
from web.test_deciding import ANN, decide
from web.test_web_access import problem

ROB = bearer("rob")
WHY = "the customer called"


def override(site, written, name="T-1"):
    return site.post(f"/v1/requests/{name}/overrides", json=written, headers=ANN)


def change_policy(site, old, new):
    text = POLICY.replace(old, new)
    assert text != POLICY
    (site.folder / "policies/care.yaml").write_text(text, "utf-8")
    site.desk.tick()
    site.desk.tick()


def test_board_shows_open_requests(site):
    decide(site, request())
    board = site.get("/v1/board", headers=ROB).json()
    assert ["T-1"] == [shown["id"] for shown in board["requests"]]
    assert ([], []) == (board["overrides"], board["moved"])
    later = site.get("/v1/board?at=2026-03-05T10:00:00Z", headers=ROB).json()
    assert "2026-03-05T10:00:00Z" == later["now"]


def test_override_is_kept_in_the_name_of_who_sends_it(site):
    decide(site, request())
    answer = override(site, {"level": "P1", "why": WHY})
    assert 200 == answer.status_code
    assert ("ann", "P1", WHY) == tuple(answer.json()[key] for key in ("by", "level", "why"))
    (kept,) = site.get("/v1/board", headers=ROB).json()["overrides"]
    assert answer.json() == kept
    assert 1 == site.get("/v1/board/report", headers=ROB).json()["overridden"]


@pytest.mark.parametrize(
    "written",
    [{}, {"why": WHY}, {"level": "P9", "why": WHY}, {"level": "P1"}, {"level": "P1", "why": WHY, "by": "ada"}],
)
def test_override_that_is_none_is_refused(site, written):
    decide(site, request())
    assert (422, "invalid-override") == problem(override(site, written))


def test_override_of_a_request_that_is_not_known(site):
    assert (404, "unknown-request") == problem(override(site, {"level": "P1", "why": WHY}))


def test_what_changed_files_moved_is_shown_until_somebody_accepts_it(site):
    decide(site, request())
    assert (409, "nothing-moved") == problem(site.post("/v1/requests/T-1/accept", headers=ANN))
    change_policy(site, "P2: 4 hours", "P2: 2 hours")
    (moved,) = site.get("/v1/board", headers=ROB).json()["moved"]
    assert "T-1" == moved["request"]
    answer = site.post("/v1/requests/T-1/accept", headers=ANN)
    assert (200, "2") == (answer.status_code, answer.headers["remit-revision"])
    assert [] == site.get("/v1/board", headers=ROB).json()["moved"]


def test_request_that_is_closed_leaves_the_board(site):
    decide(site, request())
    events = happened(("1", "replied", "09:10"), ("2", "closed", "09:20"))
    assert 200 == site.post("/v1/requests/T-1/events", content=events, headers=ANN).status_code
    assert [] == site.get("/v1/board", headers=ROB).json()["requests"]


def test_broken_file_keeps_the_last_good_ones_and_shows(site):
    assert {"status": "ready", "findings": [], "undecidable": []} == site.get("/readyz").json()
    change_policy(site, "title: Care", "titel: Care")
    shown = site.get("/readyz").json()
    assert "outdated" == shown["status"]
    assert "unknown key `titel`" in str(shown["findings"])
    assert 200 == decide(site, request()).status_code
    assert "\nremit_ready 0.0\n" in site.get("/metrics").text


def test_stranger_does_not_hear_what_is_wrong_with_files(site):
    change_policy(site, "title: Care", "titel: Care")
    site.client = "192.0.2.1"
    assert {"status": "outdated"} == site.get("/readyz").json()
    assert site.get("/readyz", headers=ROB).json()["findings"]
    assert (401, "not-authenticated") == problem(site.get("/readyz", headers=bearer("nobody")))


def test_store_that_does_not_answer_is_not_ready(site):
    site.access.is_readable = False
    assert (503, "unavailable") == problem(site.get("/readyz"))
