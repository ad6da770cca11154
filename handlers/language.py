"""Chinese or English, at any moment, without losing one's place."""

from dataclasses import replace

from handlers.turn import Next, Turn
from texts import LANGUAGES, Language


def switch(turn: Turn) -> Next:
    """Change to the language that was asked for, else to the other one."""
    chosen = _asked_for(turn)
    spoken = replace(turn, language=chosen)
    said = spoken.message("language_set", ("complaint", "status", "person", "language"))
    return Next(turn.standing.step, (said,), None, chosen)


def _asked_for(turn: Turn) -> Language:
    wanted = f"{turn.pressed[1]} {turn.text}".casefold()
    if "zh" in wanted or "中文" in wanted:
        return "zh-CN"
    if "en" in wanted.replace("language", ""):
        return "en"
    return next(language for language in LANGUAGES if language != turn.language)
