"""Terms of real vendors."""
