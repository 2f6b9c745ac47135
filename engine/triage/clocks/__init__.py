"""Clocks: what has happened to a request, and what follows for what is owed: when it is due, and how it stands."""
