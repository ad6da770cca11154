"""A backup taken while people write holds everything that had been answered before it began, and nothing by halves."""

import json
import subprocess
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr
from sqlalchemy import select

from bot.commands.database import open_database
from bot.settings import Settings
from storage import conversations
from storage.database import Database, Transaction
from storage.evidence import Evidence
from storage.models import Inbound, Outbound, StoredFile
from tests.conftest import fresh_database
from tests.faults.conftest import Say
from tests.faults.mortal import HUNG, until
from tests.hotline_process import Running, Worker, command, environment, free_port, serving

pytestmark = pytest.mark.faults

PEOPLE = 6
_EACH = 8  # messages of each before the backup begins
_PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 400
_QUESTIONS = ("老板拖欠我三个月工资怎么办", "法律援助怎么申请？", "明天会不会下雨", "没签合同能要双倍工资吗")


@dataclass
class Writing:
    """Somebody who writes without a pause; `answered` says which of his messages were answered with 200, and when."""

    worker: Worker
    answered: list[tuple[str, float]] = field(default_factory=list)

    def go_on(self, enough: threading.Event) -> None:
        """Write until it is enough; every tenth message is a picture."""
        n = 0
        while not enough.is_set():
            self._post(f"said-{n:05d}", n)
            n += 1

    def before(self, moment: float) -> list[str]:
        """What had been answered by then."""
        return [message_id for message_id, at in self.answered if at < moment]

    def _post(self, message_id: str, n: int) -> None:
        text = _QUESTIONS[n % len(_QUESTIONS)]
        answer = self._picture(message_id) if n % 10 == 5 else self.worker.post({"id": message_id, "text": text})
        answer.raise_for_status()
        self.answered.append((message_id, time.monotonic()))

    def _picture(self, message_id: str) -> httpx.Response:
        file = {"file": ("工资条.png", _PICTURE)}
        headers = self.worker.headers
        return self.worker.http.post("/chat/api/messages", data={"id": message_id}, files=file, headers=headers)


@contextmanager
def load(hotline: Running) -> Iterator[list[Writing]]:
    """People who write, each as fast as he is answered, from the beginning of the block to its end."""
    people, enough = [Writing(hotline.worker()) for _ in range(PEOPLE)], threading.Event()
    with ThreadPoolExecutor(PEOPLE) as threads:
        writing = [threads.submit(one.go_on, enough) for one in people]
        try:
            until(lambda: all(len(one.answered) >= _EACH for one in people))
            yield people
        finally:
            enough.set()
        for one in writing:
            one.result(HUNG)


@pytest.fixture(params=["sqlite", "postgresql"])
def target(request: pytest.FixtureRequest) -> Iterator[str | None]:
    """Where the backup goes; None is the SQLite database in the data folder."""
    if request.param == "sqlite":
        yield None
        return
    with fresh_database(request.getfixturevalue("administrator")) as url:
        yield url


def test_a_backup_under_load(tmp_path: Path, url: str | None, target: str | None, say: Say) -> None:
    """
    Six people write and send pictures as fast as they are answered while `hotline backup` runs. Restored into an empty
    folder, on the same engine and on the other: everything answered before it began is there, each conversation is as
    it stood at one moment, every picture opens, and the doctor finds nothing wrong.
    """
    source, again = tmp_path / "source", tmp_path / "again"
    for folder in (source, again):
        folder.mkdir()
    env = _environment(source, url, HOTLINE_DEMO="1")
    if url:
        assert command(source, env, "migrate").returncode == 0
    with serving(source, env) as hotline, load(hotline) as people:
        begun = time.monotonic()
        made = _json(command(source, env, "backup", str(tmp_path / "backup"), "--json"))
        took = time.monotonic() - begun
        until(lambda: all(one.answered[-1][1] > begun + took for one in people))
        cookies = [one.worker.http.cookies["hotline_chat"] for one in people]

    key = (source / "var" / "secret.key").read_text()
    restoring = _environment(again, target, HOTLINE_SECRET_KEY=key)
    restored = _json(command(again, restoring, "restore", str(tmp_path / "backup"), "--json"))

    assert (made["missing"], restored["files"]) == ([], made["files"])
    assert _json(command(again, restoring, "doctor", "--json"))["healthy"]
    with _database(source, url) as live, _database(again, target, key) as copy:
        for one, cookie in zip(people, cookies, strict=True):
            spoken = partial(_spoken, cookie=cookie)
            _compare(live.read(spoken), copy.read(spoken), one.before(begun))
        pictures = copy.read(_kept)
        _open(copy, pictures, again / "var" / "evidence")
    answered = sum(len(one.answered) for one in people)
    before = sum(len(one.before(begun)) for one in people)
    say(f"{before} of {answered} messages before, {made['rows']} rows, {len(pictures)} pictures, {took:.1f} s")


@dataclass(frozen=True, slots=True)
class Spoken:
    """One conversation as it lies in the database: ids of the messages taken, and our replies, sealed, by number."""

    taken: list[str]
    replies: list[tuple[int, bytes]]


def _compare(live: Spoken, copy: Spoken, answered: list[str]) -> None:
    """The copy is the live conversation up to a moment that is not before the backup began."""
    assert set(answered) <= set(copy.taken)
    assert copy.taken == live.taken[: len(copy.taken)]
    assert copy.replies == live.replies[: len(copy.replies)]
    assert [n for n, _ in copy.replies] == list(range(1, len(copy.replies) + 1))
    assert len(copy.replies) >= len(copy.taken), "a message is there without its answer"


def _spoken(tx: Transaction, cookie: str) -> Spoken:
    session = conversations.web_session(tx, cookie)
    assert session, "this web chat is gone"
    taken = select(Inbound.message_id).where(Inbound.conversation_id == session.conversation_id)
    said = select(Outbound.n, Outbound.message).where(Outbound.conversation_id == session.conversation_id)
    return Spoken(
        list(tx.execute(taken.order_by(Inbound.message_id)).scalars()),
        [(row.n, bytes(row.message)) for row in tx.execute(said.order_by(Outbound.n))],
    )


def _kept(tx: Transaction) -> list[tuple[str, str]]:
    kept = select(StoredFile.id, StoredFile.key_id).where(StoredFile.status == "kept")
    return [(row.id, row.key_id) for row in tx.execute(kept)]


def _open(copy: Database, pictures: list[tuple[str, str]], folder: Path) -> None:
    """Every picture that was kept opens with its key."""
    assert pictures
    for file_id, key_id in pictures:
        assert Evidence(folder).read(copy.read(partial(_key, key_id=key_id)), file_id) == _PICTURE


def _key(tx: Transaction, key_id: str) -> bytes:
    return tx.vault.key(key_id)


def _database(folder: Path, url: str | None, key: str | None = None) -> closing[Database]:
    secret = SecretStr(key) if key else None
    return closing(open_database(Settings(data_dir=folder / "var", database_url=url, secret_key=secret)))


def _environment(folder: Path, url: str | None, **settings: str) -> dict[str, str]:
    return environment(folder, free_port(), **settings, **({"HOTLINE_DATABASE_URL": url} if url else {}))


def _json(ran: subprocess.CompletedProcess[str]) -> Any:
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return json.loads(ran.stdout)
