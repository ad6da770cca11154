"""A worker with Telegram in his hand, and the town he lives in: a real hotline on a webhook, a Bot API on loopback."""

import json
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import httpx
from pydantic import SecretStr
from sqlalchemy import select

from bot.commands.database import open_database
from bot.settings import Settings
from bot.telegram.webhook import PATH
from desk.links import sign_in_link
from storage import cases, inbox, people
from storage.cases import Case
from storage.database import Database, Transaction
from storage.models import Conversation
from tests.bot.telegram import updates
from tests.conftest import SECRET as MASTER
from tests.fake_telegram import TOKEN, FakeTelegram, running
from tests.hotline_process import Clerk, Running, environment, free_port, serving
from tests.replies import replies

SECRET = "a-secret-of-the-tests"
_NUMBER = re.compile(r"TS\d{11}")
_PATIENCE = 30.0  # seconds until a test that would hang gives up
_A_MOMENT = 0.05  # seconds between two looks


def until(happened: Callable[[], bool]) -> None:
    """Look until it has happened; raises TimeoutError."""
    end, pause = time.monotonic() + _PATIENCE, threading.Event()
    while not happened():
        if time.monotonic() > end:
            raise TimeoutError("It did not happen.")
        pause.wait(_A_MOMENT)


@dataclass
class Town:
    """One hotline with its Telegram, its folder and environment; `database` looks into what it keeps."""

    folder: Path
    env: Mapping[str, str]
    hotline: Running
    telegram: FakeTelegram
    database: Database
    http: httpx.Client
    _update_ids: Iterator[int] = field(default_factory=lambda: count(5000))
    _chats: Iterator[int] = field(default_factory=lambda: count(730_101))

    def worker(self) -> "TelegramWorker":
        """Somebody who has never written before."""
        return TelegramWorker(self, next(self._chats))

    def brings(self, **update: Any) -> httpx.Response:
        """Telegram brings one update, under the next id unless it has one."""
        update.setdefault("update_id", next(self._update_ids))
        return self.post(json.dumps(update, ensure_ascii=False).encode("utf-8", "surrogatepass"))

    def post(self, body: bytes, secret: str | None = SECRET) -> httpx.Response:
        """Somebody posts this to the webhook."""
        headers = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret is not None else {}
        return self.http.post(PATH, content=body, headers={"Content-Type": "application/json", **headers})

    def case(self, number: str) -> Case:
        """A case as it stands."""
        return self.database.read(lambda tx: cases.by_number(tx, number))

    def lawyer_of(self, number: str) -> Clerk:
        """The lawyer to whom the case was offered, signed in at the desk."""
        offered_to = self.case(number).offered_to
        assert offered_to
        token = self.database.call(lambda tx: people.invite(tx, offered_to, people.SIGN_IN, timedelta(hours=1)))
        return self.hotline.clerk(sign_in_link(self.hotline.url, token))


@dataclass
class TelegramWorker:
    """Writes, taps and reads in one private chat."""

    town: Town
    chat: int
    read_up_to: int = 0

    def says(self, text: str) -> str:
        """Type something; returns what the hotline answers, all messages in one text."""
        return self.sends(message=updates.message(self.chat, text=text))

    def taps(self, button: str) -> str:
        """Tap the button of this id below the last message; raises KeyError if there is none."""
        offered = self.town.telegram.buttons(self.chat)
        found = next((one for one in offered if one.partition(":")[0] == button), None)
        if found is None:
            raise KeyError(f"{button} is not among {offered}")
        return self.sends(callback_query=updates.press(self.chat, found))

    def sends(self, **update: Any) -> str:
        """Send anything that Telegram takes; returns what the hotline answers."""
        answer = self.town.brings(**update)
        assert (answer.status_code, answer.text) == (200, "Kept.")
        return self.reads()

    def reads(self) -> str:
        """Everything new, in one text, once nothing more is on its way."""
        until(self.has_everything)
        fresh = self.town.telegram.texts(self.chat)[self.read_up_to :]
        self.read_up_to += len(fresh)
        return "\n".join(fresh)

    def has_everything(self) -> bool:
        """Whether no reply to this chat is waiting."""
        return self.town.database.call(self._all_settled)

    def said(self) -> list[str]:
        """The bodies that the hotline keeps of what this worker sent, opened, oldest first."""
        kept = self.town.database.call(lambda tx: inbox.said(tx, self._conversation(tx)))
        return [body for _, _, body in kept]

    def complains(self, story: str) -> str:
        """Go the whole way of the form, skipping what can be skipped; returns the number."""
        self.says("我要投诉")
        self.taps("agree")
        self.says(story)
        while "submit" not in self.town.telegram.buttons(self.chat):
            self.taps("skip")
        found = _NUMBER.search(self.taps("submit"))
        assert found, "no number was given"
        return found[0]

    def _conversation(self, tx: Transaction) -> str:
        """His conversation, looked up without hearing from him."""
        hashed = inbox.address_hash(tx, "telegram", str(self.chat))
        its = select(Conversation.id).where(Conversation.address_hash == hashed)
        return tx.execute(its).scalar_one_or_none() or ""

    def _all_settled(self, tx: Transaction) -> bool:
        mine = self._conversation(tx)
        return all(one.status != "waiting" for one in replies(tx) if one.conversation_id == mine)


@contextmanager
def town(folder: Path, database_url: str | None) -> Iterator[Town]:
    """A town whose hotline serves, and whose Telegram lets twenty messages a second into a chat: nobody waits here.

    A PostgreSQL database must have been migrated with the tests' master key.
    """
    port = free_port()
    with running() as telegram:
        settings = {
            "HOTLINE_DEMO": "1",
            "HOTLINE_SECRET_KEY": MASTER,
            "HOTLINE_TELEGRAM_TOKEN": TOKEN,
            "HOTLINE_TELEGRAM_API_URL": telegram.url,
            "HOTLINE_TELEGRAM_CHAT_RATE": "20",
            "HOTLINE_TELEGRAM_MODE": "webhook",
            "HOTLINE_TELEGRAM_WEBHOOK_SECRET": SECRET,
            "HOTLINE_PUBLIC_URL": f"http://127.0.0.1:{port}",
            **({"HOTLINE_DATABASE_URL": database_url} if database_url else {}),
        }
        env = environment(folder, port, **settings)
        with (
            serving(folder, env) as hotline,
            httpx.Client(base_url=hotline.url, timeout=_PATIENCE, verify=False) as http,
        ):
            database = open_database(
                Settings(data_dir=folder / "var", database_url=database_url, secret_key=SecretStr(MASTER))
            )
            try:
                yield Town(folder, env, hotline, telegram, database, http)
            finally:
                database.close()
