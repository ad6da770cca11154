"""A small federation and its desk, as the tests of the desk meet them: real database, real routes, real pages."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from html import unescape
from pathlib import Path

import httpx
from argon2 import PasswordHasher
from argon2.profiles import CHEAPEST
from fastapi import FastAPI

from cases.office import Office
from cases.opening import open_case
from cases.policy import Policy
from desk.routes import desk
from storage import cases, conversations, events, outbox, people
from storage.cases import Case, Complaint
from storage.database import Database, Transaction
from storage.evidence import Evidence
from storage.people import Colleague, UnionBody
from texts import Texts

URL = "https://desk.example"
STORY = "老板拖欠我三个月工资，<script>alert('工资')</script> 包工头叫我去找总包。"
QUICK = PasswordHasher.from_parameters(CHEAPEST)  # the library's own takes a quarter of a second for each guess
CONTACT = "138-0000-0000（工友代接）"


@dataclass(frozen=True, slots=True)
class Federation:
    """The desk of a city with two lawyers and a supervisor; `bot` holds our bot's username once it is known."""

    database: Database
    office: Office
    app: FastAPI
    evidence: Evidence
    bot: list[str]

    def browser(self, **headers: str) -> httpx.AsyncClient:
        """A fresh browser at our address; it follows no redirect by itself."""
        return httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url=URL, headers=headers)

    def link(self, staff_id: str) -> str:
        """The path of a one-time way in."""
        lasts = timedelta(hours=1)
        return f"/desk/enter/{self.database.call(lambda tx: people.invite(tx, staff_id, people.SIGN_IN, lasts))}"

    @asynccontextmanager
    async def signed_in(self, staff_id: str) -> AsyncIterator[httpx.AsyncClient]:
        """A browser in which this colleague is at his desk."""
        async with self.browser() as browser:
            await browser.post(self.link(staff_id))
            yield browser

    def complaint(self, story: str = STORY, employer: str = "天水兴盛劳务公司", contact: str | None = CONTACT) -> Case:
        """A worker's complaint about wages in 秦州, offered to L01."""
        complaint = Complaint(
            "wages", story, "620502", employer, Decimal("21600"), "2026-03", headcount=12, contact=contact
        )
        return self.database.call(lambda tx: _open(tx, self.office, complaint))

    def letters(self, case: Case) -> str:
        """Everything promised to the worker of a case."""
        promised = self.database.read(lambda tx: outbox.after(tx, case.conversation_id, 0))
        return "\n".join(one.message.text for one in promised)

    def happened(self, case: Case, kind: str) -> list[events.Event]:
        """The events of one kind in the record of a case."""
        return self.database.read(lambda tx: events.of_case(tx, case, (kind,)))

    def now(self, case: Case) -> Case:
        """The case as it stands now."""
        return self.database.read(lambda tx: cases.by_id(tx, case.id))


def federation(database: Database, folder: Path, policy: Policy | None = None) -> Federation:
    """Found it: L01 works in 秦州, L02 too but acts for 宏远, L03 in 麦积; S01 supervises, O01 takes calls."""
    office = Office(Texts.load(), policy or Policy())
    app, evidence, bot = FastAPI(), Evidence(folder / "evidence"), list[str]()
    app.include_router(
        desk(database, office, URL, evidence=evidence, bot_name=lambda: bot[0] if bot else None, hasher=QUICK)
    )
    database.call(_found)
    return Federation(database, office, app, evidence, bot)


def csrf_of(page: httpx.Response) -> str:
    """The secret in the first form of a page."""
    found = re.search(r'name="csrf" value="([^"]+)"', page.text)
    assert found, page.text
    return unescape(found[1])


async def press(browser: httpx.AsyncClient, on: str, to: str, **fields: str) -> httpx.Response:
    """Send a form of the page `on` to `to`, as a browser would."""
    return await browser.post(to, data={"csrf": csrf_of(await browser.get(on)), **fields})


def _found(tx: Transaction) -> None:
    people.add_unit(tx, UnionBody("620500", "天水市总工会", None))
    people.add_unit(tx, UnionBody("620502", "秦州区总工会", "620500"))
    people.add(tx, Colleague("S01", "示例督导", "supervisor", "620500"))
    people.add(tx, Colleague("O01", "孙话务", "operator", "620500"))
    for id_, district, subjects, clients in (
        ("L01", "620502", ("wages", "injury"), ()),
        ("L02", "620502", ("injury", "wages"), ("天水宏远建筑有限公司",)),
        ("L03", "620503", ("wages", "injury"), ()),
    ):
        people.add(tx, Colleague(id_, f"律师{id_}", "lawyer", "620500", district, subjects, clients, 8))


def _open(tx: Transaction, office: Office, complaint: Complaint) -> Case:
    worker = conversations.lock(tx, "web", f"worker {tx.now} {complaint.story}")
    return open_case(
        tx, office, complaint, conversation_id=worker.id, person_id=worker.person_id, urgency="normal"
    ).case
