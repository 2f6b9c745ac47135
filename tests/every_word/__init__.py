"""Policies drawn with every word of the language, what is wrong in one place of them, and laws of both."""
