"""Tests of the interview: which questions come, what answers state, and what stays possible meanwhile."""
