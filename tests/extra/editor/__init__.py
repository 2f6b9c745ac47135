"""What the tests of the editor need: a language server, pinned, and a client of it."""
