"""Many requests at once: columns in, columns out."""
