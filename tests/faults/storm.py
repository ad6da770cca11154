"""Many workers who tell everything at once, to Telegram and in the web chat, while the hotline is being killed."""

import random
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import httpx

from bot.telegram.webhook import PATH
from tests.fake_telegram import FakeTelegram
from tests.faults.mortal import HUNG, SECRET, Mortal, Outside
from tests.faults.telling import STEPS
from tests.hotline_process import Worker

_AT_ONCE = 64  # more than there are workers, so that copies of one message really are under way together


def id_on_web(n: int) -> str:
    """The page's own id of the n-th step."""
    return f"said-{n:02d}"


@dataclass
class Storm:
    """`sent` are the ids of the updates of each chat, in order; each is brought until it is taken, some twice."""

    hotline: Mortal
    telegram: FakeTelegram
    seed: int
    chats: range
    sent: dict[int, list[str]] = field(default_factory=dict)
    outside: Outside = field(default_factory=Outside)

    def __post_init__(self) -> None:
        """Draw the lots and open the connections."""
        self.chance = random.Random(self.seed)
        self.http = httpx.Client(timeout=HUNG, verify=False, limits=httpx.Limits(max_connections=_AT_ONCE))
        self.threads = ThreadPoolExecutor(_AT_ONCE)
        self.visitors: list[Worker] = []
        self._ids = iter(range(5000, 10**6))

    def progress(self) -> int:
        """How many messages were taken, and how many replies have gone out to Telegram."""
        return len(self.outside.accepted) + len(self.telegram.called("sendMessage"))

    def is_at(self, point: int) -> bool:
        """Whether so much has happened."""
        return self.progress() >= point

    def tell(self, chat: int) -> None:
        """One worker tells everything through the webhook."""
        chance, told = random.Random(f"{self.seed} {chat}"), []
        for step in STEPS:
            told.append(step.update(chat, next(self._ids)))
            self._remember(chat, told[-1])
            self._bring(partial(self._post, told[-1]), twice=chance.random() < 0.3)
            if chance.random() < 0.15:
                self._bring(partial(self._post, chance.choice(told)), twice=False)

    def visit(self, visitor: Worker) -> None:
        """One worker tells everything in the web chat, whose page sends a message again under its own id."""
        chance = random.Random(f"{self.seed} {visitor.headers}")
        for n, step in enumerate(STEPS):
            self._bring(partial(visitor.post, step.post(id_on_web(n))), twice=chance.random() < 0.3)

    def pour(self, chats: Iterable[int]) -> None:
        """Let everything wait for getUpdates, everybody's first step first, some of it twice."""
        for step in STEPS:
            for chat in chats:
                update = step.update(chat, next(self._ids))
                self._remember(chat, update)
                for _ in range(1 + (self.chance.random() < 0.2)):
                    self.telegram.bring(**update)

    def break_loose(self, visitors: int) -> "list[Future[None]]":
        """Everybody at once."""
        self.visitors = [Worker(self.hotline.url) for _ in range(visitors)]
        telling = [self.threads.submit(self.tell, chat) for chat in self.chats]
        return telling + [self.threads.submit(self.visit, visitor) for visitor in self.visitors]

    def close(self) -> None:
        """Let go of connections and threads."""
        for client in (self.http, *(visitor.http for visitor in self.visitors)):
            client.close()
        self.threads.shutdown(cancel_futures=True)

    def _remember(self, chat: int, update: dict[str, Any]) -> None:
        self.sent.setdefault(chat, []).append(str(update["update_id"]))

    def _bring(self, post: Any, *, twice: bool) -> None:
        copies = [self.threads.submit(self.outside.bring, post)] if twice else []
        self.outside.bring(post)
        for copy in copies:
            copy.result(HUNG)

    def _post(self, update: dict[str, Any]) -> httpx.Response:
        return self.post_to(self.hotline, update)

    def post_to(self, hotline: Mortal, update: dict[str, Any]) -> httpx.Response:
        """Bring an update to one hotline, once."""
        return self.http.post(hotline.url + PATH, json=update, headers={"X-Telegram-Bot-Api-Secret-Token": SECRET})
