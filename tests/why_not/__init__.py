"""Tests of why-not: the fewest changes, how they are worded, and the command."""
