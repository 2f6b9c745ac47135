"""How a store of one version becomes one of the next; Alembic runs these modules by their paths."""
