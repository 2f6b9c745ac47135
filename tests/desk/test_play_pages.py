"""The place to play: a policy and a request as texts, what is found in them, and what is decided."""

import pytest
from selectolax.lexbor import LexborHTMLParser
from triage.verbs import policy

from remit.engine.language.files import POLICY_BYTES
from remit.engine.serve.desk.play_pages import PlayPages
from remit.engine.serve.desk.viewer import Viewer

from .verbs import NOW

REQUEST = "{policy: acme, tier: basic, received: '2026-03-10T09:00:00Z', facts: {activity: fault, outage: complete}}"


@pytest.fixture
def play():
    pages = PlayPages("1")

    def show(**fields):
        return LexborHTMLParser(pages.show(Viewer(name="ada", csrf="proof", now=NOW), fields).html)

    return show


def text(page, selector):
    (element,) = page.css(selector)
    return " ".join(element.text().split())


def test_a_sample_to_begin_with(play):
    page = play()
    assert "P1 Urgent" in text(page, ".sheet")
    assert "nothing found" in text(page, "[aria-labelledby=policy-found]")


def test_the_request_is_decided_by_the_policy_that_is_typed(play):
    assert "P1 Critical" in text(play(policy=policy(), request=REQUEST), ".sheet")
    renamed = policy().replace("P1: Critical", "P1: Burning")
    assert "P1 Burning" in text(play(policy=renamed, request=REQUEST), ".sheet")


def test_findings_of_the_policy_have_their_lines(play):
    page = play(policy=policy().replace("{outage: complete}", "{outage: full}"), request=REQUEST)
    assert "line 2" in text(page, "[aria-labelledby=policy-found]")
    assert "None, while something is wrong." in text(page, ".results")


def test_findings_of_the_request(play):
    page = play(policy=policy(), request=REQUEST.replace("fault", "nothing"))
    assert "nothing" in text(page, "[aria-labelledby=request-found]")
    assert "None, while something is wrong." in text(page, ".results")
    page = play(policy=policy(), request="{")
    assert "error" in text(page, "[aria-labelledby=request-found]")


def test_texts_come_back_as_they_were_typed(play):
    typed = "\n\n# </textarea><script>alert(1)</script> \u202e\n"
    page = play(policy=typed, request=typed)
    for name in ("policy", "request"):
        assert typed == page.css_first(f"#{name}").text()
    assert 1 == len(page.css("script"))


def test_nothing_typed(play):
    page = play(policy="", request="")
    assert "error" in text(page, "[aria-labelledby=policy-found]")


def test_a_text_that_is_too_large(play):
    page = play(policy="#" * (POLICY_BYTES + 1), request=REQUEST)
    assert "larger than the limit" in text(page, "[aria-labelledby=policy-found]")
