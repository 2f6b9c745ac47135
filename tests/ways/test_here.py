"""No path means here: what lies in the working folder, or what `remit.toml` says."""

from __future__ import annotations

import pytest

from .verbs import CASES, CONTRACT, POLICY, REQUEST, UNDER_CONTRACT, remit, write

CLEAN = (0, "", "2 files checked: nothing found\n")
PASSED = (0, "1 passed, 0 failed\n", "")
NO_FILES = """.: error: no remit file found [nothing-to-check]
  help: name the folder or the files that hold policies, cases or contracts
"""
NO_CASES = """.: error: no cases found [nothing-to-check]
  help: the cases of `NAME.yaml` stand beside it in `NAME.cases.yaml`
"""


def test_the_folder_policies(tmp_path):
    write(tmp_path, policies__acme_yaml=POLICY, policies__acme_cases_yaml=CASES, notes_yaml="to do: x\n")
    assert CLEAN == remit(tmp_path, "remit check")
    assert PASSED == remit(tmp_path, "remit test")
    assert 0 == remit(tmp_path, "remit decide -", REQUEST).exit
    assert 0 == remit(tmp_path, "remit show acme").exit
    assert 0 == remit(tmp_path, "remit diff acme acme").exit


def test_the_folder_itself_where_policies_stand_in_it(tmp_path):
    write(tmp_path, acme_yaml=POLICY, acme_cases_yaml=CASES)
    assert CLEAN == remit(tmp_path, "remit check")
    assert PASSED == remit(tmp_path, "remit test")
    assert 0 == remit(tmp_path, "remit decide -", REQUEST).exit


def test_the_shipped_policies_stay_at_hand(tmp_path):
    write(tmp_path, policies__acme_yaml=POLICY)
    assert "JAMS Software customer support" == remit(tmp_path, "remit show jams").stdout.splitlines()[0]


def test_the_shipped_policies_are_checked_where_no_yaml_lies(tmp_path):
    assert (0, "", "the shipped policies: 6 files checked: nothing found\n") == remit(tmp_path, "remit check")


def test_policies_below_are_checked_rather_than_the_shipped_ones(tmp_path):
    write(tmp_path, terms__acme_yaml=POLICY, terms__acme_cases_yaml=CASES)
    assert CLEAN == remit(tmp_path, "remit check")
    assert PASSED == remit(tmp_path, "remit test")


def test_nothing_checked_is_a_failure(tmp_path):
    write(tmp_path, compose_yaml="services: {}\n")
    ended = remit(tmp_path, "remit check")
    assert (1, "0 files checked: 1 error, 1 note\n") == ended[::2]
    assert ended.stdout.startswith(NO_FILES)
    assert (1, "0 passed, 0 failed\n", NO_CASES) == remit(tmp_path, "remit test")


def test_a_project_names_policies_and_contracts_for_the_folders_in_it(tmp_path):
    write(tmp_path, terms__acme_yaml=POLICY, terms__acme_cases_yaml=CASES, sales__all_yaml=CONTRACT)
    write(tmp_path, remit_toml='policies = "terms"\ncontracts = "sales/all.yaml"\n', inbox__a_yaml=UNDER_CONTRACT)
    for folder, request in ((tmp_path, "inbox/a.yaml"), (tmp_path / "inbox", "a.yaml")):
        assert CLEAN == remit(folder, "remit check")
        assert PASSED == remit(folder, "remit test")
        assert (0, "") == remit(folder, f"remit decide {request}")[::2]


def test_a_project_counts_before_the_folder_policies_beside_it_and_after_options(tmp_path):
    write(tmp_path, terms__acme_yaml=POLICY, terms__acme_cases_yaml=CASES, policies__empty_yaml="")
    write(tmp_path, remit_toml='policies = "terms"\n')
    assert CLEAN == remit(tmp_path, "remit check")
    error = "policies/empty.yaml: error: file is empty [yaml]\n"
    assert (1, error, "1 file checked: 1 error\n") == remit(tmp_path, "remit check --policies policies")


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (
            "# ours\n  polices = 'terms'\n",
            "remit.toml:2:3: error: unknown key `polices` [unknown-key]\n  help: did you mean `policies`?\n",
        ),
        (
            'policies = "terms"\n[tool.remit]\n',
            "remit.toml:2:1: error: unknown key `tool` [unknown-key]\n  help: known: `policies`, `contracts`\n",
        ),
        (
            "contracts = 3\n",
            """remit.toml:1:1: error: `contracts` must be a path [wrong-type]
  help: such as `contracts = "contracts.yaml"`
""",
        ),
        ("policies = \n", "remit.toml:1:12: error: not TOML: invalid value [toml]\n"),
        ("policies = 'a", 'remit.toml:1:14: error: not TOML: expected "\'" [toml]\n'),
    ],
)
@pytest.mark.parametrize("command", ["check", "test", "show acme", "diff acme acme"])
def test_a_project_file_that_is_wrong_is_a_mistake_of_usage(tmp_path, command, content, refusal):
    write(tmp_path, remit_toml=content)
    assert (2, "", refusal) == remit(tmp_path, f"remit {command}")
