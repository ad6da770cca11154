"""Neutral notices to mobile phones, through a gateway of the operator's choice on loopback."""

import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from bot.notice import NoticeSender
from bot.outcomes import Later, Outcome, Refused, Sent
from storage.messages import Message
from storage.sending import Promised
from tests.bot.sending import at_once

SECRET = "a secret of gateway and hotline"
NOW = 1764000000.9
NOTICE = Promised("p7", "c1", "notice", "13900000001", 1, Message("您有一条新消息"), 0)


@dataclass
class Gateway:
    """What an operator runs to send short messages."""

    url: str = ""
    status: int = 202
    headers: dict[str, str] = field(default_factory=dict)
    received: list[tuple[dict[str, str], bytes]] = field(default_factory=list)


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    gateway = Gateway()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            gateway.received.append(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(gateway.status)
            for name, value in {**gateway.headers, "Content-Length": "0"}.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    gateway.url = f"http://127.0.0.1:{server.server_address[1]}/notices"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield gateway
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
async def sender(gateway: Gateway) -> AsyncIterator[NoticeSender]:
    sender = NoticeSender(gateway.url, SECRET, lambda: NOW)
    yield sender
    await sender.close()


async def test_a_notice_is_signed_and_numbered(sender: NoticeSender, gateway: Gateway) -> None:
    """
    A gateway can tell that a notice is ours, fresh, and whether it has had it before.
    """
    assert await sender.send(NOTICE, at_once) == Sent()

    [(headers, body)] = gateway.received
    assert json.loads(body) == {"id": "p7", "to": "13900000001", "text": "您有一条新消息"}
    assert headers["idempotency-key"] == "p7"
    assert headers["content-type"] == "application/json"
    assert headers["x-hotline-timestamp"] == "1764000000"
    expected = hmac.new(SECRET.encode(), b"1764000000." + body, hashlib.sha256).hexdigest()
    assert headers["x-hotline-signature"] == expected


@pytest.mark.parametrize(
    ("status", "headers", "expected"),
    [
        (200, {}, Sent()),
        (204, {}, Sent()),
        (429, {"Retry-After": "30"}, Later(30.0, flood=True)),
        (429, {"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"}, Later(None, flood=True)),
        (408, {}, Later()),
        (500, {}, Later()),
        (503, {"Retry-After": "999999"}, Later()),
        (400, {}, Refused("The gateway answers 400.")),
        (401, {}, Refused("The gateway answers 401.")),
        (302, {"Location": "http://127.0.0.1:1/"}, Refused("The gateway answers 302.")),
    ],
)
async def test_each_answer_has_its_meaning(
    sender: NoticeSender, gateway: Gateway, status: int, headers: dict[str, str], expected: Outcome
) -> None:
    """
    A busy gateway is asked again, one that refuses is not, and nobody is sent elsewhere with a number.
    """
    gateway.status, gateway.headers = status, headers

    assert await sender.send(NOTICE, at_once) == expected
    assert len(gateway.received) == 1


async def test_a_gateway_that_is_away_is_asked_again() -> None:
    """
    A notice waits while nobody answers.
    """
    nobody = NoticeSender("http://127.0.0.1:9/notices", SECRET)

    assert await nobody.send(NOTICE, at_once) == Later()
    await nobody.close()
