"""The fixtures of this folder."""

from tests.handlers.fixtures import door, office, phone, texts, town, town_file

__all__ = ["door", "office", "phone", "texts", "town", "town_file"]
