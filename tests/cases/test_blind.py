"""Whoever is in conflict with a case never sees anything of it: not at the desk, not in his chat, in no query."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from bot.timers import Timers
from cases import declaring, merging, parties
from cases.conflicts import names_one_of
from cases.errors import CaseError
from desk.routes import desk as desk_routes
from handlers.receive import Door
from storage import call_backs, cases, desk_views, outbox, party_ties, people, sealed
from storage import parties as kept
from storage.cases import UnknownCase
from storage.database import Transaction
from storage.declared import Declared
from storage.evidence import Evidence
from storage.models import CaseParty, PartyName, PartyTie
from storage.people import Colleague
from tests.cases.lives import Town
from tests.desk.office import QUICK, URL
from tests.handlers.lawyer.chats import Chat, StaffChat, fetch, settle

LAWYERS = ("L01", "L02", "L03", "L04")
STAFF = (*LAWYERS, "S01", "S02")
NAMES = ("红叶劳务有限公司", "白云建设有限公司", "长河路桥有限公司")  # the first two are the employers
RELATIONS = ("same", "parent", "subsidiary", "contractor", "subcontractor")
PAGES = ("", "/record", "/timeline", "/parties")
FORMS = {
    "notes": {"text": "备注"},
    "letters": {"text": "您好"},
    "closing": {"summary": "办完了"},
    "contact": {"reason": "想看"},
    "party": {"name": "某某公司", "role": "other"},
    "accept": {},
}
names = st.sampled_from(NAMES)
which = st.integers(0, 1)


class Browser:
    """A browser that follows no redirect by itself, for a test that is not asynchronous."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    def get(self, address: str) -> httpx.Response:
        """Look at a page."""
        return asyncio.run(self._client.get(address))

    def post(self, address: str, data: dict[str, str] | None = None) -> httpx.Response:
        """Send a form."""
        return asyncio.run(self._client.post(address, data=data))


class Blind(Town):
    """Two cases, and colleagues who declare, add, merge, undo, offer, write in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.workers = [Chat(self.door, self.database, address=f"81{n}") for n in range(2)]
        self.numbers = [
            worker.complains(f"暗语第{n}号，干了三个月活，一直没给我钱。", district="秦州", employer=NAMES[n])
            for n, worker in enumerate(self.workers)
        ]
        self.chats = {one: StaffChat(self.door, self.database, address=f"90{one}") for one in ("L01", "L02", "S02")}
        for one, chat in self.chats.items():
            chat.links(one)
        app, evidence = FastAPI(), Evidence(Path(self.folder.name) / "evidence")
        app.include_router(desk_routes(self.database, self.door.office, URL, evidence=evidence, hasher=QUICK))
        self.browsers = {one: self.browser(app, one) for one in STAFF}
        self.looked: list[tuple[str, int]] = []

    def teardown(self) -> None:
        """Let go of the database."""
        self.database.close()
        self.folder.cleanup()

    @initialize(lawyer=st.sampled_from(LAWYERS), supervisor=st.sampled_from(("S01", "S02")), client=names, other=names)
    def begins(self, lawyer: str, supervisor: str, client: str, other: str) -> None:
        """Each case is with a lawyer; then one lawyer and one supervisor declare somebody."""
        for number in self.numbers:
            self.desk.assign("S02", number, lawyer)
        self.declares(lawyer, [client], "")
        self.declares(supervisor, [other], "")

    @rule(who=st.sampled_from(STAFF), clients=st.lists(names, max_size=1), firm=st.sampled_from(("", "北斗律所")))
    def declares(self, who: str, clients: list[str], firm: str) -> None:
        """Somebody declares a client, or none any more, and his firm."""
        its = Declared(tuple(clients), firm)
        self.database.call(lambda tx: declaring.declare(tx, self.who(tx, who), its))

    @rule(who=st.sampled_from(STAFF), n=which, name=names)
    def adds(self, who: str, n: int, name: str) -> None:
        """Somebody tries to add a party."""
        self.tries(lambda tx: parties.add(tx, self.who(tx, who), self.numbers[n], name, "other"))

    @rule(who=st.sampled_from(STAFF), n=which, relation=st.sampled_from(RELATIONS), name=names)
    def ties(self, who: str, n: int, relation: str, name: str) -> None:
        """Somebody tries to say what another company is to the first party of a case."""

        def link(tx: Transaction) -> None:
            [first, *_] = kept.of_case(tx, cases.by_number(tx, self.numbers[n]).id)
            merging.link(tx, self.who(tx, who), self.numbers[n], first.party.id, relation, name, "查过")

        self.tries(link)

    @rule(who=st.sampled_from(STAFF), n=which)
    def undoes(self, who: str, n: int) -> None:
        """Somebody tries to undo what was tied last."""

        def undo(tx: Transaction) -> None:
            its = [it.party.id for it in kept.of_case(tx, cases.by_number(tx, self.numbers[n]).id)]
            for tie in party_ties.ties_of(tx, its)[-1:]:
                merging.undo(tx, self.who(tx, who), self.numbers[n], tie.id, "看错了")

        self.tries(undo)

    @rule(who=st.sampled_from(LAWYERS), n=which)
    def accepts(self, who: str, n: int) -> None:
        """A lawyer tries to take a case."""
        with suppress(CaseError, UnknownCase):
            self.desk.accept(who, self.numbers[n])

    @rule(by=st.sampled_from(("S01", "S02")), who=st.sampled_from(LAWYERS), n=which)
    def assigns(self, by: str, who: str, n: int) -> None:
        """A supervisor tries to give a case to a lawyer."""
        with suppress(CaseError, UnknownCase):
            self.desk.assign(by, self.numbers[n], who)

    @rule(n=which, name=st.sampled_from((*NAMES, "")))
    def worker_writes(self, n: int, name: str) -> None:
        """The worker writes, and names perhaps another company."""
        told = f"暗语第{n}号，我在{name}上班，拖欠我工资" if name else f"暗语第{n}号，什么时候有消息"
        self.workers[n].presses(f"reply:{self.numbers[n]}")
        self.workers[n].says(told)

    @rule(who=st.sampled_from((*LAWYERS, "S02")), n=which)
    def notes(self, who: str, n: int) -> None:
        """A colleague tries to write a note."""
        with suppress(CaseError, UnknownCase):
            self.desk.note(who, self.numbers[n], f"暗语第{n}号的备注")

    @invariant()
    def sees_nothing(self) -> None:
        """For everybody in conflict with a case: no query, no page, no form, no message has a word of it."""
        self.rings()
        assert self.desk.unowned() == []
        pairs = [
            (who, n)
            for n, number in enumerate(self.numbers)
            for who in sorted(self.database.read(lambda tx, it=number: in_conflict(tx, it)))  # type: ignore[misc]
        ]
        for who, n in pairs:
            assert self.desk.case(self.numbers[n]).offered_to != who
            assert not self.database.read(lambda tx, one=who, it=self.numbers[n]: seen_by(tx, one, it))  # type: ignore[misc]
            self.in_chat(who, n)
        for who, n in self.to_look_at(pairs):
            self.visits(who, self.numbers[n], n)
            self.asks(who, self.numbers[n], n)

    def to_look_at(self, pairs: list[tuple[str, int]]) -> list[tuple[str, int]]:
        """Whoever is new in it, and the one who was not looked at for longest: pages take their time."""
        fresh = [pair for pair in pairs if pair not in self.looked]
        oldest = [pair for pair in self.looked if pair in pairs][:1]
        self.looked = [pair for pair in self.looked if pair in pairs and pair not in oldest] + oldest + fresh
        return fresh + oldest

    def visits(self, who: str, number: str, n: int) -> None:
        """Every page of a case and every form on it is refused as if there were no such case."""
        browser = self.browsers[who]
        for page in PAGES:
            answer = browser.get(f"/desk/cases/{number}{page}")
            assert answer.status_code in (204, 303, 404), page
            assert f"第{n}号" not in answer.text
        for lists in ("/desk", "/desk/lists", "/desk/calls"):
            assert number not in browser.get(lists).text
        csrf = browser.get("/desk/declared").text.partition('name="csrf" value="')[2].partition('"')[0]
        for form, typed in FORMS.items():
            answer = browser.post(f"/desk/cases/{number}/{form}", data={"csrf": csrf, **typed})
            assert answer.status_code in (404, 409), form
            assert f"第{n}号" not in answer.text

    def in_chat(self, who: str, n: int) -> None:
        """Nothing of it stands in his chat."""
        if chat := self.chats.get(who):
            said = self.database.read(lambda tx: outbox.after(tx, chat.conversation_id, 0))
            assert not any(f"第{n}号" in it.message.text for it in said if not it.taken_back)

    def asks(self, who: str, number: str, n: int) -> None:
        """Nothing of it is answered there."""
        if chat := self.chats.get(who):
            for press in (f"case:{number}", f"story:{number}", f"history:{number}", f"files:{number}"):
                assert f"第{n}号" not in chat.presses(press)
            assert f"第{n}号" not in chat.says(f"/case {number[-5:]}")

    def rings(self) -> None:
        """Let the timers ring and the messages be sent, until all is quiet."""
        timers = Timers(self.database, self.door.office)
        while self.database.call(settle) + self.database.call(fetch) + asyncio.run(timers.do_due()):
            pass
        for chat in (*self.workers, *self.chats.values()):
            chat.reads()

    def tries(self, work: Callable[[Transaction], None]) -> None:
        """Do it; a refusal in a sentence is fine."""
        with suppress(CaseError, UnknownCase, IndexError, ValueError):
            self.database.call(work)

    def who(self, tx: Transaction, staff_id: str) -> Colleague:
        """A colleague as he stands."""
        return people.colleague(tx, staff_id)

    def browser(self, app: FastAPI, staff_id: str) -> Browser:
        """A browser in which he is at his desk."""
        browser = Browser(httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=URL))
        token = self.database.call(lambda tx: people.invite(tx, staff_id, people.SIGN_IN, timedelta(hours=1)))
        browser.post(f"/desk/enter/{token}")
        return browser


def in_conflict(tx: Transaction, number: str) -> set[str]:
    """Who is in conflict, found by comparing everybody with everything; and from whom it was sealed."""
    case = cases.by_number(tx, number)
    named, told = reached(tx, case.id), cases.complaint_of(tx, case)
    everybody = people.everybody(tx)
    acting = {
        one.id
        for one in everybody
        if any(names_one_of(one.clients, name, told.story) for name in (*named, told.employer))
    }
    firms = {one.firm for one in everybody if one.id in acting and one.firm}
    mates = {one.id for one in everybody if one.firm in firms}
    return acting | mates | sealed.from_whom(tx, case.id)


def reached(tx: Transaction, case_id: str) -> set[str]:
    """The names of the parties of a case and of all above and below them, without any index."""
    chosen = select(PartyTie.kind, PartyTie.lower_id, PartyTie.upper_id).where(PartyTie.state == "stands")
    ties = [tuple(row) for row in tx.execute(chosen)]
    here = select(CaseParty.party_id).where(CaseParty.case_id == case_id, CaseParty.removed_at.is_(None))
    starts = set(tx.execute(here).scalars())
    found = set[str]()
    for up in (True, False):
        ids, before = set(starts), set[str]()
        while ids != before:
            before = set(ids)
            ids |= {upper if up else lower for _, lower, upper in ties if (lower if up else upper) in before}
            ids |= {end for kind, *ends in ties for end in ends if kind == "same" and set(ends) & before}
        found |= ids
    return set(tx.execute(select(PartyName.name).where(PartyName.party_id.in_(found))).scalars())


def seen_by(tx: Transaction, staff_id: str, number: str) -> bool:
    """Whether any query shows a case to a colleague."""
    who = people.colleague(tx, staff_id)
    lists = (desk_views.own, desk_views.without_lawyer, desk_views.with_lawyer_or_ended, desk_views.alarms)
    listed = {one.number for query in lists for one in query(tx, who)}
    calls = {one.case_number for one in call_backs.open_ones(tx, who)}
    return number in listed | calls | {one.number for one in cases.visible_to(tx, who)}


@pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisWarning")
def test_whoever_is_in_conflict_sees_nothing(door: Door, town_file: Path) -> None:
    """
    Random lives of two cases: declared, added, tied, merged, undone, offered, assigned, written to; after each step
    nobody in conflict sees a word, and each case has an owner.
    """
    Blind.door, Blind.town_file = door, town_file
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large]
    few = settings(max_examples=3, stateful_step_count=8, deadline=None, suppress_health_check=checks, database=None)
    run_state_machine_as_test(Blind, settings=few)
