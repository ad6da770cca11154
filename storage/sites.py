"""The sites at which our posters hang, and the signed token by which a poster's code names its site."""

import base64
import hmac
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update

from storage import models, people
from storage.database import Transaction
from storage.errors import StorageError
from storage.opening import next_number
from storage.people import Colleague

_PREFIX = "GD"  # 工地; what the id of a site begins with
_PURPOSE = "site poster"
_SIGNED = 12  # bytes of the signature that a code carries: 96 bits
_TOKEN = re.compile(r"(?P<id>GD\d{11,18})(?P<signature>[A-Za-z0-9_-]{16})")


class UnknownSite(StorageError):
    """No poster has this id, or it belongs to another unit."""

    def __init__(self, site_id: str) -> None:
        super().__init__(f"There is no poster {site_id}; `hotline poster list` shows those that hang.")


@dataclass(frozen=True, slots=True)
class Site:
    """A site as its poster names it: the site, its general contractor 总包 and, if known, who hires there."""

    id: str
    unit: str
    name: str
    contractor: str
    employer: str | None
    district: str | None
    made_at: datetime
    ended_at: datetime | None


_NAMES = tuple(Site.__dataclass_fields__)


def add(
    tx: Transaction, unit: str, name: str, contractor: str, employer: str | None = None, district: str | None = None
) -> Site:
    """Keep a new site of a union body; its id is such as GD26112200001."""
    site = Site(next_number(tx, _PREFIX), unit, name, contractor, employer, district, tx.now, None)
    tx.execute(insert(models.Site).values({name: getattr(site, name) for name in _NAMES}))
    return site


def everything(tx: Transaction) -> list[Site]:
    """All sites, the newest first."""
    return [Site(*row) for row in tx.execute(_sites().order_by(models.Site.id.desc()))]


def visible_to(tx: Transaction, colleague: Colleague) -> list[Site]:
    """The sites of a supervisor's unit and of those below it, the newest first; nobody else has any."""
    if not colleague.supervises:
        return []
    of_his = models.Site.unit.in_(people.unit_and_below(tx, colleague.unit))
    return [Site(*row) for row in tx.execute(_sites().where(of_his).order_by(models.Site.id.desc()))]


def by_id(tx: Transaction, site_id: str) -> Site:
    """The site; raises UnknownSite."""
    row = tx.execute(_sites().where(models.Site.id == site_id.strip().upper())).first()
    if row is None:
        raise UnknownSite(site_id)
    return Site(*row)


def end(tx: Transaction, site_id: str) -> Site:
    """The poster hangs no more, or the site is finished: its code gives no facts from now on. Raises UnknownSite."""
    site = by_id(tx, site_id)
    running = (models.Site.id == site.id, models.Site.ended_at.is_(None))
    tx.execute(update(models.Site).where(*running).values(ended_at=tx.now))
    return by_id(tx, site.id)


def token(tx: Transaction, site: Site) -> str:
    """What a poster's code says of its site: the id and a signature that only we can make; A-Z a-z 0-9 _ - alone."""
    return f"{site.id}{_signature(tx, site.id)}"


def by_token(tx: Transaction, token: str) -> Site | None:
    """The site that a code names; None if we did not sign it, whether or not there is such a site."""
    match = _TOKEN.fullmatch(token)
    if match is None or not hmac.compare_digest(match["signature"], _signature(tx, match["id"])):
        return None
    row = tx.execute(_sites().where(models.Site.id == match["id"])).first()
    return Site(*row) if row else None


def _signature(tx: Transaction, site_id: str) -> str:
    return base64.urlsafe_b64encode(tx.vault.look_up(_PURPOSE, site_id)[:_SIGNED]).decode()


def _sites() -> Any:
    return select(*(getattr(models.Site, name) for name in _NAMES))
