"""What is proved of a policy: over every situation at once, with the request that shows it."""
