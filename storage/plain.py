"""Text as every engine can keep it; what people send may hold what PostgreSQL (NUL) or UTF-8 (surrogates) refuse."""


def plain(text: str) -> str:
    """`text` without NUL, and with a question mark for each lone surrogate; most text comes back as it is."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
