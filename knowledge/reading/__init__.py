"""Reads the facts out of what a worker writes: amounts, dates, places, people, danger. Null when in doubt."""
