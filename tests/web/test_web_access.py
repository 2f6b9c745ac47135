"""Who comes in, and who does not."""

import json
from dataclasses import replace

import pytest

from remit.engine.serve.web.web_config import parse_network
from web.browser import NOW, YEAR, MemoryStore, Site, bearer


def problem(answer):
    """Return status and kind of a problem."""
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert answer.status_code == body["status"]
    return body["status"], body["type"].removeprefix("/problems/")


def test_health_is_open():
    assert {"status": "ok"} == Site().get("/healthz").json()


def test_token_says_who_asks():
    answer = Site().get("/desk", headers=bearer("rob"))
    assert {"name": "rob", "role": "reader", "csrf": "", "body": ""} == answer.json()


@pytest.mark.parametrize(
    "headers",
    [
        {},
        bearer("nobody"),
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer "},
        {"Authorization": "Basic secret-ann"},
        {"Authorization": "Bearer secret-ann secret-ann"},
        {"Authorization": "Bearer\u00e9 secret-ann".encode("latin-1")},
        {"X-Remote-User": "ann"},
        {"Cookie": "remit_session=guessed"},
        {"Cookie": "remit_session="},
    ],
)
def test_without_a_token_that_is_valid_nobody_comes_in(headers):
    answer = Site().get("/desk", headers=headers)
    assert (401, "not-authenticated") == problem(answer)
    assert 'Bearer realm="remit"' == answer.headers["www-authenticate"]


def test_token_that_has_expired_lets_nobody_in():
    site = Site()
    site.now = NOW + YEAR
    assert (401, "not-authenticated") == problem(site.get("/desk", headers=bearer("ann")))


def test_token_that_was_removed_lets_nobody_in_once_tokens_are_read_anew():
    site = Site()
    del site.store.by_name["ann"]
    site.access.refresh()
    assert (401, "not-authenticated") == problem(site.get("/desk", headers=bearer("ann")))


def test_reader_may_not_change_anything():
    assert (403, "not-allowed") == problem(Site().post("/desk/events", headers=bearer("rob")))
    assert "x" == Site().post("/desk/events", headers=bearer("ann"), content="x").json()["body"]


def test_reader_may_send_what_nothing_is_kept_of():
    assert "x" == Site().post("/desk", headers=bearer("rob"), content="x").json()["body"]


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1.evil.example:8080",
        "127.0.0.1:80",
        "localhost:8081",
        "localhost:8080@evil.example",
        "127.0.0.1:8080, evil.example",
        "[::1",
    ],
)
def test_host_of_somebody_else_is_refused(host):
    answer = Site().get("/healthz", headers={"Host": host})
    assert (421, "wrong-host") == problem(answer)


@pytest.mark.parametrize("host", ["localhost:8080", "LOCALHOST:8080", "127.0.0.1", "[::1]:8080"])
def test_host_of_this_machine_is_answered_for(host):
    assert 200 == Site().get("/healthz", headers={"Host": host}).status_code


def test_public_url_is_answered_for_and_makes_the_cookie_secure():
    site = Site(public_url="https://desk.example.org")
    answer = site.post("/login", host="desk.example.org", data={"token": "secret-ann"})
    assert 303 == answer.status_code
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-remit=")
    assert cookie.endswith("; Path=/; Max-Age=43200; HttpOnly; SameSite=Strict; Secure")
    assert "max-age=31536000" == answer.headers["strict-transport-security"]


def logged_in(**config):
    site = Site(**config)
    answer = site.post("/login", data={"token": "secret-ann", "next": "/desk/board"})
    assert (303, "/desk/board") == (answer.status_code, answer.headers["location"])
    return site


def test_session_says_who_asks():
    body = logged_in().get("/desk").json()
    assert ("ann", "agent") == (body["name"], body["role"])
    assert 43 == len(body["csrf"])


def test_login_with_a_wrong_token_says_so_on_the_page():
    answer = Site().post("/login", data={"token": "guessed", "next": '"><script>'})
    assert 401 == answer.status_code
    assert '<p role="alert">no token that is valid reads like that</p>' in answer.text
    assert "<script>" not in answer.text


@pytest.mark.parametrize(
    "following", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "/a\r\nX: y", ""]
)
def test_login_leads_nowhere_else(following):
    answer = Site().post("/login", data={"token": "secret-ann", "next": following})
    assert "/desk" == answer.headers["location"]


@pytest.mark.parametrize(
    ("headers", "data"),
    [
        ({}, {}),
        ({"X-CSRF-Token": "guessed"}, {}),
        ({}, {"csrf": "guessed"}),
        ({"Origin": "http://evil.example"}, None),
        ({"Origin": "null"}, None),
        ({"Sec-Fetch-Site": "cross-site"}, None),
        ({"Sec-Fetch-Site": "same-site"}, None),
    ],
)
def test_change_that_no_page_of_ours_sends_is_refused(headers, data):
    site = logged_in()
    right = {"csrf": site.get("/desk").json()["csrf"]}
    assert 200 == site.post("/desk", data=right).status_code
    assert (403, "no-csrf-token") == problem(site.post("/desk", headers=headers, data=right if data is None else data))


def test_session_of_somebody_else_has_another_csrf_token():
    site, other = logged_in(), logged_in()
    token = other.get("/desk").json()["csrf"]
    assert (403, "no-csrf-token") == problem(site.post("/desk", headers={"X-CSRF-Token": token}))


def test_session_ends_by_logging_out():
    site = logged_in()
    cookies = dict(site.cookies)
    assert (403, "no-csrf-token") == problem(site.post("/logout"))
    answer = site.post("/logout", headers={"X-CSRF-Token": site.get("/desk").json()["csrf"]})
    assert (303, "/login") == (answer.status_code, answer.headers["location"])
    assert {} == site.store.sessions
    site.cookies.update(cookies)
    assert (401, "not-authenticated") == problem(site.get("/desk"))


@pytest.mark.parametrize("end", ["time", "removed", "renewed"])
def test_session_ends_with_its_time_and_with_its_token(end):
    site = logged_in()
    if end == "time":
        site.now += 12 * 3_600_000
    else:
        token = site.store.by_name.pop("ann")
        if end == "renewed":
            site.now += 1
            site.store.by_name["ann"] = replace(token, made_at=site.now)
        site.access.refresh()
    assert (401, "not-authenticated") == problem(site.get("/desk"))


def test_session_cookie_that_comes_twice_counts_for_nothing():
    site = logged_in()
    (name, value), site.cookies = next(iter(site.cookies.items())), {}
    headers = {"Cookie": f"{name}={value}; {name}={value}"}
    assert (401, "not-authenticated") == problem(site.get("/desk", headers=headers))


def test_page_sends_its_visitor_to_log_in_and_back():
    answer = Site().get("/desk", headers={"Accept": "text/html"})
    assert (303, "/login?next=/desk") == (answer.status_code, answer.headers["location"])
    assert 200 == Site().get("/login?next=/desk").status_code


def test_first_visitor_comes_in_once_and_until_there_is_a_token():
    site = Site(MemoryStore())
    path = site.access.first_address()
    answer = site.get(path)
    assert (303, "/desk") == (answer.status_code, answer.headers["location"])
    body = site.get("/desk").json()
    assert ("local", "admin") == (body["name"], body["role"])
    assert (403, "not-allowed") == problem(site.get(path))
    site.store.by_name |= MemoryStore(ada="admin").by_name
    site.access.refresh()
    assert (401, "not-authenticated") == problem(site.get("/desk"))


def test_first_address_is_worth_nothing_once_there_is_a_token():
    site = Site(MemoryStore())
    path = site.access.first_address()
    site.store.by_name |= MemoryStore(ada="admin").by_name
    site.access.refresh()
    assert (403, "not-allowed") == problem(site.get(path))


PROXY = {"trusted_proxies": (parse_network("10.0.0.0/8"),)}


def test_trusted_proxy_says_who_asks():
    site = Site(client="10.1.2.3", **PROXY)
    body = site.get("/desk", headers={"X-Remote-User": "ann"}).json()
    assert "ann" == body["name"]
    headers = {"X-Remote-User": "ann", "X-CSRF-Token": body["csrf"]}
    assert 200 == site.post("/desk", headers=headers).status_code
    assert (403, "no-csrf-token") == problem(site.post("/desk", headers={"X-Remote-User": "ann"}))


def test_proxy_that_is_not_trusted_is_not_heard():
    site = Site(client="192.0.2.1", **PROXY)
    assert (401, "not-authenticated") == problem(site.get("/desk", headers={"X-Remote-User": "ann"}))


def test_proxy_names_somebody_who_has_no_token():
    site = Site(client="10.1.2.3", **PROXY)
    assert (403, "not-allowed") == problem(site.get("/desk", headers={"X-Remote-User": "eve\x1b[31m"}))


def test_header_that_decides_comes_once():
    site = Site(client="10.1.2.3", **PROXY)
    twice = [("X-Remote-User", "ann"), ("X-Remote-User", "ada")]
    assert (400, "invalid-parameter") == problem(site.get("/desk", headers=twice))
    twice = [("Authorization", "Bearer secret-rob"), ("Authorization", "Bearer secret-ada")]
    assert (400, "invalid-parameter") == problem(site.get("/desk", headers=twice))


def test_failed_logins_are_limited_for_an_address():
    site = Site()
    for _ in range(20):
        assert 401 == site.post("/login", data={"token": "guessed"}).status_code
    answer = site.post("/login", data={"token": "secret-ann"})
    assert (429, "too-many-logins") == problem(answer)
    assert "60" == answer.headers["retry-after"]
    assert (429, "too-many-logins") == problem(site.get("/desk", headers=bearer("nobody")))
    assert 200 == site.get("/desk", headers=bearer("ann")).status_code
    site.client = "192.0.2.1"
    assert 303 == site.post("/login", data={"token": "secret-ann"}).status_code
    site.client = "127.0.0.1"
    site.now += 60_000
    assert 303 == site.post("/login", data={"token": "secret-ann"}).status_code


def test_failed_logins_are_counted_for_all_of_a_network_of_ipv6():
    site = Site(client="2001:db8::1")
    for number in range(20):
        site.client = f"2001:db8::{number:x}:1"
        site.get("/desk", headers=bearer("nobody"))
    assert (429, "too-many-logins") == problem(site.get("/desk", headers=bearer("nobody")))


def test_address_behind_a_trusted_proxy_is_the_one_that_it_names():
    site = Site(client="10.1.2.3", **PROXY)
    for number in range(20):
        forged = {"X-Forwarded-For": f"198.51.100.{number}, 203.0.113.9"}
        site.get("/desk", headers=bearer("nobody") | forged)
    assert (429, "too-many-logins") == problem(
        site.get("/desk", headers=bearer("nobody") | {"X-Forwarded-For": "203.0.113.9"})
    )
    answer = site.get("/desk", headers=bearer("nobody") | {"X-Forwarded-For": "203.0.113.10"})
    assert (401, "not-authenticated") == problem(answer)


def test_requests_a_second_are_limited_for_a_token():
    site = Site(requests_a_second=3)
    for _ in range(3):
        assert 200 == site.get("/desk", headers=bearer("ann")).status_code
    answer = site.get("/desk", headers=bearer("ann"))
    assert (429, "too-many-requests") == problem(answer)
    assert "1" == answer.headers["retry-after"]
    assert 200 == site.get("/desk", headers=bearer("rob")).status_code
    site.now += 334
    assert 200 == site.get("/desk", headers=bearer("ann")).status_code


def test_requests_are_not_limited_where_the_limit_is_off():
    site = Site(requests_a_second=1, has_rate_limit=False)
    assert [200] * 3 == [site.get("/desk", headers=bearer("ann")).status_code for _ in range(3)]


def test_log_has_a_line_for_each_request_and_no_secret():
    site = Site(MemoryStore())
    site.get(site.access.first_address())
    site.get("/none%1b[31m%0A{}?token=secret")
    first, second = (json.loads(line) for line in site.lines)
    assert "/login/once/" == first["path"]
    assert "/none\\x1b[31m {}" == second["path"]
    assert 404 == second["status"]
    assert all("secret" not in line and "\x1b" not in line for line in site.lines)


def test_log_of_an_error_names_where_it_was_raised_and_quotes_nobody():
    site = Site()
    answer = site.get("/desk/broken", headers=bearer("ann"))
    assert (500, "internal-error") == problem(answer)
    error = json.loads("".join(site.lines).splitlines()[0])
    assert ("error", "RuntimeError") == (error["event"], error["error"])
    assert error["where"][-1].endswith(" broken")
    assert answer.headers["x-request-id"] == error["request"]
    assert "stranger" not in "".join(site.lines) + answer.text


def test_every_answer_has_the_headers_that_protect_whoever_reads_it():
    for path in ("/healthz", "/login", "/none", "/static/style.css"):
        headers = Site().get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert "nosniff" == headers["x-content-type-options"]
        assert "no-store" == headers["cache-control"]


def test_address_that_is_none_is_a_page_for_a_browser():
    answer = Site().get("/n%3Cscript%3E", headers={"Accept": "text/html,*/*"})
    assert "text/html; charset=utf-8" == answer.headers["content-type"]
    assert "<script>" not in answer.text
    assert "&lt;script&gt;" in answer.text


def test_method_that_an_address_does_not_take():
    answer = Site().ask("DELETE", "/healthz")
    assert (405, "method-not-allowed") == problem(answer)
    assert {"GET", "HEAD"} == set(answer.headers["allow"].split(", "))


@pytest.mark.parametrize("path", ["/%ff", "/%00", "/desk/%c3%28"])
def test_path_that_is_no_text_is_refused(path):
    assert (400, "invalid-parameter") == problem(Site().get(path))


@pytest.mark.parametrize("path", ["/desk/", "//desk", "/desk/../desk", "/DESK", "/static/../desk", "/desk%2f"])
def test_path_that_only_resembles_another_leads_nowhere(path):
    answer = Site().get("http://127.0.0.1:8080" + path, headers=bearer("ann"))
    assert answer.status_code in (200, 404)
    assert "location" not in answer.headers


def test_type_of_a_problem_is_an_address_that_says_what_it_is():
    kind = Site().get("/none").json()["type"]
    assert "there is nothing at this address (status 404)\n" == Site().get(kind).text
    assert (404, "unknown-address") == problem(Site().get("/problems/none"))
