"""`NAME.words.yaml`, the words file beside a policy: from its text to `Words`, or to findings."""

from collections.abc import Sequence
from hashlib import sha256

from ..findings import Findings
from ..model import Policy
from ..model.words import NO_WORDS, Words
from .files import SourceFile


def parse_words(source: SourceFile, policies: Sequence[Policy], findings: Findings) -> Words:
    """Return the words that a file holds, as far as they can be read and one of the policy's editions has their facts.

    What is wrong is a finding.
    """
    del policies, findings  # to come: schema, patterns and limits
    return Words(policy="", digest="sha256:" + sha256(source.raw).hexdigest())


def words_of(policy: Policy, findings: Findings) -> Words:
    """Return the words that stand beside the file of a policy, `NO_WORDS` where no words file does.

    It is called as the policy's file is, or as the policy is where all editions share one.
    """
    del policy, findings  # to come
    return NO_WORDS
