"""All commands see the same contracts, each once."""

from __future__ import annotations

import pytest

from .verbs import CONTRACT, POLICY, UNDER_CONTRACT, remit, write

CASE = """cases:
  - name: a dead production system of Ada's is critical
    request: {received: 2026-03-06T16:30:00+01:00, contract: ada,
              facts: {activity: fault, environment: production, outage: complete}}
    expect: {priority: P1}
"""


@pytest.mark.parametrize(
    "option", ["", " --contracts policies/contracts.yaml", ' --contracts "$PWD/policies//contracts.yaml"']
)
def test_a_file_that_lies_in_the_folder_and_is_named_counts_once(tmp_path, option):
    write(tmp_path, policies__acme_yaml=POLICY, policies__contracts_yaml=CONTRACT, policies__acme_cases_yaml=CASE)
    write(tmp_path, request_yaml=UNDER_CONTRACT)
    assert (0, "", "3 files checked: nothing found\n") == remit(tmp_path, f"remit check{option}")
    assert (0, "1 passed, 0 failed\n", "") == remit(tmp_path, f"remit test{option}")
    assert (0, "") == (ended := remit(tmp_path, f"remit decide request.yaml{option}"))[::2], ended
    replay = remit(tmp_path, f"remit diff acme acme --requests request.yaml{option}")
    assert (0, "") == replay[::2]
    assert "1 request" in replay.stdout


def test_contracts_are_compared_between_files(tmp_path):
    write(tmp_path, policies__acme_yaml=POLICY, policies__contracts_yaml=CONTRACT, sales_yaml=CONTRACT)
    message = "contract `ada` is given twice, first at `sales.yaml:1:13` [duplicate-contract]"
    finding = f"policies/contracts.yaml:1:13: error: {message}\n"
    counts = "2 files checked: 1 error\n"
    assert (1, finding, counts) == remit(tmp_path, "remit check policies --contracts sales.yaml")
    ended = remit(tmp_path, "remit decide - --contracts sales.yaml", UNDER_CONTRACT)
    assert (3, finding) == ended[::2]
