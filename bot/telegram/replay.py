"""Reads again an update that was set aside because it could not be read: a mended translator may be able to."""

import json

from telegram import Update

from bot.telegram import translate
from bot.telegram.application import id_of
from handlers.incoming import Incoming

_TRANSLATORS = (translate.message, translate.edited, translate.press, translate.membership, translate.other)


def read(body: str) -> Incoming | None:
    """The message in the raw JSON of an update; None if there is nobody to answer.

    Raises LookupError, TypeError, ValueError or whatever else python-telegram-bot has for what it cannot read.
    """
    raw = json.loads(body)
    if id_of(raw) is None:
        raise LookupError("not an update")
    update = Update.de_json(raw, None)
    return next((incoming for translator in _TRANSLATORS if (incoming := translator(update))), None)
