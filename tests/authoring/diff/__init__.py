"""What a change of edition means."""
