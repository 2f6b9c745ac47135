"""What policy authors need: checks and cases."""
