"""The sites at which posters hang: a code names its site only if we signed it."""

import re

import pytest

from storage import people, sites
from storage.database import Database, Transaction
from storage.people import Colleague, UnionBody
from storage.sites import Site, UnknownSite
from storage.vault import Master
from tests.conftest import SettableClock

CITY, MAIJI = "620500", "620503"


def founded(tx: Transaction) -> None:
    people.add_unit(tx, UnionBody(CITY, "天水市总工会", None))
    people.add_unit(tx, UnionBody(MAIJI, "麦积区总工会", CITY))


@pytest.fixture
def site(database: Database) -> Site:
    """A site in 麦积."""
    database.call(founded)
    return database.call(lambda tx: sites.add(tx, MAIJI, "某某小区3号楼", "甲乙建设公司", None, MAIJI))


def test_a_token_leads_back_to_its_site(database: Database, site: Site) -> None:
    """
    What the code of a poster says fits into a link of Telegram's and names the site, also after a restart.
    """
    token = database.read(lambda tx: sites.token(tx, site))

    assert re.fullmatch(r"[A-Za-z0-9_-]{1,62}", token)
    assert database.read(lambda tx: sites.by_token(tx, token)) == site


def test_nobody_can_invent_a_site(database: Database, site: Site) -> None:
    """
    A token with another id, a changed or missing sign, or one sign more names no site.
    """
    token = database.read(lambda tx: sites.token(tx, site))
    other = database.call(lambda tx: sites.add(tx, CITY, "某某路2号", "丙丁建设公司"))
    swapped = token.replace(site.id, other.id)
    last = "A" if token[-1] != "A" else "B"
    forged = [swapped, token[:-1] + last, token[:-1], token + "A", token.lower(), site.id, "", "汉" * 29]

    assert [one for one in forged if database.read(lambda tx, one=one: sites.by_token(tx, one))] == []  # type: ignore[misc]


def test_another_hotline_signs_otherwise(sqlite: Database, clock: SettableClock) -> None:
    """
    Without our master key nobody makes a token that we take, even of a site that there is.
    """
    sqlite.call(founded)
    ours = sqlite.call(lambda tx: sites.add(tx, CITY, "某某路2号", "丙丁建设公司"))
    theirs = Database(str(sqlite.engine.url), Master("another secret that is long enough, too"), clock)
    token = theirs.read(lambda tx: sites.token(tx, ours))
    theirs.close()

    assert sqlite.read(lambda tx: sites.by_token(tx, token)) is None


def test_a_site_ends_once(database: Database, site: Site, clock: SettableClock) -> None:
    """
    Ending keeps the moment of the first time; an id that there is not is refused with where to look.
    """
    first = database.call(lambda tx: sites.end(tx, site.id.lower()))
    clock.advance(days=1)

    assert database.call(lambda tx: sites.end(tx, site.id)).ended_at == first.ended_at
    with pytest.raises(UnknownSite, match="hotline poster list"):
        database.call(lambda tx: sites.end(tx, "GD26112399999"))


def test_a_supervisor_sees_the_sites_of_his_unit(database: Database, site: Site) -> None:
    """
    The city's supervisor sees the district's site, the district's sees only its own, a lawyer none.
    """
    other = database.call(lambda tx: sites.add(tx, CITY, "某某路2号", "丙丁建设公司"))

    def seen(role: people.Role, unit: str) -> list[Site]:
        return database.read(lambda tx: sites.visible_to(tx, Colleague("X01", "某某", role, unit)))

    assert seen("supervisor", CITY) == [other, site]
    assert seen("supervisor", MAIJI) == [site]
    assert seen("lawyer", CITY) == []
