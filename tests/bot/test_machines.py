"""Several machines on one PostgreSQL database: which of them may serve, and what the others are told."""

import asyncio
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.machines import join, machine, presence
from bot.settings import Settings, WrongSetting
from storage import holders, machines
from storage.database import Database
from tests.conftest import SettableClock

KEY = SecretStr("a key of the operator's own making")


def settings_in(folder: Path, key: SecretStr | None = None) -> Settings:
    """The settings of a machine with this data folder."""
    folder.mkdir(exist_ok=True)
    return Settings(data_dir=folder, secret_key=key)


def another_serves(database: Database) -> None:
    """Another machine has begun to serve just now."""
    database.call(lambda tx: holders.take(tx, machines.presence("another"), "another", 30))


def test_a_machine_with_a_folder_of_its_own_is_refused(database: Database, tmp_path: Path) -> None:
    """
    A second machine whose data folder is not the shared one is told so, and what to do if the shared one is lost.
    """
    first, second = settings_in(tmp_path / "shared", KEY), settings_in(tmp_path / "own", KEY)
    join(first, database)

    with pytest.raises(WrongSetting, match=str(tmp_path / "own")) as refused:
        join(second, database)

    (tmp_path / "own" / "folder.id").write_text(first.folder_id())
    assert first.folder_id() in str(refused.value)
    join(second, database)


def test_two_machines_need_the_key_as_a_setting(database: Database, tmp_path: Path) -> None:
    """
    A machine whose key lies in a file of its own making serves alone, but not while another serves.
    """
    without, with_key = settings_in(tmp_path), settings_in(tmp_path, KEY)
    join(without, database)
    another_serves(database)

    with pytest.raises(WrongSetting, match="HOTLINE_SECRET_KEY"):
        join(without, database)
    join(with_key, database)


def test_a_machine_that_died_does_not_count_for_long(database: Database, tmp_path: Path, clock: SettableClock) -> None:
    """
    Half a minute after another machine died this one may serve as if it had never been there.
    """
    another_serves(database)
    clock.advance(seconds=31)

    join(settings_in(tmp_path), database)


async def test_a_machine_shows_that_it_serves(database: Database, tmp_path: Path) -> None:
    """
    Two processes of one machine count as one, and it is gone as soon as it stops.
    """
    one, other = presence(database), presence(database)
    await one.start()
    await other.start()

    assert await database.look(machines.serving) == {machine()}
    await asyncio.to_thread(join, settings_in(tmp_path), database)

    await one.stop()
    await other.stop()
    assert await database.look(machines.serving) == set()
