"""Files that stand beside policies and are none of remit's."""

from __future__ import annotations

from remit.engine import Policies, check_paths, try_paths

from .verbs import ACME, TODAY, File, case, cases, written

OTHERS = (File("compose.yaml", "services: {web: {image: x}}\n"), File(".hidden.yaml", "repos: []\n"))


def checked(*paths, folder):
    return check_paths([str(path) for path in paths], Policies(str(folder), is_named=True), None, TODAY).findings


def test_a_file_of_a_folder_is_left_out_and_nothing_else_suffers(tmp_path):
    written(tmp_path, ACME, cases(case("{status: decided}")), *OTHERS)
    help_ = "it has no key of a policy, case, contract or request file"
    findings = [(f.severity.name, f.check, f.message, f.help) for f in checked(tmp_path, folder=tmp_path)]
    assert [("note", "left-out", "skipped: not a remit file", help_)] == findings
    tried = try_paths([str(tmp_path)], Policies(str(tmp_path), is_named=True), None, "0")
    assert (True, ()) == (tried.passed, tried.findings)


def test_a_file_that_is_named_is_read_as_a_policy(tmp_path):
    (compose,) = written(tmp_path, OTHERS[0])
    assert "missing-key" in {finding.check for finding in checked(compose, folder=tmp_path)}


def test_contracts_among_the_files_are_those_of_their_requests(tmp_path):
    contracts = "contracts: [{id: shop, customer: Shop, policy: acme, tier: basic}]\n"
    request = "received: 2026-03-10T09:00:00+01:00\ncontract: shop\nfacts: {activity: question}\n"
    files = written(tmp_path, ACME, File("contracts.yaml", contracts), File("request.yaml", request))
    assert () == checked(*files, folder=tmp_path)


def test_cases_in_a_file_of_another_name_are_tried(tmp_path):
    written(tmp_path, ACME)
    (file,) = written(tmp_path, File("tries.yaml", cases(case("{status: decided}")).content))
    assert try_paths([file], Policies(str(tmp_path), is_named=True), None, "0").passed


def test_a_request_that_leaves_out_when_it_came_in_is_checked_undated(tmp_path):
    """It is not one of 1970, when no edition was in force and no contract held."""
    contracts = "contracts: [{id: shop, customer: Shop, policy: acme, tier: basic, from: 2026-01-01}]\n"
    request = "contract: shop\nfacts: {activity: question, outrage: none}\n"
    files = written(tmp_path, ACME, File("contracts.yaml", contracts), File("request.yaml", request))
    assert ["unknown-fact"] == [finding.check for finding in checked(*files, folder=tmp_path)]
