"""`hotline backup` and `restore`: what an operator types on a bad day, and what he is told."""

import json
import stat
import subprocess
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot.commands.data_folder import alone
from bot.commands.database import open_database
from bot.settings import Settings
from storage.erasures import ErasureLog
from storage.errors import Erased
from storage.vault import Place
from tests.bot.command_line import FEDERATION, LAWYER, SUPERVISOR, Run, printed, process, refused
from tests.storage.keepsakes import evidence_of, leave

PLACE = Place("tests", "words", "1")


@pytest.fixture
def backup(run: Run, tmp_path: Path) -> Path:
    """A backup of a small federation, without its key."""
    for words in (FEDERATION, SUPERVISOR, LAWYER):
        assert run(*words).exit_code == 0
    assert run("backup", "kept").exit_code == 0
    return tmp_path / "kept"


@pytest.fixture
def key(backup: Path, tmp_path: Path) -> str:
    """The master key of the federation that was copied."""
    return (tmp_path / "var" / "secret.key").read_text()


def elsewhere(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """From now on the hotline is another one."""
    monkeypatch.setenv("HOTLINE_DATA_DIR", str(folder))


def test_there_and_back(run: Run, backup: Path, key: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Restored with the key into an empty folder: the same colleagues, and the doctor has nothing against it.
    """
    before = printed(run("staff", "list", "--json"))
    elsewhere(monkeypatch, tmp_path / "again")
    monkeypatch.setenv("HOTLINE_SECRET_KEY", key)

    restored = printed(run("restore", str(backup), "--json"))

    assert restored["files"] == restored["erased"] == 0
    assert restored["rows"] == sum(json.loads((backup / "manifest.json").read_text())["rows"].values())
    assert printed(run("staff", "list", "--json")) == before
    assert printed(run("doctor", "--json"))["healthy"]
    assert not (tmp_path / "again" / "secret.key").exists()


def test_a_backup_says_what_it_holds(run: Run, backup: Path, tmp_path: Path) -> None:
    """
    One JSON document with the counts; without the key, and said so. The doctor remembers when it was.
    """
    made = printed(run("backup", "second", "--json"))

    assert (made["where"], made["engine"], made["master_key"]) == (str(tmp_path / "second"), "sqlite", False)
    assert made["bytes"] == (tmp_path / "second" / "hotline.db").stat().st_size
    assert "key is not in it" in run("backup", "third").stdout
    assert made["taken_at"][:10] in printed(run("doctor", "--json"))["configured"]["last_backup"]


def test_a_backup_beside_the_data_is_pointed_out(run: Run, backup: Path, tmp_path: Path) -> None:
    """
    Copied into the data folder it would be lost with it: it is made, and said so.
    """
    made = run("backup", str(tmp_path / "var" / "copy"))

    assert made.exit_code == 0
    assert "another disk" in made.stderr
    assert "another disk" not in run("backup", str(tmp_path / "elsewhere")).stderr


def test_a_backup_that_cannot_be_written_says_where_to_look(run: Run, backup: Path) -> None:
    """
    A disk that is not there, or a folder of somebody else's: a sentence with the folder, not a number of an error.
    """
    said = refused(run("backup", "/proc/kept"))

    assert said.startswith("The backup could not be written to /proc/kept: ")
    assert "Is the disk there" in said


def test_with_its_key_a_backup_restores_by_itself(
    run: Run, backup: Path, key: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    The key goes back where the hotline looks for it, for us alone; a key that lay there for nothing is put aside.
    """
    assert "whoever has this folder can read everything" in run("backup", "whole", "--with-master-key").stdout
    again = tmp_path / "again"
    again.mkdir()
    (again / "secret.key").write_text("a key that was made in vain")
    elsewhere(monkeypatch, again)

    assert run("restore", str(tmp_path / "whole")).exit_code == 0

    assert (again / "secret.key").read_text() == key
    assert stat.S_IMODE((again / "secret.key").stat().st_mode) == 0o600
    assert [path.read_text() for path in again.glob("secret.key.unused-*")] == ["a key that was made in vain"]
    assert len(printed(run("staff", "list", "--json"))) == 2


def test_without_any_key_nothing_is_restored(
    run: Run, backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    The sentence names the setting and the file; no new key is made, which would open nothing.
    """
    elsewhere(monkeypatch, tmp_path / "again")

    assert "set HOTLINE_SECRET_KEY, or put the right one at" in refused(run("restore", str(backup)))
    assert not (tmp_path / "again" / "secret.key").exists()
    monkeypatch.setenv("HOTLINE_SECRET_KEY", "another key that is long enough")
    assert "HOTLINE_SECRET_KEY is not the key" in refused(run("restore", str(backup)))
    assert not (tmp_path / "again" / "hotline.db").exists()


def test_a_folder_in_use_is_never_restored_into(run: Run, backup: Path, tmp_path: Path) -> None:
    """
    Neither while a hotline serves from it nor where anybody works already.
    """
    with alone(tmp_path / "var" / "lock"):
        assert "stop it first" in refused(run("restore", str(backup)))
    assert "has content" in refused(run("restore", str(backup)))
    assert "is not empty" in refused(run("backup", str(backup)))
    assert "has no manifest.json" in refused(run("restore", str(tmp_path / "var")))


def test_a_mistyped_folder_is_not_backed_up(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    HOTLINE_DATA_DIR points nowhere: said so, and no empty hotline is made and copied in its place.
    """
    elsewhere(monkeypatch, tmp_path / "vra")
    assert "There is no folder" in refused(run("backup", "kept"))
    (tmp_path / "vra").mkdir()
    assert "There is no database in" in refused(run("backup", "kept"))

    assert [path.name for path in tmp_path.rglob("*")] == ["vra"]


def test_an_erasure_is_not_undone_by_a_restore(
    run: Run, backup: Path, key: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    What was erased after the backup stays erased where the list of erasures is at hand; where it is not, that is said.
    """
    with closing(open_database(Settings.read())) as database:
        key_id = database.call(lambda tx: tx.vault.new_key())
        sealed = database.call(lambda tx: tx.vault.seal(key_id, "三万二", PLACE))
        assert run("backup", "before").exit_code == 0
        database.call(lambda tx: tx.vault.erase(key_id))
    assert run("backup", "after").exit_code == 0  # which brings the list up to date
    monkeypatch.setenv("HOTLINE_SECRET_KEY", key)

    elsewhere(monkeypatch, tmp_path / "without")
    [note] = printed(run("restore", str(tmp_path / "before"), "--json"))["notes"]
    assert "no list of erasures" in note
    elsewhere(monkeypatch, tmp_path / "with")
    monkeypatch.setenv("HOTLINE_ERASURE_LOG", str(tmp_path / "var" / "erasures.log"))
    restored = printed(run("restore", str(tmp_path / "before"), "--json"))

    assert (restored["erased"], restored["notes"]) == (1, [])
    with closing(open_database(Settings.read())) as again, pytest.raises(Erased):
        again.read(lambda tx: tx.vault.open(sealed, PLACE))
    assert ErasureLog(Settings.read().erasures).listed().keys() == {key_id}


def test_a_backup_that_lacks_a_file_is_not_well(run: Run, backup: Path, tmp_path: Path) -> None:
    """
    The backup is there, with everything else in it; status 1 and a sentence make somebody look.
    """
    with closing(open_database(Settings.read())) as database:
        kept = leave(database, evidence_of(tmp_path / "var"), "7001")
    evidence_of(tmp_path / "var").remove(kept.file_id)

    ill = run("backup", "lacking", "--json")

    assert printed(ill, 1)["missing"] == [kept.file_id]
    assert "1 files that people sent were not in the evidence folder" in ill.stderr
    assert (tmp_path / "lacking" / "manifest.json").exists()


def test_doctor_notices_that_backups_have_stopped(run: Run, backup: Path, tmp_path: Path) -> None:
    """
    A record of three days ago is a finding, none at all is advice.
    """
    record = tmp_path / "var" / "last-backup.json"
    written = json.loads(record.read_text())
    assert printed(run("doctor", "--json"))["healthy"]
    with closing(open_database(Settings.read())) as database:
        old = database.clock() - timedelta(days=3)
    record.write_text(json.dumps({**written, "taken_at": old.isoformat()}))

    assert "The last backup is 3 days old" in run("doctor").stdout
    record.unlink()

    assert "No backup was made from this folder yet" in run("doctor").stdout
    assert run("doctor").exit_code == 0


def test_as_a_process_of_its_own(run: Run, backup: Path, tmp_path: Path) -> None:
    """
    With --json there is one document on stdout and nothing on stderr; the two commands need not load Telegram.
    """
    ran = process("backup", "alone", "--json")

    assert (ran.returncode, ran.stderr) == (0, "")
    assert json.loads(ran.stdout)["where"].endswith("alone")
    loaded = (
        "import sys, bot.commands.keeping; print([m for m in ('telegram', 'fastapi', 'jieba') if m in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True).stdout == "[]\n"
