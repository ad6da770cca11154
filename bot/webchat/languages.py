"""Which of our languages a browser asks for."""

from texts import Language


def language_of_browser(accept: str | None) -> Language:
    """The first of our languages in an Accept-Language header, which browsers write in order of preference.

    Chinese when it names neither, or is missing.
    """
    for wish in (accept or "").lower().split(","):
        primary = wish.split(";")[0].strip().split("-")[0]
        if primary in ("zh", "en"):
            return "en" if primary == "en" else "zh-CN"
    return "zh-CN"
