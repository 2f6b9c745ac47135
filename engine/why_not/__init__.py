"""Why not: the fewest facts whose change would give a request another level or scope, and the clause in the way."""
