"""Other words for choices in stated values, from the words file beside a policy."""

from __future__ import annotations

import pytest
from language.verbs import whole

from remit import load

WORDS = "remit: 1\nwords: small\nfacts: {down: {complete: {also: [Total, all of it]}, none: {also: [up]}}}\n"


@pytest.fixture
def decide(tmp_path):
    """Decide a request with one fact, by a policy with these words beside it."""

    def decided(words=WORDS, name="small", **facts):
        (tmp_path / "small.yaml").write_text(whole(""))
        (tmp_path / f"{name}.words.yaml").write_text(words)
        policy = load(tmp_path / "small.yaml")
        return policy.decide({"tier": "base", "received": "2026-03-06T16:30:00Z", "facts": facts})

    return decided


def said(decision):
    return [(finding.check, finding.message) for finding in decision.findings]


@pytest.mark.parametrize("written", ["total", "Total", "all_of-it"])
def test_another_word_is_read_as_its_choice(decide, written):
    """In letters of either case, with a note: whoever stated it may have meant something else."""
    decision = decide(down=written)
    message = f"`down` is stated as `{written}`, which is read as `complete`"
    assert [("read-as", message)] == said(decision)
    assert "complete" == decision.facts["down"]


def test_a_choice_by_its_own_name_is_no_other_word(decide):
    """Nothing is said of it."""
    assert [] == said(decide(down="complete"))


def test_what_no_word_means_is_no_choice(decide):
    """As without words."""
    with pytest.raises(ValueError, match="is not a choice of `down`"):
        decide(down="totally")


def test_words_that_cannot_be_used_mean_nothing(decide):
    """And it is said that they cannot."""
    with pytest.raises(ValueError, match="the words of policy `small` cannot be used: unknown key `fact`"):
        decide(words=WORDS.replace("facts", "fact"), down="total")


def test_a_digest_of_a_policy_is_its_own(decide):
    """Words do not change the terms."""
    one, two = decide(down="none"), decide(words=WORDS.replace("up", "upright"), down="none")
    assert one.policy.digest == two.policy.digest
