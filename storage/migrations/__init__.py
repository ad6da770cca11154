"""Versions of the database, oldest first."""
