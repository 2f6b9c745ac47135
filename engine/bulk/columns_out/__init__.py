"""The columns that decisions become, and the cells of rows while they are decided."""
