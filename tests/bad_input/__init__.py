"""Broken policies, contracts, cases and requests, each with the exact words that it gets."""
