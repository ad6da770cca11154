"""`hotline doctor`: what is wrong, what is worth knowing, and what to do, for people and for scripts."""

from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.commands.database import open_database
from bot.commands.examining import unknown_holidays
from bot.policies import office
from bot.settings import Settings
from handlers.arriving import FETCH_FILE
from knowledge.reading.calendars import new_year_of
from storage import files, holidays, outbox, people, tasks
from storage.clock import CHINA, system_clock
from storage.conversations import lock
from storage.database import Transaction
from storage.holidays import Holiday
from storage.messages import Message
from tests.bot.command_line import FEDERATION, LAWYER, SUPERVISOR, Run, printed

_AGES_AGO = timedelta(hours=2)
NOBODY = "http://127.0.0.1:9"  # a Telegram that is away: no test asks the real one


@pytest.fixture
def federation(run: Run) -> Run:
    """A hotline in which nothing is missing."""
    for words in (FEDERATION, SUPERVISOR, LAWYER, *(("holidays", "set", day, "free") for day in great_days())):
        assert run(*words).exit_code == 0
    return run


def great_days() -> list[str]:
    """The days by which a year counts as known, of this year and the next, whatever the packages know of them."""
    this = system_clock().astimezone(CHINA).year
    fixed = [date(year, month, 1) for year in (this, this + 1) for month in (1, 5, 10)]
    return [day.isoformat() for day in (*fixed, new_year_of(this), new_year_of(this + 1))]


def codes(run: Run, level: str = "wrong") -> set[str]:
    """The codes of what the doctor finds."""
    found = run("doctor", "--json")
    document = printed(found, found.exit_code)
    assert document["healthy"] == (found.exit_code == 0)
    return {one["code"] for one in document["findings"] if one["level"] == level}


def test_a_healthy_hotline_says_how_it_is_set_up(federation: Run, tmp_path: Path) -> None:
    """
    Folder, database, address; advice does not make it ill.
    """
    document = printed(federation("doctor", "--json"))

    assert document["healthy"]
    assert document["configured"]["data_folder"] == str(tmp_path / "var")
    assert document["configured"]["database"] == "embedded SQLite"
    assert {one["level"] for one in document["findings"]} == {"advice"}
    said = federation("doctor").stdout
    assert said.splitlines()[0] == f"Data folder: {tmp_path / 'var'}"
    assert said.endswith("All is well.\n")


def test_a_misspelt_setting_is_noticed(federation: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    In the environment and in .env: the name that was meant is proposed; names of other programs are left alone.
    """
    monkeypatch.setenv("HOTLINE_TELEGRAM_TOKN", "123:abc")
    monkeypatch.setenv("TELEGRAM_TOKEN", "123:abc")
    (tmp_path / ".env").write_text("HOTLINE_ADDRESS_OF_THE_MOON=1\nPOSTGRES_PASSWORD=x\n")

    said = federation("doctor").stdout

    assert "HOTLINE_TELEGRAM_TOKN is not a setting; is HOTLINE_TELEGRAM_TOKEN meant?" in said
    assert "HOTLINE_ADDRESS_OF_THE_MOON is not a setting" in said
    assert "POSTGRES" not in said
    assert "123:abc" not in said
    assert codes(federation) == {"unknown_setting"}


def test_a_wrong_setting_is_a_finding(federation: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Also one that keeps every other command from starting, such as a .env that an old editor saved in GBK.
    """
    monkeypatch.setenv("HOTLINE_PORT", "high")
    assert codes(federation) == {"setting"}
    monkeypatch.delenv("HOTLINE_PORT")
    (tmp_path / ".env").write_bytes("HOTLINE_PUBLIC_URL=https://x.example # 地址".encode("gbk"))

    assert codes(federation) == {"setting"}
    assert "The file .env is not UTF-8" in federation("doctor").stdout
    assert "The file .env is not UTF-8" in federation("staff", "list").stderr


@pytest.mark.parametrize("folder", ["vra", "empty"])
def test_a_mistyped_folder_is_found_and_not_made(
    federation: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    """
    A data folder that is not there, or holds nothing, is named; looking makes neither a folder, a key nor a database.
    """
    (tmp_path / "empty").mkdir()
    monkeypatch.setenv("HOTLINE_DATA_DIR", folder)

    assert codes(federation) == {"database"}

    assert folder in federation("doctor").stdout
    assert "HOTLINE_DATA_DIR" in federation("doctor").stdout
    assert not (tmp_path / "vra").exists()
    assert list((tmp_path / "empty").iterdir()) == []


def test_colleagues_who_have_left_do_not_count(federation: Run) -> None:
    """
    A supervisor who is inactive answers for nothing, and an inactive lawyer takes no case.
    """
    with closing(open_database(Settings.read())) as database:
        for one in database.read(people.everybody):
            database.call(partial(people.change, colleague=replace(one, active=False)))

    assert codes(federation) == {"no_supervisor", "no_lawyer"}


def test_files_that_others_may_read_are_found(federation: Run, tmp_path: Path) -> None:
    """
    The database and the key are for us alone; the sentence is the command that mends it.
    """
    assert codes(federation) == set()
    (tmp_path / "var" / "hotline.db").chmod(0o644)
    (tmp_path / "var" / "secret.key").chmod(0o640)

    said = federation("doctor").stdout

    assert "chmod 600 var/hotline.db" in said
    assert "chmod 600 var/secret.key" in said
    assert codes(federation) == {"mode"}


def test_what_should_have_happened_long_ago_is_found(federation: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Replies, tasks and files that nobody sends, does and fetches; a web chat that nobody reads, or a file that
    somebody's browser stopped bringing, is nobody's fault.
    """
    monkeypatch.setenv("HOTLINE_TELEGRAM_TOKEN", "1:a")
    monkeypatch.setenv("HOTLINE_TELEGRAM_API_URL", NOBODY)
    settings = Settings.read()
    long_ago = open_database(settings).clock() - _AGES_AGO
    with closing(open_database(settings, lambda: long_ago)) as database:
        database.call(lambda tx: leave(tx, "web"))
        for channel in ("web", "desk"):
            database.call(partial(announce, channel=channel))
    assert codes(federation) == set()
    with closing(open_database(settings, lambda: long_ago)) as database:
        database.call(lambda tx: leave(tx, "telegram"))
        database.call(lambda tx: tasks.add(tx, "follow_up", "x", long_ago))
        database.call(lambda tx: announce(tx, "telegram"))

    assert codes(federation) == {"replies_overdue", "tasks_overdue", "files_not_coming"}
    monkeypatch.delenv("HOTLINE_TELEGRAM_TOKEN")
    assert "1 replies wait for Telegram, which is off" in federation("doctor").stdout


def test_lawyers_who_hear_of_nothing_are_named(federation: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Where Telegram is on, a lawyer who is not linked there is named with the command that links him.
    """
    assert "not_linked" not in codes(federation, "advice")
    monkeypatch.setenv("HOTLINE_TELEGRAM_TOKEN", "1:a")
    monkeypatch.setenv("HOTLINE_TELEGRAM_API_URL", NOBODY)

    assert "Not linked in Telegram: L01; `hotline staff invite ID`" in federation("doctor").stdout
    assert codes(federation) == set()


def leave(tx: Transaction, channel: str) -> None:
    """Promise somebody a reply."""
    outbox.promise(tx, lock(tx, channel, "7").id, Message("收到"))


def announce(tx: Transaction, channel: str) -> None:
    """Somebody sends a picture; what he sends from a browser he brings himself, the rest is to be fetched."""
    file_id = files.announce(tx, lock(tx, "telegram", "7").id, by="worker", channel=channel, kind="photo")
    if channel == "telegram":
        tasks.add(tx, FETCH_FILE, file_id, tx.now)


@pytest.mark.parametrize("there", [True, False])
def test_whether_photos_are_read(federation: Run, monkeypatch: pytest.MonkeyPatch, there: bool) -> None:
    """
    Without the extra the doctor says that photos are not read and what to install; nothing is ill for that.
    """
    monkeypatch.setattr("bot.pictures.process._NEEDED", ("json",) if there else ("no_such_engine",))

    advised = "photos_not_read" in codes(federation, "advice")
    assert advised or there
    if not there:
        assert "pip install 'hotline[ocr]'" in federation("doctor").stdout


def test_a_year_that_nobody_knows_is_noticed(federation: Run) -> None:
    """
    Advice once clocks can run into a year whose holidays are not known, and something is missing once it has begun.
    """
    great = [Holiday(date(year, month, 1), False, "") for year in (2040, 2041) for month in (1, 5, 10)]
    great += [Holiday(new_year_of(year), False, "春节") for year in (2040, 2041)]

    assert found_at(date(2040, 6, 1)) == [("wrong", "unknown_year")]
    with closing(open_database(Settings.read())) as database:
        database.call(lambda tx: holidays.put(tx, *(one for one in great if one.day.year == 2040)))
    assert found_at(date(2040, 6, 1)) == []
    assert found_at(date(2040, 12, 27)) == [("advice", "year_to_come")]
    with closing(open_database(Settings.read())) as database:
        database.call(lambda tx: holidays.put(tx, *great))
    assert found_at(date(2040, 12, 27)) == []


def found_at(day: date) -> list[tuple[str, str]]:
    """What is found about holidays on a day, by level and code."""
    noon = datetime(day.year, day.month, day.day, 4, 0, tzinfo=UTC)
    with closing(open_database(Settings.read(), lambda: noon)) as database:
        found = database.read(lambda tx: list(unknown_holidays(tx, office())))
    return [(one.level, one.code) for one in found]


def test_a_wrong_rule_is_found(federation: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    The doctor names what is wrong in the federation's own rules, as `hotline serve` would.
    """
    (tmp_path / "policy.toml").write_text('opening = "always"', "utf-8")
    monkeypatch.setenv("HOTLINE_POLICY", str(tmp_path / "policy.toml"))

    assert "opening is 'always' and must be" in federation("doctor").stdout
