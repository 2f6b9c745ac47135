"""Tests of the rules: conditions, engines, hit policies and completions."""
