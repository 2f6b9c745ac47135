"""Tests of worktime."""
