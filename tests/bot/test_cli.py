"""`hotline`: what each command prints, and that every refusal is one plain sentence with its exit status."""

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from bot.commands.database import open_database
from bot.demonstration import furnish
from bot.settings import Settings
from cases.office import Office
from cases.policy import Policy
from storage import people
from tests.bot.command_line import FEDERATION, LAWYER, SUPERVISOR, Run, printed, refused
from tests.hotline_process import free_port
from texts import Texts

COMMANDS = (
    "serve",
    "migrate",
    "chat",
    "ask",
    "read",
    "knowledge",
    "staff",
    "cases",
    "parked",
    "backup",
    "restore",
    "doctor",
)


@pytest.mark.parametrize(
    "words",
    [
        ("ask",),
        ("read",),
        ("ask", "--batch", "in.jsonl"),
        ("read", "x", "--asked-on", "yesterday"),
        ("staff", "add", "--role", "boss"),
        ("staff", "add", "--role", "lawyer", "--name", "王律师"),
        ("staff", "add", "--role", "lawyer", "--capacity", "-1", "--name", "x", "--unit", "620500"),
        ("staff", "add", "--role", "lawyer", "--name", "王律师", "--unit", "620500", "--id", "a b/../c"),
        ("staff", "set", "L01"),
        ("staff", "units", "--add", "1"),
        ("staff", "units", "--add", "abc", "--name", "x"),
        ("cases", "show"),
        ("nothing",),
    ],
)
def test_wrong_usage_is_two(run: Run, words: tuple[str, ...]) -> None:
    """
    A command that cannot be meant ends with 2 and says what is missing.
    """
    result = run(*words)

    assert result.exit_code == 2
    assert "Error: " in result.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("staff", "add", "--role", "lawyer", "--name", "x", "--unit", "999999"), "There is no union body 999999"),
        (("staff", "units", "--add", "620599", "--name", "x", "--parent", "620599"), "There is no union body 620599"),
        (("staff", "set", "L99", "--inactive"), "Nobody has the id L99"),
        (("staff", "invite", "L99"), "Nobody has the id L99"),
        (("cases", "show", "TS1"), "There is no case TS1"),
        (("cases", "explain", "TS1"), "There is no case TS1"),
        (("ask", "--batch", "missing.jsonl", "--out", "o"), "missing.jsonl"),
    ],
)
def test_a_refusal_is_one_sentence(run: Run, words: tuple[str, ...], said: str) -> None:
    """
    What cannot be done ends with 1 and one sentence on stderr.
    """
    assert said in refused(run(*words))


def test_a_wrong_setting_is_one_sentence(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Whatever the command: the setting is named.
    """
    monkeypatch.setenv("HOTLINE_PORT", "x")

    assert refused(run("staff", "list")).startswith("HOTLINE_PORT")


def test_a_database_that_does_not_answer_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    PostgreSQL is down or its address mistyped: every command, and the doctor, names the setting to look at.
    """
    run(*FEDERATION)
    monkeypatch.setenv("HOTLINE_DATABASE_URL", f"postgresql+psycopg://nobody@127.0.0.1:{free_port()}/x")
    for words in (("migrate",), ("serve",), ("staff", "list")):
        assert "HOTLINE_DATABASE_URL does not answer: is PostgreSQL running" in refused(run(*words))
    assert "HOTLINE_DATABASE_URL does not answer" in run("doctor").stdout

    monkeypatch.setenv("HOTLINE_DATABASE_URL", "sqlite:////nowhere/hotline.db")
    for words in (("migrate",), ("serve",), ("staff", "list")):
        assert "/nowhere/hotline.db cannot be used: is its folder there" in refused(run(*words))
    assert "There is no database in /nowhere/hotline.db yet; is HOTLINE_DATABASE_URL right?" in run("doctor").stdout


def test_another_key_is_refused(run: Run, tmp_path: Path) -> None:
    """
    Without its key file a database is refused and no new key is made; a wrong key does not open it.
    """
    assert run(*FEDERATION).exit_code == 0
    (tmp_path / "var/secret.key").unlink()

    assert "secret.key is missing" in refused(run("staff", "list"))
    assert not (tmp_path / "var/secret.key").exists()
    (tmp_path / "var/secret.key").write_text("another key that is long enough")
    assert "HOTLINE_SECRET_KEY is not the key" in refused(run("staff", "list"))


def test_staff_is_added_changed_listed_and_invited(run: Run) -> None:
    """
    Ids are given out in order; subjects and clients by comma, Chinese comma included; an invitation works once.
    """
    run(*FEDERATION)
    assert run(*SUPERVISOR).stdout == "S01\n"
    assert run(*LAWYER, "--subjects", "wages，injury", "--clients", "甲公司, 乙厂").stdout == "L01\n"
    assert run(*LAWYER).stdout == "L02\n"
    assert "L01" in refused(run(*LAWYER, "--id", "L01"))
    assert run("staff", "set", "L02", "--inactive", "--district", "620502").exit_code == 0

    listed = printed(run("staff", "list", "--json"))

    assert listed[0] == {
        "id": "L01",
        "name": "王律师",
        "role": "lawyer",
        "district": None,
        "subjects": ["wages", "injury"],
        "active": True,
        "telegram_linked": False,
    }
    assert (listed[1]["active"], listed[1]["district"]) == (False, "620502")
    assert "(inactive)" in run("staff", "list").stdout
    assert "--name must not be empty" in run("staff", "set", "L02", "--name", " ").stderr
    invited = printed(run("staff", "invite", "L01", "--json"))
    assert invited["sign_in"].startswith(f"{Settings.read().address}/desk/enter/")
    assert "in a private chat with the bot): /start " in run("staff", "invite", "L01").stdout
    database = open_database(Settings.read())
    redeemed = [
        database.call(lambda tx: people.redeem(tx, invited["telegram_start"], people.TELEGRAM)) for _ in range(2)
    ]
    database.close()
    assert [one.id if one else None for one in redeemed] == ["L01", None]


def test_cases_are_listed_shown_and_explained_without_content(run: Run) -> None:
    """
    Numbers, stages and staff ids; neither story nor employer.
    """
    database = open_database(Settings.read())
    run("migrate")
    database.call(lambda tx: furnish(tx, Office(Texts.load(), Policy())))
    database.close()

    listed = printed(run("cases", "list", "--json"))

    keys = {"number", "kind", "status", "district", "urgency", "owner", "offered_to", "opened_at"}
    assert all(keys <= row.keys() for row in listed)
    offered = next(row for row in listed if row["status"] == "offered")
    number = offered["number"]
    for one in (number, number.lower()):
        shown = printed(run("cases", "show", one, "--json"))
        assert re.fullmatch(r"(?:[0-9A-F]{4}-){3}[0-9A-F]{4}", shown.pop("content"))
        assert shown.pop("unchanged") is True
        assert shown == offered
    stages = printed(run("cases", "explain", number, "--json"))
    assert [stage["kind"] for stage in stages] == ["opened", "offered"]
    assert stages[1]["staff"] == offered["offered_to"]
    assert "派单给" in run("cases", "explain", number).stdout
    everything = "".join(
        run(*words).stdout for words in (("cases", "list"), ("cases", "show", number), ("cases", "explain", number))
    )
    assert number in everything
    assert "（演示）" not in everything
    assert "演示星河" not in everything


def test_who_leaves_keeps_no_case(run: Run) -> None:
    """
    A lawyer made inactive is named with the numbers that went on; the doctor names what an older version left behind.
    """
    database = open_database(Settings.read())
    run("migrate")
    database.call(lambda tx: furnish(tx, Office(Texts.load(), Policy())))
    rows = printed(run("cases", "list", "--json"))
    [number, lawyer] = next((row["number"], row["owner"]) for row in rows if row["owner"].startswith("L"))
    before = database.read(lambda tx: people.colleague(tx, lawyer))
    database.call(lambda tx: people.change(tx, replace(before, active=False)))
    assert f"Case {number} is with {lawyer}, who has left" in run("doctor").stdout
    database.call(lambda tx: people.change(tx, before))

    assert f"{number} is no longer with {lawyer}" in run("staff", "set", lawyer, "--inactive").stdout

    now = next(row for row in printed(run("cases", "list", "--json")) if row["number"] == number)
    assert now["owner"].startswith("S")
    assert "who has left" not in run("doctor").stdout
    assert [stage["kind"] for stage in printed(run("cases", "explain", number, "--json"))][3] == "released"
    database.close()


def test_an_empty_hotline_lists_nothing_and_doctor_says_what_to_do(run: Run) -> None:
    """
    On a new machine: empty lists, and the doctor names the two commands that are missing.
    """
    assert printed(run("cases", "list", "--json")) == []
    assert printed(run("staff", "list", "--json")) == []
    assert printed(run("parked", "list", "--json")) == []
    ill = run("doctor")
    assert ill.exit_code == 1
    assert "hotline staff add --role supervisor" in ill.stdout
    run(*FEDERATION)
    run(*SUPERVISOR)
    run(*LAWYER)

    assert run("doctor").exit_code == 0


@pytest.mark.parametrize(
    "words",
    [(), *((one,) for one in COMMANDS), *(("staff", one) for one in ("add", "list", "set", "invite", "units"))],
)
def test_every_command_has_help(run: Run, words: tuple[str, ...]) -> None:
    """
    --help never needs a database.
    """
    assert run(*words, "--help").stdout.startswith("Usage:")


def test_chat_talks_in_the_terminal(run: Run) -> None:
    """
    A greeting, a number taps a button, an empty line ends; no log line stands in between.
    """
    said = subprocess.run(
        [Path(sys.executable).parent / "hotline", "chat", "--language", "en"],
        input="1\n\n",
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    ).stdout

    assert said.lstrip().startswith("Hello")
    assert "Do you agree?" in said
    assert "channel=web" not in said
