"""`hotline doctor`: what is configured, what is wrong or missing, and what to do about each."""

import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import asdict
from datetime import timedelta
from difflib import get_close_matches
from pathlib import Path

import click
from dotenv import dotenv_values

from bot.commands.database import answering, open_database
from bot.commands.findings import Finding, advice, wrong
from bot.commands.keeping import last_backup, must_be_there
from bot.commands.printing import document, json_option
from bot.commands.reaching import about_address, about_telegram
from bot.door import local_facts
from bot.fonts import chinese_letters
from bot.pictures.process import installed
from bot.policies import office
from bot.settings import Settings, WrongSetting
from cases import calendars
from cases.office import Office
from storage import figures, inbox, people, unowned
from storage.clock import CHINA, system_clock
from storage.database import Transaction
from storage.errors import StorageError
from storage.migrating import ready

_PREFIX = "HOTLINE_"
_OF_THE_TESTS = "HOTLINE_TEST_"
_LITTLE = 1_000_000_000  # bytes of free disk
_OLD = timedelta(hours=49)  # a daily backup that was missed once
_AHEAD = timedelta(days=60)  # in which the next year's holidays are announced
_NOT_DUE = ("web",)  # channels whose replies wait until somebody fetches them


@click.command()
@json_option
def doctor(as_json: bool) -> None:
    """Say what is configured, what is missing, and what to do; status 1 if something is missing."""
    try:
        settings = Settings.read()
    except WrongSetting as error:
        _say({}, [wrong("setting", str(error)), *_misspelt()], as_json)
    else:
        _say(_configured(settings), [*_misspelt(), *_examine(settings)], as_json)


def _say(configured: dict[str, str], findings: list[Finding], as_json: bool) -> None:
    healthy = all(one.level != "wrong" for one in findings)
    if as_json:
        document({"healthy": healthy, "configured": configured, "findings": [asdict(one) for one in findings]})
        sys.exit(0 if healthy else 1)
    for name, value in configured.items():
        click.echo(f"{name.replace('_', ' ').capitalize()}: {value}")
    for one in sorted(findings, key=lambda one: one.level, reverse=True):
        click.echo(f"{'-' if one.level == 'wrong' else 'Advice:'} {one.sentence}")
    click.echo("All is well." if healthy else "Something is missing.")
    sys.exit(0 if healthy else 1)


def _configured(settings: Settings) -> dict[str, str]:
    backup = last_backup(settings)
    return {
        "data_folder": str(settings.data_dir.absolute()),
        "database": "embedded SQLite" if settings.on_sqlite else "PostgreSQL",
        "telegram": settings.telegram_mode if settings.telegram_token else "off (HOTLINE_TELEGRAM_TOKEN)",
        "address": settings.address,
        "master_key": "HOTLINE_SECRET_KEY" if settings.secret_key else str(settings.key_file),
        "list_of_erasures": str(settings.erasures),
        "photos": f"read by {engine}" if (engine := installed()) else "kept, not read (see the advice)",
        "last_backup": backup.astimezone().isoformat(" ", "minutes") if backup else "none is recorded here",
    }


def _examine(settings: Settings) -> list[Finding]:
    found = [*_about_settings(settings), *about_address(settings), *about_telegram(settings)]
    try:
        rules = office(settings)
        found += _about_local_facts(settings, rules.policy.city)
        must_be_there(settings)
        with closing(open_database(settings)) as database:
            with answering(settings):
                ready(database)
            found += database.read(_gaps)
            found += database.read(lambda tx: list(_delays(tx, settings)))
            found += database.read(lambda tx: list(_unlinked(tx, settings)))
            found += database.read(lambda tx: list(unknown_holidays(tx, rules)))
    except (StorageError, WrongSetting) as error:
        found.append(wrong("database", str(error)))
    return [*found, *_about_disk(settings)]


def _misspelt() -> Iterator[Finding]:
    """Names that look like ours and are none: whoever wrote HOTLINE_PUBLIC_ADDRESS believes that it is set."""
    ours = {f"{_PREFIX}{name}".upper() for name in Settings.model_fields}
    for name in sorted({*os.environ, *_in_file(Path(".env"))}):
        given = name.upper()
        if given.startswith(_PREFIX) and not given.startswith(_OF_THE_TESTS) and given not in ours:
            meant = get_close_matches(given, ours, 1)
            yield wrong("unknown_setting", f"{name} is not a setting{f'; is {meant[0]} meant?' if meant else '.'}")


def _in_file(file: Path) -> Iterable[str]:
    try:
        return dotenv_values(file) if file.is_file() else ()
    except (OSError, UnicodeDecodeError):  # a finding of its own
        return ()


def _about_settings(settings: Settings) -> Iterator[Finding]:
    if settings.demo:
        yield advice("demo", "HOTLINE_DEMO is set: never on a real installation.")
    if settings.public_url is None:
        yield advice("public_url", "HOTLINE_PUBLIC_URL is not set: links work only on this machine.")
    if settings.telegram_token is None:
        yield advice("telegram_off", "Telegram is off; to have it, set HOTLINE_TELEGRAM_TOKEN.")
    if not settings.on_sqlite and settings.secret_key is None:
        sentence = f"The master key lies in {settings.key_file}; several machines need HOTLINE_SECRET_KEY."
        yield advice("key_in_file", sentence)
    if chinese_letters() is None:
        sentence = "There are no Chinese letters here: receipts go out without a picture. "
        yield advice("no_letters", f"{sentence}Install fonts-wqy-microhei (or another Chinese font) and start again.")
    if installed() is None:
        sentence = "The words on photos are not read; photos are kept all the same. To have them read, run "
        yield advice("photos_not_read", f"{sentence}`pip install 'hotline[ocr]'` and start again.")
    yield from _about_erasures(settings.erasure_log)


def _about_local_facts(settings: Settings, city: str) -> Iterator[Finding]:
    """What answers cannot say about this region, or soon cannot any more."""
    local, today = local_facts(settings, city), system_clock().astimezone(CHINA).date()
    if missing := local.missing(today):
        names = f"{', '.join(missing[:3])}{', ...' if len(missing) > 3 else ''}"
        known = f"{len(missing)} local facts of {local.region} are not known ({names})"
        yield advice("local_facts", f"{known}: answers name whom to ring; see HOTLINE_LOCAL_FACTS in docs/articles.md.")
    if due := local.due(today):
        yield advice("local_facts_due", f"Look again at {', '.join(due)}: each ends within two months, or has ended.")


def _about_erasures(file: Path | None) -> Iterator[Finding]:
    if file is None:
        sentence = "Erasures are listed in the data folder; HOTLINE_ERASURE_LOG on another disk outlives that folder."
        yield advice("erasure_log", sentence)
    elif not os.access(file if os.path.exists(file) else file.parent, os.W_OK):
        sentence = f"HOTLINE_ERASURE_LOG {file} cannot be written, and without it no backup is made: "
        yield wrong("erasure_log_closed", f"{sentence}make its folder, and let the hotline's user write there.")


def _gaps(tx: Transaction) -> list[Finding]:
    found = []
    if not any(one.active for one in people.everybody(tx, "supervisor")):
        sentence = "No active supervisor: cases cannot be opened. Add one with `hotline staff add --role supervisor`."
        found.append(wrong("no_supervisor", sentence))
    if not any(one.active for one in people.everybody(tx, "lawyer")):
        sentence = "No active lawyer: every case stays with the supervisor. "
        found.append(wrong("no_lawyer", f"{sentence}Add one with `hotline staff add --role lawyer`."))
    for number in unowned.without_owner(tx):
        found.append(wrong("no_owner", f"Case {number} has no owner; assign it at the desk."))
    for number, staff_id in unowned.with_inactive_owner(tx):
        found.append(wrong("owner_left", f"Case {number} is with {staff_id}, who has left; assign it at the desk."))
    if waiting := len(inbox.parked(tx)):
        found.append(wrong("parked", f"{waiting} messages are set aside; see `hotline parked list`."))
    return found


def _delays(tx: Transaction, settings: Settings) -> Iterator[Finding]:
    for channel, waiting in figures.replies(tx).items():
        if channel == "telegram" and settings.telegram_token is None:
            yield wrong("replies_without_way", f"{waiting.all} replies wait for Telegram, which is off.")
        elif waiting.overdue and channel not in _NOT_DUE:
            sentence = f"{waiting.overdue} replies ({channel}) are overdue; is `hotline serve` running? See its log."
            yield wrong("replies_overdue", sentence)
    for kind, waiting in figures.tasks(tx).items():
        if waiting.overdue:
            sentence = f"{waiting.overdue} tasks ({kind}) are overdue; is `hotline serve` running? See its log."
            yield wrong("tasks_overdue", sentence)
    if number := figures.files_not_coming(tx):
        sentence = f"{number} files were announced more than an hour ago and have not been fetched; see the log."
        yield wrong("files_not_coming", sentence)


def _unlinked(tx: Transaction, settings: Settings) -> Iterator[Finding]:
    """Lawyers who hear of nothing in Telegram, although it is on."""
    if settings.telegram_token is None:
        return
    linked = people.linked(tx)
    without = [one.id for one in people.everybody(tx, "lawyer") if one.active and one.id not in linked]
    if without:
        sentence = f"Not linked in Telegram: {', '.join(without)}; `hotline staff invite ID` prints a code for each."
        yield advice("not_linked", sentence)


def unknown_holidays(tx: Transaction, rules: Office) -> Iterator[Finding]:
    """A year whose holidays nobody knows, and into which clocks run by now, or soon do."""
    this, what = tx.now.astimezone(CHINA).year, "import the State's notice with `hotline holidays import FILE`."
    if not calendars.calendar(tx).knows(this):
        yield wrong("unknown_year", f"The holidays of {this} are not known, and Monday to Friday count: {what}")
    elif year := calendars.unknown_year(tx, rules):
        yield advice("year_to_come", f"The holidays of {year} are not known, and clocks run into that year: {what}")
    elif year := calendars.unknown_year(tx, rules, _AHEAD):
        yield advice("year_to_come", f"The holidays of {year} are not known yet; once they are announced, {what}")


def _about_disk(settings: Settings) -> Iterator[Finding]:
    for name in ("hotline.db", "secret.key", "webhook.secret"):
        file = settings.data_dir / name
        if file.exists() and file.stat().st_mode & 0o077:
            yield wrong("mode", f"{file} may be read by others; run `chmod 600 {file}`.")
    if settings.data_dir.is_dir() and (free := shutil.disk_usage(settings.data_dir).free) < _LITTLE:
        yield wrong("disk", f"Only {free // 1_000_000} MB are free in {settings.data_dir}; make room.")
    backup = last_backup(settings)
    if backup is None:
        yield advice("no_backup", "No backup was made from this folder yet; see `hotline backup --help`.")
    elif (age := system_clock() - backup) > _OLD:
        yield wrong("old_backup", f"The last backup is {age.days} days old; see `hotline backup --help`.")
