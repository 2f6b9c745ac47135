"""The dialogue of an interview: which keys do what, and what is shown for them."""

import pytest
from triage.verbs import policy, store

from remit.engine.interview.dialogue import ENTER, Dialogue
from remit.engine.interview.dialogue_text import dialogue_text, questions_text
from remit.engine.triage.layout import Look

from .verbs import Hit, asked, confirmed, interview, stated


def dialogue(**options):
    return Dialogue(interview=interview(**options))


def after(keys, **options):
    """Return the dialogue after keys."""
    pressed = dialogue(**options)
    for key in keys:
        pressed = pressed.press(key)
    return pressed


def shown(of):
    """Return the lines that are shown of a dialogue, at the time of receipt."""
    return dialogue_text(of, Look(), of.interview.request.received).splitlines()


def test_a_number_picks_a_choice_and_enter_confirms_what_is_presumed():
    end = after(["1", ENTER])
    assert ("done", {"activity": "fault"}) == (end.ending, stated(end.interview))
    assert {"outage": "none", "users": 0} == confirmed(end.interview)


def test_a_number_opens_a_presumption_and_back_leads_out_of_it_again():
    opened = after(["1", "1"])
    assert "presumption" == asked(opened.interview).kind
    assert "presumptions" == asked(opened.press("b").interview).kind


def test_zero_is_not_known():
    assert {"activity": None} == stated(after(["0"]).interview)


@pytest.mark.parametrize(
    ("key", "notice"),
    [
        ("7", "no choice has the key `7`"),
        ("x", "no choice has the key `x`"),
        ("b", "this is the first question"),
        ("m", "these are all"),
        (ENTER, "press the key of a choice, or `0` for not known"),
        ("²", "no choice has the key `²`"),
        ("Hi team, 350 tables were loaded", "no choice has the key `Hi team, 350 tables were loaded`"),
    ],
)
def test_a_key_that_does_nothing_says_so_and_answers_nothing(key, notice):
    pressed = after([key])
    assert (notice, {}, None) == (pressed.notice, stated(pressed.interview), pressed.ending)


def test_q_quits_with_what_was_answered():
    ended = after(["1", "q"])
    assert ("quit", {"activity": "fault"}) == (ended.ending, stated(ended.interview))
    assert ended is ended.press("1")


def test_a_number_is_typed_and_empty_where_it_is_not_known():
    typed = after(["1", "1", "2"])
    assert "users" == asked(typed.interview).about
    assert 60 == stated(typed.type(" 60 ").interview)["users"]
    assert "`many` is not a number: type it as in 20 or 1.5" == typed.type("many").notice
    assert "`users` must be at least 0, not -1: write a number of at least 0, as in `20`" == typed.type("-1").notice
    assert 0 == stated(typed.type("0").interview)["users"]
    assert None is stated(typed.type("").interview)["users"]
    assert "outage" == asked(typed.type("b").interview).about


def test_a_question_shows_what_is_possible_its_choices_and_its_keys():
    hits = (Hit("outage", "complete"),)
    assert [
        "",
        "P1 or P2; answer due between 13:00 today and 9:00 tomorrow (Berlin)",
        "",
        "How much is down?",
        "   1  complete nothing runs; P1",
        '      "nothing works any more" (body:3:14)',
        "   2  none     all runs; presumed",
        "   3  partial  a part is down; P1 or P2, asks users",
        "  1-3 answer · 0 not known · b back · w why · q quit",
    ] == [line.replace("09:00", "9:00") for line in shown(after(["1"], hits=hits))][1:]


def test_why_names_the_rules_that_are_not_settled_and_their_clauses():
    lines = shown(after(["1", "w"], hits=(Hit("outage", "complete"),)))
    assert ["  priority P1          rule down; Page 1"] == lines[:1]


def test_words_of_a_stranger_are_printable_and_shortened():
    hits = (Hit("outage", "complete", words="all\x1b[2Jdown " * 60),)
    text = "\n".join(shown(after(["1"], hits=hits)))
    assert "\x1b" not in text
    assert '"all\\x1b[2Jdown all' in text
    assert len(text) < 900


def test_no_line_is_wider_than_the_terminal():
    hits = (Hit("outage", "complete", words="x" * 190),)
    for width in (40, 80):
        text = dialogue_text(after(["1"], hits=hits), Look(width=width), 0)
        assert max(map(len, text.splitlines())) <= width


def test_without_a_terminal_all_questions_are_listed():
    listed = questions_text(interview(), Look(), interview().request.received)
    assert "What is asked for?" in listed
    assert "Is all of this as presumed?" in listed
    assert "press" not in listed


def test_what_enter_confirms_is_shown_to_the_last_and_more_moves_the_keys():
    names = [f"f{n}" for n in range(11)]
    facts = "".join(f"\n  {name}: {{ask: 'Is it {name}?', type: boolean, presume: false}}" for name in names)
    any_of = ", ".join(f"{{{name}: true}}" for name in names)
    levels = f"""
  levels: {{P1: Critical, P2: Normal}}
  rules:
    - {{id: one, when: {{any: [{any_of}]}}, then: P1, cite: terms.all}}
    - {{id: rest, then: P2, cite: terms.all}}
"""
    scope = "{rules: [{id: all, then: support, cite: terms.all}]}"
    terms = store(policy(facts=facts, scope=scope, priorities=levels))
    first = Dialogue(interview=interview(at=terms))
    listed = [line.split(" no;")[0].split() for line in shown(first) if "if yes: P1" in line]
    assert [*([str(n + 1), f"f{n}"] for n in range(9)), ["-", "f9"], ["-", "f10"]] == listed
    assert "   2  f10 no; if yes: P1" in shown(first.press("m"))
    assert "f9" == asked(first.press("m").press("1").interview).about


def test_an_age_stands_for_the_day_that_is_so_old_at_the_receipt():
    facts = """
  released: {ask: "When was it released?", type: date}
"""
    scope = """
  rules:
    - {id: new, when: {released: {at_most_old: 24 months}}, then: support, cite: terms.all}
    - {id: old, when: {released: {older_than: 24 months}}, then: not_covered, cite: terms.all}
"""
    levels = """
  levels: {P1: Critical, P2: Normal}
  rules:
    - {id: rest, then: P2, cite: terms.all}
"""
    terms = store(policy(facts=facts, scope=scope, priorities=levels))
    first = Dialogue(interview=interview(at=terms))
    assert "released: 2025-08-10" == first.type("7 months").echo
    assert "2024-03-10" == stated(first.type("24 months").interview)["released"]
    assert first.type("soon").notice.startswith("`released` is `soon`, not a date such as `2026-03-09`: write year")
