"""The board: open requests, and how each of their promises stands at an instant, by what burns first."""
