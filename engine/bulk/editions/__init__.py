"""The rows of one edition: their codes, the situations that were met, and what each decides."""
