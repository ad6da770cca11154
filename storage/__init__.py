"""The nouns of the hotline and every query: what is remembered, sealed and promised."""
