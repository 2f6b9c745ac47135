"""The policy language: files in, records or findings out."""
