"""A database with something in every corner that a backup could forget, and a way to hold two databases together."""

import json
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import select

from storage import backing_up, conversations, files, inbox, outbox, people, uploads
from storage.database import Database, Transaction
from storage.erasures import ErasureLog
from storage.evidence import Evidence
from storage.inbox import Source
from storage.manifest import Manifest
from storage.messages import Button, Message
from storage.models import Base, Fact, Holder
from storage.people import UnionBody
from storage.restoring import Restored, restore
from storage.vault import Master
from tests.storage.conftest import found

STORY = "欠我三万二，一直不给"
PICTURE = b"\x89PNG not really " * 999
# The lower body has the lower code here, so that it comes before the one it belongs to.
BODIES = (UnionBody("620900", "酒泉市总工会", None), UnionBody("620102", "虚构区总工会", "620900"))


@dataclass(frozen=True, slots=True)
class Keepsake:
    """What somebody left with us, and the keys it is sealed with."""

    conversation_id: str
    key_id: str
    file_id: str


def leave(database: Database, evidence: Evidence, who: str) -> Keepsake:
    """A worker tells his story, sends a picture, is promised an answer, and has half a complaint in hand."""
    standing, file_id, key = database.call(lambda tx: _told(tx, who))
    finished = evidence.write(key, file_id, PICTURE)
    database.call(lambda tx: files.kept(tx, file_id, size=finished.size, sha256=finished.sha256))
    return Keepsake(standing.id, standing.key_id, file_id)


def settle(database: Database) -> None:
    """The federation and its bodies."""
    database.call(found)
    for body in BODIES:
        database.call(partial(people.add_unit, unit=body))


def story_of(database: Database, kept: Keepsake) -> list[str]:
    """What this worker said, opened."""
    return [body for _, _, body in database.read(lambda tx: inbox.said(tx, kept.conversation_id))]


def picture_of(database: Database, evidence: Evidence, kept: Keepsake) -> bytes:
    """The picture of this worker, opened."""
    return evidence.read(database.read(lambda tx: tx.vault.key(kept.key_id)), kept.file_id)


def everything(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, but for who holds what and in which folder, which a restored hotline finds anew."""
    tables = [table for table in Base.metadata.sorted_tables if table.name not in (Holder.__tablename__, "facts")]
    rows = database.read(lambda tx: {table.name: [tuple(row) for row in tx.execute(select(table))] for table in tables})
    proofs = database.read(lambda tx: [tuple(row) for row in tx.execute(select(Fact.name, Fact.value))])
    return {name: sorted(found, key=repr) for name, found in rows.items()} | {"facts": proofs}


def evidence_of(folder: Path) -> Evidence:
    """The evidence of a data folder."""
    return Evidence(folder / "evidence")


def back_up(database: Database, folder: Path) -> Path:
    """A backup beside the data folder."""
    backing_up.take(database, folder.parent / "backup", folder / "evidence")
    return folder.parent / "backup"


def put_back(backup: Path, url: str, master: Master, log: ErasureLog | None = None) -> Restored:
    """The backup, restored as the command does it."""
    made = Manifest.read(backup)
    made.verify(backup)
    evidence = backup.parent / "again" / "evidence"
    return restore(backup, made, url, master, evidence, log.listed() if log else {})


def spoil(backup: Path, damage: str) -> str:
    """Damage it; returns what must be said."""
    database, listed = backup / "hotline.db", backup / "manifest.json"
    [evidence] = [path for path in (backup / "evidence").rglob("*") if path.is_file()]
    document = json.loads(listed.read_text())
    match damage:
        case "shorter":
            database.write_bytes(database.read_bytes()[:-1])
            return "hotline.db is not as it was written"
        case "changed":
            content = bytearray(database.read_bytes())
            content[len(content) // 2] ^= 1
            database.write_bytes(content)
            return "hotline.db is not as it was written"
        case "gone":
            database.unlink()
            return "hotline.db is missing"
        case "evidence":
            evidence.write_bytes(b"")
            return f"evidence/.*{evidence.name} is not as it was written"
        case "list":
            listed.write_text("{")
            return "manifest.json is damaged"
        case "newer":
            listed.write_text(json.dumps({**document, "format": 2}))
            return "newer program"
        case "outside":
            files = {**document["files"], "../var/hotline.db": document["files"]["hotline.db"]}
            listed.write_text(json.dumps({**document, "files": files}))
            return "outside of it"
    listed.unlink()
    return "has no manifest.json"


def _told(tx: Transaction, who: str) -> tuple[conversations.Standing, str, bytes]:
    standing = conversations.lock(tx, "telegram", who)
    source = Source("telegram", who, f"{who}-1")
    inbox.claim(tx, source)
    inbox.keep(tx, source, standing.id, standing.key_id, 0, STORY)
    conversations.save(tx, standing, step="story", draft={"story": STORY}, language="zh-CN")
    outbox.promise(tx, standing.id, Message("收到", (Button("skip", "跳过"),)))
    inbox.park(tx, Source("telegram", who, f"{who}-2"), "{}", "KeyError")
    file_id = files.announce(
        tx, standing.id, by="worker", channel="telegram", kind="photo", name="工资条.png", mime="image/png"
    )
    uploads.make_link(tx, standing.id, timedelta(days=3), file_id)
    return standing, file_id, tx.vault.key(standing.key_id)
