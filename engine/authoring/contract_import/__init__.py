"""Contracts from a table that another program has written: the difference to a file of contracts, and its writing."""
