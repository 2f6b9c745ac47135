"""Tests of reports: what they say, and that the tools of others read them."""
