"""Tests of triage: from a request, a policy and a contract to a decision, its record and its text."""
