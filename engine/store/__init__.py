"""What the service keeps: decisions, the events of requests, their texts apart, files by digest, tokens."""
