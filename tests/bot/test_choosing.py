"""A language model in the operator's network may name one of our titles, and nothing else, on loopback."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

import pytest

from bot.choosing import Endpoint
from knowledge.answering import answer
from knowledge.choosing import Choice, choose
from knowledge.library import Library

CHOICES = [
    Choice("payment-order", "支付令怎么申请？", "问支付令"),
    Choice("court-fees", "打官司要交多少钱？", "问诉讼费"),
]
VAGUE = "法律援助"
A_MINUTE = 60.0


def says(content: object) -> bytes:
    """A whole answer of such a server in which the model says this."""
    return json.dumps({"choices": [{"message": {"role": "assistant", "content": content}}]}).encode()


@dataclass
class Model:
    """What an operator runs; `held` keeps its answers back until it is set."""

    url: str = ""
    status: int = 200
    body: bytes = says("none")
    held: Event = field(default_factory=Event)
    asked: list[tuple[dict[str, str], str]] = field(default_factory=list)


@pytest.fixture
def model() -> Iterator[Model]:
    model = Model()
    model.held.set()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            model.asked.append(({"path": self.path, **{k.lower(): v for k, v in self.headers.items()}}, body))
            model.held.wait(A_MINUTE)
            self.send_response(model.status)
            self.send_header("Content-Length", str(len(model.body)))
            self.end_headers()
            self.wfile.write(model.body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

        def handle(self) -> None:
            try:
                super().handle()
            except OSError:  # whoever asked has gone
                return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    model.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield model
    model.held.set()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def endpoint(model: Model) -> Iterator[Endpoint]:
    endpoint = Endpoint(model.url, "some-model", "a-key")
    yield endpoint
    endpoint.close()


def test_it_is_shown_titles_and_names_one(endpoint: Endpoint, model: Model) -> None:
    """
    The model reads the question with titles and scopes, and what it names is taken.
    """
    model.body = says(" court-fees。\n")

    assert endpoint.choose("要交钱吗", CHOICES) == "court-fees"
    [(headers, body)] = model.asked
    asked = json.loads(body)
    assert headers["path"] == "/v1/chat/completions"
    assert headers["authorization"] == "Bearer a-key"
    assert asked["model"] == "some-model"
    shown = asked["messages"][-1]["content"]
    assert all(part in shown for part in ("court-fees", "打官司要交多少钱？", "问支付令", "要交钱吗"))


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, says("none")),
        (200, says("mental-crisis")),
        (200, says("请拨打这个号码，court-fees")),
        (200, says(None)),
        (200, says(["court-fees"])),
        (200, b"not json"),
        (200, b'{"choices": []}'),
        (200, b'["court-fees"]'),
        (200, says("x" * 100_000)),
        (302, b""),
        (500, says("court-fees")),
    ],
)
def test_whatever_else_it_says_is_nothing(endpoint: Endpoint, model: Model, status: int, body: bytes) -> None:
    """
    Another id, a sentence, an error, something that is no answer: we decide as if it were not there.
    """
    model.status, model.body = status, body

    assert endpoint.choose("要交钱吗", CHOICES) is None


def test_nobody_waits_longer_than_three_seconds(endpoint: Endpoint, model: Model) -> None:
    """
    A model that hangs is left; a third worker meanwhile is not kept waiting at all.
    """
    model.held.clear()
    waiting = [Thread(target=endpoint.choose, args=("要交钱吗", CHOICES)) for _ in range(2)]
    for one in waiting:
        one.start()
    while len(model.asked) < 2:  # until both stand at the model's door
        Event().wait(0.01)

    assert endpoint.choose("要交钱吗", CHOICES) is None
    assert len(model.asked) == 2
    for one in waiting:
        one.join(A_MINUTE)
        assert not one.is_alive()


def test_a_broken_one_is_left_alone_for_a_minute(model: Model) -> None:
    """
    After three failures in a row nobody waits for it; a minute later it is asked again.
    """
    now = 1000.0
    endpoint = Endpoint(model.url, "some-model", clock=lambda: now)
    model.status = 500
    for _ in range(5):
        assert endpoint.choose("要交钱吗", CHOICES) is None
    assert len(model.asked) == 3

    model.status, model.body = 200, says("court-fees")
    now += 61
    assert endpoint.choose("要交钱吗", CHOICES) == "court-fees"
    endpoint.close()


def test_nobody_there_is_no_failure_for_the_worker() -> None:
    """
    An address where nothing listens gives our own decision.
    """
    endpoint = Endpoint("http://127.0.0.1:9/v1", "some-model")

    assert endpoint.choose("要交钱吗", CHOICES) is None
    endpoint.close()


def test_it_decides_only_where_we_would_ask_back(library: Library, endpoint: Endpoint, model: Model) -> None:
    """
    What we are sure of, and what is none of our business, is never sent anywhere; a title it names is then shown.
    """
    for said in ("法律援助怎么申请？", "闯红灯扣几分，罚多少钱"):
        assert answer(library, said, chooser=endpoint) == answer(library, said)
    assert model.asked == []

    offered = answer(library, VAGUE)
    assert offered.outcome == "clarify"
    model.body = says(offered.candidates[1].topic)
    assert answer(library, VAGUE, chooser=endpoint).topic == offered.candidates[1].topic
    model.body = says("none")
    assert answer(library, VAGUE, chooser=endpoint) == offered


def test_what_it_reads_is_masked(library: Library, endpoint: Endpoint, model: Model) -> None:
    """
    Names and numbers do not leave the hotline, not even for the operator's own network.
    """
    choose(endpoint, library, "包工头王大锤欠我钱，我电话13900000001", ["payment-order"])

    [(_, body)] = model.asked
    assert "王大锤" not in json.loads(body)["messages"][-1]["content"]
    assert "13900000001" not in body
