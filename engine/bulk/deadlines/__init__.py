"""When what rows promise falls due, and which hours were open, by searches for many receipts at once."""
