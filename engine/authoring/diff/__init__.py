"""What a change of edition means, over all situations and over a history of requests."""
