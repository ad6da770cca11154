"""What of `hotline doctor` can only be found out by trying: whether Telegram knows us, whether we can be reached."""

from collections.abc import Iterator
from http import HTTPStatus

import httpx

from bot.commands.findings import Finding, advice, wrong
from bot.commands.listening import is_our_own, listening
from bot.settings import Settings, WrongSetting

_TELEGRAM = "https://api.telegram.org"
_PATIENCE = 5.0  # seconds for a connection, and as many for the answer
_REFUSED = (HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND)  # a token of the wrong form is not found


def about_address(settings: Settings) -> Iterator[Finding]:
    """Whether `hotline serve` could listen where it has to, or does so already."""
    try:
        listening(settings).close()
    except WrongSetting as error:
        if not is_our_own(settings):
            yield wrong("address", str(error))


def about_telegram(settings: Settings) -> Iterator[Finding]:
    """What Telegram says of the token, if there is one; takes ten seconds at most."""
    if settings.telegram_token is None:
        return
    url = settings.telegram_api_url or _TELEGRAM
    status = _status(f"{url}/bot{settings.telegram_token.get_secret_value()}/getMe")
    if status in _REFUSED:
        other = f" Or is HOTLINE_TELEGRAM_API_URL {url} wrong?" if settings.telegram_api_url else ""
        sentence = "Telegram refuses HOTLINE_TELEGRAM_TOKEN; ask @BotFather for the bot's present token."
        yield wrong("telegram_refused", f"{sentence}{other}")
    elif status != HTTPStatus.OK:
        sentence = f"Telegram could not be reached at {url}, so HOTLINE_TELEGRAM_TOKEN could not be checked."
        yield advice("telegram_away", sentence)


def _status(url: str) -> int | None:
    """What is answered there; None if nothing is. Its errors would quote the token, so they end here."""
    try:
        return httpx.post(url, timeout=_PATIENCE).status_code
    except httpx.InvalidURL:  # nobody has a token that cannot stand in an address
        return HTTPStatus.NOT_FOUND
    except httpx.HTTPError:
        return None
