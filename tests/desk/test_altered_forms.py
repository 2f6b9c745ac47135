"""Forms that somebody altered on the way: each is answered with a page, or refused as none of ours."""

import json
from random import Random

import pytest

from remit.engine.serve.desk.answer_steps import NotSteps

from .verbs import MAIL

JUNK = [None, True, 0, -1, 1e308, "", "x", "\u202e", "<b>", "b", [], {}, [1], {"a": 1}, "2026-03-06T21:00:00Z", 10**30]
STEPS = [
    ["activity", "is", "fault"],
    ["outage", "is", "none"],
    ["presumptions", "look", "users"],
    ["users", "typed", "20"],
    ["activity", "unknown", None],
]
ACTIONS = ["answer", "confirm", "unknown", "back", "more", "show", "look:users", "customer", "explode"]


def altered(value, random):
    """Return a value with parts left out, added or replaced by junk."""
    if random.random() < 0.05:
        return random.choice(JUNK)
    if isinstance(value, dict):
        return {key: altered(part, random) for key, part in value.items() if random.random() > 0.03}
    if isinstance(value, list):
        return [altered(part, random) for part in value if random.random() > 0.03]
    return value


@pytest.mark.parametrize("seed", range(20))
def test_an_altered_form_is_answered(person, seed):
    random = Random(seed)  # noqa: S311 - nothing is kept secret by it
    person.paste(MAIL)
    carried = person.fields(person.one("form.question"))
    for _ in range(10):
        fields = {
            **carried,
            "request": json.dumps(altered(json.loads(carried["request"]), random)),
            "answers": json.dumps(altered(STEPS[: random.randrange(len(STEPS))], random)),
            "do": random.choice(ACTIONS),
            "about": random.choice(["activity", "users", "presumptions", ""]),
            "choice": random.choice(['"fault"', "1", "null", "["]),
            "confirms": random.choice(["{}", "null", '{"users": 0}']),
        }
        for answer in (person.desk.post, person.desk.save):
            try:
                page = answer(person.viewer, fields)
            except NotSteps:
                continue
            assert page.location or page.html.startswith("<!doctype html>")
            assert "\u202e" not in page.html
