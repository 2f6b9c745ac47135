"""The pages of the service: the desk, and a place to play with policies."""
