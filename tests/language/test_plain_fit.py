"""What plainly fits a schema fits it: values are asked of jsonschema alone where that is not certain."""

from __future__ import annotations

import json
import random
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from remit.engine.language.plain_fit import plainly_fits
from remit.engine.language.schema import schema_text

from .verbs import mapping_of

ROOT = Path(__file__).parents[2]
FILES = {
    "policy": ROOT / "tests/authoring/acme.yaml",
    "cases": ROOT / "tests/bad_input/base/policies/acme.cases.yaml",
    "contracts": ROOT / "examples/contracts.yaml",
    "request": ROOT / "examples/requests/1-sync-stopped.yaml",
    "words": ROOT / "tests/bad_input/base/policies/acme.words.yaml",
}
VALUES: list[Any] = [
    "",
    "x",
    "P1",
    "1:00",
    0,
    1,
    -1,
    1.5,
    2.0,
    True,
    False,
    None,
    [],
    {},
    [""],
    ["x"],
    {"x": "y"},
    {"": 1},
]
"""What is put in place of a value, or beside it."""
TRIES = 400


def changed(document: Any, chance: random.Random) -> Any:
    """Return a document with something of it taken away, put in, or replaced."""
    changed_document = deepcopy(document)
    place = changed_document
    while chance.random() < 0.8:
        steps = [step for step in (place if isinstance(place, dict) else range(len(place))) if place[step]]
        inner = [step for step in steps if isinstance(place[step], dict | list)]
        if not inner:
            break
        place = place[chance.choice(inner)]
    value = chance.choice(VALUES)
    if isinstance(place, list):
        place[chance.randrange(len(place)) :] = [value]
    elif chance.random() < 0.3:
        place.pop(chance.choice(list(place)))
    else:
        place[chance.choice([*place, "x", ""])] = value
    return changed_document


@pytest.mark.parametrize("name", FILES)
def test_good_files_plainly_fit(name):
    schema = json.loads(schema_text(name))
    assert plainly_fits(mapping_of(FILES[name].read_text("utf-8")), schema, schema)


@pytest.mark.parametrize("name", FILES)
def test_what_plainly_fits_has_no_error(name):
    schema, chance = json.loads(schema_text(name)), random.Random(2026)  # noqa: S311 - the same changes every time
    validator, document = Draft202012Validator(schema), mapping_of(FILES[name].read_text("utf-8"))
    for _ in range(TRIES):
        tried = changed(document, chance)
        is_plain, is_valid = plainly_fits(tried, schema, schema), validator.is_valid(tried)
        # Only of a whole number written with a point it is not certain.
        assert is_plain == is_valid or (is_valid and "2.0" in json.dumps(tried)), tried
