"""Classes of situations that decide alike, but for instants, and the cells that they write."""
