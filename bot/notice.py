"""Short neutral notices through a gateway of the operator's choice (SMS, WeCom): see docs/notice-gateway.md."""

import hashlib
import hmac
import json
import time
from collections.abc import Callable

import httpx

from bot.budget import Limits
from bot.outcomes import Later, Outcome, Pace, Refused, Sent
from cases.unread import NOTICE
from storage.sending import Promised

_TIMEOUT = 10.0  # seconds
_LATER = {408, 425, 429}
_LONGEST_WAIT = 3600.0  # seconds


class NoticeSender:
    """The way out to the gateway. It never follows a redirect: the number would go to somebody else."""

    channel = NOTICE
    limits = Limits(per_second=5, per_chat=1)

    def __init__(self, url: str, secret: str, clock: Callable[[], float] = time.time) -> None:
        """`clock` gives seconds since 1970, which are signed so that an old request cannot be repeated."""
        self._url, self._secret, self._clock = url, secret.encode(), clock
        self._client = httpx.AsyncClient(timeout=_TIMEOUT, follow_redirects=False)

    async def send(self, promised: Promised, pace: Pace) -> Outcome:
        """Post one notice; the same reply always has the same id, so that a gateway can tell a repetition."""
        body = json.dumps({"id": promised.id, "to": promised.address, "text": promised.message.text}).encode()
        try:
            async with pace():
                answer = await self._client.post(self._url, content=body, headers=self._headers(promised.id, body))
        except httpx.TransportError:
            return Later()
        return _meaning(answer)

    async def close(self) -> None:
        """Let go of the connections."""
        await self._client.aclose()

    def _headers(self, promised_id: str, body: bytes) -> dict[str, str]:
        at = str(int(self._clock()))
        return {
            "Content-Type": "application/json",
            "Idempotency-Key": promised_id,
            "X-Hotline-Timestamp": at,
            "X-Hotline-Signature": signature(self._secret, at, body),
        }


def signature(secret: bytes, timestamp: str, body: bytes) -> str:
    """HMAC-SHA256 in hex over the timestamp, a full stop and the body."""
    return hmac.new(secret, timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def _meaning(answer: httpx.Response) -> Outcome:
    if answer.is_success:
        return Sent()
    if answer.status_code in _LATER:
        asked = answer.headers.get("Retry-After", "")
        seconds = min(float(asked), _LONGEST_WAIT) if asked.isascii() and asked.isdigit() else None
        return Later(seconds, flood=answer.status_code == 429)
    if answer.is_server_error:
        return Later()
    return Refused(f"The gateway answers {answer.status_code}.")
