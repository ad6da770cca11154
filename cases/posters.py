"""A poster for a site: what is asked to make one, where its code leads, when it hangs no more."""

import unicodedata

from cases import poster_sheet
from cases.errors import CaseError
from cases.office import Office
from cases.places_of_work import unit_for
from cases.poster_sheet import LONGEST, Item, Links
from storage import bot_name, sites
from storage.database import Transaction
from storage.people import Colleague
from storage.sites import Site

LINK = "s-"  # what the payload of a poster's link begins with


class NotNamed(CaseError):
    """A site, a general contractor or an employer cannot be printed like this; `what` says which of the three."""

    def __init__(self, what: str) -> None:
        super().__init__(f"The {what} must have a name of at most {LONGEST:.0f} Chinese or 70 other signs.")
        self.what = what


class NotOfUnit(CaseError):
    """The site lies where another union body answers."""

    def __init__(self) -> None:
        super().__init__("The site is not of your unit; choose a district that is.")


class NoUnionBody(CaseError):
    """Nobody would answer for what comes from this site."""

    def __init__(self) -> None:
        super().__init__("There is no union body yet; add one with `hotline staff units --add CODE --name NAME`.")


class NowhereToLead(CaseError):
    """Nobody could be reached by the code: neither the bot's name nor an address of ours is known."""

    def __init__(self) -> None:
        super().__init__(
            "A code has nowhere to lead: set HOTLINE_PUBLIC_URL, or name the bot with --bot "
            "(once it has run with HOTLINE_TELEGRAM_TOKEN its name is known)."
        )


class PosterEnded(CaseError):
    """This poster hangs no more; another one would lead to nothing."""

    def __init__(self, site_id: str) -> None:
        super().__init__(f"The poster {site_id} has ended; make a new one for the site.")


def put_up(
    tx: Transaction, office: Office, name: str, contractor: str, employer: str = "", district: str | None = None
) -> Site:
    """Keep a site for which a poster is to be printed, for the union body of its district.

    Raises NotNamed, for only the employer may be left out, or NoUnionBody.
    """
    called = {"site": _clean(name), "contractor": _clean(contractor), "employer": _clean(employer)}
    for what, value in called.items():
        if (not value and what != "employer") or poster_sheet.width(value) > LONGEST:
            raise NotNamed(what)
    unit = unit_for(tx, office, district)
    if not unit:
        raise NoUnionBody
    return sites.add(tx, unit, called["site"], called["contractor"], called["employer"] or None, district)


def must_be_of(tx: Transaction, colleague: Colleague, site: Site) -> None:
    """Raise NotOfUnit unless the colleague supervises the union body of the site or one above it."""
    if site not in sites.visible_to(tx, colleague):
        raise NotOfUnit


def links(tx: Transaction, office: Office, site: Site, bot: str | None = None) -> Links:
    """Where the codes of a site's poster lead: to the bot of this name, or the one we know, and to our own page.

    On the page the token stands behind #, where no log sees it. Raises NowhereToLead.
    """
    bot, base = bot or bot_name.known(tx), office.policy.public_url
    if not bot and not base:
        raise NowhereToLead
    payload = f"{LINK}{sites.token(tx, site)}"
    return Links(f"https://t.me/{bot}?start={payload}" if bot else "", f"{base}/chat#{payload}" if base else "")


def sheet(office: Office, language: str, site: Site, ways: Links) -> list[Item]:
    """What stands on the printed sheet."""
    return poster_sheet.sheet(office.texts, language, site, ways)


def _clean(words: str) -> str:
    """One line, without the signs that nobody sees."""
    seen = "".join(sign for sign in words if sign.isspace() or unicodedata.category(sign)[0] != "C")
    return " ".join(seen.split())
