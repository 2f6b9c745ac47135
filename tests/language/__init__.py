"""Tests of the language: how files are read."""
