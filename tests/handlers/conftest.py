"""The fixtures of this folder."""

from tests.handlers.fixtures import door, office, phone, postgres_town, texts, town, town_file, towns
from tests.handlers.workmates import mate, starter

__all__ = ["door", "mate", "office", "phone", "postgres_town", "starter", "texts", "town", "town_file", "towns"]
