"""A case is handed to an office beside its owner: asked, sent, refused, sent again, given back, never without a yes."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from cases import answering_referrals, handing, rebutting, referral_words, referring
from cases.answering_referrals import Answer, NoReason, NotThen, OnTheDesk, Said
from cases.errors import CaseError, Empty, NotYours
from cases.handing import NothingShared, NotToBeShared
from cases.office import Office
from cases.referring import NoReceiver, NotAgreed, NotSo, Wish
from handlers.receive import Door
from storage import case_clocks, cases, events, people, referral_figures, referral_views, referrals, sealed
from storage.database import Database, Transaction
from storage.people import Colleague
from storage.referral_views import UnknownReferral
from storage.referrals import Reason, Receiver, Referral, Share
from tests.cases.desk import Desk
from tests.conftest import SettableClock
from tests.handlers.town import CITY, MAIJI, VAGUE_STORY, Phone, colleague, only_case

INSPECTION = Receiver("inspection", "某区劳动保障监察大队", "某某路1号")
WISH = Wish(INSPECTION, "监察可以责令单位付钱", ("facts", "story"))
STORY = "我叫王某某，在工地绑钢筋，说好一天二百六，干了四十天没给钱，我电话 13800000000，2026年3月到6月。"
MONDAY = date(2026, 11, 23)


class Referring(Desk):
    """Colleagues who hand cases over, and the offices that answer."""

    def asks(self, number: str, wish: Wish = WISH, by: str = "") -> Referral:
        """The owner, or somebody else, has the worker asked."""
        who = colleague(self.database, by or self.case(number).owner)
        return self.database.call(lambda tx: referring.propose(tx, self.office, who, number, wish))

    def agrees(self, number: str, n: int = 1) -> Referral | None:
        """The worker says yes."""
        return self.database.call(lambda tx: referring.agree(tx, self.case(number), n))

    def revokes(self, number: str, n: int = 1) -> Referral | None:
        """The worker takes his yes back."""
        return self.database.call(lambda tx: referring.revoke(tx, self.case(number), n))

    def sends(self, number: str, n: int = 1, letter: str = "") -> Referral:
        """The owner hands it over."""
        who = colleague(self.database, self.case(number).owner)
        return self.database.call(lambda tx: referring.send(tx, self.office, who, number, n, letter))

    def handed(self, number: str, wish: Wish = WISH) -> Referral:
        """All of that, for one more referral."""
        n = self.asks(number, wish).n
        self.agrees(number, n)
        return self.sends(number, n)

    def hears(self, number: str, said: Said, n: int = 1, **more: object) -> Referral:
        """The owner writes down what an office said, today if no day is named."""
        answer = Answer(said, **{"on": self.clock.now.date(), **more})  # type: ignore[arg-type]
        who = colleague(self.database, self.case(number).owner)
        return self.database.call(lambda tx: answering_referrals.write_down(tx, self.office, who, number, n, answer))

    def is_answered(self, by: str, referral: Referral, said: Said, reason: Reason | None = None) -> Referral:
        """The supervisor of a union body answers."""
        who, answer = colleague(self.database, by), Answer(said, self.clock.now.date(), reason)
        return self.database.call(lambda tx: answering_referrals.answer(tx, self.office, who, referral.number, answer))

    def referral(self, number: str, n: int = 1) -> Referral:
        """A referral as it stands."""
        found = self.database.read(lambda tx: referrals.of_case_by_n(tx, self.case(number).id, n))
        assert found
        return found

    def sheet(self, number: str, n: int = 1) -> handing.Sheet:
        """What is shared."""
        its = self.referral(number, n)
        return handing.read(self.database.read(lambda tx: referrals.opened(tx, its, "sheet")))

    def waits_for(self, number: str) -> str | None:
        """For whom the clock of the result stands still; None if it runs."""
        clock = self.database.read(lambda tx: case_clocks.open_one(tx, self.case(number).id, "result"))
        assert clock
        return clock.waits_for if clock.stopped_at else None


@pytest.fixture
def refers(town: Database, office: Office, clock: SettableClock) -> Referring:
    """The colleagues in the town on SQLite."""
    return Referring(town, office, clock)


@pytest.fixture
def both(towns: Database, office: Office, clock: SettableClock) -> Referring:
    """The colleagues in the town on each engine in turn."""
    return Referring(towns, office, clock)


@pytest.fixture
def number(phone: Phone, refers: Referring) -> str:
    """A case in 秦州 that a lawyer has taken."""
    return taken(phone, refers)


def taken(phone: Phone, refers: Referring, **answers: str) -> str:
    number = phone.complains(STORY, district="秦州", **answers)
    refers.accepted(number)
    phone.reads()
    return number


async def test_refused_rebutted_sent_again_accepted_and_done(both: Referring, door: Door) -> None:
    """
    Consent, sent, refused, rebutted, sent again, accepted with their number, done: the case is `referred` only while
    the office has it, the clock of its result stands still just as long, and its owner never changes.
    """
    phone = Phone(door, both.database)
    number = taken(phone, both)
    owner = both.case(number).owner
    both.asks(number)
    assert "某区劳动保障监察大队" in phone.reads()
    phone.taps("refer_yes")
    assert (both.referral(number).state, both.case(number).status) == ("agreed", "accepted")

    sent = both.sends(number)
    assert (sent.state, sent.due_on) == ("sent", date(2026, 11, 30))
    assert (both.case(number).status, both.waits_for(number)) == ("referred", "office")
    assert "11月30日" in phone.reads()

    refused = both.hears(number, "refused", reason="no_contract", words="没有劳动合同不收")
    assert (refused.state, refused.reason) == ("refused", "no_contract")
    assert (both.case(number).status, both.waits_for(number)) == ("working", None)
    assert both.facts(number, "referral_refused")["refusal"] == "no_contract"
    letter = both.database.read(lambda tx: rebutting.draft(tx, both.office, both.case(number), refused))
    assert "《劳动合同法》第7条" in letter
    assert "王某某" not in letter

    again = both.sends(number, letter=letter)
    assert (again.state, again.times_sent, again.reason) == ("sent", 2, None)
    accepted = both.hears(number, "accepted", their_number="监〔2026〕9号")
    assert (accepted.state, both.case(number).status) == ("accepted", "referred")
    assert both.database.read(lambda tx: referrals.opened_if_there(tx, accepted, "their_number")) == "监〔2026〕9号"

    assert both.hears(number, "done").state == "done"
    assert (both.case(number).status, both.case(number).owner) == ("working", owner)
    assert both.unowned() == []


def test_without_a_yes_nothing_goes_out(refers: Referring, phone: Phone, number: str) -> None:
    """
    Asked is not agreed, and a no is a no: both are refused with a sentence, and the case does not move.
    """
    refers.asks(number)
    with pytest.raises(NotAgreed):
        refers.sends(number)
    phone.reads()

    phone.taps("refer_no")

    assert refers.referral(number).state == "declined"
    with pytest.raises(NotAgreed):
        refers.sends(number)
    assert refers.case(number).status == "accepted"


def test_the_wording_of_the_yes_is_kept_and_fits_what_goes_out(refers: Referring, number: str) -> None:
    """
    What the worker read stands in the record with its time, and its digest is that of what is handed over.
    """
    refers.asks(number)
    refers.agrees(number)

    [agreed] = refers.database.read(lambda tx: events.of_case(tx, refers.case(number), ("referral_agreed",)))
    its = refers.referral(number)
    wording, sheet, digest = (
        refers.database.read(lambda tx, what=what: referrals.opened(tx, its, what))  # type: ignore[misc]
        for what in ("wording", "sheet", "digest")
    )
    assert agreed.words == wording
    assert agreed.at == its.agreed_at
    assert digest == handing.digest(its.id, its.receiver, wording, sheet)
    assert digest != handing.digest(its.id, its.receiver, wording, sheet + " ")


def test_what_is_not_shared_is_masked(refers: Referring, number: str) -> None:
    """
    Neither the telephone nor the name stands on the sheet, not even where the worker wrote them into his story; sums
    and months stay.
    """
    refers.asks(number)

    sheet = refers.sheet(number)
    for hidden in ("13800000000", "王某某"):
        assert hidden not in handing.written(sheet)
    for kept in ("四十天", "二百六", "2026年3月到6月"):
        assert kept in sheet.story
    assert (sheet.contact, sheet.name, sheet.files) == ("", "", ())


def test_what_comes_to_the_case_later_is_not_shared(refers: Referring, phone: Phone) -> None:
    """
    A contact that was left after the worker was asked goes to nobody: he was asked about another one.
    """
    number = taken(phone, refers, contact="13800000000")
    refers.asks(number, Wish(INSPECTION, "方便联系您", ("contact",)))
    refers.agrees(number)
    its = refers.case(number)

    refers.database.call(lambda tx: cases.add_contact(tx, cases.lock(tx, its.id), "13911111111"))
    refers.sends(number)

    assert refers.sheet(number).contact == "13800000000"


@pytest.mark.parametrize("shares", [("contact",), ("name",), ("facts", "name")])
def test_nobody_who_is_anonymous_is_named(refers: Referring, phone: Phone, shares: tuple[Share, ...]) -> None:
    """
    Of a worker who filed without a name neither name nor contact can be ticked.
    """
    phone.presses("complaint")
    phone.presses("anonymous")
    phone.taps("agree")
    phone.says(VAGUE_STORY)
    while "submit" not in phone.shown():
        phone.taps("skip")
    phone.taps("submit")
    number = only_case(phone.database).number
    refers.assign("S01", number, "L02")
    assert refers.case(number).anonymous

    with pytest.raises(NotToBeShared, match="匿名"):
        refers.asks(number, Wish(INSPECTION, "监察可以查", shares, name="某某"))


def test_a_contact_that_was_never_left_is_not_shared(refers: Referring, phone: Phone) -> None:
    """
    Nobody is promised a number that there is not.
    """
    number = phone.complains(district="秦州")
    refers.accepted(number)

    with pytest.raises(NotToBeShared, match="没有留联系方式"):
        refers.asks(number, Wish(INSPECTION, "因为", ("contact",)))


def test_a_yes_that_is_taken_back_ends_it(refers: Referring, phone: Phone, number: str) -> None:
    """
    The worker is told that paper cannot be taken back; the case comes back, and it is not sent again.
    """
    refers.handed(number)
    phone.reads()
    assert "收不回来" in phone.taps("refer_stop")

    said = phone.taps("refer_stop_yes")

    assert "收不回来" in said
    assert refers.referral(number).state == "revoked"
    assert (refers.case(number).status, refers.waits_for(number)) == ("working", None)
    assert refers.facts(number, "referral_revoked")["handed"] is True
    with pytest.raises(NotSo):
        refers.sends(number)


async def test_an_office_that_is_silent_gives_the_case_back(refers: Referring, number: str) -> None:
    """
    When the day is over the case is worked on again by itself and its clock goes on; so after a second time, which the
    record counts; before that day nothing happens.
    """
    refers.handed(number)
    await refers.waits(days=6)
    assert refers.case(number).status == "referred"

    await refers.waits(days=2)
    assert (refers.case(number).status, refers.waits_for(number)) == ("working", None)
    assert (refers.referral(number).state, refers.referral(number).times_silent) == ("silent", 1)

    refers.sends(number)
    await refers.waits(days=9)
    assert refers.referral(number).times_silent == 2
    assert [kind for kind, _ in refers.record(number)].count("referral_silent") == 2


async def test_the_case_waits_for_the_last_of_several(refers: Referring, number: str) -> None:
    """
    Two offices have it: it comes back only when neither has it any more.
    """
    refers.handed(number)
    refers.handed(number, Wish(Receiver("legal_aid", "某区法律援助中心"), "请律师打官司", ("facts",)))

    refers.hears(number, "returned", 1)
    assert refers.case(number).status == "referred"
    refers.hears(number, "done", 2)
    assert refers.case(number).status == "working"


def test_a_union_body_answers_for_itself(refers: Referring, number: str) -> None:
    """
    The supervisor of the unit sees the referral and answers; whoever owns the case cannot answer for him, and another
    unit does not find it.
    """
    _supervise(refers.database, "S03", MAIJI)
    referral = refers.handed(number, Wish(Receiver("union", "", unit=MAIJI), "工地在麦积", ("facts",)))
    assert referral.receiver.name == "麦积区总工会"
    with pytest.raises(OnTheDesk):
        refers.hears(number, "accepted")
    with pytest.raises(cases.UnknownCase):
        refers.database.read(lambda tx: cases.visible(tx, colleague(refers.database, "S03"), number))
    with pytest.raises(UnknownReferral):
        refers.is_answered("S02", referral, "accepted")
    with pytest.raises(UnknownReferral):
        refers.is_answered("L03", referral, "accepted")

    answered = refers.is_answered("S03", referral, "refused", "not_ours")

    assert (answered.state, refers.case(number).status) == ("refused", "working")


def test_a_unit_above_takes_it_over_nothing(refers: Referring, number: str) -> None:
    """
    The city federation answers a referral out of one of its districts; the case stays with the lawyer there.
    """
    owner = refers.case(number).owner
    referral = refers.handed(number, Wish(Receiver("union", "", unit=CITY), "请市里协调", ("facts",)))

    refers.is_answered("S01", referral, "accepted")

    assert (refers.case(number).owner, refers.referral(number).state) == (owner, "accepted")


def test_a_supervisor_who_acts_for_the_other_side_sees_nothing(refers: Referring, number: str) -> None:
    """
    What is sealed from somebody is not handed to him either.
    """
    _supervise(refers.database, "S03", MAIJI)
    referral = refers.handed(number, Wish(Receiver("union", "", unit=MAIJI), "工地在麦积", ("facts",)))

    refers.database.call(lambda tx: sealed.add(tx, referral.case_id, ["S03"]))

    assert refers.database.read(lambda tx: referral_views.listed_incoming(tx, people.colleague(tx, "S03"))) == []
    with pytest.raises(UnknownReferral):
        refers.is_answered("S03", referral, "accepted")


def test_what_cannot_be_asked_says_why(refers: Referring, number: str) -> None:
    """
    Each gap has a sentence of its own, and nothing is asked.
    """
    wrong: list[tuple[type[Exception], Wish]] = [
        (Empty, Wish(INSPECTION, " ", ("facts",))),
        (NothingShared, Wish(INSPECTION, "因为", ())),
        (NoReceiver, Wish(Receiver("court", ""), "因为", ("facts",))),
        (NoReceiver, Wish(Receiver("union", "", unit="999999"), "因为", ("facts",))),
        (NoReceiver, Wish(Receiver("union", "", unit=MAIJI + "-01"), "因为", ("facts",))),
        (NotToBeShared, Wish(INSPECTION, "因为", ("name",))),
        (NotToBeShared, Wish(INSPECTION, "因为", ("files",))),
        (NotToBeShared, Wish(INSPECTION, "因为", ("files",), ("no such file",))),
        (CaseError, Wish(INSPECTION, "有事打我电话 13900000000", ("facts",))),
    ]
    for kind, wish in wrong:
        with pytest.raises(kind):
            refers.asks(number, wish)
    with pytest.raises(NotYours):
        refers.asks(number, by="S02")

    refers.asks(number)
    with pytest.raises(CaseError, match="不用重复转"):
        refers.asks(number)
    assert refers.referral(number).n == 1


def test_what_cannot_have_been_said_is_refused(refers: Referring, number: str) -> None:
    """
    A refusal needs its reason, another reason its words, and no answer is older than the referral or of tomorrow.
    """
    refers.handed(number)
    gaps: list[dict[str, Any]] = [{}, {"reason": "other"}]
    for more in gaps:
        with pytest.raises(NoReason):
            refers.hears(number, "refused", **more)
    for on in (MONDAY - timedelta(days=1), MONDAY + timedelta(days=1)):
        with pytest.raises(NotThen):
            refers.hears(number, "accepted", on=on)

    refers.hears(number, "accepted")

    with pytest.raises(NotSo):
        refers.hears(number, "accepted")


def test_the_worker_reads_where_his_case_is(refers: Referring, phone: Phone, number: str) -> None:
    """
    Under 进度 stand the office, since when it has the case and by when it should answer.
    """
    refers.handed(number)
    phone.reads()

    said = phone.says("进度")

    assert "11月23日交给了 某区劳动保障监察大队，11月30日前该有答复" in said
    assert "refer_stop" in phone.shown()


def test_calling_it_off_tells_the_worker(refers: Referring, phone: Phone, number: str) -> None:
    """
    Whoever has the case may call it off with a reason; the worker hears it, and the case is worked on.
    """
    refers.handed(number)
    phone.reads()
    owner = colleague(refers.database, refers.case(number).owner)
    take_back: Callable[..., Referral] = partial(referring.take_back, office=refers.office, colleague=owner)
    with pytest.raises(Empty):
        refers.database.call(lambda tx: take_back(tx, number=number, referral_n=1, reason=" "))

    refers.database.call(lambda tx: take_back(tx, number=number, referral_n=1, reason="单位已经付了"))

    assert "不用转给 某区劳动保障监察大队" in phone.reads()
    assert refers.case(number).status == "working"


async def test_a_case_that_has_ended_waits_for_no_office(refers: Referring, phone: Phone, number: str) -> None:
    """
    When the worker has withdrawn, silence counts for nothing; taken up again it can be handed over again.
    """
    refers.handed(number)
    phone.presses(f"withdraw_yes:{number}")
    await refers.waits(days=9)
    assert (refers.referral(number).state, refers.referral(number).times_silent) == ("silent", 0)

    phone.presses(f"unsolved:{number}")
    assert refers.case(number).status == "reopened"
    assert refers.sends(number).state == "sent"


def test_refusals_are_counted(both: Referring, door: Door) -> None:
    """
    The figures know how often each kind of office refused, and why; not what happened before or in another unit.
    """
    number = taken(Phone(door, both.database), both)
    both.handed(number)
    both.hears(number, "refused", reason="civil")
    both.sends(number)
    now, unit = both.clock.now, both.case(number).unit

    def counted(since: datetime, *units: str) -> dict[tuple[str, str, str], int]:
        return dict(both.database.read(lambda tx: referral_figures.counts(tx, since, now + timedelta(1), units)))

    assert counted(now, unit) == {("inspection", "sent", ""): 2, ("inspection", "refused", "civil"): 1}
    assert counted(now + timedelta(hours=1), unit) == {}
    assert counted(now, MAIJI) == {}


def test_closing_is_asked_about_while_an_office_has_it(refers: Referring, number: str) -> None:
    """
    Whoever would propose closing reads which referrals still wait, and nothing where none does.
    """
    assert refers.database.read(lambda tx: _before_closing(tx, refers, number)) == ""
    refers.handed(number)
    assert "某区劳动保障监察大队" in refers.database.read(lambda tx: _before_closing(tx, refers, number))


def _before_closing(tx: Transaction, refers: Referring, number: str) -> str:
    return referral_words.before_closing(tx, refers.office, cases.by_number(tx, number), "zh-CN")


def _supervise(database: Database, staff_id: str, unit: str) -> None:
    database.call(lambda tx: people.add(tx, Colleague(staff_id, "麦积督导", "supervisor", unit)))
