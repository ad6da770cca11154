"""A backup holds everything of one moment, goes back into either engine, and brings back nothing that was erased."""

import json
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import insert, select, text

from storage import backing_up, manifest
from storage.database import Database
from storage.erasures import ErasureLog
from storage.errors import Erased, StorageError, WrongKey
from storage.files import NoSuchFile
from storage.manifest import Damaged, Manifest
from storage.migrating import migrate, ready
from storage.models import DataKey, Fact
from storage.upgrading import config
from storage.vault import Master
from tests.storage.keepsakes import (
    PICTURE,
    STORY,
    Keepsake,
    back_up,
    everything,
    evidence_of,
    leave,
    picture_of,
    put_back,
    settle,
    spoil,
    story_of,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The data folder of the hotline that is copied."""
    made = tmp_path / "var"
    made.mkdir()
    return made


@pytest.fixture
def kept(database: Database, folder: Path) -> Keepsake:
    """What a worker left in it."""
    settle(database)
    return leave(database, evidence_of(folder), "7001")


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where a backup is put back: a database of each engine in turn, of which there is nothing yet."""
    if request.param == "sqlite":
        (tmp_path / "again").mkdir()
        yield f"sqlite:///{tmp_path}/again/hotline.db"
    else:
        yield str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def empty(tmp_path: Path) -> str:
    """An SQLite database of which there is nothing yet."""
    (tmp_path / "again").mkdir(exist_ok=True)
    return f"sqlite:///{tmp_path}/again/hotline.db"


def test_everything_comes_back_on_either_engine(
    database: Database, folder: Path, kept: Keepsake, empty_url: str, master: Master
) -> None:
    """
    Row for row the same, whichever engine it came from and goes to; the story and the picture can be opened.
    """
    restored = put_back(back_up(database, folder), empty_url, master)

    with closing(Database(empty_url, master)) as again:
        ready(again)
        assert everything(again) == everything(database)
        assert story_of(again, kept) == [STORY]
        assert picture_of(again, evidence_of(folder.parent / "again"), kept) == PICTURE
    assert (restored.files, restored.erased) == (1, 0)


def test_a_backup_is_one_folder_for_us_alone(database: Database, folder: Path, kept: Keepsake) -> None:
    """
    A database file without a log beside it, the sealed file, the list; nobody else may look, and no key is in it.
    """
    backup = back_up(database, folder)

    found = {path.relative_to(backup).as_posix(): path for path in backup.rglob("*")}
    [evidence] = [name for name in found if name.endswith(kept.file_id)]
    assert {name for name, path in found.items() if path.is_file()} == {"hotline.db", "manifest.json", evidence}
    for path in (backup, *found.values()):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)
    assert STORY.encode() not in b"".join(path.read_bytes() for path in found.values() if path.is_file())
    document = json.loads((backup / "manifest.json").read_text())
    assert document["engine"] == database.url.get_backend_name()
    assert document["rows"]["conversations"] == 1
    assert document["files"].keys() == {"hotline.db", evidence}


def test_what_comes_in_meanwhile_is_in_the_next_backup(database: Database, folder: Path, kept: Keepsake) -> None:
    """
    A file that is still on its way is left out, and so is one that nobody knows of; neither is missed.
    """
    evidence = evidence_of(folder)
    (folder / "evidence" / "zz").mkdir()
    (folder / "evidence" / "zz" / "unknown").write_bytes(b"?")
    later = leave(database, evidence, "7002")
    database.call(
        lambda tx: tx.execute(text("UPDATE files SET status = 'announced' WHERE id = :id"), {"id": later.file_id})
    )

    made = backing_up.take(database, folder.parent / "backup", folder / "evidence")

    assert [Path(name).name for name in made.files if name != "hotline.db"] == [kept.file_id]
    assert made.missing == ()


def test_a_file_that_is_not_there_is_named(database: Database, folder: Path, kept: Keepsake) -> None:
    """
    The rest is backed up all the same; a file whose key was erased is not missed.
    """
    evidence = evidence_of(folder)
    erased = leave(database, evidence, "7002")
    database.call(lambda tx: tx.vault.erase(erased.key_id))
    for one in (kept, erased):
        evidence.remove(one.file_id)

    made = backing_up.take(database, folder.parent / "backup", folder / "evidence")

    assert made.missing == (kept.file_id,)


def test_what_was_erased_since_stays_erased(
    database: Database, folder: Path, kept: Keepsake, empty_url: str, master: Master
) -> None:
    """
    A worker has everything erased after the backup: restored from it, neither his story nor his picture comes back,
    and his key is nowhere in the file.
    """
    stays = leave(database, evidence_of(folder), "7002")
    wrapped = database.read(lambda tx: {row.id: row.wrapped for row in tx.execute(select(DataKey.id, DataKey.wrapped))})
    backup = back_up(database, folder)
    database.call(lambda tx: tx.vault.erase(kept.key_id))
    log = ErasureLog(folder.parent / "erasures.log")
    assert log.reconcile(database) == 1

    restored = put_back(backup, empty_url, master, log)

    assert restored.erased == 1
    again_evidence = evidence_of(folder.parent / "again")
    with closing(Database(empty_url, master)) as again:
        with pytest.raises(Erased):
            story_of(again, kept)
        assert story_of(again, stays) == [STORY]
        assert picture_of(again, again_evidence, stays) == PICTURE
    with pytest.raises(NoSuchFile):
        next(again_evidence.blocks(b"", kept.file_id))
    if empty_url.startswith("sqlite"):
        content = (folder.parent / "again" / "hotline.db").read_bytes()
        assert [key_id for key_id, one in wrapped.items() if one not in content] == [kept.key_id]


@pytest.mark.parametrize("damage", ["shorter", "changed", "gone", "evidence", "list", "newer", "outside", "no list"])
def test_a_damaged_backup_is_refused_by_name(
    damage: str, sqlite: Database, folder: Path, empty: str, master: Master
) -> None:
    """
    Whatever happened to it on its disk is said in one sentence, and nothing is restored.
    """
    settle(sqlite)
    leave(sqlite, evidence_of(folder), "7001")
    backup = back_up(sqlite, folder)
    said = spoil(backup, damage)

    with pytest.raises(Damaged, match=said):
        put_back(backup, empty, master)

    assert list((folder.parent / "again").iterdir()) == []


def test_rows_that_do_not_arrive_are_noticed(sqlite: Database, folder: Path, empty: str, master: Master) -> None:
    """
    A list that promises more rows than there are is not believed, and no database appears.
    """
    settle(sqlite)
    backup = back_up(sqlite, folder)
    listed = backup / "manifest.json"
    document = json.loads(listed.read_text())
    document["rows"]["staff"] += 1
    listed.write_text(json.dumps(document))

    with pytest.raises(Damaged, match="staff"):
        put_back(backup, empty, master)

    assert list((folder.parent / "again").iterdir()) == []


def test_a_database_with_content_is_never_written_over(
    database: Database, folder: Path, kept: Keepsake, master: Master
) -> None:
    """
    Restoring into the hotline that is in use is refused, and everything is as it was.
    """
    backup, before = back_up(database, folder), everything(database)
    url = database.url.render_as_string(hide_password=False)

    with pytest.raises(StorageError, match="has content"):
        put_back(backup, url, master)

    assert everything(database) == before


def test_a_database_nobody_has_used_may_be_restored_into(
    database: Database, folder: Path, kept: Keepsake, request: pytest.FixtureRequest
) -> None:
    """
    A hotline that was migrated, with a key of its own, but never used takes a backup, and its key with it.
    """
    backup = back_up(database, folder)
    url = str(request.getfixturevalue("postgres_url"))
    stranger = Database(url, Master("the key of an empty hotline"))
    migrate(stranger)
    stranger.close()

    put_back(backup, url, database.master)

    with closing(Database(url, database.master)) as again:
        ready(again)
        assert everything(again) == everything(database)


def test_the_wrong_key_restores_nothing(database: Database, folder: Path, kept: Keepsake, empty_url: str) -> None:
    """
    A backup is refused with any key but its own, and the database stays empty.
    """
    backup = back_up(database, folder)

    with pytest.raises(WrongKey, match="HOTLINE_SECRET_KEY"):
        put_back(backup, empty_url, Master("not the secret of it at all"))

    assert put_back(backup, empty_url, database.master).files == 1


@pytest.mark.parametrize("version", ["0001", "0002"])
def test_an_older_backup_is_brought_forward(folder: Path, empty: str, master: Master, version: str) -> None:
    """
    A backup of an earlier version is restored by this one and is at this one's version afterwards.
    """
    with closing(Database(f"sqlite:///{folder}/hotline.db", master)) as old:
        configured = config()
        with old.engine.begin() as connection:
            configured.attributes["connection"] = connection
            command.upgrade(configured, version)
            proof = {"name": "proof of the master key", "value": master.look_up("proof", "proof of the master key")}
            connection.execute(insert(Fact).values(proof))
            connection.execute(text("INSERT INTO units (code, name) VALUES ('620500', '天水市总工会')"))
        backup = back_up(old, folder)

    assert Manifest.read(backup).revision == version
    put_back(backup, empty, master)

    with closing(Database(empty, master)) as again:
        ready(again)
        assert again.read(lambda tx: tx.execute(text("SELECT name FROM units")).scalar_one()) == "天水市总工会"


@pytest.mark.parametrize("occupied", ["a backup", "a file"])
def test_no_backup_is_written_over(occupied: str, sqlite: Database, folder: Path) -> None:
    """
    A folder that holds anything is refused; a backup that fails leaves nothing behind.
    """
    place = folder.parent / "backup"
    if occupied == "a backup":
        back_up(sqlite, folder)
    else:
        place.write_text("mine")

    with pytest.raises(StorageError, match="is not empty"):
        back_up(sqlite, folder)

    stranger = Database(sqlite.url.render_as_string(), Master("not the secret of it at all"))
    before = sorted(folder.parent.iterdir())
    with pytest.raises(WrongKey), closing(stranger):
        backing_up.take(stranger, folder.parent / "other", folder / "evidence")
    assert sorted(folder.parent.iterdir()) == before


def test_the_master_key_is_in_it_only_if_asked(sqlite: Database, folder: Path) -> None:
    """
    With the key the folder restores by itself; it is listed and checked like everything else.
    """
    backing_up.take(sqlite, folder.parent / "backup", folder / "evidence", "the key of this hotline")

    assert (folder.parent / "backup" / manifest.KEY).read_text() == "the key of this hotline"
    assert manifest.KEY in Manifest.read(folder.parent / "backup").files
