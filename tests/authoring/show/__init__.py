"""Tests of shown policies."""
