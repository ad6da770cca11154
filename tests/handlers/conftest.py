"""The fixtures of this folder."""

from tests.handlers.fixtures import door, office, phone, postgres_town, texts, town, town_file, towns

__all__ = ["door", "office", "phone", "postgres_town", "texts", "town", "town_file", "towns"]
