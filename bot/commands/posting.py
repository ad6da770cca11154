"""`hotline poster`: printable sheets for building sites, whose code fills the site's facts into a complaint."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from bot.commands.database import opened
from bot.commands.printing import document, json_option
from bot.fonts import chinese_letters
from bot.poster_pdf import pdf
from bot.settings import Settings, WrongSetting
from cases import posters
from cases.office import Office
from cases.policy import Policy
from cases.poster_sheet import Links
from cases.poster_svg import svg
from cases.posters import NotNamed, PosterEnded
from knowledge.reading.places import DISTRICTS
from storage import sites
from storage.clock import CHINA
from storage.database import Transaction
from storage.sites import Site
from texts import LANGUAGES, Texts

_DISTRICTS = ", ".join(f"{district.code} {district.name}" for district in DISTRICTS)
_BOT = re.compile(r"@?(?P<name>[A-Za-z]\w{3,31})", re.ASCII)
_NO_FONT = (
    "This machine has no font with Chinese letters, which the PDF needs; install one (such as the package "
    "fonts-noto-cjk), or use --out with a name that ends in .svg and print that on another machine."
)


@dataclass(frozen=True, slots=True)
class _Printing:
    """How a sheet is to be printed: into which file, in which language, for which bot."""

    out: str | None
    language: str
    bot: str | None

    def file(self, site: Site) -> Path:
        return Path(self.out or f"poster-{site.id}.pdf")


def _printed(command: Any) -> Any:
    """The options that say how a sheet is printed."""
    for option in (
        click.option("--language", type=click.Choice(LANGUAGES), default="zh-CN", help="What the sheet is written in."),
        click.option("--bot", callback=lambda _ctx, _option, value: _bot(value), help="Name of the bot in Telegram."),
        click.option("--out", callback=lambda _ctx, _option, value: _out(value), help="A name in .pdf or .svg."),
    ):
        command = option(command)
    return command


@click.group(invoke_without_command=True)
@click.option("--site", "name", help="What the site is called there, such as 某某小区3号楼.")
@click.option("--contractor", help="The whole name of the general contractor 总包.")
@click.option("--employer", default="", help="Who hires there, such as a labour company, if it is only one.")
@click.option("--district", help=f"Code of the site's district ({_DISTRICTS}).")
@_printed
@json_option
@click.pass_context
def poster(
    ctx: click.Context,
    /,
    name: str | None,
    contractor: str | None,
    employer: str,
    district: str | None,
    as_json: bool,
    **printing: Any,
) -> None:
    """Make a printable sheet for a site; `list`, `again` and `end` look after those that hang."""
    if ctx.invoked_subcommand:
        return
    if not name or not contractor:
        raise click.UsageError("--site and --contractor are needed.")
    if district and district not in [one.code for one in DISTRICTS]:
        raise click.UsageError(f"No district has the code {district}; see `hotline poster --help`.")
    office, how = _office(), _Printing(**printing)
    _must_be_drawable(how)
    with opened() as database:
        try:
            site, ways = database.call(lambda tx: _put_up(tx, office, how, name, contractor, employer, district))
        except NotNamed as refusal:
            raise click.UsageError(str(refusal)) from None
    _print(office, how, site, ways, as_json)


@poster.command()
@click.argument("site_id")
@_printed
@json_option
def again(site_id: str, as_json: bool, **printing: Any) -> None:
    """Print the sheet of a site once more; its code is the same."""
    office, how = _office(), _Printing(**printing)
    _must_be_drawable(how)
    with opened() as database:
        site, ways = database.read(lambda tx: _with_links(tx, office, sites.by_id(tx, site_id), how))
    _print(office, how, site, ways, as_json)


@poster.command("list")
@json_option
def listed(as_json: bool) -> None:
    """All sites for which a poster was made, the newest first."""
    with opened() as database:
        everything = database.read(sites.everything)
    if as_json:
        document([_plain(site) for site in everything])
    for site in [] if as_json else everything:
        ended = f"  ended {site.ended_at.astimezone(CHINA):%Y-%m-%d}" if site.ended_at else ""
        click.echo(f"{site.id}  {site.district or '-':<7} {site.name}  {site.contractor}{ended}")


@poster.command()
@click.argument("site_id")
def end(site_id: str) -> None:
    """The poster was taken down, or the site is finished: its code gives no facts any more."""
    with opened() as database:
        site = database.call(lambda tx: sites.end(tx, site_id))
    click.echo(f"{site.id} has ended; whoever still scans it is helped without the facts of the site.")


def _put_up(
    tx: Transaction, office: Office, how: _Printing, name: str, contractor: str, employer: str, district: str | None
) -> tuple[Site, Links]:
    return _with_links(tx, office, posters.put_up(tx, office, name, contractor, employer, district), how)


def _with_links(tx: Transaction, office: Office, site: Site, how: _Printing) -> tuple[Site, Links]:
    """The site and where its codes lead; raises NowhereToLead, or PosterEnded for a site whose poster hangs no more."""
    if site.ended_at:
        raise PosterEnded(site.id)
    return site, posters.links(tx, office, site, how.bot)


def _must_be_drawable(how: _Printing) -> None:
    if not how.out or how.out.endswith(".pdf"):
        _font()


def _font() -> Path:
    font = chinese_letters()
    if font is None:
        raise WrongSetting(_NO_FONT)
    return font


def _print(office: Office, how: _Printing, site: Site, ways: Links, as_json: bool) -> None:
    file = how.file(site)
    file.write_bytes(_drawn(office, how, site, ways, file.suffix))
    if as_json:
        document({**_plain(site), "file": str(file), "links": [way for way in (ways.telegram, ways.web) if way]})
    else:
        click.echo(f"{site.id}: {file}")


def _drawn(office: Office, how: _Printing, site: Site, ways: Links, suffix: str) -> bytes:
    items = posters.sheet(office, how.language, site, ways)
    if suffix == ".svg":
        return svg(items, how.language).encode()
    return pdf(items, _font(), site.name)


def _office() -> Office:
    return Office(Texts.load(), Policy(public_url=Settings.read().public_url or ""))


def _plain(site: Site) -> dict[str, Any]:
    return {
        "id": site.id,
        "site": site.name,
        "contractor": site.contractor,
        "employer": site.employer,
        "district": site.district,
        "made_at": site.made_at.astimezone(CHINA).isoformat(),
        "ended_at": site.ended_at.astimezone(CHINA).isoformat() if site.ended_at else None,
    }


def _out(value: str | None) -> str | None:
    if value and Path(value).suffix not in (".pdf", ".svg"):
        raise click.UsageError("--out must end in .pdf or .svg.")
    if value and not Path(value).parent.is_dir():
        raise click.UsageError(f"There is no folder {Path(value).parent}.")
    return value


def _bot(value: str | None) -> str | None:
    match = _BOT.fullmatch(value) if value else None
    if value and match is None:
        raise click.UsageError("--bot is the bot's name in Telegram, such as example_bot.")
    return match["name"] if match else None
