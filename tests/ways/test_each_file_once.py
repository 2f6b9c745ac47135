"""A file counts once, by whatever path it is reached, and is what its keys say."""

from __future__ import annotations

import pytest

from .verbs import CASES, CONTRACT, POLICY, REQUEST, UNDER_CONTRACT, remit, write

CLEAN = "2 files checked: nothing found\n"


@pytest.mark.parametrize(
    "paths",
    [
        "policies ./policies/acme.yaml",
        "policies policies//acme.yaml policies/../policies/acme.yaml",
        'policies "$PWD/policies"',
        "policies link link/acme.yaml",
    ],
)
def test_a_file_named_twice_is_checked_once(tmp_path, paths):
    write(tmp_path, policies__acme_yaml=POLICY, policies__acme_cases_yaml=CASES)
    (tmp_path / "link").symlink_to("policies")
    assert (0, "", CLEAN) == remit(tmp_path, f"remit check {paths}")
    assert (0, "1 passed, 0 failed\n", "") == remit(tmp_path, f"remit test {paths}")


def test_a_link_within_a_folder_is_the_file_that_it_leads_to(tmp_path):
    write(tmp_path, policies__acme_yaml=POLICY, policies__acme_cases_yaml=CASES)
    (tmp_path / "policies/link.yaml").symlink_to("acme.yaml")
    (tmp_path / "policies/circle").symlink_to(".")
    assert (0, "", CLEAN) == remit(tmp_path, "remit check policies")


def test_folders_in_a_folder_are_looked_into_but_hidden_ones(tmp_path):
    write(tmp_path, policies__terms__acme_yaml=POLICY, policies__terms__cases__tries_yaml=CASES)
    (tmp_path / "policies/.old").mkdir()
    (tmp_path / "policies/.old/acme.yaml").write_text("broken: [", "utf-8")
    assert (0, "", CLEAN) == remit(tmp_path, "remit check policies")
    assert (0, "1 passed, 0 failed\n", "") == remit(tmp_path, "remit test policies")
    assert 0 == remit(tmp_path, "remit decide -", REQUEST).exit


def test_letters_of_a_suffix_are_of_either_case(tmp_path):
    write(tmp_path, policies__acme_YAML=POLICY, policies__acme_Cases_YML=CASES)
    assert (0, "", CLEAN) == remit(tmp_path, "remit check policies")
    assert (0, "1 passed, 0 failed\n", "") == remit(tmp_path, "remit test policies")
    assert "Acme support terms" == remit(tmp_path, "remit show policies/acme.YAML").stdout.splitlines()[0]


def test_keys_and_names_may_be_quoted_or_stand_in_braces(tmp_path):
    quoted = POLICY.replace("remit: 1", '"remit": 1').replace("policy: acme", "'policy': \"\\x61cme\"")
    write(tmp_path, policies__acme_yaml=quoted, policies__tries_yaml=f'"cases"{CASES.removeprefix("cases")}')
    assert (0, "", CLEAN) == remit(tmp_path, "remit check policies")
    assert (0, "1 passed, 0 failed\n", "") == remit(tmp_path, "remit test policies")
    assert 0 == remit(tmp_path, "remit decide -", REQUEST).exit


def test_a_name_in_a_text_of_several_lines_is_no_name_of_the_policy(tmp_path):
    """What stands at the start of a line within quotes is no key."""
    title = 'title: "Acme\npolicy: other\n\nsupport terms"'
    assert "title: Acme support terms\n" in POLICY
    write(tmp_path, policies__acme_yaml=POLICY.replace("title: Acme support terms", title, 1))
    assert "policy      acme" in remit(tmp_path, "remit show acme").stdout


def test_what_is_none_of_remits_is_named(tmp_path):
    write(tmp_path, policies__acme_yaml=POLICY, policies__compose_yaml="services: {}\n")
    skipped = (
        "policies/compose.yaml: note: skipped: not a remit file [left-out]\n"
        "  help: it has no key of a policy, case, contract or request file\n"
    )
    assert (0, skipped, "1 file checked: 1 note\n") == remit(tmp_path, "remit check policies")


def test_standard_input_is_read_once(tmp_path):
    write(tmp_path, policies__acme_yaml=POLICY)
    ended = remit(tmp_path, "remit decide --format json - -", REQUEST)
    first, second = ended.stdout.splitlines()
    assert (0, first) == (ended.exit, second)


def test_a_pipe_of_a_shell_is_read_as_a_file(tmp_path):
    write(tmp_path, acme_yaml=POLICY, request_yaml=UNDER_CONTRACT, contracts_yml=CONTRACT)
    assert (0, "", "1 file checked: nothing found\n") == remit(tmp_path, "remit check <(cat acme.yaml)")
    decided = remit(tmp_path, "remit decide --policies acme.yaml --contracts <(cat contracts.yml) <(cat request.yaml)")
    assert (0, "") == (decided.exit, decided.stderr)
