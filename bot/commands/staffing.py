"""`hotline staff`: who works here, what for, and how they get in."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any, TypeVar

import click

from bot.commands.database import opened
from bot.commands.printing import document, json_option
from bot.commands.rostering import DAY, duty_command, leave_command
from bot.policies import office as rules
from bot.settings import Settings
from cases import capacity
from cases.declaring import took_effect
from cases.office import Office
from cases.releasing import release
from cases.telling import leave
from cases.unread import mobile_number
from desk.links import sign_in_link
from knowledge.kinds import KINDS
from knowledge.reading.places import CITY_CODE, DISTRICTS
from storage import conversations, divisions, notice_chats, people
from storage.database import Transaction
from storage.people import Colleague, Role, UnionBody

_LASTS = timedelta(days=3)
_DISTRICTS = ", ".join(f"{district.code} {district.name}" for district in DISTRICTS)
_ID = re.compile(r"[A-Za-z][A-Za-z0-9]{0,15}")  # read aloud on the telephone, and part of names and addresses of ours
F = TypeVar("F", bound=Callable[..., Any])


@click.group()
def staff() -> None:
    """Lawyers, operators, supervisors, administrators."""


staff.add_command(leave_command)
staff.add_command(duty_command)


def _described(command: F) -> F:
    """The options that describe a member of staff, for adding and for changing."""
    options = [
        click.option("--name"),
        click.option("--unit", help="Code of the union body, such as 620500."),
        click.option("--district", help=f"Code of the lawyer's district ({_DISTRICTS}); left out: the city."),
        click.option("--subjects", help="Kinds of case, by comma: wages,injury."),
        click.option("--clients", help="Employers the lawyer acts for, by comma."),
        click.option("--firm", help="The law firm where he practises; its other lawyers' clients count as his."),
        click.option("--relatives", help="Relatives who may stand on the other side, by comma; only ever compared."),
        click.option("--capacity", type=click.IntRange(0), help="Open cases at a time."),
        click.option("--languages", help="Spoken beside Chinese, by comma: en,ug."),
        click.option("--licence-until", type=DAY, help="Last day of the lawyer's licence; left out: not checked."),
        click.option("--mobile", help="Number for short notices if the colleague has no Telegram; - for none."),
    ]
    for option in reversed(options):
        command = option(command)
    return command


@staff.command()
@click.option("--role", type=click.Choice(people.ROLES), required=True)
@click.option("--id", "staff_id", help="Such as L07; chosen for you if left out.")
@_described
def add(role: Role, staff_id: str | None, **said: Any) -> None:
    """Add a member of staff and print the id."""
    if not said["name"] or not said["unit"]:
        raise click.UsageError("--name and --unit are needed.")
    if staff_id and not _ID.fullmatch(staff_id):
        raise click.UsageError("--id is a letter and up to 15 letters and digits, such as L07.")
    with opened() as database:
        chosen = staff_id or database.read(lambda tx: people.next_staff_id(tx, role))
        blank = Colleague(chosen, said["name"], role, said["unit"], capacity=5 if role == "lawyer" else 0)
        number = _mobile(said)
        database.call(lambda tx: _add(tx, _changed(blank, said), number))
        click.echo(chosen)


@staff.command("set")
@click.argument("staff_id")
@click.option("--active/--inactive", default=None)
@_described
def change(staff_id: str, active: bool | None, **said: Any) -> None:
    """Change what is known about a member of staff; cases and offers that no longer fit go to somebody else."""
    if active is not None:
        said["active"] = active
    if all(value is None for value in said.values()):
        raise click.UsageError("Say what changes, such as --capacity 4; see `hotline staff set --help`.")
    office, number = rules(), _mobile(said)
    with opened() as database:
        released = database.call(lambda tx: _change(tx, office, staff_id, said, number))
    for number in released:
        click.echo(f"{number} is no longer with {staff_id}; see `hotline cases explain {number}`.")


@staff.command("list")
@json_option
def listed(as_json: bool) -> None:
    """Everybody who works here."""
    with opened() as database:
        everybody, linked = database.read(lambda tx: (people.everybody(tx), people.linked(tx)))
    if as_json:
        document([_plain(one, one.id in linked) for one in everybody])
    for one in [] if as_json else everybody:
        subjects = ",".join(one.subjects)
        state = ("" if one.active else " (inactive)") + (" (Telegram)" if one.id in linked else "")
        click.echo(f"{one.id}  {one.role:<13} {one.unit}  {one.district or '-':<7} {one.name} {subjects}{state}")


@staff.command()
@click.argument("staff_id")
@json_option
def invite(staff_id: str, as_json: bool) -> None:
    """Print a one-time sign-in link for the desk and a one-time code for Telegram; both last three days."""
    settings = Settings.read()
    with opened() as database:
        token = database.call(lambda tx: people.invite(tx, staff_id, people.SIGN_IN, _LASTS))
        code = database.call(lambda tx: people.invite(tx, staff_id, people.TELEGRAM, _LASTS))
    link = sign_in_link(settings.address, token)
    if as_json:
        document({"sign_in": link, "telegram_start": code})
    else:
        click.echo(f"Desk (once): {link}\nTelegram (once, in a private chat with the bot): /start {code}")


@staff.command()
@click.option("--add", "code", help="Code of a union body to add (GB/T 2260).")
@click.option("--name")
@click.option("--parent", help="Code of the union body above it.")
def units(code: str | None, name: str | None, parent: str | None) -> None:
    """List the union bodies, or add one."""
    with opened() as database:
        if code:
            if not name:
                raise click.UsageError("--name is needed with --add.")
            if not divisions.is_code(code):
                raise click.UsageError(
                    "The code is the six digits of GB/T 2260, such as 620500; an enterprise has those of its county, "
                    "a hyphen and up to five letters or digits: 620502-07."
                )
            body = UnionBody(code, name, parent)
            database.call(lambda tx: people.add_unit(tx, body))
        for unit in database.read(people.units):
            above = f"  under {unit.parent}" if unit.parent else ""
            click.echo(f"{unit.code:<12}  {unit.level:<10}  {unit.name}{above}")


@staff.command()
@click.argument("staff_id")
def unlink(staff_id: str) -> None:
    """Take the colleague's Telegram chat away from him, say after a phone was lost."""
    with opened() as database:
        office = rules()
        had = database.call(lambda tx: leave(tx, office, people.colleague(tx, staff_id), "moved_away"))
    click.echo(f"{staff_id} has no Telegram chat any more." if had else f"{staff_id} had no Telegram chat.")


def leave_if_inactive(tx: Transaction, office: Office, staff_id: str) -> None:
    """Whoever does not work here any more has no working chat; it is told so."""
    colleague = people.colleague(tx, staff_id)
    if not colleague.active:
        leave(tx, office, colleague, "left")


def _add(tx: Transaction, colleague: Colleague, number: str | None) -> None:
    people.add(tx, colleague)
    took_effect(tx, colleague.id, "command")
    _notify(tx, colleague.id, number)
    capacity.freed(tx, colleague.id)


def _change(tx: Transaction, office: Office, staff_id: str, said: dict[str, Any], number: str | None) -> list[str]:
    _notify(tx, staff_id, number)
    if chat := people.chat_of(tx, staff_id):
        conversations.lock_by_id(tx, chat)  # a colleague's conversation comes before a worker's
    people.change(tx, _changed(people.colleague(tx, staff_id), said))
    leave_if_inactive(tx, office, staff_id)
    released = release(tx, office, staff_id)
    capacity.freed(tx, staff_id)
    return sorted({*released, *took_effect(tx, staff_id, "command")})


def _mobile(said: dict[str, Any]) -> str | None:
    """The mobile number that was given, "-" for none; None if nothing was said of it. It is no part of a colleague."""
    given: str | None = said.pop("mobile", None)
    if given and given != "-" and mobile_number(given) is None:
        raise click.UsageError("--mobile is a mobile number of China with eleven digits, or - for none.")
    return given


def _notify(tx: Transaction, staff_id: str, given: str | None) -> None:
    if given:
        people.colleague(tx, staff_id)
        notice_chats.set_number(tx, staff_id, mobile_number(given))


def _changed(colleague: Colleague, said: dict[str, Any]) -> Colleague:
    given = {name: value for name, value in said.items() if value is not None}
    for name in {"subjects", "clients", "relatives", "languages"} & given.keys():
        given[name] = tuple(part.strip() for part in given[name].replace("，", ",").split(",") if part.strip())
    if not given.get("name", colleague.name).strip():
        raise click.UsageError("--name must not be empty.")
    if unknown := [one for one in given.get("subjects", ()) if one not in KINDS]:
        raise click.UsageError(f"No kind of case is called {', '.join(unknown)}; there are {', '.join(KINDS)}.")
    if not _is_district(given.get("district", CITY_CODE), given.get("unit", colleague.unit)):
        raise click.UsageError(f"No district has the code {given['district']}; see `hotline staff add --help`.")
    return replace(colleague, **given)


def _is_district(code: str, unit: str) -> bool:
    """Whether it is a district of the pilot city, or outside of it any place that lies below the union body."""
    if divisions.same_prefecture(code, CITY_CODE):
        return code in (CITY_CODE, *(district.code for district in DISTRICTS))
    return divisions.is_code(code) and unit[:6] in divisions.ladder(code)


def _plain(one: Colleague, linked: bool) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "role": one.role,
        "district": one.district,
        "subjects": list(one.subjects),
        "active": one.active,
        "telegram_linked": linked,
    }
