"""The interview: from a request to its decision by questions that a person answers, without a terminal."""
