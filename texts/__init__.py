"""What we say: one catalogue per language, which staff can read and correct without a programmer."""

from texts.catalogue import LANGUAGES, Language, Texts, UnknownText

__all__ = ["LANGUAGES", "Language", "Texts", "UnknownText"]
