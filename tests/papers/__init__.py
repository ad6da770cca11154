"""Papers of working life, drawn: what a worker photographs, and what has to be read from it."""
