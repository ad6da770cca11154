"""What an event of a case means for one colleague, worded as things stand when he is told; nothing if it is not his."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from cases import cards, money_news, owing, referral_news, referral_words, together
from cases.office import Office
from storage import cases, events, files, groups, offers, people
from storage.cases import Case
from storage.database import Transaction
from storage.events import Event
from storage.messages import Message
from storage.people import Colleague

TO_WORKER, FROM_WORKER, NOTE, NOT_DELIVERED = "to_worker", "from_worker", "note", "not_delivered"
FROM_WORKER_EDITED, TAKEN_BACK = "from_worker_edited", "letter_taken_back"
TO_WORKER_EDITED = "to_worker_edited"
FILE_FROM_WORKER, FILE_KEPT, FILE_LOST = "file_from_worker", "file_kept", "file_lost"
FILE_TO_WORKER, FILES_SENT = "file_to_worker", "files_sent"
CONTACT_LEFT = "contact_left"
DANGER = "danger"
OPENED_BY_CODE, CODE_DENIED = "opened_by_code", "code_denied"
_LONGEST_QUOTE = 40  # characters of a letter by which its writer knows it again


@dataclass(frozen=True, slots=True)
class News:
    """Something that happened to a case, for one colleague; events of one album come together."""

    tx: Transaction
    office: Office
    colleague: Colleague
    case: Case
    together: Sequence[Event]
    language: str | None

    @property
    def event(self) -> Event:
        """The event, the first of an album."""
        return self.together[0]

    def says(self, key: str, *buttons: str, **values: object) -> Message:
        """The sentence `lawyer.<key>` about the case, with these of its buttons."""
        number = self.case.number
        text = self.office.texts.say(self.language, f"lawyer.{key}", number=number, **values)
        return Message(text, tuple(cards.button(self.office, self.language, one, number) for one in buttons))


Wording = Callable[[News], Message | None]


def about(
    tx: Transaction,
    office: Office,
    colleague: Colleague,
    case: Case,
    together: Sequence[Event],
    language: str | None,
) -> Message | None:
    """What this colleague is told; None if it is nothing to him. Raises Erased if the words are gone for good."""
    news = News(tx, office, colleague, case, together, language)
    his = _OF_HIS_CASES if may_read(tx, colleague, case) else _OF_OTHERS
    wording = his.get(news.event.kind)
    return wording(news) if wording else None


def may_read(tx: Transaction, colleague: Colleague, case: Case) -> bool:
    """Whether this colleague may read what stands in the case by now."""
    try:
        cases.visible(tx, colleague, case.number)
    except cases.UnknownCase:
        return False
    return colleague.active


def _offer(news: News) -> Message | None:
    """The card, while the offer stands open and is his."""
    offer = offers.open_offer(news.tx, news.case.id)
    if offer is None or offer.staff_id != news.colleague.id:
        return None
    return cards.offered(news.tx, news.office, news.case, offer, news.language)


def _his_now(news: News) -> Message:
    card = cards.summary(news.tx, news.office, news.colleague, news.case, news.language)
    begun = "begun_taken_over" if news.event.facts.get("again") else f"begun_{news.event.kind}"
    return Message(f"{news.says(begun).text}\n\n{card.text}", card.buttons)


def _given(news: News) -> Message:
    """A supervisor gave the case to somebody: to this colleague, or else he only watches."""
    if news.case.owner == news.colleague.id:
        return _his_now(news)
    return news.says("assigned_away")


def _taken_away(news: News) -> Message:
    """A supervisor gave it to another lawyer: to whoever had it, or was only asked whether he would."""
    return news.says("given_to_another" if news.event.facts.get("before") == news.colleague.id else "offer_gone")


def _letter(news: News) -> Message:
    return news.says("letter_came", "case", text=news.event.words or "")


def _changed_letter(news: News) -> Message:
    of = news.event.facts.get("of")
    before = events.by_n(news.tx, news.case, of).words if of else None
    return news.says("letter_changed", "case", before=before or "", after=news.event.words or "")


def _files(news: News) -> Message:
    """The files of an album, or the one; what came with them in words stands in the event that announced each."""
    ids = tuple(str(one.facts["file"]) for one in news.together)
    announced = events.of_case(news.tx, news.case, (FILE_FROM_WORKER,))
    captions = [one.words for one in announced if one.words and one.facts.get("file") in ids]
    said = news.says("files_came", "case", text="\n".join(captions), n=len(ids))
    return Message(said.text, said.buttons, ids)


def _file_lost(news: News) -> Message | None:
    """A file that never came: his own, or one of the worker's."""
    whose = str(news.event.facts.get("by", files.WORKER))
    if whose not in (files.WORKER, news.colleague.id):
        return None
    why = news.office.texts.say(news.language, f"lawyer.lost_{news.event.facts['why']}")
    return news.says("file_lost" if whose == files.WORKER else "file_not_sent", why=why)


def _by_colleague(news: News) -> Message:
    who = people.colleague(news.tx, news.event.actor).name
    said = news.says(f"by_colleague_{news.event.kind}", "case", who=who, text=news.event.words or "")
    aside = news.event.kind == NOTE  # whoever answers a colleague's note writes one himself
    return Message(f"{owing.ASIDE} {said.text}", said.buttons) if aside else said


def _not_delivered(news: News) -> Message:
    outcome = news.office.texts.say(news.language, f"desk.outcome_{news.event.facts['outcome']}")
    return news.says("not_delivered", "case", outcome=outcome, text=_quoted(news, news.event.facts.get("n")))


def _quoted(news: News, n: object) -> str:
    """How the letter with this number of ours began, if it was a letter."""
    written = events.of_case(news.tx, news.case, (TO_WORKER,))
    found = next((one.words or "" for one in written if one.facts.get("n") == n), "")
    return found[:_LONGEST_QUOTE] + ("…" if len(found) > _LONGEST_QUOTE else "")


def _of_money(news: News) -> Message | None:
    return money_news.told(news.tx, news.office, news.colleague, news.case, news.event, news.language)


def _closed(news: News) -> Message | None:
    if money_news.is_check(news.colleague, news.case, news.event):
        return _of_money(news)
    return news.says("closed", ending=news.office.texts.say(news.language, f"desk.ending_{news.case.ending}"))


def _person_wanted(news: News) -> Message:
    return news.says("danger" if news.case.urgency == "urgent" else "person_wanted", "case")


def _released(news: News) -> Message | None:
    """To the supervisor who has it now; whoever else may read it has nothing to do with it."""
    return news.says("released_to_you", "case") if news.case.owner == news.colleague.id else None


def _unreachable(news: News) -> Message:
    staff = str(news.event.facts["staff"])
    return news.says("colleague_unreachable", staff=staff, who=people.colleague(news.tx, staff).name)


def _of_rota(key: str) -> Wording:
    """The sentence `rota.<key>` about a colleague who has to do with the case."""

    def worded(news: News) -> Message:
        staff = str(news.event.facts["staff"])
        known = {"staff": staff, "who": people.colleague(news.tx, staff).name, "number": news.case.number}
        text = news.office.texts.say(news.language, f"rota.{key}", **known)
        return Message(text, (cards.button(news.office, news.language, "case", news.case.number),))

    return worded


def _of_group(key: str) -> Wording:
    """The sentence `group.<key>` about the workmates of the case, as many as they are by now."""

    def worded(news: News) -> Message:
        known = {"member": "", "people": 0, **news.event.facts, "joined": groups.count(news.tx, news.case.id)}
        text = news.office.texts.say(news.language, f"group.{key}", number=news.case.number, **known)
        return Message(text, (cards.button(news.office, news.language, "case", news.case.number),))

    return worded


def _of_clock(key: str, *buttons: str) -> Wording:
    """The sentence `clocks.<key>` about what is due in the case, and by when it was."""

    def worded(news: News) -> Message:
        step, due = news.event.facts.get("step"), news.event.facts.get("due_at")
        known = {
            "step": news.office.texts.say(news.language, f"clocks.step_{step}") if step else "",
            "due": cards.clock_time(datetime.fromisoformat(due)) if due else "",
        }
        text = news.office.texts.say(news.language, f"clocks.{key}", number=news.case.number, **known)
        return Message(text, tuple(cards.button(news.office, news.language, one, news.case.number) for one in buttons))

    return worded


def _of_referral(news: News) -> Message | None:
    return referral_news.told(news.tx, news.office, news.colleague, news.case, news.event, news.language)


def _of_referral_to_him(news: News) -> Message | None:
    return referral_news.of_others(news.tx, news.office, news.event, news.case, news.language)


def _owed(news: News) -> Message | None:
    return owing.told(news.tx, news.office, news.case, news.event, news.language)


def _together(news: News) -> Message | None:
    return together.told(news.tx, news.office, news.colleague, news.case, news.event, news.language)


def _together_no_more(news: News) -> Message:
    return together.told_of_others(news.office, news.case, news.event, news.language)


def _just(key: str, *buttons: str) -> Wording:
    return lambda news: news.says(key, *buttons)


_OF_HIS_CASES: dict[str, Wording] = {
    "offered": _offer,
    "accepted": _his_now,
    "assigned": _given,
    "released": _released,
    "opened": _person_wanted,
    "nobody_free": _just("nobody_free", "case"),
    "timed_out": _just("timed_out"),
    "closed": _closed,
    "reopened": _just("reopened", "case"),
    "withdrawn": _just("withdrawn"),
    "call_back_wanted": _just("call_back_wanted", "case"),
    "colleague_unreachable": _unreachable,
    "offer_unseen": _of_rota("told_unseen"),
    "owner_away": _of_rota("told_away"),
    FROM_WORKER: _letter,
    FROM_WORKER_EDITED: _changed_letter,
    CONTACT_LEFT: _just("contact_left", "case"),
    DANGER: _just("danger_again", "case"),
    "call_back_needless": _just("call_back_needless", "case"),
    CODE_DENIED: _just("code_denied", "case"),
    FILE_KEPT: _files,
    FILE_LOST: _file_lost,
    TO_WORKER: _by_colleague,
    NOTE: _by_colleague,
    NOT_DELIVERED: _not_delivered,
    "member_joined": _of_group("lawyer_joined"),
    "member_left": _of_group("lawyer_left"),
    "member_unpaid": _of_group("lawyer_unpaid"),
    "group_of_ten": _of_group("lawyer_ten"),
    owing.PROMISED: _owed,
    owing.LATE: _owed,
    owing.TODO_MADE: _owed,
    **dict.fromkeys((*referral_words.KINDS, referral_words.TAKEN_BACK), _of_referral),
    **dict.fromkeys(money_news.KINDS, _of_money),
    "clock_warned": _of_clock("warned", "case"),
    "clock_missed": _of_clock("missed", "case"),
    "clock_climbed": _of_clock("climbed", "case"),
    "kept_above": _of_clock("kept", "case"),
    "waited_enough": _of_clock("waited", "case"),
    **dict.fromkeys(together.KINDS, _together),
    together.UNMERGED: lambda news: _his_now(news) if news.case.owner == news.colleague.id else None,
}
_OF_OTHERS: dict[str, Wording] = {  # only its number is said: it is not his, or not any more
    "offered": _offer,
    "timed_out": _just("timed_out"),
    "taken_back": _just("offer_gone"),
    "withdrawn": _just("offer_gone"),
    "closed": _just("offer_gone"),
    "closing_proposed": _just("offer_gone"),
    "assigned": _taken_away,
    "released": _just("not_yours_any_more"),
    "taken_away": _of_clock("taken"),
    **dict.fromkeys(referral_news.TO_RECEIVER, _of_referral_to_him),
    "clock_warned": _of_clock("warned"),
    **dict.fromkeys((together.MERGED, together.UNMERGED), _together_no_more),
    FILE_LOST: _file_lost,
}
