"""A stray, empty, broken or half-written file stops no request that does not need it, and is blamed once."""

from __future__ import annotations

import pytest

from .verbs import CASES, POLICY, REQUEST, remit, write

STRAY = {
    "empty": "",
    "comment": "# nothing yet\n",
    "half": 'remit: 1\ntitle: "Half',
    "tab": "\tremit: 1\n",
    "text": "to do",
    "brackets": "[" * 3000,
    "name": "remit: 1\npolicy: [\n",
    "another": "remit: 1\npolicy: another\n",
    "contracts": "contracts: [",
}


@pytest.mark.parametrize("content", STRAY.values(), ids=STRAY)
def test_a_stray_file(tmp_path, content):
    write(tmp_path, policies__acme_yaml=POLICY, policies__acme_cases_yaml=CASES)
    # What a sender has no contract for cannot be known while a file of contracts is broken.
    asked = REQUEST.replace("from: ops@elsewhere.example\n", "")
    before = remit(tmp_path, "remit decide -", asked)
    write(tmp_path, policies__stray_yaml=content)
    assert (0, before) == (before.exit, remit(tmp_path, "remit decide -", asked))
    tried = remit(tmp_path, "remit test")
    assert (0, "1 passed, 0 failed\n") == tried[:2]
    assert 0 == remit(tmp_path, "remit show acme").exit
    checked = remit(tmp_path, "remit check")
    assert (1, True) == (checked.exit, checked.stdout.startswith("policies/stray.yaml:")), checked


def test_a_broken_file_is_named_where_it_may_hold_what_is_missing(tmp_path):
    write(tmp_path, policies__acme_yaml=POLICY, policies__half_yaml='remit: 1\ntitle: "Half')
    ended = remit(tmp_path, "remit decide -", REQUEST.replace("policy: acme", "policy: acm"))
    help_ = "did you mean `acme`? no name of a policy can be read in `policies/half.yaml`"
    assert (3, f"<stdin>:3:1: error: policy `acm` is not known [unknown-policy]\n  help: {help_}\n") == ended[::2]


def test_a_broken_edition_stops_only_what_it_counts_for(tmp_path):
    later = POLICY.replace('edition: "2026"', 'edition: "2028"').replace("then: P2", "then: P9", 1)
    later = later.replace("{from: 2026-01-01, to: 2027-12-31}", "{from: 2028-01-01}", 1)
    write(tmp_path, policies__acme_yaml=POLICY, policies__acme2028_yaml=later)
    assert 0 == remit(tmp_path, "remit decide -", REQUEST).exit
    assert 0 == remit(tmp_path, "remit show acme").exit
    assert 0 == remit(tmp_path, "remit show acme@2026").exit
    ended = remit(tmp_path, "remit decide -", REQUEST.replace("2026-03-06", "2028-03-06"))
    assert (3, True) == (ended.exit, "level `P9` is not declared [unknown-level]" in ended.stderr)
    assert 3 == remit(tmp_path, "remit show acme@2028").exit


def test_a_broken_policy_is_blamed_once_for_all_cases(tmp_path):
    case = CASES.partition("\n")[2]
    cases = CASES + "".join(case.replace("critical", f"critical {n}") for n in range(3))
    write(tmp_path, policies__acme_yaml=POLICY.replace("then: P2", "then: P9", 1), policies__acme_cases_yaml=cases)
    ended = remit(tmp_path, "remit test")
    assert (3, 1) == (ended.exit, ended.stderr.count("error: level `P9` is not declared"))
