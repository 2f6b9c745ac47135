"""Rules over small codes: compiled once, evaluated by two engines, decided for all completions at once."""
